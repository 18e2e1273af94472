#!/usr/bin/env python3
"""What the tours tell a reader to type works: each command line of scenarios/lessons/tours.md ends as the page says.

tours_test.py PROGRAM    runs them in their order in one folder; ends with 1 and names those that do not end well

A line may say how it ends: "# ends with 1". Commands that open a window draw a picture instead.
"""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```\n(.*?)^```$", re.M | re.S)
ENDS = re.compile(r"#.*\bends with (\d+)")


def commands(page):
    """Words of each command, and the exit code that it is to have."""
    for block in FENCE.findall(page):
        for line in block.splitlines():
            if line.startswith("./bicoastal "):
                ends = ENDS.search(line)
                yield shlex.split(line, comments=True)[1:], int(ends[1]) if ends else 0


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    page = (TOP / "scenarios/lessons/tours.md").read_text(encoding="utf-8")
    todo = list(commands(page))
    if not todo:
        sys.exit("tours.md tells nobody to type anything")
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "scenarios").symlink_to(TOP / "scenarios")
        (folder / "tests").symlink_to(TOP / "tests")
        for words, code in todo:
            if words[0] == "gui":
                words = words + ["--picture", str(folder / "pictures")]
                if "--lesson" not in words:
                    words += ["--page", "world"]
            done = subprocess.run([program, *words], cwd=folder, capture_output=True, encoding="utf-8", timeout=240,
                                  stdin=subprocess.DEVNULL,
                                  env={"XDG_STATE_HOME": str(folder / "state"), "PATH": "/usr/bin:/bin"})
            if done.returncode != code:
                wrong.append(f"bicoastal {shlex.join(words)}: ends with {done.returncode}, not {code}\n{done.stderr}")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
