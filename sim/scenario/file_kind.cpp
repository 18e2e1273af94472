#include "sim/scenario/file_kind.hpp"

#include "sim/scenario/faults.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/source_file.hpp"

#include <optional>

namespace bicoastal {

FileKind kind_of(const std::string& file) {
  Faults faults;
  const auto text = read_source(file, std::nullopt, faults);
  if (!text) return FileKind::scenario;
  const auto document = parse_json(*text, faults.add_source(file), faults);
  if (!document || !document->is_object()) return FileKind::scenario;
  if (document->find("steps") != nullptr) return FileKind::lesson;
  if (document->find("claims") != nullptr) return FileKind::claims;
  if (document->find("axes") != nullptr) return FileKind::sweep;
  return FileKind::scenario;
}

}  // namespace bicoastal
