// A line of CSV as RFC 4180 has it: fields quoted where they must be, CRLF.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

std::string csv_field(std::string_view text);
void add_csv_line(std::string& csv, const std::vector<std::string>& fields);

}  // namespace bicoastal
