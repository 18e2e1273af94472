#include "sim/history/sample.hpp"

#include "sim/base/random.hpp"
#include "sim/history/plain_tables.hpp"
#include "sim/history/record_tables.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <sqlite3.h>

namespace bicoastal {
namespace {

/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014: the finaliser of SplitMix64.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

void sql_kept(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* kept = static_cast<const KeptKeys*>(sqlite3_user_data(context));
  const bool none = sqlite3_value_type(arguments[0]) == SQLITE_NULL;
  const auto key = static_cast<std::uint32_t>(sqlite3_value_int64(arguments[0]));
  sqlite3_result_int(context, none || kept->contains(key) ? 1 : 0);
}

}  // namespace

KeptKeys::KeptKeys(double share, const std::vector<Anomaly>& anomalies) : share_(share) {
  for (const Anomaly& anomaly : anomalies) with_anomaly_.insert(anomaly.key.value);
}

bool KeptKeys::contains(std::uint32_t key) const { return to_unit(mix(key)) < share_ || with_anomaly_.contains(key); }

void copy_sample(const Database& sampled, const std::string& full_path, const KeptKeys& kept) {
  const int result = sqlite3_create_function_v2(sampled.handle(), "kept", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                                const_cast<KeptKeys*>(&kept), sql_kept, nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) throw SqliteError(sampled.handle(), result);
  Statement(sampled, "ATTACH ? AS everything").bind(1, std::filesystem::absolute(full_path).string()).run();
  sampled.run("BEGIN");
  for (const PlainTable& table : plain_tables())
    sampled.run(fmt::format("INSERT INTO main.{0} SELECT * FROM everything.{0}", table.name));
  for (const RecordTable& table : record_tables())
    sampled.run(fmt::format("INSERT INTO main.{0} SELECT * FROM everything.{0}{1}", table.name,
                            table.by_key ? " WHERE kept(key) ORDER BY seq" : ""));
  sampled.run("COMMIT; DETACH everything");
}

}  // namespace bicoastal
