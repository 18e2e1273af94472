#include "sim/scenario/source_file.hpp"

#include "sim/scenario/embedded.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bicoastal {

namespace {

class Descriptor {
 public:
  explicit Descriptor(const char* path) : value_(open(path, O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int value() const { return value_; }

 private:
  int value_;
};

struct Failure {
  std::string_view code;
  std::string message;
};

/// Pipes and devices are read as well (shells make them for `<(…)`), so the limit counts what really came.
std::optional<Failure> read_all(const std::string& path, std::string& out) {
  if (path.starts_with(kShipped)) {
    const auto text = embedded_file(std::string_view(path).substr(kShipped.size()));
    if (!text) return Failure{"E101", "this version comes without it"};
    out = *text;
    return std::nullopt;
  }
  const Descriptor file(path.c_str());
  if (file.value() < 0) {
    const int error = errno;
    if (error == ENOENT || error == ENOTDIR) return Failure{"E101", "no such file"};
    return Failure{"E103", fmt::format("cannot be read: {}", std::strerror(error))};
  }
  struct stat status {};
  if (fstat(file.value(), &status) != 0)
    return Failure{"E103", fmt::format("cannot be read: {}", std::strerror(errno))};
  if (S_ISDIR(status.st_mode)) return Failure{"E102", "is a directory, not a file"};
  const Failure too_large{"E104", "is larger than 16 MB"};
  if (S_ISREG(status.st_mode) && status.st_size > static_cast<off_t>(kMaxFileBytes)) return too_large;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t n = read(file.value(), buffer, sizeof buffer);
    if (n == 0) return std::nullopt;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Failure{"E103", fmt::format("cannot be read: {}", std::strerror(errno))};
    out.append(buffer, static_cast<std::size_t>(n));
    if (out.size() > kMaxFileBytes) return too_large;
  }
}

/// Length of the well-formed UTF-8 sequence at `at`, 0 where there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const auto in = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return in(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80, high = lead == 0xED ? 0x9F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80, high = lead == 0xF4 ? 0x8F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::optional<std::string> read_source(const std::string& path, const std::optional<Reference>& asked_by,
                                       Faults& faults) {
  std::string text;
  const auto failure = read_all(path, text);
  if (!failure) return text;
  if (asked_by)
    faults.add(failure->code, asked_by->place, asked_by->pointer, fmt::format("{}: {}", path, failure->message));
  else
    faults.add(failure->code, {faults.add_source(path), 0}, "", failure->message);
  return std::nullopt;
}

bool check_utf8(std::string_view text, std::uint16_t source, Faults& faults) {
  std::uint32_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) {
      const unsigned bad = static_cast<unsigned char>(text[at]);
      faults.add("E105", {source, line}, "", fmt::format("byte 0x{:02x} at offset {} is not valid UTF-8", bad, at));
      return false;
    }
    if (text[at] == '\n') ++line;
    at += length;
  }
  return true;
}

}  // namespace bicoastal
