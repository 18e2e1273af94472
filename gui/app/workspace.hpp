// What is open: branches of one scenario, their runs, and the child processes that make them.
//
// A branch is a scenario file (or the scenario in a run file) with changes to it. Its run is made by `bicoastal run` in
// a process of its own, so that a crash, a full disk or an impatient user cost nothing but that run.
#pragma once

#include "gui/app/child.hpp"
#include "gui/app/ui_state.hpp"
#include "gui/app/what_if.hpp"
#include "gui/data/run_view.hpp"
#include "gui/data/study_view.hpp"
#include "sim/scenario/load.hpp"

#include <atomic>
#include <cstddef>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

struct Branch {
  Branch() = default;
  ~Branch();
  Branch(const Branch&) = delete;
  Branch& operator=(const Branch&) = delete;

  std::string name;    ///< "A", "B" …
  std::string source;  ///< scenario file or run file
  std::vector<Override> changes{};
  std::string what{};    ///< how it differs from the branch that it was made from; empty for the first
  std::size_t from = 0;  ///< that branch, or the one that was looked at

  enum class State : std::uint8_t { running, reading, ready, failed, cancelled } state = State::reading;
  std::shared_ptr<const RunView> run{};  ///< that is shown; of the changes before while a new one goes on
  std::string trouble{};                 ///< failed: what went wrong, in full
  double done = 0;                       ///< running: share
  std::string progress{};                ///< running: figures

  std::string folder{};  ///< that its run is written to
  std::unique_ptr<Child> child{};
  std::shared_ptr<std::atomic<bool>> unwanted{};  ///< set: whoever reads its run may stop
  std::future<Result<std::shared_ptr<const RunView>>> reading{};
};

class Workspace {
 public:
  /// `program`: the bicoastal that runs scenarios. Runs are kept in a directory of their own until the end.
  explicit Workspace(std::string program);
  ~Workspace();  ///< ends what runs, removes its files
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// Begins anew with one branch: a scenario, with changes to it, or a run. The result file of a sweep becomes the
  /// study beside it.
  void open(const std::string& source, const std::vector<Override>& changes = {}, const std::string& what = {});
  /// Another branch beside those that there are, and whether it is the one that is looked at from now on.
  void add(const std::string& source, const std::vector<Override>& changes, const std::string& what,
           bool look_at_it = true);
  /// Nothing is open any more, but for the study.
  void close();
  /// Opens a scenario or a run as a branch beside the others, which stay. The first one is like open().
  void open_beside(const std::string& source);
  const StudyView* study() const { return study_.get(); }
  /// Runs a branch with more changes as a new branch beside it, which becomes the one that is looked at.
  void change(const std::vector<Override>& changes, const std::string& what);
  void cancel();
  /// Takes away the newest branch; what redo() brings back.
  void undo();
  void redo();
  bool can_undo() const { return branches_.size() > 1; }
  bool can_redo() const { return !undone_.empty(); }
  /// Looks after children and readers. Call once a frame.
  void tick();

  const std::vector<std::unique_ptr<Branch>>& branches() const { return branches_; }
  bool empty() const { return branches_.empty(); }
  std::size_t chosen() const { return chosen_; }
  void choose(std::size_t branch) { chosen_ = branch; }
  /// A branch with a run to hold against the chosen one: the wanted one, else the first that there is.
  std::optional<std::size_t> beside_chosen(std::optional<std::size_t> wanted) const;
  // REQUIRES: not empty.
  Branch& now() { return *branches_[chosen_]; }
  const Branch& now() const { return *branches_[chosen_]; }
  /// Runs the chosen branch once more, as it is.
  void run_again();
  bool busy() const;
  /// Asks what became of the chosen branch's anomalies under other policies.
  void ask_what_if();
  const WhatIf& what_if() const { return what_if_; }
  /// The command that repeats a branch's run.
  static std::string command_of(const Branch& branch);

 private:
  /// A branch beside the others, of which nothing is known yet.
  Branch& grow(const std::string& source, const std::vector<Override>& changes, const std::string& what);
  void start(Branch& branch);
  /// What `bicoastal run` is given for a branch: its source, or the scenario that a run file holds.
  std::string scenario_file_of(const Branch& branch) const;
  void read(Branch& branch, std::string path);
  /// Reads or runs what the source is.
  void begin(Branch& branch);
  void finish_child(Branch& branch);

  std::string program_, folder_;
  std::size_t runs_made_ = 0;
  std::vector<std::unique_ptr<Branch>> branches_, undone_;
  std::size_t chosen_ = 0;
  WhatIf what_if_;
  std::shared_ptr<const StudyView> study_;
};

}  // namespace bicoastal::gui
