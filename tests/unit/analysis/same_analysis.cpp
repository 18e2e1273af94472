#include "unit/analysis/same_analysis.hpp"

#include <sstream>

namespace bicoastal::test {

namespace {

/// Everything, one figure a line, doubles in hexadecimal.
class Text {
 public:
  Text() { out_ << std::hexfloat; }
  std::string text() const { return out_.str(); }

  template <class T>
  void say(const char* name, const T& value) {
    out_ << name << ' ' << +value << '\n';
  }
  void say(const char* name, const std::string& value) { out_ << name << ' ' << value << '\n'; }
  template <class T>
  void say(const char* name, const std::optional<T>& value) {
    if (value) return say(name, *value);
    out_ << name << " nothing\n";
  }
  void say(const char* name, const Percentiles& p) {
    out_ << name << ' ' << p.count << ' ' << p.mean_s << ' ' << p.p50_s << ' ' << p.p90_s << ' ' << p.p99_s << ' '
         << p.p999_s << ' ' << p.max_s << '\n';
  }
  void say(const char* name, const ClientFigures& c) {
    const Requests& r = c.requests;
    out_ << name << ' ' << r.issued << ' ' << r.ok << ' ' << r.failed << ' ' << r.in_flight << ' ' << r.retried;
    for (const std::uint64_t n : r.by_outcome) out_ << ' ' << n;
    out_ << ' ' << c.windows << ' ' << c.good_windows << ' ' << c.reads << ' ' << c.stale_reads << '\n';
    say("read", c.read);
    say("write", c.write);
  }
  void say(const char* name, const FaultFigures& f) {
    out_ << name << ' ' << f.fault.value << ' ' << f.onset_s << ' ' << f.end_s << ' ' << f.requests << ' ' << f.sessions
         << ' ' << f.writes << ' ' << f.batches << ' ' << f.blast_radius_sessions << ' ' << f.blast_radius_requests
         << ' ' << f.failed_requests << ' ' << f.lost_writes << ' ' << f.rpo_s << '\n';
    if (!f.rto) return;
    say("rto", f.rto->total_s);
    out_ << f.rto->watched_s << f.rto->cut_short << f.rto->noticed << ' ' << f.rto->detect_s << ' ' << f.rto->decide_s
         << ' ' << f.rto->promote_s << ' ' << f.rto->redirect_s << '\n';
  }
  void say(const char* name, const PairFigures& p) {
    out_ << name << ' ' << p.from.value << ' ' << p.to.value << ' ' << p.batches << ' ' << p.failed_batches << ' '
         << p.writes << ' ' << p.bytes << ' ' << p.max_backlog_writes << ' ' << p.max_backlog_bytes << '\n';
    say("lag", p.lag);
  }
  void say(const char* name, const Anomaly& a) {
    out_ << name << ' ' << static_cast<int>(a.kind) << ' ' << a.time.ns << ' ' << a.key.value << ' ' << a.session.value
         << ' ' << a.op.value << ' ' << a.version.value << ' ' << a.other.value << ' ' << a.age.ns << '\n';
  }
  void say(const char* name, const Window& w) {
    out_ << name << ' ' << w.issued << ' ' << w.ok << ' ' << w.failed << ' ' << w.stale << ' ' << w.read_p50_ms << ' '
         << w.read_p99_ms << ' ' << w.write_p50_ms << ' ' << w.write_p99_ms << '\n';
  }
  void say(const char* name, const SystemWindow& w) {
    out_ << name << ' ' << w.differing;
    for (const std::uint32_t n : w.anomalies) out_ << ' ' << n;
    out_ << '\n';
  }
  void say(const char* name, const Flow& f) {
    out_ << name << ' ' << f.home.value << ' ' << f.asked.value;
    for (const std::uint32_t n : f.requests) out_ << ' ' << n;
    out_ << '\n';
  }
  template <class T>
  void all(const char* name, const std::vector<T>& list) {
    say(name, list.size());
    for (const T& item : list) say(name, item);
  }

 private:
  std::ostringstream out_;
};

std::string text_of(const Analysis& a) {
  Text t;
  t.say("complete", a.complete);
  t.say("quiet", a.quiet);
  t.say("digest", a.digest);
  t.say("records", a.records);
  t.say("skipped", a.skipped);
  t.say("end", a.end_s);
  t.say("overall", a.overall);
  t.all("region", a.by_region);
  t.say("reads", a.staleness.reads);
  t.say("stale", a.staleness.stale_reads);
  t.say("age", a.staleness.age);
  t.say("versions", a.staleness.mean_versions);
  t.say("most versions", a.staleness.max_versions);
  t.say("read your writes", a.sessions.read_your_writes);
  t.say("monotonic reads", a.sessions.monotonic_reads);
  t.say("monotonic writes", a.sessions.monotonic_writes);
  t.say("writes follow reads", a.sessions.writes_follow_reads);
  t.say("concurrent", a.conflicts.concurrent);
  t.say("conflicting", a.conflicts.conflicting_writes);
  t.say("accepted", a.conflicts.accepted);
  t.say("discarded", a.conflicts.discarded);
  t.say("siblings", a.conflicts.siblings_max);
  t.say("lost", a.lost_writes);
  t.say("divergence", a.divergence.share);
  t.say("converge", a.divergence.converge_s);
  t.say("differing", a.divergence.keys_differing_at_end);
  t.say("split", a.split_brain_s);
  t.all("fault", a.faults);
  t.all("pair", a.pairs);
  t.say("wan", a.wan_bytes);
  for (const std::uint64_t n : a.anomaly_counts) t.say("count", n);
  t.all("anomaly", a.anomalies);
  for (const auto& windows : a.series) t.all("window", windows);
  t.all("system", a.system);
  t.all("flow", a.flows);
  return t.text();
}

}  // namespace

std::string what_differs(const Analysis& a, const Analysis& b) {
  std::istringstream left(text_of(a)), right(text_of(b));
  std::string l, r;
  for (;;) {
    const bool more_left = static_cast<bool>(std::getline(left, l)),
               more_right = static_cast<bool>(std::getline(right, r));
    if (!more_left && !more_right) return "";
    if (more_left != more_right || l != r) return l + "\n" + r;
  }
}

}  // namespace bicoastal::test
