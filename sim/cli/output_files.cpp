#include "sim/cli/output_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kNameLength = 80;

/// "us-east-1 lost at peak, writes local" -> "us-east-1-lost-at-peak-writes-local"
std::string slug(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (letter || capital)
      text += capital ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!text.empty() && text.back() != '-')
      text += '-';
    if (text.size() == kNameLength) break;
  }
  while (!text.empty() && text.back() == '-') text.pop_back();
  return text.empty() ? "run" : text;
}

/// 0, or the errno of what failed.
int write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(to, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

}  // namespace

OutputFiles output_files(const std::string& directory, std::string_view scenario_name, std::uint64_t seed) {
  const std::filesystem::path stem = std::filesystem::path(directory) / fmt::format("{}-{}", slug(scenario_name), seed);
  return {stem.string() + ".db", stem.string() + ".json"};
}

std::string write_file(const std::string& path, std::string_view text) {
  const std::string draft = fmt::format("{}.{}.part", path, getpid());
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return fmt::format("cannot create {}: {}", path, std::strerror(errno));
  int error = write_all(file, text);
  if (close(file) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(draft.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return {};
  unlink(draft.c_str());
  return fmt::format("cannot write {}: {}", path, std::strerror(error));
}

std::string prepare_directory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return fmt::format("cannot create directory {}: {}", directory, error.message());
  const std::string probe = (std::filesystem::path(directory) / fmt::format(".probe-{}", getpid())).string();
  const int file = open(probe.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return fmt::format("cannot write in directory {}: {}", directory, std::strerror(errno));
  close(file);
  unlink(probe.c_str());
  return {};
}

}  // namespace bicoastal
