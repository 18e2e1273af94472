#!/usr/bin/env python3
"""What README.md shows is what the program prints: each console block is its command and then its output. And what the
published study shows is what its tables have (study_check.py).

readme_test.py PROGRAM            compares; ends with 1 and shows the difference where they differ
readme_test.py PROGRAM --update   writes what the program prints into README.md
"""
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import study_check

TOP = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```console\n\$ \./bicoastal ([^\n]*)\n(.*?)^```$", re.M | re.S)
OF_THIS_MACHINE = re.compile(r"^( +simulated +\S+ \S+) in .*$", re.M)  # how fast it ran


UTF8 = {**os.environ, "LC_ALL": "C.UTF-8"}  # diagrams are drawn with what the terminal can show
STORED = re.compile(r"^\./bicoastal run (scenarios/\S+) --out results$", re.M)  # runs that the page has stored


def printed(program, words, stored):
    here = [str(stored / pathlib.Path(w).name) if w.startswith("results/") else w for w in shlex.split(words)]
    done = subprocess.run([program, *here], cwd=TOP, capture_output=True, encoding="utf-8", env=UTF8)
    text = done.stdout
    # The block shows the launcher; the program by its path calls itself by its plain name.
    return text.replace(" bicoastal run ", " ./bicoastal run ")


def main():
    program, update = pathlib.Path(sys.argv[1]).resolve(), "--update" in sys.argv[2:]
    readme = TOP / "README.md"
    shown = readme.read_text(encoding="utf-8")
    blocks = BLOCK.findall(shown)
    if not blocks:
        sys.exit("README.md shows no run")
    with tempfile.TemporaryDirectory() as name:
        stored = pathlib.Path(name)
        for scenario in STORED.findall(shown):
            subprocess.run([program, "run", scenario, "-q", "--out", stored], cwd=TOP, stdout=subprocess.DEVNULL)
        if update:
            text = BLOCK.sub(lambda m: f"```console\n$ ./bicoastal {m[1]}\n{printed(program, m[1], stored)}```", shown)
            readme.write_text(text, encoding="utf-8")
            return 0
        differences = []
        for words, output in blocks:
            texts = output, printed(program, words, stored)
            both = [OF_THIS_MACHINE.sub(r"\1 in …", text).splitlines() for text in texts]
            differences += difflib.unified_diff(*both, "README.md", f"./bicoastal {words}", lineterm="")
        differences += study_check.differences(program)
        print("\n".join(differences).encode("ascii", "backslashreplace").decode())
        return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
