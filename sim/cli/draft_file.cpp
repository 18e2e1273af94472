#include "sim/cli/draft_file.hpp"

#include "sim/cli/console.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

DraftFile::DraftFile(const std::string& path) : path_(path) {
  std::error_code ignored;
  const bool plain = !std::filesystem::exists(path, ignored) || std::filesystem::is_regular_file(path, ignored);
  draft_ = plain ? fmt::format("{}.{}.part", path, getpid()) : path;
  descriptor_ = open(draft_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) refused("create");
}

DraftFile::~DraftFile() {
  if (descriptor_ >= 0) close(descriptor_);
  if (!draft_.empty() && draft_ != path_) unlink(draft_.c_str());
}

void DraftFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor_, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) refused("write");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

void DraftFile::keep() {
  if (close(std::exchange(descriptor_, -1)) != 0) refused("write");
  if (draft_ != path_ && std::rename(draft_.c_str(), path_.c_str()) != 0) refused("write");
  draft_.clear();
}

void DraftFile::refused(const char* what) const {
  throw OutputError(fmt::format("cannot {} {}: {}", what, path_, std::strerror(errno)));
}

}  // namespace bicoastal
