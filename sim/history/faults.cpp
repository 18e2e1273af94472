#include "sim/history/faults.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sqlite3.h>

namespace bicoastal {
namespace {

Diagnostic fault(const char* code, const std::string& path, std::string message, std::string suggestion = {}) {
  return {code, path, 0, {}, std::move(message), std::move(suggestion)};
}

int errno_of(const SqliteError& error) {
  if (error.code == SQLITE_FULL) return ENOSPC;
  return error.error != 0 ? error.error : EIO;
}

}  // namespace

Diagnostic damaged(const std::string& path, const std::string& what) {
  return fault("E605", path, "the run file is damaged: " + what);
}

Diagnostic reading_fault(const SqliteError& error, const std::string& path) {
  switch (error.code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fault("E606", path, "is being written by another process", "wait until that run has ended");
    case SQLITE_READONLY:
      return fault("E607", path, "its run was killed, and what was half done cannot be undone without write permission",
                   "open it once where it and its folder may be written");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: return fault("E601", path, fmt::format("cannot be opened: {}", std::strerror(errno_of(error))));
    case SQLITE_FULL:
      return fault("E610", path, "its run was killed, and what was half done cannot be undone: the disk is full");
    case SQLITE_IOERR:
      if (error.extended != SQLITE_IOERR_SHORT_READ && error.error != 0)
        return fault("E601", path, fmt::format("cannot be read: {}", std::strerror(error.error)));
      [[fallthrough]];
    default: return damaged(path, error.what());
  }
}

Diagnostic writing_fault(const SqliteError& error, const std::string& path) {
  if (error.code == SQLITE_BUSY || error.code == SQLITE_LOCKED) return reading_fault(error, path);
  if (error.code == SQLITE_CANTOPEN)
    return fault("E609", path, fmt::format("cannot be created: {}", std::strerror(errno_of(error))));
  return fault("E610", path, fmt::format("cannot be written: {}", std::strerror(errno_of(error))));
}

std::system_error writing_error(const SqliteError& error, const std::string& path) {
  return {errno_of(error), std::generic_category(), fmt::format("cannot write the run file {}", path)};
}

}  // namespace bicoastal
