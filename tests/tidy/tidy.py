#!/usr/bin/env python3
"""House rules that neither the compiler nor CMake checks, over the whole tree: prints one line a breach, ends with 1.

tidy.py TREE           every rule but the format
tidy.py TREE --format  clang-format, the version of Debian 12; ends with 77 (skipped) where that is missing
"""
import pathlib
import re
import shutil
import subprocess
import sys

LINE_MAX = 120
FILE_MAX = 400
FORMATTER = "clang-format version 14."

TEXT = {".hpp", ".cpp", ".py", ".cmake", ".sh", ".md", ".txt"}
CODE = {".hpp", ".cpp", ".py", ".cmake", ".sh"}
CPP = {".hpp", ".cpp"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
MARKER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")

# Each outside library has one home (sim/README.md); tests may use one to hold ours against it.
HOMES = (
    (r"simgrid/|xbt", ("sim/engine/", "tests/bench/")),
    (r"boost/graph/", ("sim/topology/",)),
    (r"nlohmann/", ("sim/scenario/", "sim/report/", "sim/cli/", "tests/")),
    (r"sqlite3", ("sim/history/", "tests/")),
    (r"CLI/", ("sim/cli/", "gui/main.cpp")),
    (r"Random123/", ("sim/base/", "tests/")),
    (r"xxhash", ("sim/base/", "tests/")),
    (r"muParser", ("sim/base/",)),
    (r"imgui|GLFW/|GL/|EGL/|stb/", ("gui/", "tests/gui/")),
    (r"boost/polygon/", ("gui/map/",)),
    (r"catch2/|rapidcheck|valijson/", ("tests/",)),
)

# Who may include whom, beyond what the link interfaces of CMake enforce.
WALLS = (
    ("include/", r'[<](?!bicoastal/|[a-z_0-9]+[>])|["](?!bicoastal/)', "public headers need the standard library only"),
    ("gui/", r"sim/(engine|model|topology|conflict|cli)/", "the GUI opens runs; it makes none"),
    ("sim/", r"gui/|tests/", "the simulator knows neither its front end nor its tests"),
    ("sim/analysis/", r"sim/(engine|model|topology|scenario)/", "analyses read only the history"),
    ("sim/history/", r"sim/(engine|model|topology|scenario)/", "a history is read without what made it"),
)


def files_of(tree):
    """Every source and text file of the project, as (path relative to the tree, lines)."""
    for top in ("include", "sim", "gui", "tests", "cmake", ".ci", "."):
        base = tree / top
        paths = sorted(base.iterdir()) if top == "." else sorted(base.rglob("*")) if base.is_dir() else []
        for path in paths:
            name = path.relative_to(tree).as_posix()
            if path.is_file() and (path.suffix in TEXT or name in ("bicoastal", ".ci/run")):
                yield name, path.read_text(encoding="utf-8").splitlines()


def includes(name, lines):
    """(line number, '<' or '"' and the path) of each include of a C++ file."""
    if pathlib.PurePath(name).suffix in CPP:
        for number, line in enumerate(lines, 1):
            if found := INCLUDE.match(line):
                yield number, found[1] + found[2]


def is_code(name):
    return pathlib.PurePath(name).suffix in CODE or "." not in name.rsplit("/", 1)[-1] or name == ".ci/run"


def lengths(name, lines):
    if not name.endswith(".md"):  # tables and links cannot be broken
        for number, line in enumerate(lines, 1):
            if len(line) > LINE_MAX:
                yield number, f"{len(line)} characters; at most {LINE_MAX}"
    if is_code(name) and len(lines) > FILE_MAX:
        yield len(lines), f"{len(lines)} lines; at most {FILE_MAX}: what two ideas are in here?"


def openings(name, lines):
    if name.endswith(".hpp") and not (lines and lines[0].startswith("//")):
        yield 1, "a header opens with what the thing is"


def markers(name, lines):
    for number, line in enumerate(lines, 1):
        if found := MARKER.search(line):
            yield number, f"{found[0]} left over"


def homes(name, lines):
    for number, include in includes(name, lines):
        for library, rooms in HOMES:
            if re.match(f'[<"]({library})', include) and not name.startswith(rooms):
                yield number, f"{include[1:]} belongs into {' or '.join(rooms)}"


def walls(name, lines):
    for number, include in includes(name, lines):
        for room, forbidden, reason in WALLS:
            at = include + (">" if include[0] == "<" else "")
            if name.startswith(room) and re.search(forbidden, at):
                yield number, f"{include[1:]}: {reason}"


def relatives(name, lines):
    for number, include in includes(name, lines):
        if ".." in include.split("/") or include.startswith('"..'):
            yield number, f"{include[1:]}: includes start at the tree's top"


RULES = (lengths, openings, markers, homes, walls, relatives)


def one_parser(files):
    """CLI11 takes seconds to compile: only where arguments are read, and no header brings it to others."""
    for name, lines in files:
        for number, what in includes(name, lines):
            if what.startswith("<CLI/") and not name.endswith(("arguments.cpp", "/main.cpp")):
                yield name, number, "CLI11 stays where arguments are read"


def unbuilt(files):
    """Rooms and test folders are named in CMake; a folder that is not is compiled by nobody."""
    text = {name: "\n".join(lines) for name, lines in files}
    rooms = set(re.findall(r"bicoastal_room\((\w+)", text.get("sim/CMakeLists.txt", ""))) | {"cli"}
    tests = set(re.findall(r"bicoastal_test\(([\w/]+)", text.get("tests/CMakeLists.txt", "")))
    own = {name.rsplit("/", 1)[0] for name in text if name.endswith("/CMakeLists.txt")}
    for name in sorted(text):
        folder = name.rsplit("/", 1)[0]
        if not name.endswith(".cpp") or folder in own:
            continue
        if folder.startswith("sim/") and folder.split("/")[1] not in rooms:
            yield name, 1, f"{folder} is no room of sim/CMakeLists.txt"
        if folder.startswith("tests/") and folder[len("tests/"):] not in tests:
            yield name, 1, f"{folder} is no test of tests/CMakeLists.txt"


def unused(files):
    """A header of the simulator that nobody includes."""
    used = {what[1:] for name, lines in files for _, what in includes(name, lines)}
    for name, _ in files:
        if name.startswith("sim/") and name.endswith(".hpp") and name not in used:
            yield name, 1, "nothing includes this header"


def breaches(tree):
    files = list(files_of(tree))
    for name, lines in files:
        for rule in RULES:
            for number, what in rule(name, lines):
                yield f"{name}:{number}: {what}"
    for rule in (one_parser, unbuilt, unused):
        for name, number, what in rule(files):
            yield f"{name}:{number}: {what}"


def misformatted(tree):
    """Paths that clang-format would change; None without the right clang-format."""
    program = shutil.which("clang-format-14") or shutil.which("clang-format")
    if program is None:
        return None
    if FORMATTER not in subprocess.run([program, "--version"], capture_output=True, text=True).stdout:
        return None
    names = [name for name, _ in files_of(tree) if pathlib.PurePath(name).suffix in CPP]
    if not names:
        return []
    done = subprocess.run([program, "--dry-run", "--style=file", *names], cwd=tree, capture_output=True, text=True)
    return sorted({line.split(":")[0] for line in done.stderr.splitlines() if "clang-format-violations" in line})


def main():
    tree = pathlib.Path(sys.argv[1]).resolve()
    if "--format" in sys.argv[2:]:
        found = misformatted(tree)
        if found is None:
            print("skipped: Debian 12's clang-format (14) is not here")
            return 77
        for name in found:
            print(f"{name}: clang-format -i {name}")
    else:
        found = list(breaches(tree))
        print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
