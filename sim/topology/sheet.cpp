#include "sim/topology/sheet.hpp"

#include "sim/base/mean.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kLabel = 16;

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

std::string clean(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (c == 0xC2 && next >= 0x80 && next < 0xA0) {  // the control characters of Latin 1
      result += '?';
      ++i;
    } else if (c == 0xE2 && next == 0x80 && i + 2 < text.size() && static_cast<unsigned char>(text[i + 2]) >= 0xA8 &&
               static_cast<unsigned char>(text[i + 2]) <= 0xAE) {  // line separators, directions of writing
      result += '?';
      i += 2;
    } else {
      result += c < 0x20 || c == 0x7F ? '?' : text[i];
    }
  }
  return result;
}

/// At most `width` columns, with ".." in place of what was cut.
std::string cut(const std::string& text, std::size_t width) {
  if (columns(text) <= width) return text;
  std::size_t bytes = 0;
  for (std::size_t seen = 0; bytes < text.size(); ++bytes)
    if (begins_code_point(text[bytes]) && ++seen > width - std::min<std::size_t>(width, 2)) break;
  return text.substr(0, bytes) + std::string(std::min<std::size_t>(width, 2), '.');
}

/// Lines of at most `width` columns, broken at blanks where there are any.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::string word;
  const auto place = [&] {
    if (word.empty()) return;
    if (!lines.back().empty() && columns(lines.back()) + 1 + columns(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    for (const char c : word) {
      if (begins_code_point(c) && columns(lines.back()) >= width) lines.emplace_back();
      lines.back() += c;
    }
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ')
      place();
    else
      word += c;
  }
  place();
  return lines;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t used = columns(text);
  const std::string blanks(width > used ? width - used : 0, ' ');
  return right ? blanks + text : text + blanks;
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

/// Three significant digits, no more than are needed.
std::string digits(double value) {
  const double size = std::abs(value);
  std::string text = fmt::format("{:.{}f}", value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string prefixed(double value, const char* unit) {
  for (const auto& [scale, prefix] : {std::pair(1e12, "T"), {1e9, "G"}, {1e6, "M"}, {1e3, "k"}})
    if (value >= scale * 0.9995) return digits(value / scale) + " " + prefix + unit;
  return digits(value) + " " + unit;
}

}  // namespace

void Sheet::heading(std::string_view title) {
  if (!out_.empty()) out_ += '\n';
  text(title);
}

void Sheet::text(std::string_view text, std::size_t indent) {
  for (const std::string& line : wrapped(clean(text), kWidth - indent)) out_ += std::string(indent, ' ') + line + '\n';
}

void Sheet::item(std::string_view label, std::string_view text) {
  std::string front = "  " + padded(cut(clean(label), kLabel), kLabel, false) + "  ";
  for (const std::string& line : wrapped(clean(text), kWidth - kLabel - 4)) {
    out_ += without_trailing_blanks(front + line) + '\n';
    front.assign(kLabel + 4, ' ');
  }
}

void Sheet::table(std::vector<std::string> titles, std::vector<std::vector<std::string>> rows, std::size_t gap) {
  constexpr std::size_t kIndent = 2, kNarrowest = 12;
  std::vector<bool> right;
  std::vector<std::size_t> widths;
  for (std::string& title : titles) {
    right.push_back(title.starts_with('>'));
    if (right.back()) title.erase(0, 1);
    widths.push_back(columns(title));
  }
  for (auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = clean(row[i]);
      widths[i] = std::max(widths[i], columns(row[i]));
    }
  const auto total = [&] { return std::accumulate(widths.begin(), widths.end(), kIndent + (widths.size() - 1) * gap); };
  while (total() > kWidth) {  // the widest gives, text before numbers
    std::size_t widest = 0;
    for (std::size_t i = 1; i < widths.size(); ++i)
      if (std::pair(!right[i] && widths[i] > kNarrowest, widths[i]) >
          std::pair(!right[widest] && widths[widest] > kNarrowest, widths[widest]))
        widest = i;
    if (widths[widest] <= 1) break;
    --widths[widest];
  }
  const auto add = [&](const std::vector<std::string>& row) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(columns(row[i]) <= widths[i] ? std::vector{row[i]} : wrapped(row[i], widths[i]));
      height = std::max(height, cells.back().size());
    }
    for (std::size_t part = 0; part < height; ++part) {
      std::string line(kIndent, ' ');
      for (std::size_t i = 0; i < row.size(); ++i)
        line += padded(part < cells[i].size() ? cells[i][part] : "", widths[i], right[i]) + std::string(gap, ' ');
      out_ += without_trailing_blanks(std::move(line)) + '\n';
    }
  };
  add(titles);
  for (const auto& row : rows) add(row);
}

void Sheet::more(std::size_t all, std::size_t shown, const std::string& thing) {
  if (all > shown) text("... and " + written::count(all - shown, "more " + thing), 2);
}

namespace written {

std::string span(Time t) {
  const double size = std::abs(static_cast<double>(t.ns));
  const auto in = [&](double unit, const char* name) { return digits(static_cast<double>(t.ns) / unit) + name; };
  if (t.ns == 0) return "0 s";
  if (size < 999.5) return in(1, " ns");
  if (size < 999.5e3) return in(1e3, " us");
  if (size < 999.5e6) return in(1e6, " ms");
  if (size < 119.5e9) return in(1e9, " s");
  if (size < 119.5 * 60e9) return in(60e9, " min");
  if (size < 47.5 * 3600e9) return in(3600e9, " h");
  return in(86400e9, " d");
}

std::string mean(const Distribution& of) { return span(Time::seconds(mean_seconds(of))); }

std::string rate(double per_second) {
  if (std::isinf(per_second)) return "unlimited";
  return per_second >= 999'500 ? prefixed(per_second, "/s")
         : per_second >= 100   ? count(static_cast<std::uint64_t>(std::llround(per_second))) + " /s"
                               : digits(per_second) + " /s";
}

std::string bandwidth(double bytes_per_second) { return prefixed(bytes_per_second * 8, "bps"); }

std::string size(double bytes) { return prefixed(bytes, "B"); }

std::string share(double share) { return digits(share * 100) + " %"; }

std::string count(std::uint64_t n) {
  std::string text = std::to_string(n);
  for (std::size_t from_end = 3; from_end < text.size(); from_end += 4) text.insert(text.size() - from_end, 1, ',');
  return text;
}

std::string count(std::uint64_t n, const std::string& thing, const std::string& many) {
  return count(n) + " " + (n == 1 ? thing : many.empty() ? thing + "s" : many);
}

std::string list(const std::vector<std::string>& things, std::size_t at_most) {
  std::string text;
  const std::size_t shown = things.size() <= at_most + 1 ? things.size() : at_most;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : i + 1 == things.size() ? " and " : ", ") + things[i];
  if (shown < things.size()) text += " and " + count(things.size() - shown) + " more";
  return text;
}

}  // namespace written

}  // namespace bicoastal
