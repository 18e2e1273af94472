// RunMeta as rows of the table `meta`.
#pragma once

#include "sim/history/run_file.hpp"
#include "sim/history/sqlite.hpp"

#include <string>

namespace bicoastal {

/// What `meta` holds beside RunMeta: how the records that are stored are known to be unharmed.
struct StoredMeta : RunMeta {
  std::string records_digest;  ///< of the stored records, in the order of the stream
};

/// Replaces every row.
void write_meta(const Database& database, const StoredMeta& meta);
/// The rows that change with every commit.
void write_progress(const Database& database, const StoredMeta& meta);
/// Throws std::invalid_argument, naming the row, where one is missing or makes no sense. format_version is left alone.
StoredMeta read_meta(const Database& database);

}  // namespace bicoastal
