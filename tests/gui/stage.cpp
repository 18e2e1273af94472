#include "gui/stage.hpp"

#include "gui/app/child.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/theme.hpp"

#include <catch2/catch.hpp>

#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

namespace bicoastal::test {

namespace {

namespace fs = std::filesystem;

void sleep_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

}  // namespace

Stage::Stage(float width, float height, float scale, gui::ThemeName theme) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.DisplaySize = {width, height};
  for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
  program_ = std::make_unique<gui::Program>(BICOASTAL_PROGRAM, theme, scale);
  unsigned char* pixels = nullptr;
  int w = 0, h = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
}

Stage::~Stage() {
  program_.reset();
  ImGui::DestroyContext();
}

void Stage::frame(double real_s) {
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = std::max(1e-4F, static_cast<float>(real_s));
  io.MousePos = mouse_;
  io.MouseWheel = wheel_;
  if (!typed_.empty()) io.AddInputCharactersUTF8(typed_.c_str());
  ImGui::NewFrame();
  program_->frame(real_s);
  ImGui::Render();
  wheel_ = 0;
  typed_.clear();
  for (bool& down : io.KeysDown) down = false;
}

void Stage::open(const std::string& path) {
  program_->open(path);
  settle();
}

void Stage::settle() {
  frames(2);  // which may ask for something
  for (int i = 0; i < 12'000 && program_->is_busy(); ++i) {
    frame();
    sleep_ms(5);
  }
  REQUIRE_FALSE(program_->is_busy());
  frames(3);
}

void Stage::move(ImVec2 to) {
  mouse_ = to;
  frame();
}

void Stage::press(int button) {
  ImGui::GetIO().MouseDown[button] = true;
  frame();
}

void Stage::release(int button) {
  ImGui::GetIO().MouseDown[button] = false;
  frame();
}

void Stage::click(ImVec2 at, int button) {
  move(at);
  press(button);
  release(button);
  frame();
}

void Stage::key(ImGuiKey key) {
  ImGui::GetIO().KeysDown[key] = true;
  frame();
  frame();
}

TestFolder::TestFolder() { ::setenv("XDG_STATE_HOME", (folder_.path() / "state").c_str(), 1); }

std::string make_run(const TestFolder& folder, const std::string& scenario_text, const std::string& name,
                     const std::vector<std::string>& options) {
  const std::string scenario = folder / (name + ".json");
  std::ofstream(scenario) << scenario_text;
  std::vector<std::string> arguments = {BICOASTAL_PROGRAM, "run", scenario, "--out", folder / name, "--quiet"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  gui::Child child(arguments);
  while (child.poll()) sleep_ms(2);
  INFO(child.err());
  REQUIRE(child.exit_code().value_or(99) <= 2);
  for (const auto& entry : fs::directory_iterator(folder / name))
    if (entry.path().extension() == ".db") return entry.path().string();
  FAIL("the run left no file");
  return {};
}

std::string make_killed_run(const TestFolder& folder) {
  const std::string scenario = folder / "killed.json";
  std::string text = small_scenario();
  text.replace(text.find("\"60 s\""), 6, "\"50 h\"");
  std::ofstream(scenario) << text;
  {
    // More than a second, so that something was committed.
    gui::Child child({BICOASTAL_PROGRAM, "run", scenario, "--out", folder / "killed", "--quiet"});
    sleep_ms(2500);
    REQUIRE(child.poll());
    child.kill();
    while (child.poll()) sleep_ms(2);
  }
  return folder / "killed/small-7.db";
}

std::string json_of(const std::string& scenario) {
  gui::Child child({BICOASTAL_PROGRAM, "run", scenario, "--json", "--quiet"});
  while (child.poll()) sleep_ms(2);
  REQUIRE(child.exit_code().value_or(99) <= 2);
  return child.out();
}

ImVec2 centre_of(const std::string& name) {
  const auto place = gui::place_of(name);
  INFO(name);
  REQUIRE(place);
  return place->box.centre();
}

int children() {
  int count = 0;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::ifstream list(task.path() / "children");
    for (std::string pid; list >> pid;) ++count;
  }
  return count;
}

std::string small_scenario() {
  return R"({
    "name": "small", "seed": 7, "duration": "60 s", "warmup": "5 s",
    "regions": [{"name": "us-east-1", "zones": 2, "replicas_per_zone": 2}, {"name": "eu-west-1"},
                {"name": "ap-northeast-1"}],
    "network": {"latency": "aws-2024-04"},
    "clients": [{"region": "us-east-1", "sessions": 30, "arrivals": "40/s", "reads": 0.7},
                {"region": "eu-west-1", "sessions": 30, "arrivals": "40/s", "reads": 0.7}],
    "service": {"time": "2 ms"}, "keys": {"count": 20},
    "routing": {"dns_ttl": "5 s", "health_check": {"interval": "2 s", "fall": 2, "rise": 2}},
    "data": {"writes": "local"},
    "cost": {"prices": "aws-2024-11", "per_failed_request": "0.02 USD", "per_lost_write": "5 USD"},
    "faults": [{"at": "20 s", "for": "15 s", "region_down": "us-east-1"}]
  })";
}

std::string make_sweep(const TestFolder& folder) {
  const std::string path = folder / "sweep.db";
  gui::Child child({BICOASTAL_PROGRAM, "sweep", "run", shipped("sweeps/small.json"), "--jobs", "1", "--out", path});
  while (child.poll()) sleep_ms(2);
  INFO(child.err());
  REQUIRE(child.exit_code().value_or(99) <= 2);
  return path;
}

std::string shipped(const std::string& name) { return BICOASTAL_SOURCE_DIR "/scenarios/" + name; }

}  // namespace bicoastal::test
