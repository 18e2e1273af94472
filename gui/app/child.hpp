// A child process: what it says is collected, and it never outlives its owner.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

class Child {
 public:
  /// Starts `arguments[0]` with the rest; why that fails is in trouble().
  explicit Child(const std::vector<std::string>& arguments);
  /// Ends the process (SIGTERM, then SIGKILL) and waits for it.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Reads what there is without waiting. True while the process runs.
  bool poll();
  /// Asks it to end, as Ctrl-C does.
  void interrupt() const;
  /// Ends it at once; poll() until it is gone.
  void kill() const;

  const std::string& out() const { return out_; }
  const std::string& err() const { return err_; }
  const std::string& trouble() const { return trouble_; }
  /// After its end: its exit code, or nothing where a signal ended it.
  std::optional<int> exit_code() const { return exit_code_; }
  int signal() const { return signal_; }

 private:
  void take(int& descriptor, std::string& into);
  void reap(int options);

  pid_t pid_ = -1;
  int out_pipe_ = -1, err_pipe_ = -1;
  std::string out_, err_, trouble_;
  std::optional<int> exit_code_{};
  int signal_ = 0;
};

}  // namespace bicoastal::gui
