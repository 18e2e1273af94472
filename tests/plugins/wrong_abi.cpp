#include "plugins/broken.hpp"

namespace {

struct Right final : Greatest<Right> {};

}  // namespace

extern "C" const bicoastal::Plugin bicoastal_plugin = {bicoastal::kPluginAbi + 1, "wrong_abi", "of a later version",
                                                       kRegisters, policy_of<Right>};
