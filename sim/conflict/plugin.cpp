#include "sim/conflict/plugin.hpp"

#include "sim/base/random.hpp"
#include "sim/conflict/clocks.hpp"
#include "sim/conflict/laws.hpp"

#include <dlfcn.h>

#include <exception>

#include <fmt/format.h>

namespace bicoastal {

namespace {

using Make = std::unique_ptr<MergePolicy> (*)(const Scenario&);
constexpr std::size_t kHistories = 300;
constexpr std::size_t kMaxSteps = 24;
constexpr std::size_t kMaxName = 64;

/// Before the laws, which take values for granted.
Breach gives_values(const TrialSubject& subject) {
  const auto value = subject.policy->initial();
  if (value == nullptr) return "initial() answers nothing";
  if (value->clone() == nullptr) return "clone() answers nothing";
  if (!value->equals(*value->clone())) return "a value is not equal to its clone";
  return std::nullopt;
}

Breach first_breach(const TrialSubject& subject, const TrialScript& script) try {
  for (const auto law : {algebra, convergence, changes_equal_values, separation})
    if (Breach breach = law(subject, script)) return breach;
  return std::nullopt;
} catch (const std::exception& thrown) {
  return std::string("it throws: ") + thrown.what();
} catch (...) {
  return "it throws";
}

/// What still breaks a law when steps are left out, as long as any can be.
std::string shortest(const TrialSubject& subject, TrialScript script, std::string breach) {
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (std::size_t i = 0; i < script.size() && !shorter; ++i) {
      TrialScript without = script;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (Breach still = first_breach(subject, without)) {
        script = std::move(without);
        breach = *still;
        shorter = true;
      }
    }
  }
  return fmt::format("{} (after {} step{})", breach, script.size(), script.size() == 1 ? "" : "s");
}

Breach tried(const TrialSubject& subject) {
  if (Breach breach = gives_values(subject)) return breach;
  RandomStream random(1, "plugin/laws");
  for (std::size_t h = 0; h < kHistories; ++h) {
    TrialScript script(1 + random.next() % kMaxSteps);
    for (std::uint32_t& number : script) number = static_cast<std::uint32_t>(random.next());
    if (const Breach breach = first_breach(subject, script)) return shortest(subject, script, *breach);
  }
  return std::nullopt;
}

/// Closes the library, unless it is kept.
class Library {
 public:
  explicit Library(const std::string& path) : handle_(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {}
  ~Library() {
    if (handle_ != nullptr) dlclose(handle_);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  explicit operator bool() const { return handle_ != nullptr; }
  const Plugin* plugin() const { return static_cast<const Plugin*>(dlsym(handle_, "bicoastal_plugin")); }
  void keep() { handle_ = nullptr; }

 private:
  void* handle_;
};

/// What is wrong with what a plugin says of itself; empty where nothing is.
std::string nonsense(const Plugin& plugin) {
  if (plugin.name == nullptr || *plugin.name == '\0') return "has no name";
  const std::string_view name = plugin.name;
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  if (name.size() > kMaxName || name.find_first_not_of(kAllowed) != name.npos)
    return fmt::format("has a name that is not made of at most {} of a-z, 0-9, _ and -", kMaxName);
  if (plugin.summary == nullptr || *plugin.summary == '\0') return "has no summary";
  if ((plugin.types & kAllTypes) == 0) return "names no data type that it keeps";
  if ((plugin.types & ~kAllTypes) != 0) return "names data types that there are not";
  if (plugin.make == nullptr) return "has no maker of policies";
  return {};
}

}  // namespace

std::optional<std::string> breaks_a_law(Make make, DataType type) try {
  Scenario scenario = trial_scenario(type);
  scenario.data.conflicts.merges = true;
  const std::unique_ptr<MergePolicy> policy = make(scenario);
  if (policy == nullptr) return "make() answers nothing";
  return tried({"plugin", &scenario, policy.get(), make_clock});
} catch (const std::exception& thrown) {
  return std::string("it throws: ") + thrown.what();
} catch (...) {
  return "it throws";
}

Result<PolicyEntry> load_plugin(const std::string& path) {
  const auto refused = [&](std::string_view code, std::string message, std::string suggestion = {}) {
    return Diagnostic{std::string(code), path, 0, {}, std::move(message), std::move(suggestion)};
  };
  // A name without a slash would be looked for among the system's libraries.
  Library library(path.find('/') == path.npos ? "./" + path : path);
  if (!library) return refused("E711", fmt::format("cannot be loaded: {}", dlerror()));
  const Plugin* const plugin = library.plugin();
  if (plugin == nullptr)
    return refused("E712", "exports no bicoastal_plugin", "extern \"C\" const bicoastal::Plugin bicoastal_plugin");
  if (plugin->abi != kPluginAbi)
    return refused("E713", fmt::format("is built for version {} of the interface, this is {}", plugin->abi, kPluginAbi),
                   "build it anew with the headers of this program");
  if (const std::string what = nonsense(*plugin); !what.empty()) return refused("E714", "the plugin " + what);
  for (const PolicyEntry& entry : conflict_policies())
    if (entry.name == plugin->name)
      return refused("E715", fmt::format("there is a policy \"{}\" already", plugin->name));
  for (std::size_t t = 0; t < kDataTypes; ++t) {
    const auto type = static_cast<DataType>(t);
    if ((plugin->types & bit_of(type)) == 0) continue;
    if (const auto breach = breaks_a_law(plugin->make, type))
      return refused("E716", fmt::format("policy \"{}\", keys of type {}: {}", plugin->name, kTypeNames[t], *breach));
  }
  PolicyEntry entry{plugin->name, plugin->summary};
  entry.make_merger = plugin->make;
  entry.types = plugin->types;
  add_policy(entry);
  library.keep();
  return entry;
}

}  // namespace bicoastal
