#include <bicoastal/result.hpp>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Text of the user may hold control characters (JSON escapes): they must not reach a terminal.
std::string printable(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f)
      out += fmt::format("\\u{:04x}", byte);
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  std::string out = diagnostic.code;
  if (!diagnostic.file.empty()) out += ' ' + diagnostic.file;
  if (diagnostic.line > 0) out += fmt::format("{}{}", diagnostic.file.empty() ? " line " : ":", diagnostic.line);
  if (!diagnostic.pointer.empty()) out += ' ' + diagnostic.pointer;
  out += ": " + diagnostic.message;
  if (!diagnostic.suggestion.empty()) out += " (" + diagnostic.suggestion + ")";
  return printable(out);
}

}  // namespace bicoastal
