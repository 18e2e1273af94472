// A number and its unit stay on one line, whoever breaks it (SI Brochure, 5.4.3: the space is part of the value).
#pragma once

#include <string>
#include <string_view>

namespace bicoastal {

/// A word that stays with the number before it, with what closes a sentence after it or not.
bool is_unit(std::string_view word);
/// The text with a no-break space (U+00A0) between each number and the unit after it: "45 s", "99.5 %".
std::string with_no_breaks(std::string_view text);
/// Plain blanks again: for what has been broken into lines.
std::string with_plain_blanks(std::string text);

}  // namespace bicoastal
