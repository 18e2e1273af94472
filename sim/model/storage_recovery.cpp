// Stores that show something else than was written to them last: after failovers, and after they had lost their data.
#include "sim/model/storage.hpp"

namespace bicoastal {

void Storage::roll_back(StoreId at, StoreId reference, KeyId key, VersionId withdrawn) {
  const Stamped current = data_[at.index()][key.index()];
  if (!(current.version == withdrawn)) return;
  const Stamped instead = data_[reference.index()][key.index()];
  record_apply(ApplyResult::rolled_back, at, reference, key, instead, current);
  if (world_.values->used()) world_.values->copy(reference, at, key);
  change(at, key, instead, true);
}

void Storage::replace(StoreId at, StoreId reference) {
  for (std::size_t k = 0; k < data_[at.index()].size(); ++k) {
    const KeyId key(k);
    const Stamped current = data_[at.index()][k], instead = data_[reference.index()][k];
    if (current.version == instead.version) continue;
    const bool back = later(current, instead);
    record_apply(back ? ApplyResult::rolled_back : ApplyResult::applied, at, reference, key, instead, current);
    if (world_.values->used()) world_.values->copy(reference, at, key);
    hear(at, instead.version);
    change(at, key, instead, back);
  }
}

void Storage::put_back(StoreId at, KeyId key, const Stamped& version, const Payload& value) {
  const Stamped current = data_[at.index()][key.index()];
  if (current.version == version.version) return;
  record_apply(ApplyResult::rolled_back, at, at, key, version, current);
  if (world_.values->used()) world_.values->put_back(at, key, value);
  change(at, key, version, true);
}

}  // namespace bicoastal
