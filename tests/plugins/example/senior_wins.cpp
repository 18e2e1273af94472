// A conflict policy of one's own: a register that the session with the lowest number wins, whenever it wrote. Staff
// have the first sessions, say, and what they set is not to be overwritten by customers; among the writes of one
// session the newest counts.
//
// Smallest first, then by stamp and version, is a total order, and a merge that keeps the greater of two is
// commutative, associative and idempotent. So the loader's trial of the laws passes.
#include <bicoastal/conflict.hpp>

#include <tuple>

namespace {

using namespace bicoastal;

class SeniorValue final : public ReplicatedValue {
 public:
  std::unique_ptr<ReplicatedValue> write(const Write& write) override {
    SeniorValue change;
    change.written_ = write;
    merge(change);
    return change.clone();
  }
  void merge(const ReplicatedValue& other) override {
    const Write& theirs = static_cast<const SeniorValue&>(other).written_;
    if (rank(written_) < rank(theirs)) written_ = theirs;
  }
  Reading read() const override {
    Reading shown;
    if (!written_.version.is_initial()) shown.value.set(written_.version.value, 1);
    return shown;
  }
  std::unique_ptr<ReplicatedValue> clone() const override { return std::make_unique<SeniorValue>(*this); }
  bool equals(const ReplicatedValue& other) const override {
    return written_.version == static_cast<const SeniorValue&>(other).written_.version;
  }
  std::size_t metadata_bytes() const override { return 20; }  // version, stamp, session

 private:
  static std::tuple<bool, std::int64_t, std::int64_t, VersionId> rank(const Write& w) {
    return {!w.version.is_initial(), -std::int64_t{w.session.value}, w.stamp, w.version};
  }
  Write written_;  // the initial version: nobody wrote yet
};

struct SeniorWins final : MergePolicy {
  std::unique_ptr<ReplicatedValue> initial() const override { return std::make_unique<SeniorValue>(); }
};

}  // namespace

extern "C" const Plugin bicoastal_plugin = {
    kPluginAbi, "senior_wins", "the write of the session with the lowest number wins", 1u << unsigned(DataType::reg),
    [](const Scenario&) -> std::unique_ptr<MergePolicy> { return std::make_unique<SeniorWins>(); }};
