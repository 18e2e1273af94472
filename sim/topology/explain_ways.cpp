// What users and balancers do beyond sending a request to the nearest place: said where a scenario has it.
#include "sim/topology/explain_sections.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string agreement_text(const HealthCheck& check) {
  std::string text = check.deep ? "deep checks" : "checks";
  if (check.checkers > 1)
    text += fmt::format(" by {}, up while {} of them say so", written::count(check.checkers),
                        check.agree >= 1 ? std::string("all") : "more than " + written::share(check.agree));
  return text;
}

void explain_checks(const Scenario& s, Sheet& sheet) {
  const auto tell = [&](const char* whose, const HealthCheck& check) {
    if (check.deep || check.checkers > 1) sheet.item(whose, agreement_text(check));
  };
  tell("regions", s.routing.health_check);
  tell("replicas", s.balancing.health_check);
}

void explain_answers(const Scenario& s, Sheet& sheet) {
  const Routing& routing = s.routing;
  if (routing.publish.ns > 0)
    sheet.item("publish", fmt::format("answers follow the checks after {}", written::span(routing.publish)));
  if (routing.overstay > 0)
    sheet.item("overstay", fmt::format("{} of sessions keep an answer for {} longer", written::share(routing.overstay),
                                       written::span(routing.overstay_for)));
  if (routing.stay) sheet.item("stay", "a session returns to a repaired region only if its new one is lost");
}

void explain_tries(const Scenario& s, Sheet& sheet) {
  std::set<std::string> next, hedged, budgets;
  for (const Population& p : s.clients) {
    if (p.next_region_on_retry) next.insert(p.name);
    if (p.hedge_after.ns > 0) hedged.insert(fmt::format("{} after {}", p.name, written::span(p.hedge_after)));
    if (const auto& budget = p.retries.budget)
      budgets.insert(fmt::format("{} earns {} of a retry with each request", p.name, written::share(budget->share)));
  }
  const auto tell = [&](const char* label, const char* what, const std::set<std::string>& who) {
    if (!who.empty()) sheet.item(label, what + written::list({who.begin(), who.end()}));
  };
  tell("retries", "go to the next region, whatever the name service says: ", next);
  tell("hedging", "a read is sent a second time: ", hedged);
  tell("budget", "", budgets);
}

void explain_balancing(const Scenario& s, Sheet& sheet) {
  const Balancing& b = s.balancing;
  if (b.policy == BalancingPolicy::weighted) {
    std::vector<std::string> weights;
    for (std::size_t z = 0; z < s.zones.size(); ++z)
      weights.push_back(fmt::format("{} {:g}", s.zones[z].name, b.zone_weights[z]));
    sheet.item("zones", "by weight: " + written::list(weights, 12));
  }
  if (b.zone_aware) sheet.item("zones", "a request stays in the zone that it enters by while some replica there is in");
  if (b.sticky) sheet.item("sticky", "a session keeps its replica while that is in");
  if (!b.backups.empty())
    sheet.item("backups", written::count(b.backups.size(), "replica") + " used only while no other one is in");
  if (b.slow_start.ns > 0)
    sheet.item("slow start",
               fmt::format("a replica that comes in has its full share after {}", written::span(b.slow_start)));
}

void explain_admission(const Scenario& s, Sheet& sheet) {
  if (s.service.max_wait)
    sheet.item("shedding", fmt::format("refused at once where the wait would be longer than {}",
                                       written::span(*s.service.max_wait)));
  if (s.service.rate_limit)
    sheet.item("rate limit",
               fmt::format("{} in each region, {} at once", written::rate(s.service.rate_limit->per_second),
                           written::count(static_cast<std::uint64_t>(s.service.rate_limit->burst))));
  if (s.service.sessions == SessionState::in_memory)
    sheet.item("sessions", "kept in replicas: lost with the process, and where another replica works for them");
  if (s.service.sessions == SessionState::shared)
    sheet.item("sessions", "kept in a store of the region: lost where another region works for them");
}

std::string switch_text(const Subject& subject, const FailOver& what) {
  return fmt::format("{} becomes the primary{} in place of {}; {}", subject.name(what.to),
                     what.partition ? " of keys at home in " + subject.name(RegionId(what.partition->index())) : "",
                     subject.name(what.from),
                     what.catch_up ? "writes pause until it has everything" : "what it lacks is stranded");
}

}  // namespace

void explain_ways(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  explain_checks(s, sheet);
  explain_answers(s, sheet);
  explain_tries(s, sheet);
  explain_balancing(s, sheet);
  explain_admission(s, sheet);
}

void explain_drill(const Scenario& s, Sheet& sheet) {
  if (s.drill.empty()) return;
  static constexpr const char* kWhat[] = {"primaries have moved", "acknowledged writes are there",
                                          "users are served again", "primaries are at home"};
  sheet.heading("Drill");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(s.drill.size(), Subject::kShown); ++i)
    rows.push_back(
        {s.drill[i].name, written::span(s.drill[i].within), kWhat[static_cast<std::size_t>(s.drill[i].kind)]});
  sheet.table({"step", ">within", "done when"}, rows);
  sheet.more(s.drill.size(), rows.size(), "step");
}

void explain_actions(const Subject& subject, Sheet& sheet) {
  const auto& actions = subject.scenario.actions;
  if (actions.empty()) return;
  sheet.heading("What operators do");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t a = 0; a < std::min(actions.size(), Subject::kShown); ++a) {
    const Action& action = actions[a];
    std::string what;
    if (const auto* evacuation = std::get_if<EvacuateRegion>(&action.what))
      what = fmt::format("the name service sends nobody to {}", subject.name(evacuation->region));
    if (const auto* moved = std::get_if<FailOver>(&action.what)) what = switch_text(subject, *moved);
    if (const auto* nodes = std::get_if<AddNodes>(&action.what))
      what =
          fmt::format("{} more for the store of {}", written::count(nodes->count, "node"), subject.name(nodes->region));
    rows.push_back({action.name, written::span(action.at),
                    action.until == Time::max() ? "not taken back" : "until " + written::span(action.until), what});
  }
  sheet.table({"action", ">at", "for", "what it does"}, rows);
  sheet.more(actions.size(), rows.size(), "action");
}

}  // namespace bicoastal
