#include "sim/report/export/shiviz.hpp"

#include "sim/report/export/key_story.hpp"
#include "sim/report/export/names.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace bicoastal {
namespace {

constexpr std::string_view kParser = "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})";

/// Counts the writes of each key, which also finds any damage.
struct Writes final : RecordSink {
  void consume(std::span<const Record> records) override {
    for (const Record& record : records)
      if (record.type == RecordType::accept) ++of[record.as<AcceptRecord>().key];
  }
  std::map<KeyId, std::uint64_t> of;
};

struct Trouble {
  std::uint64_t anomalies = 0;
  Time first = Time::max();
};

template <class Count>
std::optional<KeyId> most(const std::map<KeyId, Count>& of, std::uint64_t (*count)(const Count&)) {
  std::optional<KeyId> best;
  for (const auto& [key, value] : of)
    if (!best || count(value) > count(of.at(*best))) best = key;
  return best;
}

/// A name that a host can have: no space in it, and nobody else's.
std::string host_name(std::string name, std::set<std::string>& taken) {
  for (char& c : name)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f') c = '-';
  if (name.empty()) name = "-";
  while (!taken.insert(name).second) name += '\'';
  return name;
}

class Log {
 public:
  Log(const RunNames& names, const std::map<OpId, std::string>& anomalies, const TextSink& sink)
      : names_(&names), anomalies_(&anomalies), out_(sink) {
    for (std::size_t store = 0; store < names.stores.size(); ++store)
      stores_.push_back(host_name(names.stores[store], taken_));
    out_.add("{}\n\n", kParser);
  }

  void add(const KeyEvent& event) {
    switch (event.kind) {
      case KeyEvent::Kind::invoke: return invoke(event.record.as<OperationRecord>());
      case KeyEvent::Kind::accept: return accept(event.record.as<AcceptRecord>());
      case KeyEvent::Kind::apply: return apply(event.record.as<ApplyRecord>());
      case KeyEvent::Kind::show: return show(event.at, event.record.as<OperationRecord>());
      case KeyEvent::Kind::end: return end(event.record.as<OperationRecord>());
    }
  }
  /// Number of hosts.
  std::size_t finish() {
    out_.flush();
    return clocks_.size();
  }

 private:
  using Clock = std::map<std::string, std::uint64_t>;

  /// Writes an entry of `host` that knows what `causes` knew (each may be missing). Its clock.
  Clock entry(Time at, const std::string& host, const std::string& what, std::initializer_list<const Clock*> causes) {
    Clock& clock = clocks_[host];
    for (const Clock* cause : causes)
      if (cause != nullptr)
        for (const auto& [of, count] : *cause) clock[of] = std::max(clock[of], count);
    ++clock[host];
    nlohmann::json json(clock);
    out_.add("{:.6f} s: {}\n{} {}\n", at.in_seconds(), what, host,
             json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return clock;
  }
  template <class Key>
  static const Clock* find(const std::map<Key, Clock>& in, const Key& key) {
    const auto place = in.find(key);
    return place == in.end() ? nullptr : &place->second;
  }

  std::string session(SessionId id) const { return fmt::format("session-{}", id.value); }
  const std::string& store(StoreId id) {
    while (id.index() >= stores_.size()) stores_.push_back(host_name(fmt::format("store-{}", stores_.size()), taken_));
    return stores_[id.index()];
  }
  std::string text_of(VersionId version) {
    if (version.is_initial()) return "the initial value";
    return fmt::format("{}#{}", store(version.origin()), version.sequence());
  }

  void invoke(const OperationRecord& operation) {
    const char* what = operation.kind == OpKind::read ? "reads" : "writes";
    invoked_[operation.op] =
        entry(operation.invoked, session(operation.session), fmt::format("{} key {}", what, operation.key.value), {});
  }
  void accept(const AcceptRecord& a) {
    std::string what = fmt::format("accepts {}", text_of(a.version));
    what += a.shadowed != 0 ? fmt::format(", which {} hides", text_of(a.previous))
                            : fmt::format(" over {}", text_of(a.previous));
    known_[{a.store, a.version}] = entry(a.time, store(a.store), what, {find(invoked_, a.op)});
  }
  void apply(const ApplyRecord& a) {
    std::string what;
    switch (a.result) {
      case ApplyResult::applied:
        what = fmt::format("applies {} over {}", text_of(a.version), text_of(a.displaced));
        break;
      case ApplyResult::superseded:
        what = fmt::format("drops {}: {} wins", text_of(a.version), text_of(a.displaced));
        break;
      case ApplyResult::rolled_back:
        what = fmt::format("withdraws {}: {} again", text_of(a.displaced), text_of(a.version));
        break;
      case ApplyResult::merged:
        what = fmt::format("merges {} into {}", text_of(a.version), text_of(a.displaced));
        break;
    }
    known_[{a.store, a.version}] = entry(a.time, store(a.store), what, {find(known_, std::pair(a.from, a.version))});
  }
  void show(Time at, const OperationRecord& read) {
    answered_[read.op] =
        entry(at, store(read.store), fmt::format("shows {}", text_of(read.version)), {find(invoked_, read.op)});
  }
  void end(const OperationRecord& operation) {
    static constexpr const char* kEnds[] = {"",
                                            "no answer in time",
                                            "refused",
                                            "unavailable",
                                            "refused: another write was under way",
                                            "no answer before the run ended"};
    std::string what = kEnds[static_cast<std::size_t>(operation.outcome)];
    const Clock* cause = nullptr;
    if (operation.outcome == Outcome::ok) {
      const bool reads = operation.kind == OpKind::read;
      what = fmt::format("has {} {}", reads ? "read" : "written", text_of(operation.version));
      cause = reads ? find(answered_, operation.op) : find(known_, std::pair(operation.store, operation.version));
    }
    what += fmt::format(", {:.3f} ms", (operation.time - operation.invoked).in_millis());
    if (const auto place = anomalies_->find(operation.op); place != anomalies_->end()) what += ": " + place->second;
    entry(operation.time, session(operation.session), what, {find(invoked_, operation.op), cause});
  }

  const RunNames* names_;
  const std::map<OpId, std::string>* anomalies_;
  BufferedText out_;
  std::set<std::string> taken_;
  std::vector<std::string> stores_;  // as hosts
  std::map<std::string, Clock> clocks_;
  std::map<OpId, Clock> invoked_, answered_;
  std::map<std::pair<StoreId, VersionId>, Clock> known_;
};

}  // namespace

Result<ShivizExport> export_shiviz(const RunFile& file, const ShivizOptions& options, const TextSink& sink) {
  Writes writes;
  if (const auto sound = file.replay(writes); !sound) return sound.faults();
  const auto names = read_names(file);
  if (!names) return names.faults();
  std::map<KeyId, Trouble> troubles;
  const auto anomalies = read_anomalies(file, [&](const StoredAnomaly& anomaly) {
    if (!options.between.contains(anomaly.time)) return;
    Trouble& trouble = troubles[anomaly.key];
    ++trouble.anomalies;
    trouble.first = std::min(trouble.first, anomaly.time);
  });
  if (!anomalies) return anomalies.faults();

  ShivizExport done;
  std::optional<KeyId> key = options.key;
  if (!key) key = most<Trouble>(troubles, [](const Trouble& t) { return t.anomalies; });
  if (!key) key = most<std::uint64_t>(writes.of, [](const std::uint64_t& count) { return count; });
  done.key = key.value_or(KeyId(0));
  const Trouble trouble = troubles[done.key];
  done.anomalies = trouble.anomalies;

  std::map<OpId, std::string> kinds;
  const auto marked = read_anomalies(file, [&](const StoredAnomaly& anomaly) {
    if (anomaly.key != done.key) return;
    std::string& kind = kinds[anomaly.op];
    kind += (kind.empty() ? "" : ", ") + std::string(anomaly.kind);
  });
  if (!marked) return marked.faults();

  const Time around = trouble.anomalies > 0 ? trouble.first : options.between.from;
  KeyStory story(done.key, options.between, around, options.limit);
  if (const auto sound = file.replay(story); !sound) return sound.faults();
  const std::vector<KeyEvent> events = story.events();
  Log log(*names, kinds, sink);
  for (const KeyEvent& event : events) log.add(event);
  done.hosts = log.finish();
  done.entries = events.size();
  if (!events.empty()) done.covered = {events.front().at, events.back().at};
  return done;
}

}  // namespace bicoastal
