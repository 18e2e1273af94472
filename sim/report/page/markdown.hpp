// A page's markup as Markdown, for those who paste it into a ticket, a wiki or a design document.
//
// The words are those of the page, because they are made of it: whoever writes a section writes it once. What needs a
// screen is left out: pictures (their figures stand in tables) and the words about them (class "picture"), and long
// documents that the reader has as files (class "source"). Everything that a user wrote is escaped, so that it reads as
// words: no pipe ends a cell, no name becomes a tag, a link, a formula or a list.
//
// Source: GitHub Flavored Markdown 0.29 (CommonMark with tables), https://github.github.com/gfm/; formulas between
// dollars are GitHub's own.
#pragma once

#include "sim/report/page/markup.hpp"

#include <string>

namespace bicoastal {

/// Ends with a newline, unless it is empty.
std::string markdown_of(const Markup& markup);

}  // namespace bicoastal
