// The operations of a run as a Jepsen history, for checkers that know nothing of this simulator.
//
// One EDN map a line, in the order of time: an invocation, and later its completion by the same process.
//
//   {:process 3, :type :invoke, :f :write, :key 17, :value 42, :time 1200000, :index 6}      registers (Knossos)
//   {:process 3, :type :invoke, :f :txn, :value [[:w 17 42]], :time 1200000, :index 6}       transactions (Elle)
//
// What the other side insists on, and how it is kept:
//   - A process does one thing at a time, and none after an :info. A session may do several: it gets as many processes
//   as
//     it has operations under way, and a new one in place of each that ended in :info.
//   - :ok took place, :fail did not, :info nobody knows. A write that was refused is :fail where no store accepted any
//   of
//     its attempts, else :info; of an incomplete run, whose later acceptances are unknown, :info if it was retried. A
//     write without an answer is :info. A read without an answer is :fail, as Jepsen's own clients do: it changes
//     nothing, so it is right either way, and each :info makes checking harder for good.
//   - Every write of a key writes another number (written_values.hpp).
//   - Knossos takes a read of nil for unknown and begins registers with nil. So the initial value is the number 0, and
//   a
//     process of its own writes that before the first operation on each key. Elle holds that keys begin with nil.
//
// At equal times completions come first, as in our own analyses: acknowledged at t is before a read that begins at t.
//
// Sources: Knossos' README (types, crashed processes), Elle's rw_register (unique writes, initial nil).
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/result.hpp>

#include "sim/history/run_file.hpp"
#include "sim/report/export/text_sink.hpp"

#include <cstdint>
#include <optional>

namespace bicoastal {

enum class JepsenStyle : std::uint8_t {
  registers,     ///< :read and :write, with :key
  transactions,  ///< of one read or write each, as Elle's rw-register takes them
};

struct JepsenOptions {
  JepsenStyle style = JepsenStyle::registers;
  std::optional<KeyId> key{};  ///< only operations on this one
};

struct JepsenExport {
  std::uint64_t operations = 0;  ///< invoked
  std::uint64_t lines = 0;
  std::uint64_t processes = 0;
  std::uint64_t unknown = 0;        ///< ended in :info
  std::uint64_t with_siblings = 0;  ///< reads that showed several values, of which the newest is here
  bool registers = true;            ///< false: the keys are no registers, and nothing was written
};

/// Reads the run twice: first for the numbers of values and for how long an operation can take, which bounds what has
/// to be held back to bring lines in order. A damaged file is refused before anything is written.
Result<JepsenExport> export_jepsen(const RunFile& file, const JepsenOptions& options, const TextSink& sink);

}  // namespace bicoastal
