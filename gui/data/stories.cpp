#include "gui/data/stories.hpp"

#include "gui/data/other_policies.hpp"

#include <chrono>
#include <exception>

#include <fmt/format.h>

namespace bicoastal::gui {

const Story* Stories::of(const RunView& run, std::size_t anomaly) {
  if (coming_.valid() && !busy()) found_ = std::exchange(coming_, {}).get();
  if (found_ && found_->run.get() == &run && found_->story.anomaly == anomaly) return &found_->story;
  if (coming_.valid()) return nullptr;  // one at a time; a wish that changed meanwhile is looked up after it
  // What a run's anomalies share is asked for once.
  std::vector<std::string> policies;
  const bool known = found_ && found_->run.get() == &run;
  if (known) policies = found_->story.policies;
  coming_ = std::async(std::launch::async, [run = run.shared_from_this(), anomaly, known, tell = tell_,
                                            policies = std::move(policies)] {
              auto found = std::make_shared<Found>(Found{run, {}});
              try {
                found->story = tell(*run, anomaly);
                found->story.policies = known ? policies : policies_for(*run);
              } catch (const std::exception& error) {
                found->story = {};
                found->story.trouble = fmt::format("{} cannot be read: {}", run->path, error.what());
              }
              found->story.anomaly = anomaly;
              return std::shared_ptr<const Found>(std::move(found));
            }).share();
  return nullptr;
}

bool Stories::busy() const {
  return coming_.valid() && coming_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

void Stories::forget() { found_.reset(); }

}  // namespace bicoastal::gui
