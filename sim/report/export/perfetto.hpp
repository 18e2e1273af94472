// A run as a trace for Perfetto (ui.perfetto.dev), in the Trace Event Format (JSON) that chrome://tracing reads as
// well.
//
//   a process a region    requests of its clients, replication batches that it sends, what its stores accept and apply,
//                         failover and health, counters of load and of what waits to be replicated
//   a process "faults"    a thread each, with its fault from onset to end
//
// Slices of one thread must not overlap in part, or Perfetto drops them: requests and batches, which do, are
// asynchronous events, a begin and an end with the same category and id. Writes of stores are slices of a nanosecond,
// since arrows start and end at slices; only the first of them have arrows, to all stores that apply them. Times are
// microseconds, with the nanoseconds behind the point.
//
// Source: Trace Event Format, https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
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

struct PerfettoOptions {
  std::optional<KeyId> key{};  ///< only requests and writes of this one; the rest stays
  Span between{};              ///< what touches it, whole
  std::size_t arrows = 1000;   ///< writes that get arrows
};

struct PerfettoExport {
  std::uint64_t events = 0;  ///< of the trace
  std::uint64_t requests = 0;
};

/// A damaged file is refused before anything is written.
Result<PerfettoExport> export_perfetto(const RunFile& file, const PerfettoOptions& options, const TextSink& sink);

}  // namespace bicoastal
