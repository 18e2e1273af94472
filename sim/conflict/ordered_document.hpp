// A document under an ordering policy: of two whole documents the later() one is kept, and what the other one held of
// concurrent changes is gone. That is what last writer wins makes of a counter, a cart or a stock.
//
// A change is applied to the document that the region shows. Where the policy's clock puts a write below what it had
// seen (a wall clock that is behind), the result is sent and loses, here as everywhere.
// A change sends the whole document: one payload and 16 bytes (version, stamp).
#pragma once

#include "sim/conflict/state_value.hpp"

namespace bicoastal {

class OrderedDocument {
 public:
  static OrderedDocument initial(const Setup& setup);

  std::optional<OrderedDocument> write(const Write& write, const Setup& setup);
  void merge(const OrderedDocument& other);
  Reading read(const Setup& /*setup*/) const { return {document_, 1}; }
  /// One version has one content.
  bool operator==(const OrderedDocument& other) const { return current_.version == other.current_.version; }
  std::size_t metadata_bytes() const { return 16; }
  std::size_t payloads() const { return 1; }

 private:
  Stamped current_;
  Document document_;
};

}  // namespace bicoastal
