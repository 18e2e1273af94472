// Plain text of at most 100 columns: headings, labelled lines, tables; and numbers as people read them.
//
// What comes from a scenario is cleaned of control characters: a name must not move the cursor of who reads it. Columns
// are counted in code points.
#pragma once

#include <bicoastal/quantities.hpp>
#include <bicoastal/time.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

class Sheet {
 public:
  static constexpr std::size_t kWidth = 100;

  void heading(std::string_view title);
  /// A label and text, broken at blanks under its own beginning.
  void item(std::string_view label, std::string_view text);
  /// Rows of cells under their titles; a title that begins with '>' aligns its column to the right. Where the whole
  /// would be too wide, columns of text are broken at blanks.
  /// Columns are two blanks apart, or `gap`.
  void table(std::vector<std::string> titles, std::vector<std::vector<std::string>> rows, std::size_t gap = 2);
  /// "... and 7 more regions" where not all were shown.
  void more(std::size_t all, std::size_t shown, const std::string& thing);
  /// A paragraph, all of it indented.
  void text(std::string_view text, std::size_t indent = 0);

  const std::string& str() const { return out_; }

 private:
  std::string out_;
};

namespace written {

std::string span(Time t);                  ///< "67.5 ms"
std::string mean(const Distribution& of);  ///< of times, as span()
std::string rate(double per_second);       ///< "600 /s"
std::string bandwidth(double bytes_ps);    ///< "1 Gbps"
std::string size(double bytes);            ///< "200 B"
std::string share(double share);           ///< "33.3 %"
std::string count(std::uint64_t n);        ///< "6,000"
/// "1 zone", "3 zones"; `many` where that is not `thing` with an s.
std::string count(std::uint64_t n, const std::string& thing, const std::string& many = {});
/// "a, b and 7 more"
std::string list(const std::vector<std::string>& things, std::size_t at_most = 4);

}  // namespace written

}  // namespace bicoastal
