#!/usr/bin/env python3
"""What README.md shows is what the program prints: each console block is its command and then its output.

readme_test.py PROGRAM            compares; ends with 1 and shows the difference where they differ
readme_test.py PROGRAM --update   writes what the program prints into README.md
"""
import difflib
import pathlib
import re
import shlex
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```console\n\$ \./bicoastal ([^\n]*)\n(.*?)^```$", re.M | re.S)
OF_THIS_MACHINE = re.compile(r"^( +simulated +\S+ \S+) in .*$", re.M)  # how fast it ran


def printed(program, words):
    done = subprocess.run([program, *shlex.split(words)], cwd=TOP, capture_output=True, text=True)
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
    if update:
        readme.write_text(BLOCK.sub(lambda m: f"```console\n$ ./bicoastal {m[1]}\n{printed(program, m[1])}```", shown),
                          encoding="utf-8")
        return 0
    differences = []
    for words, output in blocks:
        both = [OF_THIS_MACHINE.sub(r"\1 in …", text).splitlines() for text in (output, printed(program, words))]
        differences += difflib.unified_diff(*both, "README.md", f"./bicoastal {words}", lineterm="")
    print("\n".join(differences))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
