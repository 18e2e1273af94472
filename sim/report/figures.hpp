// A JSON document that the program printed, to be read by its names: what a front end shows is what `run --json` said.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

class Figures {
 public:
  /// Nothing where it is no JSON object.
  static std::optional<Figures> parse(std::string_view document);

  // By JSON Pointer, e.g. "/availability/overall". Nothing where there is no such value, or it is null.
  std::optional<double> number(const std::string& pointer) const;
  /// A count; 0 where there is none, or something that is no count.
  std::uint64_t count(const std::string& pointer) const;
  std::optional<std::string> text(const std::string& pointer) const;
  std::optional<bool> truth(const std::string& pointer) const;
  /// Elements of an array; 0 where there is none.
  std::size_t size(const std::string& pointer) const;
  /// Names of the members of an object, in the order of the document.
  std::vector<std::string> names(const std::string& pointer) const;

 private:
  struct Document;
  explicit Figures(std::shared_ptr<const Document> document);
  std::shared_ptr<const Document> document_;
};

/// A name as a part of a JSON Pointer (RFC 6901).
std::string in_pointer(std::string_view name);

}  // namespace bicoastal
