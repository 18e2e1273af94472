#include "sim/report/numbers.hpp"
#include "sim/report/summary_sections.hpp"

#include "sim/base/conflict_names.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Parts of a sentence, those that there is something to say of.
class Parts {
 public:
  void add(std::uint64_t count, const std::string& text) {
    if (count == 0) return;
    text_ += (text_.empty() ? "" : ", ") + text;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::uint64_t count_of(const Analysis& a, AnomalyKind kind) { return a.anomaly_counts[static_cast<std::size_t>(kind)]; }

void add_changes(Parts& parts, const Analysis& a, const char* what) {
  const std::uint64_t lost = count_of(a, AnomalyKind::lost_change);
  parts.add(lost, counted(lost, std::string("acknowledged ") + what) + " lost");
  parts.add(a.invariants.off_by, "off by " + show_count(a.invariants.off_by) + " in all");
}

void add_items(Parts& parts, const Analysis& a) {
  const std::uint64_t back = count_of(a, AnomalyKind::resurrected_item), less = count_of(a, AnomalyKind::lost_change);
  const std::uint64_t lost = count_of(a, AnomalyKind::lost_item);
  parts.add(lost, counted(lost, "item") + " lost");
  parts.add(back, show_count(back) + " back again after they were removed");
  parts.add(less, counted(less, "quantity", "quantities") + " too small");
}

void add_seats(Parts& parts, const Analysis& a) {
  const std::uint64_t twice = count_of(a, AnomalyKind::double_booking), gone = count_of(a, AnomalyKind::lost_item);
  const std::uint64_t back = count_of(a, AnomalyKind::resurrected_item);
  parts.add(twice, counted(twice, "double booking"));
  parts.add(gone, counted(gone, "confirmed reservation") + " gone");
  parts.add(back, show_count(back) + " taken again after their release");
}

void add_broken_limits(Parts& parts, const Analysis& a) {
  const std::uint64_t drafts = count_of(a, AnomalyKind::overdraft);
  parts.add(a.invariants.oversold, "oversold by " + counted(a.invariants.oversold, "piece"));
  parts.add(drafts, fmt::format("{} of {} in all", counted(drafts, "overdraft"), show_count(a.invariants.overdrawn)));
}

std::string things(DataType type) {
  switch (type) {
    case DataType::reg: return "registers";
    case DataType::counter: return "counters";
    case DataType::set: return "sets";
    case DataType::cart: return "carts";
    case DataType::inventory: return "stocks";
    case DataType::seats: return "seats";
    case DataType::log: return "logs";
    case DataType::accounts: return "accounts";
  }
  return {};
}

std::string harm(DataType type, const Analysis& a) {
  Parts parts;
  const std::uint64_t moved = count_of(a, AnomalyKind::reordered);
  switch (type) {
    case DataType::counter: add_changes(parts, a, "increment"); break;
    case DataType::set:
    case DataType::cart: add_items(parts, a); break;
    case DataType::seats: add_seats(parts, a); break;
    case DataType::log: add_changes(parts, a, "append"); break;
    case DataType::reg: parts.add(count_of(a, AnomalyKind::resurrected_item), "overwritten values are back"); break;
    case DataType::inventory:
    case DataType::accounts: add_changes(parts, a, "change"); break;
  }
  add_broken_limits(parts, a);
  parts.add(moved, counted(moved, "entry", "entries") + " out of order");
  return parts.text();
}

/// Under an ordering policy it is a version and a stamp, and nothing to speak of.
void write_metadata(Page& page, const RunReport& r) {
  const Overhead& o = r.analysis.overhead;
  if (!r.scenario.data.conflicts.merges || o.writes == 0) return;
  std::string text = fmt::format("{} of the {} that a write sends to each other region", show_bytes(o.write_metadata),
                                 show_bytes(o.write_bytes));
  if (o.reads > 0)
    text += fmt::format("; {} of the {} of a value read", show_bytes(o.read_metadata), show_bytes(o.read_bytes));
  page.item("metadata", text);
}

}  // namespace

void write_data(Page& page, const RunReport& r) {
  const Analysis& a = r.analysis;
  const DataType type = r.scenario.keys.type;
  if (const std::uint64_t broken = count_of(a, AnomalyKind::causality); broken > 0)
    page.item(
        "causality",
        counted(broken, "write lost to a version that it had seen", "writes lost to versions that they had seen") +
            ": a clock ordered them so",
        Tone::unsure);
  const std::string found = harm(type, a);
  if (!a.invariants.judged) return;
  if (type == DataType::reg && found.empty()) return write_metadata(page, r);
  std::string text = things(type) + ": " + (found.empty() ? "what acknowledged changes say" : found);
  if (a.invariants.undecided > 0)
    text += fmt::format("; {} of {} undecided, regions differed at the end", show_count(a.invariants.undecided),
                        counted(a.invariants.keys, "key"));
  page.item("data", text, found.empty() ? Tone::plain : Tone::unsure);
  write_metadata(page, r);
}

}  // namespace bicoastal
