// One HTML file that needs nothing else: opened from a disk it makes no request, whoever wrote what it tells of.
//
// Style sheet, scripts and charting libraries stand in it, and the data of its charts as one JSON document that no
// character of can end. A Content-Security-Policy in its head lets the browser run the scripts of this page alone and
// fetch nothing at all, so that even markup that should not be here could do nothing.
//
// Files of this folder: page.css and page.js are of every page; timeline.js and charts.js draw with dygraphs and
// Chart.js. They are embedded at build time, with the libraries and their licences.
#pragma once

#include "sim/report/page/markup.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// A library that a page draws with: its script, what drives it, its licence.
enum class Drawing : unsigned char { none, time_series, charts };

struct HtmlPage {
  std::string title;
  Markup body;
  std::string data = "{}";  ///< a JSON document, for the scripts
  Drawing drawing = Drawing::none;
};

std::string html_text(const HtmlPage& page);

}  // namespace bicoastal
