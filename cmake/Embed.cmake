# Data files compiled into the program, so that it needs none of them at run time.
#
# bicoastal_embed(<target> <root> <header> <function> <file>...): files, relative to <root>, that <function>() of
# <header> answers by that relative name, and <function>s() lists. Run as a script (cmake -P) it writes the source;
# included, it defines the function.
if(CMAKE_SCRIPT_MODE_FILE)
  string(REPLACE "|" ";" FILES "${FILES}")
  set(cases "")
  set(names "")
  foreach(file IN LISTS FILES)
    # Every byte escaped: no character of a data file can mean anything to the compiler.
    file(READ ${ROOT}/${file} bytes HEX)
    string(REGEX REPLACE "(..)" "\\\\x\\1" text "${bytes}")
    string(APPEND names "\"${file}\", ")
    string(APPEND cases "  if (name == \"${file}\") {\n"
      "    static constexpr std::string_view kText = \"${text}\";\n    return kText;\n  }\n")
  endforeach()
  file(WRITE ${OUTPUT} "#include \"${HEADER}\"\n\nnamespace bicoastal {\n\n"
    "std::optional<std::string_view> ${FUNCTION}(std::string_view name) {\n${cases}  return std::nullopt;\n}\n\n"
    "std::span<const std::string_view> ${FUNCTION}s() {\n"
    "  static constexpr std::string_view kNames[] = {${names}};\n  return kNames;\n}\n\n"
    "}  // namespace bicoastal\n")
  return()
endif()

set(BICOASTAL_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(bicoastal_embed target root header function)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded.cpp)
  list(TRANSFORM ARGN PREPEND ${root}/ OUTPUT_VARIABLE inputs)
  string(REPLACE ";" "|" files "${ARGN}")  # a list would not survive the command line
  add_custom_command(OUTPUT ${output} DEPENDS ${inputs} ${BICOASTAL_EMBED_SCRIPT} VERBATIM
    COMMENT "Embedding data files into ${target}"
    COMMAND ${CMAKE_COMMAND} -DROOT=${root} "-DFILES=${files}" -DOUTPUT=${output} -DHEADER=${header}
      -DFUNCTION=${function} -P ${BICOASTAL_EMBED_SCRIPT})
  target_sources(${target} PRIVATE ${output})
endfunction()
