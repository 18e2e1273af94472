// The sections of the summary, one function each.
#pragma once

#include "sim/report/page.hpp"
#include "sim/report/run_report.hpp"

#include <cstddef>
#include <string>

namespace bicoastal {

void write_verdict(Page& page, const RunReport& report);
void write_users(Page& page, const RunReport& report);
/// What became of sessions, and how evenly replicas are used: lines of `write_users`, where there is something to say.
void write_keeping(Page& page, const RunReport& report);
/// Nothing where operators did nothing.
void write_actions(Page& page, const RunReport& report);
void write_faults(Page& page, const RunReport& report);
/// Nothing where replicas only do what faults make of them.
void write_fleet(Page& page, const RunReport& report);
void write_deploys(Page& page, const RunReport& report);
/// What a fault did: whom it touched, how long until they were served again, what was lost.
void write_effect(Page& page, const RunReport& report, std::size_t fault);
/// What dependencies gave, and how many answers are degraded; nothing where the scenario has none.
void write_dependencies(Page& page, const RunReport& report);
void write_consistency(Page& page, const RunReport& report);
/// What became of keys that are more than registers: a line of `write_consistency`.
void write_data(Page& page, const RunReport& report);
/// Nothing where no acknowledged write vanished.
void write_ledger(Page& page, const RunReport& report);
void write_replication(Page& page, const RunReport& report);
void write_expectations(Page& page, const RunReport& report);
/// Steps of the drill against its plan; nothing where there is none.
void write_drill(Page& page, const RunReport& report);
/// Nothing where no keys moved.
void write_reshardings(Page& page, const RunReport& report);
/// What a month and the run cost; nothing where the scenario has no prices.
void write_cost(Page& page, const RunReport& report);
/// The same with its parts by region, and what to know before believing it.
void write_bill(Page& page, const RunReport& report);
void write_identity(Page& page, const RunReport& report);

/// What was measured for an expectation, in words: "99.95 %", "at least 3 min", "unknown".
std::string measured_text(const Expectation& expectation, const Judgement& judgement);

}  // namespace bicoastal
