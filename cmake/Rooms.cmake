# A room is one folder of sim/: one static library that sees only the rooms it names.
#
# Sources include each other as "sim/<room>/<file>.hpp". Each room exports an include root of its own that holds nothing
# but itself (a symbolic link in the build tree), so that an include of a room that was not named does not compile.
add_library(bicoastal_options INTERFACE)
target_compile_options(bicoastal_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  # A digest depends on every bit: no fused multiply-add that another build would not have.
  -ffp-contract=off)
if(BICOASTAL_SANITIZE)
  target_compile_options(bicoastal_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(bicoastal_options INTERFACE -fsanitize=address,undefined)
endif()

# Headers that nearly every file includes are compiled once. Files still name what they use: builds with sanitizers go
# without, and without bicoastal_build_together().
if(BICOASTAL_SANITIZE)
  set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(bicoastal_options INTERFACE -fpch-preprocess)  # for ccache
endif()
set(headers <algorithm> <array> <chrono> <cmath> <cstddef> <cstdint> <filesystem> <fstream> <functional> <map> <memory>
  <optional> <span> <sstream> <string> <string_view> <utility> <vector> <fmt/format.h>)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/headers.cpp CONTENT "")  # whose only purpose is to own them
add_library(bicoastal_headers OBJECT ${PROJECT_BINARY_DIR}/headers.cpp)
target_link_libraries(bicoastal_headers PRIVATE bicoastal_options fmt::fmt)
target_compile_options(bicoastal_headers PRIVATE $<$<CONFIG:Release>:-O1>)
target_precompile_headers(bicoastal_headers PRIVATE ${headers})

add_library(bicoastal_include INTERFACE)  # the public headers: standard library only
target_include_directories(bicoastal_include INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

# Sources by eights, one translation unit each: most of the time goes into templates that every file would make anew.
# What stands in anonymous namespaces of a folder needs names of its own.
function(bicoastal_build_together target)
  if(NOT BICOASTAL_SANITIZE)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
endfunction()

# For all that does not simulate or read records by the million.
function(bicoastal_build_fast target headers)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_precompile_headers(${target} REUSE_FROM ${headers})
endfunction()

# bicoastal_room(<name> [FAST_TO_BUILD] [TOGETHER] [ROOMS <room>...] [LIBRARIES <public>...] [PRIVATE <private>...])
function(bicoastal_room name)
  cmake_parse_arguments(ARG "FAST_TO_BUILD;TOGETHER" "" "ROOMS;LIBRARIES;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(root ${PROJECT_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${root}/sim)
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${name} ${root}/sim/${name} SYMBOLIC)
  if(sources)
    add_library(bicoastal_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_include_directories(bicoastal_${name} PUBLIC ${root})
    target_link_libraries(bicoastal_${name} PRIVATE bicoastal_options ${ARG_PRIVATE})
    if(ARG_FAST_TO_BUILD)
      bicoastal_build_fast(bicoastal_${name} bicoastal_headers)
    endif()
    if(ARG_TOGETHER)
      bicoastal_build_together(bicoastal_${name})
    endif()
  else()
    add_library(bicoastal_${name} INTERFACE)
    set(scope INTERFACE)
    target_include_directories(bicoastal_${name} INTERFACE ${root})
  endif()
  target_link_libraries(bicoastal_${name} ${scope} bicoastal_include ${ARG_LIBRARIES})
  foreach(room IN LISTS ARG_ROOMS)
    target_link_libraries(bicoastal_${name} ${scope} bicoastal_${room})
  endforeach()
endfunction()
