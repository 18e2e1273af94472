// Bytes that values and their metadata take: what a write sends to each other region, and the size of what is read. Of
// these, versions, tombstones and rights.
#pragma once

#include <bicoastal/analysis.hpp>

#include <algorithm>
#include <cstdint>

namespace bicoastal {

class Overheads {
 public:
  void on(const ServeRecord& record) {
    if (record.declined != 0) return;
    Sum& sum = record.kind == OpKind::read ? reads_ : writes_;
    ++sum.count;
    sum.bytes += record.bytes;
    sum.metadata += record.metadata;
  }
  void finish(Analysis& analysis) const {
    Overhead& o = analysis.overhead;
    o.writes = writes_.count;
    o.reads = reads_.count;
    o.write_bytes = writes_.mean(writes_.bytes);
    o.write_metadata = writes_.mean(writes_.metadata);
    o.read_bytes = reads_.mean(reads_.bytes);
    o.read_metadata = reads_.mean(reads_.metadata);
  }

 private:
  struct Sum {
    std::uint64_t count = 0, bytes = 0, metadata = 0;
    double mean(std::uint64_t sum) const {
      return count == 0 ? 0 : static_cast<double>(sum) / static_cast<double>(count);
    }
  };
  Sum writes_, reads_;
};

}  // namespace bicoastal
