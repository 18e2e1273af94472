#!/usr/bin/env python3
"""Each rule of tidy.py finds its breach in a small made-up tree, and nothing in that tree without the breach."""
import pathlib
import shutil
import tempfile
import unittest

import tidy

TIDY = {
    "sim/CMakeLists.txt": "bicoastal_room(base)\nbicoastal_room(engine ROOMS base)\n",
    "sim/base/clock.hpp": "// Time as it passes.\n#pragma once\n#include <cstdint>\n",
    "sim/base/clock.cpp": '#include "sim/base/clock.hpp"\n',
    "sim/engine/engine.cpp": '#include "sim/base/clock.hpp"\n\n#include <simgrid/s4u.hpp>\n',
    "sim/cli/main.cpp": "#include <CLI/CLI.hpp>\n",
    "include/bicoastal/time.hpp": "// Time.\n#include <bicoastal/ids.hpp>\n#include <string_view>\n",
    "tests/CMakeLists.txt": "bicoastal_test(unit/base base)\n",
    "tests/unit/base/clock_test.cpp": "#include <catch2/catch.hpp>\n",
    "gui/main.cpp": '#include "sim/history/run_file.hpp"\n\n#include <imgui.h>\n',
    "README.md": "# A title\n" + "| a table's row cannot be broken " * 9 + "|\n",
}


class Tidy(unittest.TestCase):
    def setUp(self):
        self.tree = pathlib.Path(tempfile.mkdtemp(prefix="bicoastal-tidy-"))
        self.addCleanup(shutil.rmtree, self.tree)
        for name, text in TIDY.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def expect(self, where, words, name, text):
        self.write(name, text)
        found = list(tidy.breaches(self.tree))
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(where + ": "), found)
        self.assertIn(words, found[0])

    def test_a_tidy_tree_has_no_breach(self):
        self.assertEqual(list(tidy.breaches(self.tree)), [])

    def test_a_line_of_121_characters_is_too_long_and_one_of_120_is_not(self):
        self.write("sim/base/clock.cpp", "// " + "é" * 117 + "\n")
        self.write("sim/engine/engine.cpp", TIDY["sim/engine/engine.cpp"])
        self.assertEqual(list(tidy.breaches(self.tree)), [])
        self.expect("sim/base/clock.cpp:2", "121 characters", "sim/base/clock.cpp", "//\n// " + "é" * 118 + "\n")

    def test_a_file_of_401_lines_is_too_long_and_one_of_400_is_not(self):
        self.write("sim/base/clock.cpp", "//\n" * 400)
        self.assertEqual(list(tidy.breaches(self.tree)), [])
        self.expect("sim/base/clock.cpp:401", "401 lines", "sim/base/clock.cpp", "//\n" * 401)

    def test_a_header_opens_with_a_comment(self):
        self.expect("sim/base/clock.hpp:1", "what the thing is", "sim/base/clock.hpp", "#pragma once\n")

    def test_left_over_markers_are_found_as_words_only(self):
        self.write("sim/base/clock.cpp", "// mkdtemp wants " + "X" * 6 + "\n")
        self.assertEqual(list(tidy.breaches(self.tree)), [])
        self.expect("sim/base/clock.cpp:1", "left over", "sim/base/clock.cpp", "// " + "TO" + "DO: later\n")

    def test_each_outside_library_stays_at_home(self):
        strangers = {
            "simgrid/s4u.hpp": "sim/engine/", "boost/graph/adjacency_list.hpp": "sim/topology/",
            "nlohmann/json.hpp": "sim/scenario/", "sqlite3.h": "sim/history/", "imgui.h": "gui/",
            "catch2/catch.hpp": "tests/", "xxhash.h": "sim/base/",
        }
        for header, home in strangers.items():
            with self.subTest(header):
                text = TIDY["sim/engine/engine.cpp"] + f"#include <{header}>\n"
                self.write("sim/engine/engine.cpp", text)
                if header.startswith("simgrid"):
                    self.write("sim/engine/engine.cpp", TIDY["sim/engine/engine.cpp"])
                    self.expect("sim/base/clock.cpp:1", home, "sim/base/clock.cpp", f"#include <{header}>\n")
                    self.write("sim/base/clock.cpp", TIDY["sim/base/clock.cpp"])
                else:
                    self.expect("sim/engine/engine.cpp:4", home, "sim/engine/engine.cpp", text)

    def test_the_gui_includes_neither_engine_nor_model(self):
        self.expect("gui/main.cpp:1", "the GUI opens runs", "gui/main.cpp", '#include "sim/model/world.hpp"\n')
        self.expect("gui/main.cpp:1", "the GUI opens runs", "gui/main.cpp", '#include "sim/engine/engine.hpp"\n')

    def test_public_headers_need_the_standard_library_only(self):
        for stranger in ("<fmt/format.h>", '"sim/base/clock.hpp"'):
            self.expect("include/bicoastal/time.hpp:2", "standard library only", "include/bicoastal/time.hpp",
                        f"// Time.\n#include {stranger}\n")

    def test_analyses_do_not_see_the_model(self):
        self.write("sim/CMakeLists.txt", TIDY["sim/CMakeLists.txt"] + "bicoastal_room(analysis)\n")
        self.expect("sim/analysis/rto.cpp:1", "only the history", "sim/analysis/rto.cpp",
                    '#include "sim/model/world.hpp"\n')

    def test_includes_start_at_the_top_of_the_tree(self):
        self.expect("sim/engine/engine.cpp:4", "tree's top", "sim/engine/engine.cpp",
                    TIDY["sim/engine/engine.cpp"] + '#include "../base/clock.hpp"\n')

    def test_the_command_line_parser_stays_where_arguments_are_read(self):
        self.write("sim/cli/sweep_arguments.cpp", "#include <CLI/App.hpp>\n")
        self.write("sim/cli/second.cpp", "#include <CLI/App.hpp>\n")
        self.assertEqual([breach.split(":")[0] for breach in tidy.breaches(self.tree)], ["sim/cli/second.cpp"])

    def test_a_folder_that_cmake_does_not_name_is_found(self):
        self.expect("sim/attic/old.cpp:1", "no room", "sim/attic/old.cpp", "//\n")
        (self.tree / "sim/attic/old.cpp").unlink()
        self.expect("tests/unit/attic/old_test.cpp:1", "no test", "tests/unit/attic/old_test.cpp", "//\n")

    def test_a_header_that_nobody_includes_is_found(self):
        self.expect("sim/base/lonely.hpp:1", "nothing includes", "sim/base/lonely.hpp", "// Lonely.\n")

    @unittest.skipIf(tidy.misformatted(pathlib.Path(__file__).parent) is None, "no clang-format 14")
    def test_a_misformatted_file_is_found(self):
        shutil.copy(pathlib.Path(__file__).parents[2] / ".clang-format", self.tree)
        self.assertEqual(tidy.misformatted(self.tree), [])
        self.write("sim/base/clock.cpp", "int   now( ) ;\n")
        self.assertEqual(tidy.misformatted(self.tree), ["sim/base/clock.cpp"])


if __name__ == "__main__":
    unittest.main()
