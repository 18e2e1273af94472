// Presets of well-known systems: settings of a scenario with the source and date of each, under scenarios/systems/.
//
// `"system": "dynamodb-global-tables"` (or a list: a name service, a balancer and a database go together) lays the
// settings of the presets under the document, in the order given: what the document says itself prevails.
#pragma once

#include "sim/scenario/faults.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/node.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// Where a setting, and all below it, comes from.
struct SettingSource {
  std::string field;   ///< JSON Pointer
  std::string says;    ///< what was published, or why this was assumed
  std::string where;   ///< address of the page, title of the paper; empty where it was assumed
  std::string date;    ///< of the paper, or when the page was read; empty where nobody wrote it down
  std::string status;  ///< verified (read there), recalled (check before quoting), assumed (no figure was published)
};

struct SystemPreset {
  std::string name, title, about;
  Node settings;  ///< part of a scenario
  std::vector<SettingSource> sources;

  /// Of a field: the source named for it, or for the nearest group it is in; null where there is none.
  const SettingSource* source_of(std::string_view pointer) const;
};

std::vector<std::string> system_names();
/// Nothing where there is no preset of that name.
std::optional<SystemPreset> find_system(std::string_view name);

/// Lays the presets that the document names under it, and takes `system` away: what is left says everything.
void expand_systems(Node& document, Faults& faults);

/// A field of a preset as a scenario uses it.
struct PresetField {
  std::string pointer;
  std::string value;               ///< of the preset, as JSON
  std::optional<std::string> own;  ///< what the scenario says instead
  const SettingSource* source;     ///< in `preset`; null where there is none
};
struct UsedSystem {
  SystemPreset preset;
  std::vector<PresetField> fields;  ///< `source` stays good as long as the UsedSystem is not copied
};
/// What the presets of a scenario file come to. REQUIRES: load_scenario() accepts the file.
std::vector<UsedSystem> systems_used(const std::string& file, const std::vector<Override>& overrides);

}  // namespace bicoastal
