#include "sim/report/witness_diagram.hpp"

#include "sim/analysis/witness/cause.hpp"
#include "sim/base/wall_clock.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/witness_text.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

#include <fmt/format.h>

namespace bicoastal {
namespace {

/// A session or a store.
struct Lane {
  StoreId store;      // of a session: that served it first
  SessionId session;  // none: a store
};

class Drawing {
 public:
  Drawing(const Witness& witness, const Scenario& scenario, Glyphs glyphs)
      : w_(witness), s_(scenario), zero_(zero_of(witness)), lanes_(lanes_of()), diagram_(titles(), glyphs) {}

  SequenceDiagram draw();

 private:
  struct Step {
    Time at;
    int rank = 0;  // at one time: what causes comes before what follows
    std::function<void()> draw;
  };

  std::vector<Lane> lanes_of() const;
  std::vector<std::vector<std::string>> titles() const;
  std::size_t lane_of(StoreId store) const;
  std::size_t lane_of(SessionId session) const;
  std::string time(Time at) const { return diagram_time(at, zero_); }
  std::string name_of_version(VersionId version) const;
  std::string stamp_text(const WitnessOp& op) const;
  void add(Time at, int rank, std::function<void()> draw) { steps_.push_back({at, rank, std::move(draw)}); }
  void write(const WitnessOp& op);
  void read(const WitnessOp& op);
  void event(const WitnessEvent& e);
  void arrived(const WitnessEvent& e);
  std::string sent_text(const WitnessEvent& e) const;
  bool is_about_a_choice() const;

  const Witness& w_;
  const Scenario& s_;
  Time zero_;
  std::vector<Lane> lanes_;
  SequenceDiagram diagram_;
  std::vector<Step> steps_;
};

std::vector<Lane> Drawing::lanes_of() const {
  std::vector<StoreId> stores;
  std::vector<Lane> sessions;
  const auto add_store = [&](StoreId store) {
    if (store.index() < s_.stores.size() && std::find(stores.begin(), stores.end(), store) == stores.end())
      stores.push_back(store);
  };
  for (const WitnessOp& op : w_.ops) {
    add_store(op.store);
    if (std::none_of(sessions.begin(), sessions.end(), [&](const Lane& l) { return l.session == op.session; }))
      sessions.push_back({op.store, op.session});
  }
  for (const WitnessEvent& e : w_.events)
    if (e.kind == WitnessEvent::Kind::arrived || e.kind == WitnessEvent::Kind::torn ||
        e.kind == WitnessEvent::Kind::withdrawn) {
      add_store(e.from);
      add_store(e.to);
    }
  if (w_.cause.promoted.has_value()) add_store(StoreId(w_.cause.promoted.index()));
  std::stable_sort(stores.begin(), stores.end(), [&](StoreId a, StoreId b) {
    const auto place = [&](StoreId x) {
      return std::make_tuple(s_.stores[x.index()].region, !s_.stores[x.index()].leader, x);
    };
    return place(a) < place(b);
  });
  // Sessions stand outside: those of the last store to its right, all others to the left of theirs.
  std::vector<Lane> lanes;
  for (const StoreId store : stores) {
    const bool last = store == stores.back() && stores.size() > 1;
    if (last) lanes.push_back({store, {}});
    for (const Lane& session : sessions)
      if (session.store == store) lanes.push_back(session);
    if (!last) lanes.push_back({store, {}});
  }
  return lanes;
}

std::vector<std::vector<std::string>> Drawing::titles() const {
  std::vector<std::vector<std::string>> titles;
  for (const Lane& lane : lanes_) {
    const std::string place = place_name(s_, lane.store);
    const std::size_t slash = place.find('/');  // of a read copy
    if (lane.session.has_value())
      titles.push_back({fmt::format("session {}", lane.session.value)});
    else if (slash != std::string::npos)
      titles.push_back({place.substr(0, slash), place.substr(slash + 1)});
    else
      titles.push_back({place});
  }
  return titles;
}

std::size_t Drawing::lane_of(StoreId store) const {
  for (std::size_t i = 0; i < lanes_.size(); ++i)
    if (!lanes_[i].session.has_value() && lanes_[i].store == store) return i;
  return 0;
}

std::size_t Drawing::lane_of(SessionId session) const {
  for (std::size_t i = 0; i < lanes_.size(); ++i)
    if (lanes_[i].session == session) return i;
  return 0;
}

std::string Drawing::name_of_version(VersionId version) const {
  for (const WitnessOp& op : w_.ops)
    if (op.kind == OpKind::write && op.version == version) return std::string(1, op.name);
  return version.is_initial() ? "nothing yet" : "an older value";
}

/// On the time axis of the diagram, so that it can be held against the time of acceptance.
std::string Drawing::stamp_text(const WitnessOp& op) const {
  const bool compared = w_.with(Part::loser) != nullptr || w_.cause.kind == CauseKind::clock_skew;
  if (!compared) return {};
  if (stamps_tell_time(s_.data.conflicts)) return fmt::format(", stamped\u00A0{}", time(Time(op.stamp)));
  return fmt::format(", stamped\u00A0#{}", op.stamp);
}

void Drawing::write(const WitnessOp& op) {
  const std::size_t session = lane_of(op.session), store = lane_of(op.store);
  if (op.invoked != Time::max())
    add(op.invoked, 3, [=, this] { diagram_.arrow(time(op.invoked), session, store, deed(op)); });
  add(op.accepted, 4, [=, this] {
    diagram_.note(time(op.accepted), store, fmt::format("accepts {}{}", op.name, stamp_text(op)), Tone::strong);
  });
  if (op.ended != Time::max())
    add(op.ended, 2, [=, this] { diagram_.arrow(time(op.ended), store, session, fmt::format("{} is done", op.name)); });
}

void Drawing::read(const WitnessOp& op) {
  const std::size_t session = lane_of(op.session), store = lane_of(op.store);
  const bool bad = op.part == Part::stale_read;
  add(op.invoked, 3, [=, this] { diagram_.arrow(time(op.invoked), session, store, "read"); });
  add(op.ended, 2, [=, this] {
    diagram_.arrow(time(op.ended), store, session, name_of_version(op.version), bad ? Tone::bad : Tone::plain);
  });
}

/// Where there is room for it.
std::string Drawing::sent_text(const WitnessEvent& e) const {
  const std::string text = e.sent == Time::max() ? "" : fmt::format(", sent at {}", time(e.sent));
  return text.size() + 1 <= diagram_.room(lane_of(e.from), lane_of(e.to)) ? text : "";
}

void Drawing::arrived(const WitnessEvent& e) {
  const std::string name = name_of_version(e.version);
  diagram_.arrow(time(e.at), lane_of(e.from), lane_of(e.to), name + sent_text(e));
  if (s_.data.conflicts.merges || !is_about_a_choice()) return;
  const std::string before = name_of_version(e.displaced);
  const bool met = before.size() == 1;  // it is a write of the diagram
  std::string text;
  if (met)
    text = e.prevails ? fmt::format("{} replaces {}", name, before) : fmt::format("keeps {}, drops {}", before, name);
  if (!met && !e.prevails) text = fmt::format("has a later one, drops {}", name);
  if (!text.empty()) diagram_.note("", lane_of(e.to), text, Tone::bad);
}

/// Whether the story is that one of two writes had to go.
bool Drawing::is_about_a_choice() const {
  switch (w_.anomaly.kind) {
    case AnomalyKind::discarded_write:
    case AnomalyKind::causality:
    case AnomalyKind::lost_change:
    case AnomalyKind::lost_item: return true;
    case AnomalyKind::oversold:
    case AnomalyKind::overdraft:
    case AnomalyKind::double_booking:
    case AnomalyKind::resurrected_item: return w_.cause.kind == CauseKind::policy;
    default: return false;
  }
}

void Drawing::event(const WitnessEvent& e) {
  using Kind = WitnessEvent::Kind;
  const auto region = [&] { return s_.regions[e.region.index()].name; };
  const auto rule = [&](int rank, const std::string& text, Tone tone) {
    add(e.at, rank, [=, this] { diagram_.rule(time(e.at), text, tone); });
  };
  switch (e.kind) {
    case Kind::arrived: add(e.at, 1, [this, e] { arrived(e); }); break;
    case Kind::torn:
      add(e.at, 1, [this, e] {
        diagram_.broken_arrow(time(e.at), lane_of(e.from), lane_of(e.to), name_of_version(e.version) + sent_text(e),
                              Tone::bad);
      });
      break;
    case Kind::withdrawn:
      add(e.at, 1, [=, this] {
        diagram_.note(time(e.at), lane_of(e.to), fmt::format("takes {} back", name_of_version(e.version)), Tone::bad);
      });
      break;
    case Kind::gone:
      rule(6, fmt::format("{} is gone from every copy that counts", name_of_version(e.version)), Tone::bad);
      break;
    case Kind::promoted: rule(5, region() + " becomes primary", Tone::unsure); break;
    case Kind::rejoined: rule(5, region() + " comes back and follows the new primary", Tone::unsure); break;
    case Kind::moved:
      rule(5, fmt::format("session {} is sent to {} from now on", e.session.value, region()), Tone::unsure);
      break;
    case Kind::fault_begins: rule(0, "fault: " + s_.faults[e.fault.index()].name, Tone::unsure); break;
    case Kind::fault_ends: rule(0, "end of: " + s_.faults[e.fault.index()].name, Tone::unsure); break;
  }
}

SequenceDiagram Drawing::draw() {
  for (const WitnessOp& op : w_.ops) op.kind == OpKind::write ? write(op) : read(op);
  for (const WitnessEvent& e : w_.events) event(e);
  std::stable_sort(steps_.begin(), steps_.end(), [](const Step& a, const Step& b) {
    return std::make_tuple(a.at, a.rank) < std::make_tuple(b.at, b.rank);
  });
  diagram_.gap();
  for (const Step& step : steps_) step.draw();
  diagram_.gap();
  return std::move(diagram_);
}

}  // namespace

Time zero_of(const Witness& witness) {
  Time zero = Time::max();
  for (const WitnessOp& op : witness.ops) zero = std::min(zero, op.invoked == Time::max() ? op.accepted : op.invoked);
  return zero == Time::max() ? witness.anomaly.time : zero;
}

std::string diagram_time(Time at, Time zero) {
  const double tenths = std::round((at - zero).in_millis() * 10);
  const auto size = static_cast<std::uint64_t>(std::abs(tenths));
  return fmt::format("{}{}.{}", tenths < 0 ? "-" : "", show_count(size / 10), size % 10);
}

SequenceDiagram diagram_of(const Witness& witness, const Scenario& scenario, Glyphs glyphs) {
  return Drawing(witness, scenario, glyphs).draw();
}

}  // namespace bicoastal
