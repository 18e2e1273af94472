// Every code that a fault of a scenario can carry, with what it means. Codes are stable: they are never reused.
#pragma once

#include <array>
#include <string_view>

namespace bicoastal {

struct ErrorCode {
  std::string_view code;
  std::string_view meaning;
};

// clang-format off
inline constexpr std::array kErrorCodes = {
    // the file
    ErrorCode{"E101", "the file does not exist"},
    ErrorCode{"E102", "the path is a directory"},
    ErrorCode{"E103", "the file cannot be read"},
    ErrorCode{"E104", "the file is larger than 16 MB"},
    ErrorCode{"E105", "the file is not UTF-8 text"},
    ErrorCode{"E106", "the text is not JSON"},
    ErrorCode{"E107", "the text ends too early"},
    ErrorCode{"E108", "arrays and objects are nested too deeply"},
    ErrorCode{"E109", "a key stands twice in one object"},
    ErrorCode{"E110", "the file holds too many values"},
    ErrorCode{"E111", "a number is too large to be stored"},
    ErrorCode{"E112", "the file is empty"},
    ErrorCode{"E121", "a table of latencies is malformed"},
    // its shape and its units
    ErrorCode{"E201", "a key is not known"},
    ErrorCode{"E202", "a key is missing"},
    ErrorCode{"E203", "a number is out of its range"},
    ErrorCode{"E204", "a value has the wrong JSON type"},
    ErrorCode{"E205", "a value is not one of those allowed"},
    ErrorCode{"E206", "exactly one of several keys is needed"},
    ErrorCode{"E207", "an array has the wrong length"},
    ErrorCode{"E208", "a text is too short, too long or holds characters that it must not"},
    ErrorCode{"E210", "a quantity is malformed, or its unit is missing or wrong"},
    ErrorCode{"E211", "a quantity is out of its range"},
    // what it says
    ErrorCode{"E301", "no region of that name"},
    ErrorCode{"E302", "no zone or replica of that name"},
    ErrorCode{"E303", "no link between these regions"},
    ErrorCode{"E304", "a name is used twice"},
    ErrorCode{"E305", "no delay is known between two places"},
    ErrorCode{"E306", "a fault, an action or a deploy begins after the end of the run"},
    ErrorCode{"E307", "values contradict each other"},
    ErrorCode{"E308", "the whole is larger than can be simulated"},
    ErrorCode{"E309", "some regions have no path to each other"},
    ErrorCode{"E310", "no table of latencies of that name"},
    ErrorCode{"E311", "an expectation cannot be read"},
    ErrorCode{"E312", "no metric of that name"},
    ErrorCode{"E313", "what stands in an expectation's brackets does not exist"},
    ErrorCode{"E314", "no place of that name"},
    ErrorCode{"E315", "no dependency of that name"},
    ErrorCode{"E316", "no population of that name"},
    ErrorCode{"E317", "no system of that name"},
    ErrorCode{"E318", "where a place is on the globe is not known"},
    ErrorCode{"E319", "no table of prices of that name"},
    ErrorCode{"E320", "a price is needed that nobody gives"},
    // fields without effect
    ErrorCode{"E401", "a field has no effect in this configuration"},
    ErrorCode{"E402", "a fault changes nothing"},
    // includes and overrides
    ErrorCode{"E501", "an override is not of the form /pointer=value"},
    ErrorCode{"E502", "an override points nowhere"},
    ErrorCode{"E503", "an override's value is malformed JSON"},
    ErrorCode{"E511", "includes form a cycle"},
    ErrorCode{"E512", "too many includes"},
    ErrorCode{"E513", "a stored document refers to another file"},
    // the answer itself
    ErrorCode{"E900", "more faults than are shown"},
};
// clang-format on

}  // namespace bicoastal
