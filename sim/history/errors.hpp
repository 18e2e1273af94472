// Diagnostics of files and disks: E6xx.
#pragma once

#include <array>
#include <string_view>

namespace bicoastal {

struct HistoryError {
  std::string_view code;
  std::string_view meaning;
};

inline constexpr std::array kHistoryErrors = {
    HistoryError{"E601", "a run file cannot be opened"},
    HistoryError{"E602", "the path is not a regular file"},
    HistoryError{"E603", "the file is not a run file"},
    HistoryError{"E604", "the run file was written by a newer bicoastal"},
    HistoryError{"E605", "the run file is damaged"},
    HistoryError{"E606", "the run file is being written by another process"},
    HistoryError{"E607", "the run was killed, and its file needs write permission once to be mended"},
    HistoryError{"E608", "a file that is not a run file would be replaced"},
    HistoryError{"E609", "a file cannot be created"},
    HistoryError{"E610", "a file cannot be written: the disk is full, or gone"},
    HistoryError{"E611", "the share of keys to keep is not above 0 and at most 1"},
    HistoryError{"E621", "the file is not the result file of a sweep"},
    HistoryError{"E622", "the result file of a sweep was written in another format"},
    HistoryError{"E623", "the result file of a sweep is damaged"},
    HistoryError{"E624", "the result file is written by another process"},
    HistoryError{"E625", "the result file is of another sweep"},
    HistoryError{"E626", "two result files tell different things of one run"},
    HistoryError{"E627", "runs are missing"},
    HistoryError{"E628", "a result file is of another version of the program"},
};

}  // namespace bicoastal
