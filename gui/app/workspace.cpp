#include "gui/app/workspace.hpp"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "sim/base/shell_words.hpp"
#include "sim/history/sweep_file.hpp"

#include <chrono>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

namespace fs = std::filesystem;

std::string fresh_folder() {
  const char* wanted = ::getenv("TMPDIR");
  for (const char* base : {wanted != nullptr && *wanted != '\0' ? wanted : "/tmp", "/tmp"}) {
    std::string path = fmt::format("{}/bicoastal-XXXXXX", base);
    if (::mkdtemp(path.data()) != nullptr) return path;
  }
  return {};
}

/// The file that a run left in its folder; empty where it left none.
std::string run_file_in(const std::string& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".db") return entry.path().string();
  return {};
}

std::string letter(std::size_t i) {
  return i < 26 ? std::string(1, static_cast<char>('A' + i)) : fmt::format("A{}", i - 25);
}

/// The last line of progress: {"done": 0.25, "figures": "..."}; see `bicoastal run --progress json`.
void read_progress(const std::string& err, Branch& branch) {
  const std::size_t at = err.rfind("{\"done\": ");
  if (at == std::string::npos || err.find('}', at) == std::string::npos) return;
  branch.done = std::strtod(err.c_str() + at + std::strlen("{\"done\": "), nullptr);
  const std::string key = "\"figures\": \"";
  const std::size_t begin = err.find(key, at);
  if (begin == std::string::npos) return;
  const std::size_t from = begin + key.size();
  branch.progress = err.substr(from, err.find('"', from) - from);
}

/// What a process said, without its lines of progress.
std::string complaints_in(const std::string& err) {
  std::string text;
  std::size_t at = 0;
  while (at < err.size()) {
    const std::size_t end = std::min(err.find('\n', at), err.size());
    if (err.compare(at, 8, "{\"done\":") != 0) text += err.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return text;
}

}  // namespace

Branch::~Branch() {
  if (unwanted) *unwanted = true;  // then the future's own destructor does not wait for long
}

Workspace::Workspace(std::string program) : program_(std::move(program)), folder_(fresh_folder()) {}

Workspace::~Workspace() {
  what_if_.forget();
  branches_.clear();  // ends children, waits for readers
  undone_.clear();
  std::error_code error;
  if (!folder_.empty()) fs::remove_all(folder_, error);
}

void Workspace::open(const std::string& source, const std::vector<Override>& changes, const std::string& what) {
  if (is_sweep_file(source)) {
    auto study = StudyView::load(source);
    if (study) {
      study_ = *std::move(study);
      return;
    }
  }
  close();
  add(source, changes, what);
}

void Workspace::close() {
  what_if_.forget();
  branches_.clear();
  undone_.clear();
  chosen_ = 0;
}

Branch& Workspace::grow(const std::string& source, const std::vector<Override>& changes, const std::string& what) {
  undone_.clear();
  auto branch = std::make_unique<Branch>();
  branch->name = letter(branches_.size());
  branch->source = source;
  branch->changes = changes;
  branch->what = what;
  branch->from = chosen_;
  branches_.push_back(std::move(branch));
  return *branches_.back();
}

void Workspace::add(const std::string& source, const std::vector<Override>& changes, const std::string& what,
                    bool look_at_it) {
  begin(grow(source, changes, what));
  if (look_at_it) chosen_ = branches_.size() - 1;
}

void Workspace::open_beside(const std::string& source) {
  if (branches_.empty() || is_sweep_file(source)) {
    open(source);
  } else {
    add(source, {}, fs::path(source).filename().string(), false);
  }
}

std::optional<std::size_t> Workspace::beside_chosen(std::optional<std::size_t> wanted) const {
  const auto fits = [&](std::size_t i) { return i != chosen_ && branches_[i]->run != nullptr; };
  if (wanted && *wanted < branches_.size() && fits(*wanted)) return wanted;
  for (std::size_t i = 0; i < branches_.size(); ++i)
    if (fits(i)) return i;
  return std::nullopt;
}

void Workspace::change(const std::vector<Override>& changes, const std::string& what) {
  if (branches_.empty()) return;
  std::vector<Override> all = now().changes;
  all.insert(all.end(), changes.begin(), changes.end());
  start(grow(now().source, all, what));
  chosen_ = branches_.size() - 1;
}

void Workspace::undo() {
  if (!can_undo()) return;
  if (branches_.back()->child) {
    branches_.back()->child.reset();
    branches_.back()->state = Branch::State::cancelled;
  }
  undone_.push_back(std::move(branches_.back()));
  branches_.pop_back();
  if (chosen_ == branches_.size()) chosen_ = std::min(undone_.back()->from, branches_.size() - 1);
}

void Workspace::redo() {
  if (!can_redo()) return;
  branches_.push_back(std::move(undone_.back()));
  undone_.pop_back();
  chosen_ = branches_.size() - 1;
  if (now().state == Branch::State::cancelled) start(now());
}

void Workspace::run_again() {
  if (branches_.empty() || now().child || now().reading.valid()) return;
  begin(now());
}

void Workspace::cancel() {
  if (!branches_.empty() && now().child) now().child->interrupt();
}

bool Workspace::busy() const {
  for (const auto& branch : branches_)
    if (branch->state == Branch::State::running || branch->state == Branch::State::reading) return true;
  return false;
}

std::string Workspace::command_of(const Branch& branch) {
  const bool stored = is_run_file(branch.source) && !branch.changes.empty();
  std::string text = fmt::format("bicoastal run {}", stored ? "SCENARIO" : shell_quoted(branch.source));
  for (const Override& change : branch.changes) text += " --set " + shell_quoted(change.pointer + "=" + change.value);
  return text;
}

std::string Workspace::scenario_file_of(const Branch& branch) const {
  if (!is_run_file(branch.source)) return branch.source;
  const auto file = RunFile::open(branch.source);
  if (!file) return branch.source;  // which says what is wrong with it
  // Named by what is in it: names of branches are given again, and somebody may be reading the file of another one.
  std::string path = fmt::format("{}/scenario-{}.json", folder_, file->meta().scenario_hash);
  std::error_code error;
  if (fs::exists(path, error)) return path;
  std::ofstream(path) << file->meta().document;
  return path;
}

void Workspace::begin(Branch& branch) {
  if (is_run_file(branch.source) && branch.changes.empty()) {
    read(branch, branch.source);
  } else {
    start(branch);
  }
}

void Workspace::start(Branch& branch) {
  if (folder_.empty()) {
    branch.state = Branch::State::failed;
    branch.trouble = "There is no folder for the run: neither TMPDIR nor /tmp can be written to.";
    return;
  }
  branch.folder = fmt::format("{}/{}", folder_, runs_made_++);
  std::vector<std::string> arguments = {program_,     "run", scenario_file_of(branch), "--out", branch.folder,
                                        "--progress", "json"};
  for (const Override& change : branch.changes) {
    arguments.emplace_back("--set");
    arguments.push_back(change.pointer + "=" + change.value);
  }
  branch.state = Branch::State::running;
  branch.done = 0;
  branch.trouble.clear();
  branch.child = std::make_unique<Child>(arguments);
}

void Workspace::read(Branch& branch, std::string path) {
  branch.state = Branch::State::reading;
  branch.trouble.clear();
  branch.unwanted = std::make_shared<std::atomic<bool>>(false);
  branch.reading = std::async(std::launch::async, [path = std::move(path), unwanted = branch.unwanted] {
    try {
      return RunView::load(path, unwanted.get());
    } catch (const std::exception& error) {
      return Result<std::shared_ptr<const RunView>>(Diagnostics{
          {"E605", path, 0, {}, fmt::format("cannot be read: {}", error.what()), "run the scenario again"}});
    }
  });
}

void Workspace::finish_child(Branch& branch) {
  const Child& child = *branch.child;
  const std::string path = run_file_in(branch.folder);
  // 0, 1 and 2 are verdicts; the run itself went well.
  const bool ran = child.exit_code() && *child.exit_code() <= 2;
  if (ran && !path.empty()) {
    read(branch, path);
  } else if (child.exit_code() == 130 || child.signal() == SIGINT) {
    branch.state = Branch::State::cancelled;
  } else {
    branch.state = Branch::State::failed;
    const std::string said = complaints_in(child.err());
    branch.trouble = !child.trouble().empty() ? child.trouble() : !said.empty() ? said : std::string();
    if (child.signal() != 0)
      branch.trouble +=
          fmt::format("The run was ended by signal {} ({}).", child.signal(), ::strsignal(child.signal()));
    if (branch.trouble.empty())
      branch.trouble = fmt::format("The run ended with code {}.", child.exit_code().value_or(-1));
  }
  branch.child.reset();
}

void Workspace::ask_what_if() {
  if (!branches_.empty() && now().run) what_if_.ask(program_, *now().run, scenario_file_of(now()), now().changes);
}

void Workspace::tick() {
  what_if_.tick();
  for (const auto& branch : branches_) {
    if (branch->child) {
      const bool runs = branch->child->poll();
      read_progress(branch->child->err(), *branch);
      if (!runs) finish_child(*branch);
    }
    if (branch->reading.valid() && branch->reading.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
      auto result = branch->reading.get();
      if (result) {
        branch->run = *std::move(result);
        branch->state = Branch::State::ready;
      } else {
        branch->state = Branch::State::failed;
        for (const Diagnostic& fault : result.faults()) branch->trouble += to_string(fault) + "\n";
      }
    }
  }
}

}  // namespace bicoastal::gui
