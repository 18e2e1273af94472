// The known name that a misspelt one was probably meant to be.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// Optimal string alignment distance (insert, delete, replace, swap neighbours), letters of either case being equal.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `names`, or empty where none is near: at most a third of the letters (rounded up) may differ. Failing
/// that, one that begins with it.
std::string_view nearest_name(std::string_view written, std::span<const std::string_view> names);

/// `did you mean "x"?`, or else the names themselves where they are few.
std::string suggest_name(std::string_view written, std::span<const std::string_view> names);
std::string suggest_name(std::string_view written, const std::vector<std::string>& names);

}  // namespace bicoastal
