#include "gui/window/desktop.hpp"

#include "gui/app/recent.hpp"
#include "gui/app/signals.hpp"
#include "gui/data/templates.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/theme.hpp"
#include "gui/window/pixels.hpp"

#define GLFW_INCLUDE_NONE
#include <GL/gl.h>
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

constexpr double kIdleWait = 1;  // s between frames while nothing moves; any input ends it
/// ImGui needs a second frame to show what the first one's input, or news of a run, has changed.
constexpr int kFramesAfterInput = 3;

std::string g_trouble;  // GLFW's callback has no other way out

class Window {
 public:
  Window(int width, int height) {
    glfwSetErrorCallback([](int, const char* what) { g_trouble = what; });
    if (glfwInit() == GLFW_FALSE) return;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, 1);
    window_ = glfwCreateWindow(width, height, "Bicoastal", nullptr, nullptr);
    if (window_ == nullptr) return;
    glfwSetWindowSizeLimits(window_, 960, 600, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
  }
  ~Window() {
    if (window_ != nullptr) glfwDestroyWindow(window_);
    glfwTerminate();
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  GLFWwindow* get() const { return window_; }

 private:
  GLFWwindow* window_ = nullptr;
};

void on_drop(GLFWwindow* window, int count, const char** paths) {
  auto& program = *static_cast<Program*>(glfwGetWindowUserPointer(window));
  if (count > 0) program.open(paths[0]);
  for (int i = 1; i < count; ++i) program.open_beside(paths[i]);
}

std::string free_name() {
  std::error_code error;
  for (int n = 1;; ++n) {
    std::string name = fmt::format("bicoastal-{:03}.png", n);
    if (!std::filesystem::exists(name, error)) return name;
  }
}

/// A line a place: name, x and y of its middle in pixels of the window, text; between tabs. Moved over the last one, so
/// that nobody reads half a file.
void tell_places(const std::string& path) {
  const std::string draft = path + ".new";
  {
    std::ofstream file(draft, std::ios::trunc);
    for (const auto& [name, place] : all_places())
      file << name << '\t' << place.box.centre().x << '\t' << place.box.centre().y << '\t' << place.text << '\n';
  }
  std::error_code error;
  std::filesystem::rename(draft, path, error);
}

void render(GLFWwindow* window, Program& program) {
  ImGui::Render();
  int width = 0, height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(theme().ground);
  glViewport(0, 0, width, height);
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (program.take_picture_wish()) {
    const std::string name = free_name(), why = write_png(read_pixels(width, height), name);
    std::error_code error;
    program.say(why.empty() ? fmt::format("Picture saved as {}", std::filesystem::absolute(name, error).string())
                            : why);
  }
  glfwSwapBuffers(window);
}

}  // namespace

std::string run_desktop(const DesktopOptions& options) {
  using Clock = std::chrono::steady_clock;
  const WindowMemory memory = remembered_window();
  const Window window(options.width.value_or(memory.width), options.height.value_or(memory.height));
  if (window.get() == nullptr)
    return fmt::format("there is no window to be had: {}. Pictures can be made without one: --picture DIR",
                       g_trouble.empty() ? "GLFW gives no reason" : g_trouble);
  float scale = 1, scale_y = 1;
  glfwGetWindowContentScale(window.get(), &scale, &scale_y);
  scale = std::clamp(options.scale.value_or(scale), 0.5F, 4.0F);
  std::string trouble;
  {
    Program program(options.simulator, options.theme.value_or(memory.theme), scale);
    ImGui_ImplGlfw_InitForOpenGL(window.get(), true);
    ImGui_ImplOpenGL3_Init("#version 330");
    glfwSetWindowUserPointer(window.get(), &program);
    glfwSetDropCallback(window.get(), on_drop);
    if (!options.lesson.empty()) {
      trouble = program.open_lesson(options.lesson);
    } else {
      program.open(options.files.empty() ? kFirstScenario : options.files.front());
      for (std::size_t i = 1; i < options.files.size(); ++i) program.open_beside(options.files[i]);
    }
    if (options.present) program.present(options.theme);

    Clock::time_point before = Clock::now();
    int awake = kFramesAfterInput;
    while (glfwWindowShouldClose(window.get()) == GLFW_FALSE && !program.wants_to_quit() && !told_to_end() &&
           trouble.empty()) {
      if (program.is_moving()) awake = kFramesAfterInput;  // and what came of it
      if (awake > 0) {
        glfwPollEvents();
        --awake;
      } else {
        glfwWaitEventsTimeout(kIdleWait);
        awake = kFramesAfterInput;  // whether something came, or may have come as the wait ended
      }
      if (program.restyle()) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
      }
      ImGui_ImplOpenGL3_NewFrame();
      ImGui_ImplGlfw_NewFrame();
      ImGui::GetIO().DeltaTime = std::max(ImGui::GetIO().DeltaTime, 1e-4F);  // two frames within a tick of the clock
      ImGui::NewFrame();
      const Clock::time_point now = Clock::now();
      program.frame(std::min(0.25, std::chrono::duration<double>(now - before).count()));
      before = now;
      render(window.get(), program);
      if (!options.places.empty()) tell_places(options.places);
    }
    int width = 0, height = 0;
    glfwGetWindowSize(window.get(), &width, &height);
    remember_window({width, height, theme().name});
  }
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  return trouble;
}

}  // namespace bicoastal::gui
