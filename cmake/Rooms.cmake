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

add_library(bicoastal_include INTERFACE)  # the public headers: standard library only
target_include_directories(bicoastal_include INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

# bicoastal_room(<name> [ROOMS <room>...] [LIBRARIES <public>...] [PRIVATE <private>...])
function(bicoastal_room name)
  cmake_parse_arguments(ARG "" "" "ROOMS;LIBRARIES;PRIVATE" ${ARGN})
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
