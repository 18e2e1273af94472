// How the fields of a record are stored in columns of the run file: the one description that tables, views, writing,
// reading with validation, and exports are made from.
//
// Every column is a SQLite INTEGER, or NULL for an id that is none. 64-bit fields keep their bit pattern.
#pragma once

#include <bicoastal/history.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace bicoastal {

/// Type of a field in its record, and how people want to see it.
enum class Form : std::uint8_t {
  time,     ///< Time; seconds in views
  int64,    ///< a signed number
  bits64,   ///< an unsigned number
  version,  ///< VersionId; views add its origin, epoch and sequence
  uint32,
  uint16,
  uint8,
  choice,  ///< enumeration of 8 bits: one of Column::choices
  id16,    ///< Id<>: NULL where it is none; views join its name where Column::names names a table
  id32,
  id64,
};

struct Column {
  std::string_view name;  ///< in the table; of Form::time it ends in _ns
  Form form{};
  std::size_t offset = 0;    ///< of the field in its record
  std::string_view meaning;  ///< one line
  std::string_view names{};  ///< table with the names that an id stands for; empty where there is none
  std::span<const std::string_view> choices{};
};

namespace columns_detail {
template <class T>
T load(const unsigned char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}
template <class Rep>
std::optional<std::int64_t> load_id(const unsigned char* bytes) {
  const Rep value = load<Rep>(bytes);
  if (value == std::numeric_limits<Rep>::max()) return std::nullopt;
  return static_cast<std::int64_t>(value);
}
template <class T>
bool save(unsigned char* bytes, std::int64_t value) {
  if (value < 0 || static_cast<std::uint64_t>(value) > std::numeric_limits<T>::max()) return false;
  const T narrow = static_cast<T>(value);
  std::memcpy(bytes, &narrow, sizeof narrow);
  return true;
}
template <class Rep>
bool save_id(unsigned char* bytes, std::optional<std::int64_t> value) {
  constexpr Rep none = std::numeric_limits<Rep>::max();
  if (!value) return std::memcpy(bytes, &none, sizeof none), true;
  return *value != static_cast<std::int64_t>(none) && save<Rep>(bytes, *value);
}
}  // namespace columns_detail

/// What the table holds for the field of `record` that `column` describes; nothing stands for NULL.
inline std::optional<std::int64_t> stored_value(const Column& column, const void* record) {
  namespace d = columns_detail;
  const unsigned char* bytes = static_cast<const unsigned char*>(record) + column.offset;
  switch (column.form) {
    case Form::time:
    case Form::int64:
    case Form::bits64:
    case Form::version: return d::load<std::int64_t>(bytes);
    case Form::uint32: return d::load<std::uint32_t>(bytes);
    case Form::uint16: return d::load<std::uint16_t>(bytes);
    case Form::uint8:
    case Form::choice: return *bytes;
    case Form::id16: return d::load_id<std::uint16_t>(bytes);
    case Form::id32: return d::load_id<std::uint32_t>(bytes);
    case Form::id64: return d::load_id<std::uint64_t>(bytes);
  }
  return std::nullopt;
}

/// The inverse: sets the field. False where no field of this form has that value, which only a damaged file shows.
inline bool set_field(const Column& column, std::optional<std::int64_t> value, void* record) {
  namespace d = columns_detail;
  unsigned char* bytes = static_cast<unsigned char*>(record) + column.offset;
  if (column.form == Form::id16) return d::save_id<std::uint16_t>(bytes, value);
  if (column.form == Form::id32) return d::save_id<std::uint32_t>(bytes, value);
  if (column.form == Form::id64) {
    const std::int64_t raw = value.value_or(-1);
    return std::memcpy(bytes, &raw, sizeof raw), !value || raw != -1;
  }
  if (!value) return false;
  switch (column.form) {
    case Form::uint32: return d::save<std::uint32_t>(bytes, *value);
    case Form::uint16: return d::save<std::uint16_t>(bytes, *value);
    case Form::uint8: return d::save<std::uint8_t>(bytes, *value);
    case Form::choice:
      return *value < static_cast<std::int64_t>(column.choices.size()) && d::save<std::uint8_t>(bytes, *value);
    default: return std::memcpy(bytes, &*value, sizeof *value), true;
  }
}

}  // namespace bicoastal
