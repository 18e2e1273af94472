// Whether two analyses agree in every figure, to the last bit.
#pragma once

#include <bicoastal/analysis.hpp>

#include <string>

namespace bicoastal::test {

/// The first lines that differ; empty where nothing does.
std::string what_differs(const Analysis& a, const Analysis& b);

}  // namespace bicoastal::test
