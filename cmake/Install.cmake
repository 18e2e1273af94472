# What a plugin's author needs: the public headers, and find_package(bicoastal) with the target bicoastal::include.
# Headers alone, so the package fits every architecture; C++20.
include(CMakePackageConfigHelpers)

target_compile_features(bicoastal_include INTERFACE cxx_std_20)
set_target_properties(bicoastal_include PROPERTIES EXPORT_NAME include)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/bicoastal)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/bicoastal DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  COMPONENT development)
install(TARGETS bicoastal_include EXPORT bicoastal)
install(EXPORT bicoastal NAMESPACE bicoastal:: FILE bicoastal-config.cmake DESTINATION ${package}
  COMPONENT development)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/bicoastal-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/bicoastal-config-version.cmake DESTINATION ${package} COMPONENT development)
