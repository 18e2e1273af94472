#include "sim/conflict/ordered_document.hpp"

#include "sim/conflict/data_types.hpp"

namespace bicoastal {

OrderedDocument OrderedDocument::initial(const Setup& setup) {
  OrderedDocument d;
  d.document_ = initial_document(setup.keys);
  return d;
}

std::optional<OrderedDocument> OrderedDocument::write(const Write& write, const Setup& setup) {
  OrderedDocument next = *this;
  if (!apply(setup.keys.type, setup.keys, write, next.document_)) return std::nullopt;
  next.current_ = {write.version, write.stamp};
  merge(next);
  return next;
}

void OrderedDocument::merge(const OrderedDocument& other) {
  if (later(other.current_, current_)) *this = other;
}

}  // namespace bicoastal
