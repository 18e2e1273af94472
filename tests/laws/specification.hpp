// What each CRDT must show, by its declarative specification: a function of the events that a region knows and of the
// relation "had seen" between them (Burckhardt, Gotsman, Yang, Zawirski, "Replicated data types: specification,
// verification, optimality", POPL 2014). Computed by brute force; nothing of the types' code is used.
#pragma once

#include "laws/reference.hpp"
#include "laws/subjects.hpp"

namespace bicoastal {

struct Specified {
  std::size_t siblings = 1;
  reference::Plain shown;
};

/// REQUIRES: the subject is a CRDT and no log (a log's order is a relation between readings).
Specified specified(const LawSubject& subject, const Trial& trial, std::uint64_t known);

}  // namespace bicoastal
