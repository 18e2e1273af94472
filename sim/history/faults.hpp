// What SQLite or the disk refused, said to the user.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/history/sqlite.hpp"

#include <string>
#include <system_error>

namespace bicoastal {

/// `path` as the user gave it.
Diagnostic reading_fault(const SqliteError& error, const std::string& path);
Diagnostic writing_fault(const SqliteError& error, const std::string& path);
Diagnostic damaged(const std::string& path, const std::string& what);

/// As thrown by RunFileWriter::consume.
std::system_error writing_error(const SqliteError& error, const std::string& path);

}  // namespace bicoastal
