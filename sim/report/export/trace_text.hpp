// Events of the Trace Event Format, one a line of a JSON document that is never whole in memory.
#pragma once

#include <bicoastal/time.hpp>

#include "sim/report/export/text_sink.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bicoastal {

/// Members of a JSON object.
class Members {
 public:
  Members& add(std::string_view name, std::string_view text);
  Members& add(std::string_view name, std::int64_t number);
  const std::string& text() const { return text_; }

 private:
  void separate();
  std::string text_;
};

/// A lane: a thread of a process.
struct Lane {
  std::uint32_t pid = 0, tid = 0;
};

class TraceText {
 public:
  explicit TraceText(const TextSink& sink);

  void process(std::uint32_t pid, std::string_view name);
  void thread(Lane lane, std::string_view name);

  // Categories and ids are written as they are, names escaped.
  void begin_async(Time at, std::uint32_t pid, std::string_view category, std::string_view id, std::string_view name,
                   const Members& args);
  void end_async(Time at, std::uint32_t pid, std::string_view category, std::string_view id, std::string_view name);
  void slice(Time at, Time length, Lane lane, std::string_view category, std::string_view name, const Members& args);
  void instant(Time at, Lane lane, std::string_view category, std::string_view name);
  void counter(Time at, std::uint32_t pid, std::string_view name, const Members& args);
  /// An arrow between slices that begin at these times.
  void arrow(std::uint64_t id, std::string_view name, Time from_at, Lane from, Time to_at, Lane to);

  /// Number of events. Call once, and last.
  std::uint64_t finish();

 private:
  void open(std::string_view phase, Lane lane, Time at);
  void close(std::string_view category, std::string_view name, const Members& args);

  BufferedText out_;
  std::uint64_t events_ = 0;
};

}  // namespace bicoastal
