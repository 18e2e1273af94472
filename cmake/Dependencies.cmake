# Every outside library, found once. Each has one home room; see sim/README.md.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED)  # headers: Boost.Graph
find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(muparser 2.3 REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)

find_path(SIMGRID_INCLUDE simgrid/s4u.hpp REQUIRED)
find_library(SIMGRID_LIBRARY simgrid REQUIRED)
add_library(SimGrid::SimGrid UNKNOWN IMPORTED)
set_target_properties(SimGrid::SimGrid PROPERTIES
  IMPORTED_LOCATION ${SIMGRID_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${SIMGRID_INCLUDE})

# Charts of reports: libraries for browsers, which are embedded together with their licences.
find_file(DYGRAPHS_SCRIPT dygraphs/dygraph.min.js PATHS /usr/share/javascript REQUIRED)
find_file(DYGRAPHS_STYLE dygraphs/dygraph.min.css PATHS /usr/share/javascript REQUIRED)
find_file(DYGRAPHS_LICENCE libjs-dygraphs/copyright PATHS /usr/share/doc REQUIRED)
find_file(CHARTJS_SCRIPT chart.js/chart.min.js PATHS /usr/share/javascript REQUIRED)
find_file(CHARTJS_LICENCE libjs-chart.js/copyright PATHS /usr/share/doc REQUIRED)

if(BICOASTAL_TESTS)
  find_path(VALIJSON_INCLUDE valijson/validator.hpp REQUIRED)
  add_library(valijson INTERFACE)
  target_include_directories(valijson SYSTEM INTERFACE ${VALIJSON_INCLUDE})
endif()

find_path(RANDOM123_INCLUDE Random123/philox.h REQUIRED)
add_library(random123 INTERFACE)
target_include_directories(random123 SYSTEM INTERFACE ${RANDOM123_INCLUDE})
