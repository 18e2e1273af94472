#include "sim/scenario/file_kind.hpp"

#include "sim/scenario/faults.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/source_file.hpp"

#include <optional>

namespace bicoastal {

namespace {

/// Files of claims, in place of claims.
bool is_index(const Node& claims) {
  return claims.is_array() && !claims.items.empty() && claims.items.front().find("file") != nullptr;
}

}  // namespace

FileKind kind_of(const std::string& file) {
  Faults faults;
  const auto text = read_source(file, std::nullopt, faults);
  if (!text) return FileKind::scenario;
  const auto document = parse_json(*text, faults.add_source(file), faults);
  if (!document || !document->is_object()) return FileKind::scenario;
  const auto has = [&](const char* name) { return document->find(name) != nullptr; };
  if (has("steps")) return FileKind::lesson;
  if (has("claims")) return is_index(*document->find("claims")) ? FileKind::built_in : FileKind::claims;
  if (has("axes")) return FileKind::sweep;
  const bool about_something = has("title") && has("about");
  if ((about_something && (has("settings") || has("prices"))) || has("terms") || has("definitions"))
    return FileKind::built_in;
  return FileKind::scenario;
}

}  // namespace bicoastal
