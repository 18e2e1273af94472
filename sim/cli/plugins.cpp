#include "sim/cli/plugins.hpp"

#include "sim/conflict/plugin.hpp"

namespace bicoastal {

namespace {

std::vector<PluginPolicy>& loaded() {
  static std::vector<PluginPolicy> plugins;
  return plugins;
}

std::vector<std::string>& libraries_loaded() {
  static std::vector<std::string> libraries;
  return libraries;
}

}  // namespace

Diagnostics load_plugins(const std::vector<std::string>& libraries) {
  Diagnostics faults;
  for (const std::string& library : libraries) {
    const Result<PolicyEntry> entry = load_plugin(library);
    if (entry) {
      libraries_loaded().push_back(library);
      loaded().push_back({std::string(entry->name), entry->types});
    } else {
      faults.insert(faults.end(), entry.faults().begin(), entry.faults().end());
    }
  }
  return faults;
}

const std::vector<std::string>& plugin_libraries() { return libraries_loaded(); }

const std::vector<PluginPolicy>& loaded_plugins() { return loaded(); }

}  // namespace bicoastal
