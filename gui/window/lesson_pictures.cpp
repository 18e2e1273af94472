// Pictures of a lesson that is walked with the right answers: each step as it asks, as it tells, and as its goal is
// reached.
#include "gui/window/lesson_pictures.hpp"

#include "gui/app/signals.hpp"

#include <chrono>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

using What = LessonWish::What;

class Walk {
 public:
  Walk(Program& program, Offscreen& screen, std::string folder)
      : program_(program), screen_(screen), folder_(std::move(folder)) {}

  std::string all() {
    picture("0-begin");
    while (trouble_.empty() && !session().finished()) step();
    picture(fmt::format("{}-end", session().lesson().steps.size() + 1));
    program_.lessons().grant({What::close}, program_.workspace());
    picture(fmt::format("{}-course", session_count_ + 2));
    return trouble_;
  }

 private:
  const LessonSession& session() const { return *program_.lessons().session(); }
  void grant(What what, std::string text = {}) {
    program_.lessons().grant({what, std::move(text)}, program_.workspace());
  }

  void step() {
    const std::string name = fmt::format("{}", session().at() + 1);
    session_count_ = session().lesson().steps.size();
    settle();
    if (session().asking()) {
      picture(name + "-ask");
      const LessonPrediction& asked = *session().step().predict;
      grant(What::answer, typed_answer(asked, right_answer(asked, session().figures().values())));
    }
    picture(name + "-told");
    if (session().step().goal) {
      grant(What::solve);
      picture(name + "-reached");
    }
    const std::size_t at = session().at();
    grant(What::next);
    if (session().at() == at && !session().finished())
      trouble_ = fmt::format("step {} of {} cannot be walked", at + 1, session().lesson().name);
  }

  void frame() {
    if (program_.restyle()) screen_.fonts_changed();
    screen_.begin_frame(1.0 / 60);
    program_.frame(1.0 / 60);
  }

  /// Until runs have ended, and sizes of tables and the like are known.
  void settle() {
    for (int still = 0; still < 6 && trouble_.empty(); ++still) {
      frame();
      screen_.drop_frame();
      if (program_.is_busy()) still = 0;
      if (told_to_end()) trouble_ = "interrupted";
      if (program_.is_busy()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const std::string why = program_.lessons().trouble(program_.workspace());
    if (!why.empty()) trouble_ = why;
  }

  void picture(const std::string& name) {
    settle();
    if (!trouble_.empty()) return;
    frame();
    trouble_ = write_png(screen_.end_frame(), (std::filesystem::path(folder_) / (name + ".png")).string());
  }

  Program& program_;
  Offscreen& screen_;
  std::string folder_, trouble_;
  std::size_t session_count_ = 0;
};

}  // namespace

std::string make_lesson_pictures(Program& program, Offscreen& screen, const std::string& folder) {
  return Walk(program, screen, folder).all();
}

}  // namespace bicoastal::gui
