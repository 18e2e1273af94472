#include "sim/report/claims_chart.hpp"
#include "sim/report/claims_report.hpp"
#include "sim/report/page/html_page.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Align = MarkupTable::Align;

std::string_view class_of(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds: return "good";
    case ClaimVerdict::differs:
    case ClaimVerdict::not_measured: return "unsure";
    case ClaimVerdict::unexplained: return "bad";
  }
  return "";
}

Markup badge(std::string_view kind, std::string_view words) {
  return element("span", {{"class", fmt::format("badge {}", kind)}}, words);
}

Markup badge(ClaimVerdict verdict) { return badge(class_of(verdict), name_of(verdict)); }

Markup badge(CheckVerdict verdict) {
  switch (verdict) {
    case CheckVerdict::holds: return badge("good", "holds");
    case CheckVerdict::differs: return badge("unsure", "differs");
    case CheckVerdict::untold: return badge("unsure", "untold");
  }
  return {};
}

Markup tile(std::string_view label, std::size_t count) {
  return element("div", {{"class", "tile"}}, element("dt", label) + element("dd", fmt::format("{}", count)));
}

Markup verdict(const ClaimsReport& report) {
  const bool unexplained = report.count(ClaimVerdict::unexplained) > 0;
  const bool untold = report.count(ClaimVerdict::not_measured) > 0;
  const std::string_view words = unexplained ? "Not all claims are borne out or explained."
                                 : untold    ? "Not all claims could be measured."
                                             : "Every claim holds, or it is known why not.";
  Markup tiles = tile("hold", report.count(ClaimVerdict::holds)) +
                 tile("differ for a known reason", report.count(ClaimVerdict::differs)) +
                 tile("differ, unexplained", report.count(ClaimVerdict::unexplained)) +
                 tile("not measured", report.count(ClaimVerdict::not_measured));
  if (!report.absent.empty()) tiles += tile("not there yet", report.absent.size());
  return element("div",
                 {{"class", fmt::format("verdict {}", unexplained ? "bad"
                                                      : untold    ? "unsure"
                                                                  : "good")}},
                 element("p", element("b", words) + " " + sum_text(report) + ".")) +
         element("dl", {{"class", "tiles"}}, tiles);
}

std::string anchor_of(const Claim& claim) { return fmt::format("claim-{}", claim.id); }

Markup overview(const ClaimsReport& report) {
  MarkupTable table("Each claim, and on how many of its checks the runs bear it out",
                    {{"", Align::left}, {"claim", Align::left}, {"checks that hold"}, {"verdict", Align::left}});
  for (std::size_t i = 0; i < report.claims.size(); ++i) {
    const Claim& claim = report.claims[i];
    const ClaimJudgement& judgement = report.judgements[i];
    const auto holding = std::ranges::count(judgement.checks, CheckVerdict::holds, &CheckFigures::verdict);
    table.add({element("a", {{"href", fmt::format("#{}", anchor_of(claim))}}, claim.id),
               element("b", claim.subject) + element("br") + claim.text,
               fmt::format("{} of {}", holding, claim.checks.size()), badge(judgement.verdict)});
  }
  return element("h2", "All claims") + table.markup();
}

Markup measures(const Claim& claim, const ClaimJudgement& judgement) {
  MarkupTable table("Mean over the seeds, and the 95 % interval of that mean (Student's t)",
                    {{"measure", Align::left}, {"mean"}, {"95 % interval"}, {"where from", Align::left}});
  for (std::size_t i = 0; i < claim.figures.size(); ++i) {
    const ClaimFigure& figure = claim.figures[i];
    const Sample& sample = judgement.figures[i];
    table.add({element("code", figure.name), mean_text(figure, sample), spread_text(figure, sample),
               element("code", origin_text(claim, figure))});
  }
  return table.markup();
}

Markup checks(const Claim& claim, const ClaimJudgement& judgement, std::size_t seeds) {
  MarkupTable table("What has to be so, and on how many of the seeds that tell it is",
                    {{"check", Align::left}, {"in words", Align::left}, {"seeds"}, {"", Align::left}});
  for (std::size_t i = 0; i < claim.checks.size(); ++i) {
    const ClaimCheck& check = claim.checks[i];
    const CheckFigures& figures = judgement.checks[i];
    const bool why = figures.verdict == CheckVerdict::differs && !check.because.empty();
    table.add({element("code", check.text),
               Markup(check.means) + (check.each ? " (on each seed)" : "") +
                   (why ? element("div", {{"class", "note"}}, "Because: " + check.because) : Markup()),
               seeds_text(figures, seeds), badge(figures.verdict)});
  }
  return table.markup();
}

/// The picture, and the same as a table for those who cannot see it.
Markup chart(const Claim& claim, const ClaimJudgement& judgement, std::size_t number) {
  const ClaimChart& c = *claim.chart;
  std::vector<MarkupTable::Column> columns{{c.x_title, Align::left}};
  for (const ClaimChart::Series& series : c.series) columns.push_back({series.name});
  MarkupTable table(fmt::format("{}: mean, and its 95 % interval", c.y_title), columns);
  for (std::size_t place = 0; place < c.places(); ++place) {
    std::vector<Markup> row{c.names.empty() ? fmt::format("{}", c.values[place]) : c.names[place]};
    for (const ClaimChart::Series& series : c.series) {
      const ClaimFigure& figure = claim.figures[series.figures[place]];
      const Sample& sample = judgement.figures[series.figures[place]];
      const std::string spread = spread_text(figure, sample);
      row.push_back(element("b", mean_text(figure, sample)) + (spread.empty() ? "" : fmt::format(" ({})", spread)));
    }
    table.add(row);
  }
  const std::string what = fmt::format("Chart: {}. The table below it has its figures.", c.title);
  return element("figure", {{"data-chart", fmt::format("{}", number)}},
                 element("figcaption", c.title) +
                     element("div", {{"class", "canvas"}},
                             element("canvas", {{"role", "img"}, {"aria-label", what}}, what))) +
         element("details", {{"class", "printed"}}, element("summary", "The figures of this chart") + table.markup());
}

Markup section(const ClaimsReport& report, std::size_t i, Markup picture) {
  const Claim& claim = report.claims[i];
  const ClaimJudgement& judgement = report.judgements[i];
  const Markup list = measures(claim, judgement);
  return element("section", {{"class", "claim"}, {"id", anchor_of(claim)}},
                 element("h3", fmt::format("{} {} ", claim.id, claim.subject) + badge(judgement.verdict)) +
                     element("p", claim.text) +
                     element("p", {{"class", "note"}},
                             Markup(fmt::format("Said by {}. {} In ", claim.source, claim.model)) +
                                 element("code", shown_path(claim.file)) + ".") +
                     picture + checks(claim, judgement, report.seeds.size()) +
                     element("details", {{"class", "printed"}},
                             element("summary", fmt::format("What was measured ({})", claim.figures.size())) + list));
}

Markup method(const ClaimsReport& report) {
  Markup text = element("h2", "How to get this again") + element("pre", report.again) +
                element("p", {{"class", "note"}},
                        fmt::format("Made by bicoastal {} on {}. Every figure was simulated by that command. A check "
                                    "holds if it does for the mean over the seeds, or on each seed where it says so; "
                                    "\"close\" where the 95 % interval of the mean reaches over the limit.",
                                    report.build, seeds_text(report.seeds)));
  if (!report.absent.empty()) {
    std::string absent;
    for (const ExpectedClaim& claim : report.absent)
      absent += fmt::format("{}{} ({})", absent.empty() ? "" : ", ", claim.id, claim.subject);
    text += element("p", {{"class", "note"}}, fmt::format("Not there yet: {}.", absent));
  }
  return text;
}

}  // namespace

std::string claims_html(const ClaimsReport& report) {
  Markup sections;
  nlohmann::ordered_json charts = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < report.claims.size(); ++i) {
    Markup picture;
    if (report.claims[i].chart) {
      picture = chart(report.claims[i], report.judgements[i], charts.size());
      charts.push_back(chart_json(report.claims[i], report.judgements[i]));
    }
    sections += section(report, i, std::move(picture));
  }
  const bool drawn = !charts.empty();
  const nlohmann::ordered_json data = {{"charts", std::move(charts)}};
  HtmlPage page{.title = "Claims, measured",
                .body = element("h1", "Claims, measured") +
                        element("p", {{"class", "faint"}},
                                fmt::format("What practitioners are told, beside what was simulated on {}",
                                            seeds_text(report.seeds))) +
                        verdict(report) + overview(report) + element("h2", "Claim by claim") + sections +
                        method(report),
                .data = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
                .drawing = drawn ? Drawing::charts : Drawing::none};
  return html_text(page);
}

}  // namespace bicoastal
