// The two streams of a command: results on stdout, everything else on stderr.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/report/text_table.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace bicoastal {

/// A result could not be written: the disk under stdout is full, say.
struct OutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Writes a result to stdout. A reader that has gone (`| head`) is no error: what is left is dropped.
void print(std::string_view text);

/// "bicoastal: text" on stderr.
void complain(std::string_view text);
/// One line each on stderr.
void complain(const Diagnostics& diagnostics);

/// Whether a stream is a terminal that understands cursor movement (TERM is not "dumb").
bool is_terminal(int descriptor);
/// Likewise, and colour is welcome (https://no-color.org).
Ink ink_for(int descriptor);
/// Columns of the terminal; 80 where it does not tell.
std::size_t columns_of_terminal(int descriptor);

}  // namespace bicoastal
