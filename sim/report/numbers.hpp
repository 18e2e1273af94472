// Numbers as people read them: three significant digits and a unit, plain ASCII.
#pragma once

#include <bicoastal/metrics.hpp>
#include <bicoastal/time.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace bicoastal {

/// "1,026,411"
std::string show_count(std::uint64_t count);
/// "1 write", "2 writes"; `many` where that is not `one` with an s.
std::string counted(std::uint64_t count, const std::string& one, const std::string& many = {});
/// A count with decimals where it is not a whole number: means of counts.
std::string show_amount(double amount);
/// "83 ms", "1.24 s", "74.2 s", "12.4 min", "3.5 h", "2.1 d"; negative spans keep their sign.
std::string show_seconds(double seconds);
std::string show_span(Time span);
/// "99.62 %". Keeps two significant digits of the distance from 0 and from 100 %, so that nines stay legible, and never
/// shows 100 % (or 0 %) of what is not exactly that.
std::string show_share(double share);
/// "1.24 GB", powers of ten.
std::string show_bytes(double bytes);
/// "1.23 M", powers of ten: for rates.
std::string show_rate(double per_second);
/// "$12.3 k": US dollars.
std::string show_money(double dollars);
/// Name of a unit in JSON documents.
std::string_view unit_name(MetricUnit unit);
/// A value of a metric, in its unit.
std::string show_value(double value, MetricUnit unit);

}  // namespace bicoastal
