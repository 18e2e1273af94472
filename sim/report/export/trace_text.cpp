#include "sim/report/export/trace_text.hpp"

#include <nlohmann/json.hpp>

namespace bicoastal {
namespace {

std::string quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Microseconds, exactly.
std::string micros(Time at) {
  return fmt::format("{}{}.{:03}", at.ns < 0 ? "-" : "", std::abs(at.ns) / 1000, std::abs(at.ns) % 1000);
}

}  // namespace

Members& Members::add(std::string_view name, std::string_view text) {
  separate();
  text_ += fmt::format("{}:{}", quoted(name), quoted(text));
  return *this;
}

Members& Members::add(std::string_view name, std::int64_t number) {
  separate();
  text_ += fmt::format("{}:{}", quoted(name), number);
  return *this;
}

void Members::separate() {
  if (!text_.empty()) text_ += ',';
}

TraceText::TraceText(const TextSink& sink) : out_(sink) { out_.add("{{\"displayTimeUnit\":\"ms\",\"traceEvents\":["); }

void TraceText::open(std::string_view phase, Lane lane, Time at) {
  out_.add("{}\n{{\"ph\":\"{}\",\"pid\":{},\"tid\":{},\"ts\":{}", events_++ == 0 ? "" : ",", phase, lane.pid, lane.tid,
           micros(at));
}

void TraceText::close(std::string_view category, std::string_view name, const Members& args) {
  if (!category.empty()) out_.add(",\"cat\":\"{}\"", category);
  out_.add(",\"name\":{}", quoted(name));
  if (!args.text().empty()) out_.add(",\"args\":{{{}}}", args.text());
  out_.add("}}");
}

void TraceText::process(std::uint32_t pid, std::string_view name) {
  open("M", {pid, 0}, Time());
  close({}, "process_name", Members().add("name", name));
  open("M", {pid, 0}, Time());
  close({}, "process_sort_index", Members().add("sort_index", std::int64_t{pid}));
}

void TraceText::thread(Lane lane, std::string_view name) {
  open("M", lane, Time());
  close({}, "thread_name", Members().add("name", name));
}

void TraceText::begin_async(Time at, std::uint32_t pid, std::string_view category, std::string_view id,
                            std::string_view name, const Members& args) {
  open("b", {pid, 0}, at);
  out_.add(",\"id\":\"{}\"", id);
  close(category, name, args);
}

void TraceText::end_async(Time at, std::uint32_t pid, std::string_view category, std::string_view id,
                          std::string_view name) {
  open("e", {pid, 0}, at);
  out_.add(",\"id\":\"{}\"", id);
  close(category, name, {});
}

void TraceText::slice(Time at, Time length, Lane lane, std::string_view category, std::string_view name,
                      const Members& args) {
  open("X", lane, at);
  out_.add(",\"dur\":{}", micros(length));
  close(category, name, args);
}

void TraceText::instant(Time at, Lane lane, std::string_view category, std::string_view name) {
  open("i", lane, at);
  out_.add(",\"s\":\"t\"");
  close(category, name, {});
}

void TraceText::counter(Time at, std::uint32_t pid, std::string_view name, const Members& args) {
  open("C", {pid, 0}, at);
  close({}, name, args);
}

void TraceText::arrow(std::uint64_t id, std::string_view name, Time from_at, Lane from, Time to_at, Lane to) {
  open("s", from, from_at);
  out_.add(",\"id\":{}", id);
  close("replication", name, {});
  open("f", to, to_at);
  out_.add(",\"bp\":\"e\",\"id\":{}", id);
  close("replication", name, {});
}

std::uint64_t TraceText::finish() {
  out_.add("\n]}}\n");
  out_.flush();
  return events_;
}

}  // namespace bicoastal
