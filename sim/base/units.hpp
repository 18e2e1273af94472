// Quantities as people write them: "60 s", "1.5 h", "1 Gbps", "500/s", "99.95 %", "4 KiB".
//
// A number, optional spaces, a unit. Units are never guessed: a time without a unit is a fault, "mb" is not "MB".
// Decimal prefixes are powers of 1000 (kB, Mbps), binary ones powers of 1024 (KiB); b is bits and B is bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace bicoastal {

enum class Dimension : std::uint8_t {
  time,       ///< in nanoseconds
  rate,       ///< per second
  bandwidth,  ///< bytes per second
  size,       ///< bytes
  share,      ///< 0..1; the one dimension that is also written without a unit ("0.999")
  drift,      ///< seconds per second
  money,      ///< US dollars
};

struct UnitFault {
  std::string message;     ///< what is wrong, e.g. `"MB" is not a unit of time`
  std::string suggestion;  ///< what would be right, e.g. `units of time: ns, us, ms, s, min, h, d`
};

/// The value of `text` in the unit named beside its Dimension, or why there is none. Any finite value passes, also
/// negative ones: ranges are the caller's business.
std::variant<double, UnitFault> parse_quantity(std::string_view text, Dimension dimension);

/// "time", "rate" …
std::string_view name_of(Dimension dimension);
/// "ns, us, ms, s, min, h, d" …
std::string units_of(Dimension dimension);

/// `text` in quotes, cut where it is long, for diagnostics.
std::string in_quotes(std::string_view text);

}  // namespace bicoastal
