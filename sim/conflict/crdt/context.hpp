// Which changes of a key are known: by origin, spans of sequence numbers.
//
// A VersionId is a dot: an origin and the how manieth change this is of it. Sequences count an origin's changes of all
// keys, so those of one key have gaps, and a plain version vector could not tell a gap from a change that is missing.
// So a span (after, upto] says "all changes of this key with these numbers are known". A change brings the span from
// the one before it of the same origin to itself; a single dot d is (d - 1, d]. Spans that touch are one. When nothing
// is missing, there is one span (0, last] an origin, which is the version vector. The idea is that of version vectors
// with exceptions (Malkhi, Terry, "Concise version vectors in WinFS", Distributed Computing 20, 2007), the use that of
// the causal context in Almeida, Shoker, Baquero, "Delta state replicated data types", JPDC 111, 2018.
#pragma once

#include <bicoastal/ids.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bicoastal {

class Context {
 public:
  bool knows(VersionId dot) const;
  /// The newest that is known of an origin; 0 if nothing is.
  std::uint64_t last(StoreId origin) const;

  void add(VersionId dot) { insert({dot.origin().value, dot.sequence() - 1, dot.sequence()}); }
  /// A new change of its origin, at its origin, where all earlier ones are known. Told to `delta` as well.
  void extend(VersionId dot, Context& delta);
  void merge(const Context& other);

  bool operator==(const Context&) const = default;
  /// 8 for a span from the start (origin and sequence) and for a single dot; 16 for any other span.
  std::size_t metadata_bytes() const;

 private:
  struct Span {
    std::uint16_t origin;
    std::uint64_t after;
    std::uint64_t upto;
    bool operator==(const Span&) const = default;
  };
  void insert(Span span);

  std::vector<Span> spans_;  ///< by origin, then ascending; of one origin no two touch
};

}  // namespace bicoastal
