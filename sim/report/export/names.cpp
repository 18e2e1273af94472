#include "sim/report/export/names.hpp"

#include <cmath>

namespace bicoastal {
namespace {

std::string text_of(const Cell& cell) {
  const auto* text = std::get_if<std::string_view>(&cell);
  return text != nullptr ? std::string(*text) : std::string();
}

/// An id; none for a cell that holds no number.
template <class IdType>
IdType id_of(const Cell& cell) {
  const auto* number = std::get_if<std::int64_t>(&cell);
  return number != nullptr ? IdType(static_cast<std::size_t>(*number)) : IdType();
}

/// Where a column is among the cells of a row. REQUIRES: the format has both.
std::size_t column_of(std::string_view table, std::string_view column) {
  for (const Table& one : RunFile::tables()) {
    if (one.name != table) continue;
    for (std::size_t i = 0; i < one.columns.size(); ++i)
      if (one.columns[i].name == column) return i;
  }
  return 0;
}

/// Puts `value` at the place of an id, where the ids are those of a scenario: 0, 1, 2 ...
template <class T>
void put(std::vector<T>& into, std::size_t id, T value) {
  constexpr std::size_t kMost = 1 << 16;  // ids of these parts have 16 bits
  if (id >= kMost) return;
  if (into.size() <= id) into.resize(id + 1);
  into[id] = std::move(value);
}

using Row = std::span<const Cell>;

}  // namespace

Result<RunNames> read_names(const RunFile& file) {
  RunNames names;
  const auto names_of = [&file](std::string_view table, std::vector<std::string>& into) {
    const std::size_t id = column_of(table, "id"), name = column_of(table, "name");
    return file.read_table(table, [&](Row row) { put(into, id_of<OpId>(row[id]).index(), text_of(row[name])); });
  };
  const auto regions_of = [&file](std::string_view table, std::string_view column, std::vector<RegionId>& into) {
    const std::size_t id = column_of(table, "id"), region = column_of(table, column);
    return file.read_table(table,
                           [&](Row row) { put(into, id_of<OpId>(row[id]).index(), id_of<RegionId>(row[region])); });
  };
  for (const auto& read :
       {names_of("regions", names.regions), names_of("stores", names.stores),
        names_of("faults_of_scenario", names.faults), regions_of("stores", "region", names.region_of_store),
        regions_of("populations", "home_region", names.home_of_population)})
    if (!read) return read.faults();
  return names;
}

Result<std::uint64_t> read_anomalies(const RunFile& file, const std::function<void(const StoredAnomaly&)>& take) {
  const std::size_t kind = column_of("anomalies", "kind"), time = column_of("anomalies", "time_s");
  const std::size_t key = column_of("anomalies", "key"), op = column_of("anomalies", "op");
  return file.read_table("anomalies", [&](Row row) {
    StoredAnomaly anomaly;
    const std::string name = text_of(row[kind]);
    anomaly.kind = name;
    if (const auto* seconds = std::get_if<double>(&row[time])) anomaly.time = Time(std::llround(*seconds * 1e9));
    anomaly.key = id_of<KeyId>(row[key]);
    anomaly.op = id_of<OpId>(row[op]);
    take(anomaly);
  });
}

}  // namespace bicoastal
