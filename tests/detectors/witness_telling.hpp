// Stories that end in a witness, and witnesses as short texts that a test can hold against what it expects.
#pragma once

#include "sim/analysis/witness/witness.hpp"

#include "detectors/story.hpp"

#include <string>
#include <vector>

namespace bicoastal::test {

constexpr std::uint32_t kKey = 5;

/// Of the first anomaly of the kind that the analyser finds in the story.
Witness witness_in(const Story& story, AnomalyKind kind, const std::vector<Time>& usual = {});
/// Of an anomaly that other detectors find.
Witness witness_about(const Story& story, AnomalyKind kind, const Story::Write& change, const Story::Write& other,
                      double ms, std::int64_t amount = 0);

/// "A missed 0@A 101" and so on: name (r for a read), part, session@store, moment of acceptance or end in ms.
std::string told(const Witness& witness);
/// "A>B 170" for an arrival, and the like.
std::string events(const Witness& witness);

/// A read that `store` answers after 1 ms.
OpId read_at(Story& story, double ms, std::size_t store, std::uint32_t session, const Story::Write& found = {});
/// Region `region` is down.
void add_fault(Story& story, const std::string& name, double from_ms, double to_ms, RegionId region);
void batch(Story& story, double ms, BatchEvent event, std::size_t from, std::size_t to, double sent_ms,
           FaultId fault = {});

}  // namespace bicoastal::test
