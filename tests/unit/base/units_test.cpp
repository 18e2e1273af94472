#include "sim/base/units.hpp"

#include <string>
#include <variant>

#include <fmt/format.h>
#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

double value(std::string_view text, Dimension dimension) {
  const auto parsed = parse_quantity(text, dimension);
  INFO(text);
  REQUIRE(std::holds_alternative<double>(parsed));
  return std::get<double>(parsed);
}

UnitFault fault(std::string_view text, Dimension dimension) {
  const auto parsed = parse_quantity(text, dimension);
  INFO(text);
  REQUIRE(std::holds_alternative<UnitFault>(parsed));
  return std::get<UnitFault>(parsed);
}

}  // namespace

TEST_CASE("times are read in nanoseconds", "[base]") {
  CHECK(value("1 ns", Dimension::time) == 1);
  CHECK(value("3 us", Dimension::time) == 3e3);
  CHECK(value("3 µs", Dimension::time) == 3e3);
  CHECK(value("200 ms", Dimension::time) == 200e6);
  CHECK(value("60 s", Dimension::time) == 60e9);
  CHECK(value("2 min", Dimension::time) == 120e9);
  CHECK(value("1.5 h", Dimension::time) == 5400e9);
  CHECK(value("3650 d", Dimension::time) == 3650. * 24 * 3600 * 1e9);
  CHECK(value("-5 ms", Dimension::time) == -5e6);
  CHECK(value("1e-3 s", Dimension::time) == 1e6);
}

TEST_CASE("bandwidth counts bits in bps and bytes in B/s, by powers of 1000 and of 1024", "[base]") {
  CHECK(value("1 Gbps", Dimension::bandwidth) == 125'000'000);
  CHECK(value("100 Mbps", Dimension::bandwidth) == 12'500'000);
  CHECK(value("8 bps", Dimension::bandwidth) == 1);
  CHECK(value("2 Tbps", Dimension::bandwidth) == 250e9);
  CHECK(value("10 MB/s", Dimension::bandwidth) == 10'000'000);
  CHECK(value("10 MiB/s", Dimension::bandwidth) == 10'485'760);
}

TEST_CASE("rates, sizes, shares and drifts are read in their own unit", "[base]") {
  CHECK(value("500/s", Dimension::rate) == 500);
  CHECK(value("90 /min", Dimension::rate) == 1.5);
  CHECK(value("3600/h", Dimension::rate) == 1);
  CHECK(value("86400/d", Dimension::rate) == 1);
  CHECK(value("200 B", Dimension::size) == 200);
  CHECK(value("4 KiB", Dimension::size) == 4096);
  CHECK(value("1.5 kB", Dimension::size) == 1500);
  CHECK(value("2 GiB", Dimension::size) == 2147483648.);
  CHECK(value("99.95 %", Dimension::share) == 0.9995);
  CHECK(value("99.95%", Dimension::share) == 0.9995);
  CHECK(value("99.9 %", Dimension::share) == 0.999);  // 99.9 / 100 is another number
  CHECK(value("1e1 %", Dimension::share) == 0.1);
  CHECK(value("0.25", Dimension::share) == 0.25);
  CHECK(value("20 ppm", Dimension::drift) == 20e-6);
  CHECK(value("-5 ppb", Dimension::drift) == -5e-9);
  CHECK(value("0.096 USD", Dimension::money) == 0.096);
}

TEST_CASE("spaces before, between and behind do not matter, and letters of either case do", "[base]") {
  CHECK(value("  60   s  ", Dimension::time) == 60e9);
  CHECK(value("60s", Dimension::time) == 60e9);
  CHECK(fault("60 S", Dimension::time).suggestion == "did you mean \"60 s\"?");
  CHECK(fault("1 gbps", Dimension::bandwidth).suggestion == "did you mean \"1 Gbps\"?");
}

TEST_CASE("a unit is never guessed", "[base]") {
  CHECK(fault("60", Dimension::time).message == "\"60\" has no unit");
  CHECK(fault("60 MB", Dimension::time).message == "\"MB\" is not a unit of time");
  CHECK(fault("10 s", Dimension::size).suggestion == "units of size: B, kB, MB, GB, TB, KiB, MiB, GiB");
  CHECK(fault("5 minutes", Dimension::time).suggestion == "did you mean \"5 min\"?");
  CHECK(fault("1 m", Dimension::time).suggestion == "did you mean \"1 min\"?");
  CHECK(fault("5 rps", Dimension::rate).suggestion == "did you mean \"5/s\"?");
  CHECK(fault("5 $", Dimension::money).suggestion == "did you mean \"5 USD\"?");
  CHECK(fault("5", Dimension::money).message == "\"5\" has no unit");
  CHECK(fault("5 % s", Dimension::share).message == "\"% s\" is not a unit of share");
}

TEST_CASE("what is no number is no quantity", "[base]") {
  for (const char* text : {"", " ", "s", "ms 5", "inf s", "nan s", "+5 s", "--5 s", "- 5 s", ".5 s", "five s"})
    CHECK(fault(text, Dimension::time).message.find("is not a time") != std::string::npos);
  CHECK(fault("1e999 s", Dimension::time).message == "\"1e999 s\" is beyond what can be reckoned with");
  CHECK(fault("1e308 d", Dimension::time).message == "\"1e308 d\" is beyond what can be reckoned with");
}

TEST_CASE("a percentage is the share of the same digits, to the last bit", "[base]") {
  CHECK(rc::check("percent", [](std::uint32_t n) {
    const double share = (n % 100'000) / 100'000.0;  // correctly rounded, as both are exact
    RC_ASSERT(std::get<double>(
                  parse_quantity(fmt::format("{}.{:03} %", n % 100'000 / 1000, n % 1000), Dimension::share)) == share);
  }));
}

TEST_CASE("any text gives a value or a fault with a message", "[base]") {
  CHECK(rc::check("any text", [](const std::string& text, std::uint8_t d) {
    const auto parsed = parse_quantity(text, static_cast<Dimension>(d % 6));
    if (const auto* f = std::get_if<UnitFault>(&parsed)) RC_ASSERT(!f->message.empty());
  }));
}

TEST_CASE("whole numbers of any time unit are read exactly", "[base]") {
  CHECK(rc::check("exact", [](std::uint32_t n) {
    const auto days = n % 36500;
    RC_ASSERT(std::get<double>(parse_quantity(std::to_string(n) + " ms", Dimension::time)) == n * 1e6);
    RC_ASSERT(std::get<double>(parse_quantity(std::to_string(days) + " d", Dimension::time)) == days * 86400e9);
  }));
}

TEST_CASE("a long text is cut in diagnostics, between characters", "[base]") {
  CHECK(in_quotes("abc") == "\"abc\"");
  const std::string cut = in_quotes(std::string(59, 'x') + "é" + std::string(100, 'y'));
  CHECK(cut == "\"" + std::string(59, 'x') + "…\"");  // é begins at byte 60 and would end at 61
}
