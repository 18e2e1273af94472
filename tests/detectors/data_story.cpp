#include "detectors/data_story.hpp"

namespace bicoastal::test {

DataStory::DataStory(DataType type, const std::string& merging, WritePattern writes) : Story(3, writes), accepted_(3) {
  scenario.keys.type = type;
  scenario.keys.items = 100;
  if (merging.empty()) return;
  scenario.data.conflicts.policy = merging;
  scenario.data.conflicts.merges = true;
}

Story::Write DataStory::change(double ms, std::uint32_t session, std::size_t store, const Edit& edit,
                               std::uint32_t key) {
  const Write w = unanswered(ms + 1, session, store, edit, key);
  acknowledge(ms + 2, w, ms);
  return w;
}

/// The store's record of its work comes just before that of the acceptance.
Story::Write DataStory::unanswered(double ms, std::uint32_t session, std::size_t store, const Edit& edit,
                                   std::uint32_t key, std::optional<double> stamp_ms) {
  ServeRecord r;
  r.kind = OpKind::write;
  r.verb = edit.verb;
  r.store = StoreId(store);
  r.version = VersionId(StoreId(store), 0, ++accepted_[store]);
  r.amount = edit.amount;
  r.item = edit.item;
  r.key = KeyId(std::size_t{key});
  r.bytes = 100;
  r.metadata = 16;
  tell(ms, r);
  return accept(ms, session, key, store, stamp_ms);
}

void DataStory::spread(double ms, std::initializer_list<Write> writes) {
  for (const std::size_t store : {kA, kB, kC})
    for (const Write& w : writes)
      if (w.store != store) apply(ms, w, store);
}

void DataStory::came_to(const std::vector<Document::Entry>& shown, std::uint32_t key) {
  for (const std::size_t store : {kA, kB, kC}) came_to_at(store, shown, key);
}

void DataStory::came_to_at(std::size_t store, const std::vector<Document::Entry>& shown, std::uint32_t key) {
  StateRecord r;
  r.store = StoreId(store);
  r.key = KeyId(std::size_t{key});
  r.items = static_cast<std::uint32_t>(shown.size());
  if (shown.empty()) tell(20000, r);
  for (const Document::Entry& e : shown) {
    r.item = e.item;
    r.amount = e.amount;
    tell(20000, r);
  }
}

std::uint64_t count_of(const Analysis& analysis, AnomalyKind kind) {
  return analysis.anomaly_counts[static_cast<std::size_t>(kind)];
}

std::uint64_t broken_meanings(const Analysis& analysis) {
  std::uint64_t sum = 0;
  for (std::size_t k = static_cast<std::size_t>(AnomalyKind::lost_change); k < kAnomalyKinds; ++k)
    sum += analysis.anomaly_counts[k];
  return sum;
}

}  // namespace bicoastal::test
