#include "sim/cli/plugins.hpp"

#include "sim/conflict/plugin.hpp"

namespace bicoastal {

namespace {

std::vector<PluginPolicy>& loaded() {
  static std::vector<PluginPolicy> plugins;
  return plugins;
}

}  // namespace

Diagnostics load_plugins(const std::vector<std::string>& libraries) {
  Diagnostics faults;
  for (const std::string& library : libraries) {
    const Result<PolicyEntry> entry = load_plugin(library);
    if (entry) {
      loaded().push_back({std::string(entry->name), entry->types});
    } else {
      faults.insert(faults.end(), entry.faults().begin(), entry.faults().end());
    }
  }
  return faults;
}

const std::vector<PluginPolicy>& loaded_plugins() { return loaded(); }

}  // namespace bicoastal
