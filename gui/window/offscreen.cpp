#include "gui/window/offscreen.hpp"

#include "gui/draw/theme.hpp"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>

namespace bicoastal::gui {

struct Offscreen::Egl {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
  GLuint buffer = 0, texture = 0;

  ~Egl() {
    if (context != EGL_NO_CONTEXT) {
      if (buffer != 0) glDeleteFramebuffers(1, &buffer);
      if (texture != 0) glDeleteTextures(1, &texture);
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
      eglDestroyContext(display, context);
    }
    if (display != EGL_NO_DISPLAY) eglTerminate(display);
  }
};

std::unique_ptr<Offscreen> Offscreen::create(int width, int height, std::string& trouble) {
  auto egl = std::make_unique<Egl>();
  const auto get_display =
      reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (get_display != nullptr) egl->display = get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  EGLint major = 0, minor = 0;
  if (egl->display == EGL_NO_DISPLAY || eglInitialize(egl->display, &major, &minor) == EGL_FALSE) {
    trouble = "there is no surfaceless EGL here (Mesa's libegl-mesa0 and libgl1-mesa-dri provide it)";
    return nullptr;
  }
  eglBindAPI(EGL_OPENGL_API);
  const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint found = 0;
  eglChooseConfig(egl->display, wanted, &config, 1, &found);
  const EGLint version[] = {
      EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  egl->context = eglCreateContext(egl->display, found > 0 ? config : nullptr, EGL_NO_CONTEXT, version);
  if (egl->context == EGL_NO_CONTEXT ||
      eglMakeCurrent(egl->display, EGL_NO_SURFACE, EGL_NO_SURFACE, egl->context) == EGL_FALSE) {
    trouble = "EGL gives no context of OpenGL 3.3";
    return nullptr;
  }
  glGenTextures(1, &egl->texture);
  glBindTexture(GL_TEXTURE_2D, egl->texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glGenFramebuffers(1, &egl->buffer);
  glBindFramebuffer(GL_FRAMEBUFFER, egl->buffer);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, egl->texture, 0);
  if (!ImGui_ImplOpenGL3_Init("#version 330")) {
    trouble = "OpenGL 3.3 cannot be set up";
    return nullptr;
  }
  // There are no keys, but navigation by keyboard asks for some.
  for (int key = 0; key < ImGuiKey_COUNT; ++key) ImGui::GetIO().KeyMap[key] = key;
  return std::unique_ptr<Offscreen>(new Offscreen(std::move(egl), width, height));
}

Offscreen::Offscreen(std::unique_ptr<Egl> egl, int width, int height)
    : egl_(std::move(egl)), width_(width), height_(height) {}

Offscreen::~Offscreen() { ImGui_ImplOpenGL3_Shutdown(); }

void Offscreen::begin_frame(double real_s) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
  io.DeltaTime = static_cast<float>(std::max(real_s, 1e-4));
  ImGui::NewFrame();
}

Pixels Offscreen::end_frame() {
  ImGui::Render();
  const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(theme().ground);
  glBindFramebuffer(GL_FRAMEBUFFER, egl_->buffer);
  glViewport(0, 0, width_, height_);
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glFinish();
  return read_pixels(width_, height_);
}

void Offscreen::drop_frame() { ImGui::Render(); }

void Offscreen::fonts_changed() {
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

}  // namespace bicoastal::gui
