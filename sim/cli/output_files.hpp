// The files that a run leaves in a directory, and whether they can be written, found out before anything is simulated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bicoastal {

/// Where the output of one run goes.
struct OutputFiles {
  std::string run_file, json;  ///< paths
};

/// DIRECTORY/<name as letters, digits and dashes>-<seed>.db and .json.
OutputFiles output_files(const std::string& directory, std::string_view scenario_name, std::uint64_t seed);

/// Makes the directory where it is not there, and tries to write in it. Why that fails, or nothing.
std::string prepare_directory(const std::string& directory);

/// Writes the whole file or leaves what was there before. Why that fails, or nothing.
std::string write_file(const std::string& path, std::string_view text);

}  // namespace bicoastal
