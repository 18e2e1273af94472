// Histories of keys that are more than registers: who changed what, who was told, and what all came to. Three regions;
// all of it is about key 5 unless another is named.
#pragma once

#include <bicoastal/values.hpp>

#include "detectors/story.hpp"

#include <initializer_list>
#include <string>
#include <vector>

namespace bicoastal::test {

class DataStory : public Story {
 public:
  static constexpr std::uint32_t kKey = 5;

  /// `merging`: a policy under which values merge; by default whole documents are kept by lww.
  explicit DataStory(DataType type, const std::string& merging = {}, WritePattern writes = WritePattern::local);

  struct Edit {
    Verb verb{};
    std::uint32_t item = 0;
    std::int64_t amount = 1;
  };
  /// Invoked at `ms`, accepted at `store` 1 ms later, acknowledged 2 ms after `ms`, as Story::write().
  Write change(double ms, std::uint32_t session, std::size_t store, const Edit& edit, std::uint32_t key = kKey);
  /// Accepted at `ms`; its client is not told.
  Write unanswered(double ms, std::uint32_t session, std::size_t store, const Edit& edit, std::uint32_t key = kKey,
                   std::optional<double> stamp_ms = {});
  /// The other leaders receive these.
  void spread(double ms, std::initializer_list<Write> writes);
  /// What leaders show when the run ends, at 20 s.
  void came_to(const std::vector<Document::Entry>& shown, std::uint32_t key = kKey);
  void came_to_at(std::size_t store, const std::vector<Document::Entry>& shown, std::uint32_t key = kKey);

 private:
  std::vector<std::uint64_t> accepted_;  // by store
};

/// How many of one kind were counted.
std::uint64_t count_of(const Analysis& analysis, AnomalyKind kind);
/// Of all kinds from lost_change on.
std::uint64_t broken_meanings(const Analysis& analysis);

}  // namespace bicoastal::test
