#!/usr/bin/env python3
"""Makes the pictures of README.md anew: results/desktop/world.png, lesson.png and report.png.

pictures.py PROGRAM    the report needs Chromium; without it that picture stays as it is, which is said
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
INTO = TOP / "results/desktop"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run = lambda *words: subprocess.run([program, *words], cwd=TOP, check=True, stdout=subprocess.DEVNULL,
                                            env={"XDG_STATE_HOME": name, "PATH": "/usr/bin:/bin"})
        run("gui", "scenarios/quickstart.json", "--picture", str(INTO), "--page", "world", "--at", "3 min")
        run("gui", "--lesson", "10", "--picture", name)
        shutil.copy(folder / "1-told.png", INTO / "lesson.png")
        if BROWSER is None:
            print("no Chromium: report.png stays as it is")
            return
        run("report", "scenarios/quickstart.json", "-o", str(folder / "report.html"))
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,1000",
                 "--virtual-time-budget=5000", f"--screenshot={INTO / 'report.png'}"]
        subprocess.run([BROWSER, *flags, (folder / "report.html").as_uri()], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=120)


if __name__ == "__main__":
    main()
