#include "sim/history/sweep_tables.hpp"

#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

namespace {

struct SweepTable {
  std::string_view name, sql;
};

// Comments inside the parentheses stay in the file: `.schema` in sqlite3 shows them.
constexpr std::array kSweepTables = {
    SweepTable{"meta", R"(CREATE TABLE meta (  -- what the sweep is
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
))"},
    SweepTable{"axes", R"(CREATE TABLE axes (  -- what is varied
  axis INTEGER PRIMARY KEY,  -- from 0
  name TEXT NOT NULL,
  unit TEXT NOT NULL  -- of point_values.number; empty: plain numbers, or names
))"},
    SweepTable{"points", R"(CREATE TABLE points (  -- a scenario each
  point INTEGER PRIMARY KEY,  -- from 0
  hash TEXT NOT NULL,  -- of the scenario without seed and expectations
  wanted INTEGER  -- seeds that are run here; NULL while that depends on runs to come
))"},
    SweepTable{"point_values", R"(CREATE TABLE point_values (  -- where a point is on an axis
  point INTEGER NOT NULL,
  axis INTEGER NOT NULL,
  text TEXT NOT NULL,  -- as people read it
  number REAL,  -- in the unit of the axis; NULL: a name
  PRIMARY KEY (point, axis)
) WITHOUT ROWID)"},
    SweepTable{"point_sets", R"(CREATE TABLE point_sets (  -- what makes the base this point
  point INTEGER NOT NULL,
  place INTEGER NOT NULL,  -- in the order in which they are set
  "set" TEXT NOT NULL,  -- as run --set takes it
  PRIMARY KEY (point, place)
) WITHOUT ROWID)"},
    SweepTable{"metrics", R"(CREATE TABLE metrics (  -- what is measured
  metric INTEGER PRIMARY KEY,  -- from 0
  name TEXT NOT NULL,
  unit TEXT NOT NULL  -- share, seconds, count, bytes, rate (a second)
))"},
    SweepTable{"constraints", R"(CREATE TABLE constraints (  -- what points are to keep to
  place INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  metric INTEGER NOT NULL,
  comparison TEXT NOT NULL,
  "limit" REAL NOT NULL  -- in the metric's unit
))"},
    SweepTable{"seeds", R"(CREATE TABLE seeds (  -- a point runs the first of them, points.wanted many
  place INTEGER PRIMARY KEY,
  seed TEXT NOT NULL  -- up to 2^64 - 1
))"},
    SweepTable{"runs", R"(CREATE TABLE runs (  -- each that has ended
  run INTEGER PRIMARY KEY,  -- point * seeds + place of the seed
  id TEXT NOT NULL,  -- hash of scenario and seed
  point INTEGER NOT NULL,
  seed TEXT NOT NULL,
  status TEXT NOT NULL,  -- ok, failed
  error TEXT,  -- why it failed
  again TEXT NOT NULL,  -- command that repeats it
  digest TEXT,  -- of its history
  wall_s REAL NOT NULL,  -- simulating and measuring
  rss_bytes INTEGER NOT NULL,  -- greatest resident set of its process
  attempts INTEGER NOT NULL
))"},
    SweepTable{"run_values", R"(CREATE TABLE run_values (  -- what was measured
  run INTEGER NOT NULL,
  metric INTEGER NOT NULL,
  value REAL,  -- NULL: the run does not tell
  PRIMARY KEY (run, metric)
) WITHOUT ROWID)"},
};

template <class T, std::size_t n>
using Words = std::array<std::pair<std::string_view, T>, n>;

constexpr Words<MetricUnit, 6> kUnits{{{"share", MetricUnit::share},
                                       {"seconds", MetricUnit::seconds},
                                       {"count", MetricUnit::count},
                                       {"bytes", MetricUnit::bytes},
                                       {"rate", MetricUnit::rate},
                                       {"money", MetricUnit::money}}};
constexpr Words<Expectation::Comparison, 5> kComparisons{{{"<", Expectation::Comparison::less},
                                                          {"<=", Expectation::Comparison::less_equal},
                                                          {"==", Expectation::Comparison::equal},
                                                          {">=", Expectation::Comparison::greater_equal},
                                                          {">", Expectation::Comparison::greater}}};

template <class T, std::size_t n>
std::string_view word_of(const Words<T, n>& words, T value) {
  for (const auto& [word, meaning] : words)
    if (meaning == value) return word;
  return {};
}

template <class T, std::size_t n>
bool from_word(const Words<T, n>& words, std::string_view word, T& value) {
  for (const auto& [known, meaning] : words)
    if (known == word) {
      value = meaning;
      return true;
    }
  return false;
}

void bind(Statement& statement, int parameter, const std::optional<double>& value) {
  if (value && std::isfinite(*value))
    statement.bind(parameter, *value);
  else
    statement.bind(parameter, std::optional<std::int64_t>());
}

std::optional<double> real_at(const Statement& statement, int column) {
  return statement.type(column) == Statement::Type::null ? std::nullopt : std::optional(statement.real(column));
}

constexpr std::int64_t signed_of(std::size_t value) { return static_cast<std::int64_t>(value); }

/// The texts of `meta`, by key.
auto meta_of(auto& plan) {
  return std::array<std::pair<std::string_view, decltype(&plan.hash)>, 8>{{{"plan", &plan.hash},
                                                                           {"name", &plan.name},
                                                                           {"description", &plan.description},
                                                                           {"file", &plan.file},
                                                                           {"base", &plan.base},
                                                                           {"sweep", &plan.document},
                                                                           {"scenario", &plan.base_document},
                                                                           {"version", &plan.version}}};
}

void write_points(const Database& database, const SweepPlan& plan) {
  Statement point(database, "INSERT INTO points VALUES (?1, ?2, ?3)");
  Statement value(database, "INSERT INTO point_values VALUES (?1, ?2, ?3, ?4)");
  Statement set(database, "INSERT INTO point_sets VALUES (?1, ?2, ?3)");
  for (std::size_t p = 0; p < plan.points.size(); ++p) {
    const SweepPoint& one = plan.points[p];
    point.bind(1, signed_of(p)).bind(2, one.hash);
    point.bind(3, one.wanted ? std::optional(signed_of(*one.wanted)) : std::nullopt).run();
    for (std::size_t a = 0; a < one.values.size(); ++a) {
      value.bind(1, signed_of(p)).bind(2, signed_of(a)).bind(3, one.values[a].text);
      bind(value, 4, one.values[a].number);
      value.run();
    }
    for (std::size_t s = 0; s < one.sets.size(); ++s)
      set.bind(1, signed_of(p)).bind(2, signed_of(s)).bind(3, one.sets[s]).run();
  }
}

/// Reads rows whose first column counts from 0.
template <class Row>
bool read_counted(const Database& database, std::string_view sql, const Row& row) {
  Statement query(database, sql);
  for (std::int64_t next = 0; query.step(); ++next)
    if (query.integer(0) != next || !row(query)) return false;
  return true;
}

bool read_seed(std::string_view text, std::uint64_t& seed) {
  seed = 0;
  if (text.empty() || text.size() > 20) return false;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    seed = seed * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

std::string read_points(const Database& database, SweepPlan& plan) {
  const bool counted = read_counted(database, "SELECT point, hash, wanted FROM points ORDER BY point", [&](auto& row) {
    SweepPoint point;
    point.hash = row.text(1);
    point.values.resize(plan.axes.size());
    if (row.type(2) != Statement::Type::null) point.wanted = static_cast<std::size_t>(row.integer(2));
    plan.points.push_back(std::move(point));
    return !plan.points.back().wanted || *plan.points.back().wanted <= plan.seeds.size();
  });
  if (!counted) return "points";
  const auto known = [&](std::int64_t point) {
    return point >= 0 && static_cast<std::size_t>(point) < plan.points.size();
  };
  Statement values(database, "SELECT point, axis, text, number FROM point_values ORDER BY point, axis");
  std::size_t seen = 0;
  for (; values.step(); ++seen) {
    const std::int64_t axis = values.integer(1);
    if (!known(values.integer(0)) || axis < 0 || static_cast<std::size_t>(axis) >= plan.axes.size())
      return "point_values";
    AxisValue& value = plan.points[static_cast<std::size_t>(values.integer(0))].values[static_cast<std::size_t>(axis)];
    value = {std::string(values.text(2)), real_at(values, 3)};
  }
  if (seen != plan.points.size() * plan.axes.size()) return "point_values";
  Statement sets(database, "SELECT point, \"set\" FROM point_sets ORDER BY point, place");
  while (sets.step()) {
    if (!known(sets.integer(0))) return "point_sets";
    plan.points[static_cast<std::size_t>(sets.integer(0))].sets.emplace_back(sets.text(1));
  }
  return {};
}

}  // namespace

void create_sweep_tables(const Database& database) {
  for (const SweepTable& table : kSweepTables) database.run(std::string(table.sql));
  database.run(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kSweepApplicationId, kSweepFormatVersion));
}

std::string missing_sweep_table(const Database& database) {
  // Only as they were created: a view or a generated column in the place of one could compute for ever.
  Statement query(database, "SELECT sql FROM sqlite_schema WHERE name = ?1 AND type = 'table'");
  for (const SweepTable& table : kSweepTables) {
    bool same = false;
    query.bind(1, table.name);
    while (query.step()) same = query.text(0) == table.sql;
    if (!same) return fmt::format("table {}", table.name);
  }
  return {};
}

void write_plan(const Database& database, const SweepPlan& plan) {
  Statement meta(database, "INSERT INTO meta VALUES (?1, ?2)");
  for (const auto& [key, text] : meta_of(plan)) meta.bind(1, key).bind(2, *text).run();
  Statement axis(database, "INSERT INTO axes VALUES (?1, ?2, ?3)");
  for (std::size_t i = 0; i < plan.axes.size(); ++i)
    axis.bind(1, signed_of(i)).bind(2, plan.axes[i].name).bind(3, plan.axes[i].unit).run();
  Statement metric(database, "INSERT INTO metrics VALUES (?1, ?2, ?3)");
  for (std::size_t i = 0; i < plan.metrics.size(); ++i)
    metric.bind(1, signed_of(i)).bind(2, plan.metrics[i].name).bind(3, word_of(kUnits, plan.metrics[i].unit)).run();
  Statement constraint(database, "INSERT INTO constraints VALUES (?1, ?2, ?3, ?4, ?5)");
  for (std::size_t i = 0; i < plan.constraints.size(); ++i) {
    const SweepConstraint& one = plan.constraints[i];
    constraint.bind(1, signed_of(i)).bind(2, one.text).bind(3, signed_of(one.metric));
    constraint.bind(4, word_of(kComparisons, one.comparison)).bind(5, one.limit).run();
  }
  Statement seed(database, "INSERT INTO seeds VALUES (?1, ?2)");
  for (std::size_t i = 0; i < plan.seeds.size(); ++i)
    seed.bind(1, signed_of(i)).bind(2, fmt::format("{}", plan.seeds[i])).run();
  write_points(database, plan);
}

std::string read_plan(const Database& database, SweepPlan& plan) {
  Statement meta(database, "SELECT value FROM meta WHERE key = ?1");
  for (const auto& [key, text] : meta_of(plan)) {
    bool found = false;
    meta.bind(1, key);
    for (; meta.step(); found = true) *text = meta.text(0);
    if (!found) return fmt::format("meta lacks {}", key);
  }
  if (!read_counted(database, "SELECT axis, name, unit FROM axes ORDER BY axis", [&](auto& row) {
        plan.axes.push_back({std::string(row.text(1)), std::string(row.text(2))});
        return true;
      }))
    return "axes";
  if (!read_counted(database, "SELECT metric, name, unit FROM metrics ORDER BY metric", [&](auto& row) {
        plan.metrics.push_back({std::string(row.text(1)), {}});
        return from_word(kUnits, row.text(2), plan.metrics.back().unit);
      }))
    return "metrics";
  if (!read_counted(database, "SELECT place, text, metric, comparison, \"limit\" FROM constraints ORDER BY place",
                    [&](auto& row) {
                      plan.constraints.push_back(
                          {std::string(row.text(1)), static_cast<std::size_t>(row.integer(2)), {}, row.real(4)});
                      return plan.constraints.back().metric < plan.metrics.size() &&
                             from_word(kComparisons, row.text(3), plan.constraints.back().comparison);
                    }))
    return "constraints";
  if (!read_counted(database, "SELECT place, seed FROM seeds ORDER BY place",
                    [&](auto& row) { return read_seed(row.text(1), plan.seeds.emplace_back()); }))
    return "seeds";
  return read_points(database, plan);
}

std::string read_runs(const Database& database, const SweepPlan& plan, std::vector<SweepRun>& runs) {
  Statement query(
      database,
      "SELECT run, id, point, seed, error, again, digest, wall_s, rss_bytes, attempts FROM runs ORDER BY run");
  while (query.step()) {
    SweepRun& run = runs.emplace_back();
    const std::int64_t number = query.integer(0);
    run.number = static_cast<std::size_t>(number);
    if (number < 0 || run.number >= plan.numbers()) return fmt::format("run {}", number);
    run.point = static_cast<std::size_t>(query.integer(2));
    if (run.point != run.number / plan.seeds.size() || !read_seed(query.text(3), run.seed) ||
        run.seed != plan.seeds[run.number % plan.seeds.size()])
      return fmt::format("run {}", number);
    run.id = query.text(1);
    run.error = query.text(4);
    run.again = query.text(5);
    run.digest = query.text(6);
    run.wall_s = query.real(7);
    run.peak_bytes = static_cast<std::uint64_t>(query.integer(8));
    run.attempts = static_cast<std::uint32_t>(query.integer(9));
    run.values.resize(plan.metrics.size());
  }
  Statement values(database, "SELECT run, metric, value FROM run_values ORDER BY run, metric");
  std::size_t at = 0;
  while (values.step()) {
    while (at < runs.size() && static_cast<std::int64_t>(runs[at].number) < values.integer(0)) ++at;
    const std::int64_t metric = values.integer(1);
    if (at == runs.size() || static_cast<std::int64_t>(runs[at].number) != values.integer(0) || metric < 0 ||
        static_cast<std::size_t>(metric) >= plan.metrics.size())
      return "run_values";
    runs[at].values[static_cast<std::size_t>(metric)] = real_at(values, 2);
  }
  return {};
}

SweepRunWriter::SweepRunWriter(const Database& database)
    : run_(database, "INSERT OR REPLACE INTO runs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
      forget_(database, "DELETE FROM run_values WHERE run = ?1"),
      value_(database, "INSERT INTO run_values VALUES (?1, ?2, ?3)"),
      wanted_(database, "UPDATE points SET wanted = ?2 WHERE point = ?1") {}

void SweepRunWriter::write(const SweepRun& run) {
  const std::int64_t number = signed_of(run.number);
  const auto bind_or_null = [&](int parameter, const std::string& text) {
    if (text.empty())
      run_.bind(parameter, std::optional<std::int64_t>());
    else
      run_.bind(parameter, text);
  };
  run_.bind(1, number).bind(2, run.id).bind(3, signed_of(run.point)).bind(4, fmt::format("{}", run.seed));
  run_.bind(5, run.ended_well() ? "ok" : "failed");
  bind_or_null(6, run.error);
  run_.bind(7, run.again);
  bind_or_null(8, run.digest);
  run_.bind(9, run.wall_s).bind(10, static_cast<std::int64_t>(run.peak_bytes));
  run_.bind(11, static_cast<std::int64_t>(run.attempts)).run();
  forget_.bind(1, number).run();
  for (std::size_t m = 0; m < run.values.size(); ++m) {
    value_.bind(1, number).bind(2, signed_of(m));
    bind(value_, 3, run.values[m]);
    value_.run();
  }
}

void SweepRunWriter::write_wanted(std::size_t point, std::size_t seeds) {
  wanted_.bind(1, signed_of(point)).bind(2, signed_of(seeds)).run();
}

}  // namespace bicoastal
