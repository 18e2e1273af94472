// What concurrent changes come to where whole documents are kept, computed from the relation "had seen" alone: every
// event's document is rebuilt from its past, and what a region shows from all that it knows.
#include "laws/reference.hpp"
#include "laws/subjects.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bicoastal;
using reference::Plain;

namespace {

bool has(std::uint64_t events, std::size_t i) { return (events >> i & 1) != 0; }

class Rebuilt {
 public:
  Rebuilt(const LawSubject& subject, const Trial& trial) : subject_(subject), trial_(trial) {}

  /// How many stand side by side for who knows `known`, and what is shown.
  std::pair<std::size_t, Plain> shown(std::uint64_t known) {
    std::vector<std::size_t> kept = subject_.orders() ? last(known) : unseen(known);
    if (kept.empty()) return {1, reference::initial(subject_.scenario->keys)};
    std::sort(kept.begin(), kept.end(), [&](std::size_t a, std::size_t b) { return wins(b, a); });
    std::vector<Plain> siblings;
    for (const std::size_t i : kept) siblings.push_back(documents_.at(i));
    return {kept.size(), reference::shown(subject_.type(), subject_.rule().siblings, siblings)};
  }
  /// To be called for each event in turn.
  void made(std::size_t event) {
    Plain document = shown(trial_.events()[event].past).second;
    reference::change(subject_.type(), trial_.events()[event].write, document);
    documents_.push_back(document);
  }

 private:
  const Write& write(std::size_t i) const { return trial_.events()[i].write; }
  bool wins(std::size_t a, std::size_t b) const {
    if (write(a).stamp != write(b).stamp) return write(a).stamp > write(b).stamp;
    return write(a).version.value > write(b).version.value;
  }
  /// The one that prevails.
  std::vector<std::size_t> last(std::uint64_t known) const {
    std::vector<std::size_t> best;
    for (std::size_t i = 0; i < trial_.events().size(); ++i)
      if (has(known, i) && (best.empty() || wins(i, best.front()))) best = {i};
    return best;
  }
  /// Those that no other one had seen.
  std::vector<std::size_t> unseen(std::uint64_t known) const {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < trial_.events().size(); ++i) {
      bool seen = !has(known, i);
      for (std::size_t j = 0; j < trial_.events().size(); ++j)
        seen = seen || (has(known, j) && has(trial_.events()[j].past, i));
      if (!seen) kept.push_back(i);
    }
    return kept;
  }

  const LawSubject& subject_;
  const Trial& trial_;
  std::vector<Plain> documents_;  // by event
};

std::optional<std::string> as_rebuilt(const LawSubject& subject, const TrialScript& script) {
  Trial trial(subject.trial);
  Rebuilt rebuilt(subject, trial);
  for (const std::uint32_t number : script) {
    const std::size_t events = trial.events().size();
    RegionId at(number / 9 % kTrialRegions);
    if (number % 3 == 0)
      trial.exchange(RegionId(number / 3 % kTrialRegions), at);
    else
      at = trial.write(number / 3).write.at;
    if (trial.events().size() > events) rebuilt.made(events);
    const Reading reading = trial.reading(at);
    const auto [siblings, plain] = rebuilt.shown(trial.known(at));
    if (reading.siblings != siblings) return "siblings should be " + std::to_string(siblings);
    if (reference::plain(subject.type(), reading.value) != plain)
      return "shows " + to_string(reading) + " and not " + reference::to_string(plain);
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("ordering policies show the document of the last write, made on what that write had seen", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.orders()) continue;
    INFO(subject.trial.name);
    CHECK(holds(subject, [&](const TrialScript& script) { return as_rebuilt(subject, script); }));
  }
}

TEST_CASE("siblings are the writes that no other write had seen, shown as the rule says", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.keeps_siblings()) continue;
    INFO(subject.trial.name);
    CHECK(holds(subject, [&](const TrialScript& script) { return as_rebuilt(subject, script); }));
  }
}
