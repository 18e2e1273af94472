// The published schema (scenarios/schema.json, JSON Schema draft 7) at work: shape, ranges, units and defaults.
//
// The walk knows just the keywords that our schema uses, and words its answers for people: a general validator says
// that "additionalProperties" was violated, this one says which key is unknown and which was probably meant. The tests
// hold it against an independent validator. Beside the standard's keywords, which editors use, the schema has three of
// its own: "x-quantity" (a text is a number with a unit of this dimension), "x-sign" (positive or any; otherwise not
// negative) and "x-name" (a text that may name a thing).
#pragma once

#include "sim/scenario/faults.hpp"
#include "sim/scenario/node.hpp"

#include <string>
#include <string_view>

namespace bicoastal {

/// Text of the schema.
std::string_view scenario_schema();

/// The same, parsed. A "$ref" in it is looked up with `resolve_reference`.
const Node& scenario_schema_tree();

/// Another schema that is written in the same keywords, parsed. REQUIRES: an embedded file of that name.
Node read_schema(std::string_view embedded_name);

// Each for the scenario's schema, or for the one that `root` is.

/// What a "$ref" refers to; `schema` itself where it has none.
const Node& resolve_reference(const Node& schema, const Node& root = scenario_schema_tree());

/// Adds a fault for each place where `document` departs from the schema.
void check_schema(const Node& document, Faults& faults, const Node& root = scenario_schema_tree());

/// Adds the schema's default for each member that `document` does not have, marked by Place::kDefault.
void apply_defaults(Node& document, const Node& root = scenario_schema_tree());

}  // namespace bicoastal
