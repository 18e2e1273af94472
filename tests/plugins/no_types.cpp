#include "plugins/broken.hpp"

namespace {

struct Right final : Greatest<Right> {};

}  // namespace

extern "C" const bicoastal::Plugin bicoastal_plugin = {bicoastal::kPluginAbi, "no_types", "keeps nothing", 0,
                                                       policy_of<Right>};
