#include "plugins/broken.hpp"

namespace {

struct Right final : Greatest<Right> {};

}  // namespace

extern "C" const bicoastal::Plugin bicoastal_plugin = {bicoastal::kPluginAbi, "lww", "goes by the name of another one",
                                                       kRegisters, policy_of<Right>};
