#include "sim/conflict/crdt/context.hpp"

#include <algorithm>

namespace bicoastal {

bool Context::knows(VersionId dot) const {
  const std::uint16_t origin = dot.origin().value;
  const std::uint64_t sequence = dot.sequence();
  for (const Span& s : spans_)  // few: about one a region
    if (s.origin == origin && s.after < sequence && sequence <= s.upto) return true;
  return false;
}

std::uint64_t Context::last(StoreId origin) const {
  std::uint64_t last = 0;
  for (const Span& s : spans_)
    if (s.origin == origin.value) last = std::max(last, s.upto);
  return last;
}

void Context::extend(VersionId dot, Context& delta) {
  const Span span{dot.origin().value, last(dot.origin()), dot.sequence()};
  insert(span);
  delta.insert(span);
}

void Context::merge(const Context& other) {
  for (const Span& s : other.spans_) insert(s);
}

void Context::insert(Span span) {
  const auto before = [](const Span& s, const Span& n) {
    return s.origin != n.origin ? s.origin < n.origin : s.upto < n.after;
  };
  const auto first = std::lower_bound(spans_.begin(), spans_.end(), span, before);
  auto last = first;
  for (; last != spans_.end() && last->origin == span.origin && last->after <= span.upto; ++last) {
    span.after = std::min(span.after, last->after);
    span.upto = std::max(span.upto, last->upto);
  }
  if (first == last) {
    spans_.insert(first, span);
  } else {
    *first = span;
    spans_.erase(first + 1, last);
  }
}

std::size_t Context::metadata_bytes() const {
  std::size_t bytes = 0;
  for (const Span& s : spans_) bytes += s.after == 0 || s.after + 1 == s.upto ? 8 : 16;
  return bytes;
}

}  // namespace bicoastal
