#include "sim/report/page/markup_page.hpp"

namespace bicoastal {

std::string_view class_of(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::strong: return "strong";
    case Tone::good: return "good";
    case Tone::bad: return "bad";
    case Tone::unsure: return "unsure";
    case Tone::faint: return "faint";
  }
  return "";
}

Markup toned(Tone tone, std::string_view words) {
  return tone == Tone::plain ? Markup(words) : element("span", {{"class", std::string(class_of(tone))}}, words);
}

Markup MarkupPage::items_markup() const {
  return items_.empty() ? Markup() : element("table", {{"class", "facts"}}, element("tbody", items_));
}

void MarkupPage::end_items() {
  done_ += items_markup();
  items_ = Markup();
}

void MarkupPage::put_heading(std::string_view title, std::string_view note) {
  end_items();
  title_ = title;
  done_ += element("h2", title);
  if (!note.empty()) done_ += element("p", {{"class", "note"}}, note);
}

void MarkupPage::put_line(std::string_view text, Tone tone, std::size_t) {
  end_items();
  if (!text.empty()) done_ += element("p", toned(tone, text));
}

void MarkupPage::put_item(std::string_view label, std::string_view text, Tone tone, std::size_t) {
  items_ += element("tr", element("th", {{"scope", "row"}}, label) + element("td", toned(tone, text)));
}

void MarkupPage::put_table(const TextTable& table, std::size_t) {
  end_items();
  std::vector<MarkupTable::Column> columns;
  for (const TextTable::Column& column : table.columns())
    columns.push_back(
        {column.title, column.align == TextTable::Align::left ? MarkupTable::Align::left : MarkupTable::Align::right});
  MarkupTable made({}, std::move(columns));
  made.set_label(title_);
  for (const auto& row : table.rows()) {
    std::vector<Markup> cells;
    for (const TextCell& cell : row) cells.push_back(toned(cell.tone, cell.text));
    made.add(cells, row.front().tone == Tone::strong ? "sum" : "");
  }
  done_ += made.markup();
}

}  // namespace bicoastal
