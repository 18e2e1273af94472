#include "sim/report/export/jepsen.hpp"

#include "sim/report/export/in_time_order.hpp"
#include "sim/report/export/written_values.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bicoastal {
namespace {

/// What the first pass learns.
struct Survey final : RecordSink {
  explicit Survey(std::optional<KeyId> only) : key(only) {}

  void consume(std::span<const Record> records) override {
    for (const Record& record : records) {
      if (record.type == RecordType::operation) see(record.as<OperationRecord>());
      if (record.type == RecordType::accept) see(record.as<AcceptRecord>());
      if (record.type == RecordType::serve) see(record.as<ServeRecord>());
    }
  }
  bool wants(KeyId of) const { return !key || *key == of; }
  void see(const OperationRecord& operation) {
    if (!wants(operation.key)) return;
    longest = std::max(longest, operation.time - operation.invoked);
    registers = registers && (operation.kind == OpKind::read || operation.verb == Verb::write);
    values.learn(operation);
  }
  void see(const AcceptRecord& accept) {
    if (wants(accept.key)) values.learn(accept);
  }
  void see(const ServeRecord& serve) {
    if (!wants(serve.key)) return;
    registers = registers && (serve.kind == OpKind::read || serve.verb == Verb::write);
    if (serve.kind == OpKind::read && serve.siblings > 1) ++with_siblings;
  }

  std::optional<KeyId> key;
  WrittenValues values;
  Time longest;
  std::uint64_t with_siblings = 0;
  bool registers = true;
};

/// Sequential processes for sessions that are not: each does one operation at a time.
class Processes {
 public:
  std::uint64_t acquire(SessionId session) {
    std::vector<std::uint64_t>& idle = idle_[session.value];
    if (idle.empty()) return next_++;
    const std::uint64_t process = idle.back();
    idle.pop_back();
    return process;
  }
  void release(SessionId session, std::uint64_t process) { idle_[session.value].push_back(process); }
  std::uint64_t allocated() const { return next_; }

 private:
  std::unordered_map<std::uint32_t, std::vector<std::uint64_t>> idle_;  // looked up only, never iterated
  std::uint64_t next_ = 1;                                              // 0 writes initial values
};

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok: return "ok";
    case Outcome::timeout: return "timeout";
    case Outcome::refused: return "refused";
    case Outcome::unavailable: return "unavailable";
    case Outcome::conflict: return "conflict";
    case Outcome::in_flight: return "in-flight";
  }
  return {};
}

/// The second pass: writes lines.
class Lines final : public RecordSink {
 public:
  Lines(Survey& survey, JepsenStyle style, bool complete, const TextSink& sink)
      : survey_(&survey), style_(style), complete_(complete), order_(survey.longest), out_(sink) {}

  void consume(std::span<const Record> records) override {
    for (const Record& record : records) {
      if (record.type == RecordType::accept) see(record.as<AcceptRecord>());
      if (record.type == RecordType::operation) see(record.as<OperationRecord>());
      order_.release(record.time, [this](const InTimeOrder::Event& event) { write(event); });
    }
  }
  JepsenExport finish() {
    order_.release_all([this](const InTimeOrder::Event& event) { write(event); });
    out_.flush();
    done_.processes = processes_.allocated() - (style_ == JepsenStyle::transactions ? 1 : 0);
    return done_;
  }

 private:
  struct UnderWay {
    std::uint64_t process = 0, value = 0;
  };

  void see(const OperationRecord& operation) {
    if (!survey_->wants(operation.key)) return;
    order_.add_invocation(operation);
    order_.add_completion(operation);
  }

  /// A write whose end the run does not tell took place not before it was accepted: that is where it begins here.
  void see(const AcceptRecord& accept) {
    if (!survey_->wants(accept.key) || !survey_->values.without_end(accept.op)) return;
    if (!without_end_.insert(accept.op.value).second) return;
    OperationRecord operation;
    operation.time = operation.invoked = accept.time;
    operation.kind = OpKind::write;
    operation.session = accept.session;
    operation.op = accept.op;
    operation.version = accept.version;
    operation.key = accept.key;
    order_.add_invocation(operation);
  }

  void write(const InTimeOrder::Event& event) {
    if (event.completes) return complete(event.operation);
    invoke(event.operation);
  }

  void invoke(const OperationRecord& operation) {
    if (style_ == JepsenStyle::registers && begun_.insert(operation.key.value).second) begin(operation);
    UnderWay entry{processes_.acquire(operation.session), 0};
    if (operation.kind == OpKind::write) entry.value = survey_->values.of_write(operation);
    ++done_.operations;
    line(entry.process, "invoke", operation, operation.invoked, value_of(operation, entry, false), {});
    under_way_.emplace(operation.op.value, entry);
  }

  /// The initial value of a key.
  void begin(const OperationRecord& first) {
    OperationRecord initial = first;
    initial.kind = OpKind::write;
    line(0, "invoke", initial, first.invoked, "0", {});
    line(0, "ok", initial, first.invoked, "0", {});
  }

  void complete(const OperationRecord& operation) {
    const auto place = under_way_.find(operation.op.value);
    if (place == under_way_.end()) return;  // two records of one operation: no run of ours has that
    const UnderWay entry = place->second;
    under_way_.erase(place);
    const std::string_view type = type_of(operation);
    line(entry.process, type, operation, operation.time, value_of(operation, entry, type == "ok"),
         operation.outcome == Outcome::ok ? std::string_view() : name_of(operation.outcome));
    if (type == "info") {
      ++done_.unknown;
    } else {
      processes_.release(operation.session, entry.process);
    }
  }

  std::string_view type_of(const OperationRecord& operation) const {
    if (operation.outcome == Outcome::ok) return "ok";
    if (operation.kind == OpKind::read) return "fail";
    if (operation.outcome == Outcome::timeout || operation.outcome == Outcome::in_flight) return "info";
    const bool may_be_accepted_later = !complete_ && operation.attempts > 1;
    return survey_->values.was_accepted(operation) || may_be_accepted_later ? "info" : "fail";
  }

  std::string value_of(const OperationRecord& operation, const UnderWay& entry, bool known) {
    if (operation.kind == OpKind::write) return std::to_string(entry.value);
    const bool begins_with_nil = style_ == JepsenStyle::transactions;
    if (!known || (begins_with_nil && operation.version.is_initial())) return "nil";
    return std::to_string(survey_->values.of_version(operation.version));
  }

  void line(std::uint64_t process, std::string_view type, const OperationRecord& operation, Time time,
            std::string_view value, std::string_view error) {
    const bool reads = operation.kind == OpKind::read;
    out_.add("{{:process {}, :type :{}, ", process, type);
    if (style_ == JepsenStyle::transactions) {
      out_.add(":f :txn, :value [[:{} {} {}]]", reads ? "r" : "w", operation.key.value, value);
    } else {
      out_.add(":f :{}, :key {}, :value {}", reads ? "read" : "write", operation.key.value, value);
    }
    out_.add(", :time {}, :index {}", time.ns, done_.lines++);
    if (!error.empty()) out_.add(", :error :{}", error);
    out_.add("}}\n");
  }

  Survey* survey_;
  JepsenStyle style_;
  bool complete_;
  InTimeOrder order_;
  BufferedText out_;
  Processes processes_;
  JepsenExport done_;
  // Looked up only, never iterated.
  std::unordered_map<std::uint64_t, UnderWay> under_way_;  // by operation
  std::unordered_set<std::uint64_t> without_end_;          // operations
  std::unordered_set<std::uint32_t> begun_;                // keys
};

}  // namespace

Result<JepsenExport> export_jepsen(const RunFile& file, const JepsenOptions& options, const TextSink& sink) {
  Survey survey(options.key);
  if (const auto sound = file.replay(survey); !sound) return sound.faults();
  if (!survey.registers) {
    JepsenExport nothing;
    nothing.registers = false;
    return nothing;
  }
  Lines lines(survey, options.style, file.meta().complete, sink);
  if (const auto sound = file.replay(lines); !sound) return sound.faults();
  JepsenExport done = lines.finish();
  done.with_siblings = survey.with_siblings;
  return done;
}

}  // namespace bicoastal
