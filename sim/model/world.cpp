#include "sim/model/world.hpp"

#include <algorithm>

namespace bicoastal {

void World::touch(Request& r, FaultId fault) {
  if (r.fault == fault) return;
  if (!r.fault.has_value()) {
    r.fault = fault;
    return;
  }
  auto& further = further_touches_[r.op.value];
  if (std::find(further.begin(), further.end(), fault) != further.end()) return;
  further.push_back(fault);
  TouchRecord record;
  record.time = now;
  record.fault = fault;
  record.session = r.session;
  record.op = r.op;
  record.kind = r.kind;
  out.write(record);
}

}  // namespace bicoastal
