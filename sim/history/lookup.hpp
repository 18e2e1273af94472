// Records of a run file that are asked for by what they are about. Indices make it quick on files of any size; only
// key_of_version() looks at every acceptance.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/history/sqlite.hpp"

#include <span>
#include <vector>

namespace bicoastal {

// What RunFile says of its functions of similar names. All throw Damage, or SqliteError.
std::vector<Anomaly> stored_anomalies(const Database& database);
std::vector<Record> stored_events(const Database& database);
std::vector<Record> records_of_keys(const Database& database, std::span<const KeyId> keys);
std::vector<Record> stored_traffic(const Database& database, Time from, Time to);
KeyId key_of_version(const Database& database, VersionId version);

}  // namespace bicoastal
