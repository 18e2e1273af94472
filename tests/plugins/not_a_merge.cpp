#include "plugins/broken.hpp"

namespace {

/// Keeps what it heard last.
struct LastHeard final : Greatest<LastHeard> {
  void merge(const ReplicatedValue& other) override { version = static_cast<const LastHeard&>(other).version; }
};

}  // namespace

extern "C" const bicoastal::Plugin bicoastal_plugin = {bicoastal::kPluginAbi, "not_a_merge", "keeps what it heard last",
                                                       kRegisters, policy_of<LastHeard>};
