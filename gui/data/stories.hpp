// Stories of anomalies, looked up in a thread of their own when a panel wants to tell them.
#pragma once

#include "gui/data/story.hpp"

#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <utility>

namespace bicoastal::gui {

class Stories {
 public:
  using Teller = std::function<Story(const RunView&, std::size_t)>;
  explicit Stories(Teller tell = story_of) : tell_(std::move(tell)) {}

  /// The story of one of the run's anomalies; null while it is looked up. Call it each frame: it begins the lookup. One
  /// that cannot be told says why.
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
  Teller tell_;
  std::shared_ptr<const Found> found_;
  std::shared_future<std::shared_ptr<const Found>> coming_;
};

}  // namespace bicoastal::gui
