#include "gui/app/recent.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace bicoastal::gui {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesKept = 12;

fs::path state_folder() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
    return fs::path(state) / "bicoastal";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return fs::path(home) / ".local/state/bicoastal";
  return {};
}

std::vector<std::string> lines_of(const char* name) {
  std::vector<std::string> lines;
  std::ifstream file(state_folder() / name);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// Written beside and moved over, so that a crash leaves the old one.
void write(const char* name, const std::string& text) {
  const fs::path folder = state_folder();
  std::error_code error;
  if (folder.empty()) return;
  fs::create_directories(folder, error);
  const fs::path target = folder / name, draft = folder / (std::string(name) + ".new");
  {
    std::ofstream file(draft, std::ios::trunc);
    file << text;
    if (!file.flush()) return;
  }
  fs::rename(draft, target, error);
}

}  // namespace

std::vector<std::string> recent_files() {
  std::vector<std::string> files = lines_of("recent");
  std::erase_if(files, [](const std::string& path) {
    std::error_code error;
    return !fs::is_regular_file(path, error);
  });
  return files;
}

void remember_file(const std::string& path) {
  std::error_code error;
  const std::string absolute = fs::absolute(path, error).lexically_normal().string();
  std::vector<std::string> files = recent_files();
  std::erase(files, absolute);
  files.insert(files.begin(), absolute);
  if (files.size() > kFilesKept) files.resize(kFilesKept);
  std::string text;
  for (const std::string& file : files) text += file + "\n";
  write("recent", text);
}

WindowMemory remembered_window() {
  WindowMemory memory;
  for (const std::string& line : lines_of("window")) {
    std::istringstream words(line);
    std::string theme;
    WindowMemory found;
    if (!(words >> found.width >> found.height >> theme)) continue;
    found.width = std::clamp(found.width, 640, 7680);
    found.height = std::clamp(found.height, 480, 4320);
    found.theme = theme_named(theme).value_or(ThemeName::dark);
    memory = found;
  }
  return memory;
}

void remember_window(const WindowMemory& window) {
  std::ostringstream text;
  text << window.width << ' ' << window.height << ' ' << name_of(window.theme) << '\n';
  write("window", text.str());
}

}  // namespace bicoastal::gui
