#include "plugins/broken.hpp"

#include <stdexcept>

namespace {

struct Throws final : Greatest<Throws> {
  void merge(const ReplicatedValue& other) override {
    if (version < static_cast<const Throws&>(other).version && !version.is_initial())
      throw std::runtime_error("two versions, and I do not know which");
    Greatest::merge(other);
  }
};

}  // namespace

extern "C" const bicoastal::Plugin bicoastal_plugin = {bicoastal::kPluginAbi, "throws", "throws when it merges",
                                                       kRegisters, policy_of<Throws>};
