// A file that is written piece by piece, and is there when all of it is.
#pragma once

#include <string>
#include <string_view>

namespace bicoastal {

/// Writes beside `path`; what was at `path` before stays until keep(). Throws OutputError where the disk refuses.
class DraftFile {
 public:
  explicit DraftFile(const std::string& path);
  ~DraftFile();  ///< removes the draft unless it was kept
  DraftFile(const DraftFile&) = delete;
  DraftFile& operator=(const DraftFile&) = delete;

  void write(std::string_view text);
  /// Puts the draft in the place of `path`. Call last.
  void keep();

 private:
  [[noreturn]] void refused(const char* what) const;

  std::string path_, draft_;  // the same where `path` is no ordinary file: a pipe or a terminal
  int descriptor_ = -1;
};

}  // namespace bicoastal
