// Codes of what is wrong with the files of a command, beside those of the scenario (E1xx - E5xx) and of the run file
// (E6xx). Stable.
#pragma once

#include <array>
#include <string_view>

namespace bicoastal {

struct CommandError {
  std::string_view code;
  std::string_view meaning;
};

inline constexpr std::array kCommandErrors = {
    CommandError{"E701", "a run file takes neither --set nor --seed"},
    CommandError{"E702", "--policy names what the policy does not have"},
    CommandError{"E703", "a run file's conflict policy is of a plugin that is not loaded"},
};

}  // namespace bicoastal
