#include "sim/report/page/markdown.hpp"

#include "sim/base/text.hpp"
#include "sim/report/page/markup_tree.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) > 127; }

/// Words that Markdown shows as they are, on one line. An underscore inside a word means nothing there.
std::string escaped_words(std::string_view words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const char c = words[i];
    const bool inside = i > 0 && i + 1 < words.size() && is_word(words[i - 1]) && is_word(words[i + 1]);
    if (std::string_view("\\`*[]<>|~$&").find(c) != std::string_view::npos || (c == '_' && !inside)) out += '\\';
    out += c == '\n' || c == '\t' ? ' ' : c;
  }
  return out;
}

/// What begins a line must not make a heading, a list or a rule of it.
std::string as_line(std::string_view line) {
  std::string text(line);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::size_t mark = digits;
  if (mark >= text.size()) return text;
  const bool ends = mark + 1 == text.size() || text[mark + 1] == ' ';
  const std::string_view marks = digits > 0 ? ".)" : "+-";
  const bool heading = digits == 0 && text.front() == '#';
  const bool rule = text.find_first_not_of("- ") == std::string::npos;
  if (heading || rule || (ends && marks.find(text[mark]) != std::string_view::npos)) text.insert(mark, 1, '\\');
  return text;
}

std::size_t longest_run(std::string_view text, char of) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) longest = std::max(longest, run = c == of ? run + 1 : 0);
  return longest;
}

/// What stands in <code> or <pre>, plain.
std::string plain(const MarkupNode& node) {
  std::string text = node.words;
  for (const MarkupNode& each : node.inside) text += plain(each);
  return text;
}

/// Nothing in a code span is escaped but, in a table, the pipe: a longer fence keeps backticks in.
std::string code_span(std::string text, bool in_cell) {
  std::ranges::replace(text, '\n', ' ');
  const std::string fence(longest_run(text, '`') + 1, '`');
  std::string out;
  for (const char c : text) {
    if (in_cell && c == '|') out += '\\';
    out += c;
  }
  const std::string_view room = out.starts_with('`') || out.ends_with('`') ? " " : "";
  return text.empty() ? "" : fmt::format("{}{}{}{}{}", fence, room, out, room, fence);
}

bool is_shown(const MarkupNode& node) {
  return !node.is("figure") && !node.has_class("picture") && !node.has_class("screen") && !node.has_class("source");
}

std::string line_of(const std::vector<MarkupNode>& nodes, bool in_cell);

std::string inline_of(const MarkupNode& node, bool in_cell) {
  if (!is_shown(node) || node.is("br")) return node.is("br") ? " " : "";
  if (node.tag.empty()) return escaped_words(node.words);
  if (node.is("code") || node.is("pre")) return code_span(plain(node), in_cell);
  const std::string inside = line_of(node.inside, in_cell);
  if (trimmed(inside).empty()) return inside;
  if (node.is("b")) return fmt::format("**{}**", trimmed(inside));
  if (node.is("small")) return fmt::format(" ({})", trimmed(inside));
  const std::string_view href = node.attribute("href");
  if (node.is("a") && href.starts_with("http")) return fmt::format("[{}](<{}>)", inside, href);
  return inside;
}

/// On one line, with single spaces.
std::string line_of(const std::vector<MarkupNode>& nodes, bool in_cell) {
  std::string line;
  bool after_badge = false;
  for (const MarkupNode& node : nodes) {
    std::string more = inline_of(node, in_cell);
    const bool badge = node.has_class("badge"), gap = after_badge && trimmed(more).empty();
    if (badge && after_badge) line = fmt::format("{}, ", trimmed(line));
    after_badge = badge || gap;
    if (!line.empty() && line.back() == ' ' && more.starts_with(' ')) more.erase(0, 1);
    line += more;
  }
  return line;
}

std::string cell_of(const MarkupNode& node) { return std::string(trimmed(line_of(node.inside, true))); }

/// All elements of a kind below this one.
void collect(const MarkupNode& node, std::string_view tag, std::vector<const MarkupNode*>& found) {
  for (const MarkupNode& each : node.inside) {
    if (each.is(tag)) found.push_back(&each);
    collect(each, tag, found);
  }
}

std::vector<const MarkupNode*> all_of(const MarkupNode& node, std::string_view tag) {
  std::vector<const MarkupNode*> found;
  collect(node, tag, found);
  return found;
}

class Writer {
 public:
  void write(const std::vector<MarkupNode>& nodes) {
    std::vector<MarkupNode> line;  // words and what stands among them
    for (const MarkupNode& node : nodes) {
      if (is_inline(node)) {
        line.push_back(node);
        continue;
      }
      paragraph(line);
      line.clear();
      block(node);
    }
    paragraph(line);
  }

  std::string take() { return std::move(text_); }

 private:
  static bool is_inline(const MarkupNode& node) {
    constexpr std::string_view kInline = " a b br code data i small span ";
    return node.tag.empty() || kInline.find(fmt::format(" {} ", node.tag)) != std::string_view::npos;
  }

  /// Blocks have an empty line between them.
  void add(std::string_view block) {
    if (block.empty()) return;
    if (!text_.empty()) text_ += '\n';
    text_ += block;
    text_ += '\n';
  }

  void paragraph(const std::vector<MarkupNode>& nodes) { add(as_line(trimmed(line_of(nodes, false)))); }

  void block(const MarkupNode& node) {
    if (!is_shown(node)) return;
    if (node.is("h1") || node.is("h2") || node.is("h3"))
      add(fmt::format("{} {}", std::string(static_cast<std::size_t>(node.tag[1] - '0'), '#'),
                      trimmed(line_of(node.inside, false))));
    else if (node.is("ul"))
      list(node);
    else if (node.is("dl"))
      definitions(node);
    else if (node.is("table"))
      table(node);
    else if (node.is("pre"))
      fenced(node);
    else if (node.is("details"))
      details(node);
    else if (node.is("p") || node.is("summary") || node.is("caption"))
      paragraph(node.inside);
    else
      write(node.inside);
  }

  void list(const MarkupNode& node) {
    std::vector<std::string> items;
    for (const MarkupNode* item : all_of(node, "li"))
      items.push_back(fmt::format("- {}", as_line(trimmed(line_of(item->inside, false)))));
    add(fmt::format("{}", fmt::join(items, "\n")));
  }

  void definitions(const MarkupNode& node) {
    const auto terms = all_of(node, "dt"), meanings = all_of(node, "dd");
    std::vector<std::string> items;
    for (std::size_t i = 0; i < std::min(terms.size(), meanings.size()); ++i)
      items.push_back(fmt::format("- {}: {}", as_line(trimmed(line_of(terms[i]->inside, false))),
                                  trimmed(line_of(meanings[i]->inside, false))));
    add(fmt::format("{}", fmt::join(items, "\n")));
  }

  /// A table has a caption: what to click on to see it says nothing more.
  void details(const MarkupNode& node) {
    std::vector<MarkupNode> shown = node.inside;
    if (!all_of(node, "table").empty()) std::erase_if(shown, [](const MarkupNode& each) { return each.is("summary"); });
    write(shown);
  }

  /// A table of two columns without a head is a list: Markdown knows no table without one.
  void table(const MarkupNode& node) {
    for (const MarkupNode* caption : all_of(node, "caption")) paragraph(caption->inside);
    std::vector<std::string> lines;
    const bool headed = !all_of(node, "thead").empty();
    for (const MarkupNode* row : all_of(node, "tr")) {
      std::vector<std::string> cells, rule;
      for (const MarkupNode& cell : row->inside) {
        cells.push_back(cell_of(cell));
        rule.emplace_back(cell.has_class("number") ? "---:" : "---");
      }
      if (!headed) {
        lines.push_back(fmt::format("- {}", fmt::join(cells, ": ")));
        continue;
      }
      lines.push_back(fmt::format("| {} |", fmt::join(cells, " | ")));
      if (lines.size() == 1) lines.push_back(fmt::format("|{}|", fmt::join(rule, "|")));
    }
    add(fmt::format("{}", fmt::join(lines, "\n")));
  }

  void fenced(const MarkupNode& node) {
    const std::string text = plain(node);
    const std::string fence(std::max<std::size_t>(3, longest_run(text, '`') + 1), '`');
    if (!text.empty()) add(fmt::format("{}\n{}{}{}", fence, text, text.ends_with('\n') ? "" : "\n", fence));
  }

  std::string text_;
};

}  // namespace

std::string markdown_of(const Markup& markup) {
  Writer writer;
  writer.write(tree_of(markup));
  return writer.take();
}

}  // namespace bicoastal
