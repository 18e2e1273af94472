#!/usr/bin/env python3
"""The launcher in a small tree of its own: when it builds and when not, what it says, with which code it ends."""
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
CMAKE = """cmake_minimum_required(VERSION 3.25)
project(small LANGUAGES CXX)
option(BICOASTAL_TESTS "" ON)
option(BICOASTAL_GUI "" ON)
file(GLOB sources CONFIGURE_DEPENDS sim/*.cpp)
add_executable(bicoastal ${sources})
if(BICOASTAL_GUI)
  add_executable(bicoastal-gui ${sources})
  add_dependencies(bicoastal-gui bicoastal)
endif()
if(BICOASTAL_TESTS)
  enable_testing()
  add_test(NAME says COMMAND bicoastal from ctest)
endif()
"""
MAIN = """#include <cstdio>
int main(int argc, char** argv) {
  std::puts(ANSWER);
  for (int i = 1; i < argc; ++i) std::printf("[%s]", argv[i]);
  return argc > 1 && argv[1][0] == 'x' ? 65 : 0;
}
"""


class Launcher(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="bicoastal-launcher-"))
        self.addCleanup(shutil.rmtree, self.place)
        self.tree = self.place / "a tree"
        for folder in ("cmake", "gui", "include", "sim", "scenarios/latency", "scenarios/patterns", "scenarios/claims"):
            (self.tree / folder).mkdir(parents=True)
        shutil.copy(TOP / "bicoastal", self.tree)
        self.write("cmake/packages.txt", "run coreutils\ngui coreutils\ntest coreutils\n")
        self.write("scenarios/schema.json", "{}")
        self.write("CMakeLists.txt", CMAKE)
        self.write("sim/main.cpp", MAIN.replace("ANSWER", '"one"'))

    def write(self, name, text):
        (self.tree / name).write_text(text, encoding="utf-8")

    def launch(self, *arguments, path=None):
        return subprocess.run([self.tree / "bicoastal", *arguments], cwd=self.place, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env={**os.environ, "PATH": path or os.environ["PATH"]})

    def expect(self, answer, *arguments, built):
        done = self.launch(*arguments)
        self.assertEqual((done.stdout.splitlines()[:1], done.returncode), ([answer], 0), done.stderr)
        self.assertEqual("Building" in done.stderr, built, done.stderr)

    def test_the_desktop_program_is_built_only_when_it_is_asked_for(self):
        self.expect("one", "run", built=True)
        self.assertFalse((self.tree / "build/bicoastal-gui").exists())
        self.expect("one", "gui", "a b", built=True)
        self.assertTrue((self.tree / "build/bicoastal-gui").exists())
        self.expect("one", "gui", built=False)
        self.expect("one", "run", built=False)
        self.write("sim/main.cpp", MAIN.replace("ANSWER", '"two"'))
        self.expect("two", "gui", built=True)

    def test_it_builds_once_and_then_says_nothing(self):
        first = self.launch("run", "two words")
        self.assertEqual((first.stdout, first.returncode), ("one\n[run][two words]", 0), first.stderr)
        second = self.launch("run", "two words")
        self.assertEqual((second.stdout, second.stderr, second.returncode), ("one\n[run][two words]", "", 0))

    def test_the_exit_code_is_the_programs(self):
        self.assertEqual([self.launch("x").returncode, self.launch("x").returncode], [65, 65])

    def test_a_second_start_takes_less_than_a_fifth_of_a_second(self):
        self.expect("one", "run", built=True)
        for number in range(500):  # as many files as a grown tree has
            self.write(f"include/{number}.hpp", "")
        self.expect("one", "run", built=True)
        walls = []
        for _ in range(7):
            begin = time.monotonic()
            self.launch("run")
            walls.append(time.monotonic() - begin)
        self.assertLess(statistics.median(walls), 0.2)

    def test_it_builds_again_after_every_way_to_change_the_sources(self):
        self.expect("one", "run", built=True)
        self.write("sim/main.cpp", MAIN.replace("ANSWER", '"two"'))
        self.expect("two", "run", built=True)

        self.write("sim/extra.cpp", "extern const char* const kAnswer;\nconst char* const kAnswer = \"three\";\n")
        self.write("sim/main.cpp", "extern const char* const kAnswer;\n" + MAIN.replace("ANSWER", "kAnswer"))
        self.expect("three", "run", built=True)
        (self.tree / "sim/extra.cpp").rename(self.tree / "sim/renamed.cpp")
        self.expect("three", "run", built=True)

        shutil.rmtree(self.tree / "build")
        self.expect("three", "run", built=True)
        (self.tree / "build/bicoastal").unlink()
        self.expect("three", "run", built=True)
        self.expect("three", "run", built=False)

    @unittest.skipUnless(shutil.which("git"), "no git")
    def test_it_follows_git_from_branch_to_branch_and_back(self):
        def git(*words):
            subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *words], cwd=self.tree, check=True,
                           capture_output=True)

        self.write(".gitignore", "/build\n")
        for words in (["init", "-b", "one"], ["add", "."], ["commit", "-m", "one"], ["switch", "-c", "two"]):
            git(*words)
        self.write("sim/main.cpp", MAIN.replace("ANSWER", '"two"'))
        git("commit", "-am", "two")
        self.expect("two", "run", built=True)
        git("switch", "one")
        self.expect("one", "run", built=True)
        git("switch", "two")
        self.expect("two", "run", built=True)

    def test_it_sees_a_file_that_came_with_an_old_date(self):
        self.write("sim/main.cpp", MAIN.replace("ANSWER", '"one" "'))  # does not compile: no good build to compare with
        self.write("sim/other.cpp", "extern const char* const kAnswer;\nconst char* const kAnswer = \"one\";\n")
        self.assertEqual(self.launch("run").returncode, 69)
        self.write("sim/main.cpp", "extern const char* const kAnswer;\n" + MAIN.replace("ANSWER", "kAnswer"))
        self.expect("one", "run", built=True)
        self.write("sim/other.cpp", "extern const char* const kAnswer;\nconst char* const kAnswer = \"two\";\n")
        os.utime(self.tree / "sim/other.cpp", (1e9, 1e9))
        self.expect("two", "run", built=True)
        self.expect("two", "run", built=False)

    def test_a_tree_that_was_moved_is_configured_anew(self):
        self.expect("one", "run", built=True)
        self.tree = self.tree.rename(self.place / "moved")
        self.write("sim/main.cpp", MAIN.replace("ANSWER", '"two"'))
        self.expect("two", "run", built=True)

    def test_it_works_through_a_symbolic_link_and_from_any_folder(self):
        link = self.place / "link"
        link.symlink_to(self.tree / "bicoastal")
        self.write("sim/main.cpp", "#include <cstdio>\n#include <unistd.h>\n"
                                   "int main() { std::puts(get_current_dir_name()); }\n")
        for _ in range(2):  # with and without a build
            done = subprocess.run([link, "run"], cwd="/usr", capture_output=True, text=True)
            self.assertEqual((done.stdout, done.returncode), ("/usr\n", 0), done.stderr)

    def test_a_failed_build_shows_what_the_compiler_said_and_ends_with_69_until_it_is_mended(self):
        self.expect("one", "run", built=True)
        self.write("sim/main.cpp", "int main() { return nonsense; }\n")
        for _ in range(2):
            done = self.launch("run")
            self.assertEqual((done.stdout, done.returncode), ("", 69))
            self.assertIn("nonsense", done.stderr)
            self.assertIn("the build failed", done.stderr)
        self.write("sim/main.cpp", MAIN.replace("ANSWER", '"one"'))
        self.expect("one", "run", built=True)

    def test_a_failed_configuration_shows_what_cmake_said_and_is_tried_again(self):
        self.write("CMakeLists.txt", CMAKE + "message(FATAL_ERROR \"no luck\")\n")
        done = self.launch("run")
        self.assertEqual((done.stdout, done.returncode), ("", 69))
        self.assertIn("no luck", done.stderr)
        self.write("CMakeLists.txt", CMAKE)
        self.expect("one", "run", built=True)

    def test_an_interrupted_build_ends_with_130_and_without_a_word_on_failure(self):
        slow = "add_custom_target(slow COMMAND sleep 20)\nadd_dependencies(bicoastal slow)\n"
        self.write("CMakeLists.txt", CMAKE + slow)
        running = subprocess.Popen([self.tree / "bicoastal", "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, start_new_session=True)
        said = ""
        while "Building" not in said:
            said += running.stderr.readline()
        time.sleep(1)
        os.killpg(running.pid, signal.SIGINT)
        rest = running.communicate()
        self.assertEqual((rest[0], running.returncode), ("", 130), rest)
        self.assertNotIn("failed", rest[1])
        self.write("CMakeLists.txt", CMAKE)
        self.expect("one", "run", built=True)

    def test_two_at_once_build_once(self):
        command = [self.tree / "bicoastal", "run"]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        said = [one.communicate() for one in both]
        self.assertEqual([out for out, _ in said], ["one\n[run]"] * 2, said)
        self.assertEqual(sum("Building" in errors for _, errors in said), 1, said)

    def test_the_tests_run_with_their_options_and_their_exit_code(self):
        done = self.launch("test", "-V")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("[from][ctest]", done.stdout)
        self.expect("one", "run", built=False)
        self.write("CMakeLists.txt", CMAKE.replace("bicoastal from ctest", "bicoastal x"))
        failed = self.launch("test")
        self.assertEqual(failed.returncode, 8)
        self.assertIn("[x]", failed.stdout)  # output on failure

    def path_with(self, **programs):
        """A search path that holds the build's own programs and, before them, these scripts."""
        folder = self.place / "bin"
        folder.mkdir()
        for name in ("bash", "env", "readlink", "find", "mkdir", "cat", "cp", "touch", "flock", "mv", "nproc", "grep"):
            (folder / name).symlink_to(shutil.which(name))
        for name, script in programs.items():
            (folder / name.replace("_", "-")).write_text("#!/bin/bash\n" + script)
            (folder / name.replace("_", "-")).chmod(0o755)
        return str(folder)

    def test_missing_packages_are_named_and_installed(self):
        self.write("cmake/packages.txt", "# a list\nrun g++ why\nrun absent-dev a library\ntest catch2\n")
        path = self.path_with(dpkg_query="echo 'g++ installed'", apt_get='echo "$@" >>"${0%/*}/said"; exit 100',
                              sudo='exec "$@"')
        done = self.launch("run", path=path)
        self.assertEqual(done.returncode, 69)
        self.assertIn("missing Debian packages: absent-dev\n", done.stderr)
        self.assertIn("is there a network?", done.stderr)
        said = (self.place / "bin/said").read_text().splitlines()
        self.assertTrue(said[0].endswith("update") and said[1].endswith("absent-dev"), said)

    @unittest.skipUnless(os.geteuid() == 0, "as root it can be somebody else")
    def test_without_root_and_sudo_it_says_what_root_has_to_do(self):
        self.write("cmake/packages.txt", "run absent-dev\n")
        path = self.path_with(dpkg_query="exit 1", apt_get="exit 1")
        for folder in (self.place, *self.place.rglob("*")):
            shutil.chown(folder, "nobody") if not folder.is_symlink() else None
        done = subprocess.run([self.tree / "bicoastal", "run"], capture_output=True, text=True, env={"PATH": path},
                              user="nobody")
        self.assertEqual((done.stdout, done.returncode), ("", 69))
        self.assertIn("only root can install them", done.stderr)
        self.assertIn("apt-get install --no-install-recommends absent-dev", done.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "as root it can be somebody else")
    def test_a_built_tree_runs_for_a_user_who_cannot_write_it_and_a_stale_one_says_so(self):
        self.expect("one", "run", built=True)
        self.place.chmod(0o755)
        command = [self.tree / "bicoastal", "run"]
        done = subprocess.run(command, capture_output=True, text=True, user="nobody")
        self.assertEqual((done.stdout, done.returncode), ("one\n[run]", 0), done.stderr)
        self.write("sim/main.cpp", MAIN.replace("ANSWER", '"two"'))
        done = subprocess.run(command, capture_output=True, text=True, user="nobody")
        self.assertEqual((done.stdout, done.returncode), ("", 69))
        self.assertIn("cannot write to", done.stderr)


if __name__ == "__main__":
    unittest.main()
