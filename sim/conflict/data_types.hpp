// The sequential meaning of each data type: what one change does to a document when nothing else goes on.
//
// Policies build on it: those that keep whole documents apply each change with it, and what a careful application does
// with siblings is merge_documents. The rules of the types stand in <bicoastal/values.hpp>.
#pragma once

#include <bicoastal/conflict.hpp>
#include <bicoastal/scenario.hpp>
#include <bicoastal/values.hpp>

namespace bicoastal {

/// What a key of this kind holds before anybody wrote it.
Document initial_document(const Keys& keys);

/// Applies a change. False where the type's rules decline it; the document is then unchanged.
/// Adding what is there already and removing what is not are accepted: they ask for a state that already holds.
/// REQUIRES: the verb is one of the type's.
bool apply(DataType type, const Keys& keys, const Write& write, Document& document);

/// How a seat names its holder; 0 is nobody.
inline std::int64_t holder_of(SessionId session) { return std::int64_t{session.value} + 1; }

/// What a careful application makes of two siblings that it finds side by side, knowing nothing but the two:
///
///   reg        both versions (an opaque value cannot be merged)
///   counter    the greater one: increments of the other are lost
///   set        the union: a member that one side removed comes back
///   cart       the union, of each good the greater quantity: as in Dynamo's cart, "add to cart" is never lost and
///              "removed items can resurface" (DeCandia et al., "Dynamo", SOSP 2007, 4.4 and 2.3)
///   inventory  the smaller one: never promises more than a side knew of; what both sold is counted once, so oversold
///              stock is hidden, and a restock may be lost
///   seats      every seat that is taken on a side, by the smaller holder number: the other holder loses a seat that
///   was
///              confirmed, and a released seat is taken again
///   log        all entries, in the order of their versions unless both are the same: the order of appends is lost
///   accounts   of each the smaller one: a deposit may be lost
///
/// Commutative, associative and idempotent. For log: equal logs stay as they are, any others become one sorted union,
/// whatever the grouping.
Document merge_documents(DataType type, const Document& a, const Document& b);

}  // namespace bicoastal
