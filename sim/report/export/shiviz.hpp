// The story of one key as a log for ShiViz, which draws who could have known of what.
//
// Hosts are sessions and stores. An entry is two lines: what happened; then the host, a space and its vector clock:
//
//   81.204533 s: accepts us-east-1/leader#12 over us-east-1/leader#11
//   us-east-1/leader {"session-7":3,"us-east-1/leader":9}
//
// Knowledge goes from a session's invocation to the store that accepts the write or shows the version, back to the
// session with the answer, and from the store that sent a version to each that received it. What ShiViz insists on: the
// file begins with the expression that parses entries and the one that separates executions (here none); a host's own
// entries count 1, 2, 3 without a gap; each host that a clock names has entries. So clocks count just the entries of
// the log.
//
// ShiViz shows some hundreds of entries well and thousands not at all: hence one key, and a limit.
//
// Source: Beschastnikh, Wang, Brun, Ernst, "Debugging Distributed Systems", CACM 59(8), 2016; the format as ShiViz' own
// parser reads it (DistributedClocks/shiviz, js/model/parser.js).
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/result.hpp>

#include "sim/history/run_file.hpp"
#include "sim/report/export/span.hpp"
#include "sim/report/export/text_sink.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace bicoastal {

struct ShivizOptions {
  std::optional<KeyId> key{};  ///< none: the one with most anomalies; without any, the one most written
  Span between{};
  std::size_t limit = 200;  ///< entries
};

struct ShivizExport {
  KeyId key;
  std::uint64_t anomalies = 0;  ///< of the key, in the whole run
  std::size_t entries = 0;
  std::size_t hosts = 0;
  Span covered{};  ///< times of the first and the last entry
};

/// A damaged file is refused before anything is written.
Result<ShivizExport> export_shiviz(const RunFile& file, const ShivizOptions& options, const TextSink& sink);

}  // namespace bicoastal
