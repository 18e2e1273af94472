// Stories of anomalies, looked up in a thread of their own when a panel wants to tell them.
#pragma once

#include "gui/data/story.hpp"

#include <cstddef>
#include <future>
#include <memory>

namespace bicoastal::gui {

class Stories {
 public:
  /// The story of one of the run's anomalies; null while it is looked up. Call it each frame: it begins the lookup.
  const Story* of(const RunView& run, std::size_t anomaly);
  /// Whether one is looked up.
  bool busy() const;
  /// Of a file that may have been written anew.
  void forget();

 private:
  struct Found {
    std::shared_ptr<const RunView> run;  // that it is of: kept, so that no other can have its address
    Story story;
  };
  std::shared_ptr<const Found> found_;
  std::shared_future<std::shared_ptr<const Found>> coming_;
};

}  // namespace bicoastal::gui
