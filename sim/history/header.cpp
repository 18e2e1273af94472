#include "sim/history/header.hpp"

#include "sim/history/run_file.hpp"
#include "sim/history/schema.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bicoastal {
namespace {

// https://www.sqlite.org/fileformat.html#the_database_header
constexpr char kMagic[] = "SQLite format 3";  // with its final zero: 16 bytes
constexpr std::size_t kVersionAt = 60, kApplicationAt = 68, kHeaderBytes = 100;

using Header = std::array<unsigned char, kHeaderBytes>;

std::uint32_t big_endian(const Header& header, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | header[i];
  return value;
}

/// Closes itself.
struct File {
  explicit File(const std::string& path) : descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~File() {
    if (descriptor >= 0) ::close(descriptor);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor;
};

Diagnostic header_fault(const char* code, const std::string& path, std::string message) {
  return {code, path, 0, {}, std::move(message), {}};
}

}  // namespace

std::optional<Diagnostic> header_fault(const std::string& path) {
  struct stat status {};
  // First what it is: to open a device may do something.
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    return header_fault("E602", path, S_ISDIR(status.st_mode) ? "is a directory" : "is not a regular file");
  const File file(path);
  if (file.descriptor < 0) return header_fault("E601", path, fmt::format("cannot be opened: {}", std::strerror(errno)));
  Header header{};
  const ssize_t got = ::pread(file.descriptor, header.data(), header.size(), 0);
  if (got < 0) return header_fault("E601", path, fmt::format("cannot be read: {}", std::strerror(errno)));
  if (got == 0) return header_fault("E603", path, "is empty");
  if (static_cast<std::size_t>(got) < header.size() || std::memcmp(header.data(), kMagic, sizeof kMagic) != 0 ||
      big_endian(header, kApplicationAt) != kApplicationId)
    return header_fault("E603", path, "is not a run file");
  const std::uint32_t version = big_endian(header, kVersionAt);
  if (version == 0) return header_fault("E605", path, "the run file is damaged: its format version is 0");
  if (version != static_cast<std::uint32_t>(kFormatVersion))
    return header_fault(
        "E604", path,
        fmt::format("is a run file of format {}, and this program reads format {}", version, kFormatVersion));
  return std::nullopt;
}

bool is_run_file(const std::string& path) {
  const auto fault = header_fault(path);
  return !fault || fault->code == "E604";
}

}  // namespace bicoastal
