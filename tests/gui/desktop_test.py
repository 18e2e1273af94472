#!/usr/bin/env python3
"""The desktop program in a real window: Xvfb is the screen, xdotool the user. It is shown quickstart, plays, loses a
region by mouse, gets branch B, opens an anomaly, saves a picture, and ends.

desktop_test.py BICOASTAL [FOLDER]   the program; where pictures of the steps go
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE_S = 120
SIZE = (1280, 800)


class Desktop:
    def __init__(self, program, folder, arguments):
        self.folder = folder
        self.places_file = folder / "places"
        display_pipe = os.pipe()
        # -noreset: the server would end with its first client.
        self.screen = subprocess.Popen(
            ["Xvfb", "-noreset", "-displayfd", str(display_pipe[1]), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"],
            pass_fds=[display_pipe[1]], stderr=subprocess.DEVNULL)
        os.close(display_pipe[1])
        self.environment = {**os.environ, "DISPLAY": ":" + os.read(display_pipe[0], 16).decode().strip(),
                            "XDG_STATE_HOME": str(folder / "state"), "LIBGL_ALWAYS_SOFTWARE": "1"}
        self.program = subprocess.Popen(
            [program, "gui", *arguments, "--places", self.places_file, "--size", f"{SIZE[0]}x{SIZE[1]}"],
            cwd=folder, env=self.environment)

    def close(self):
        for process in (self.program, self.screen):
            if process.poll() is None:
                process.terminate()
                process.wait()

    def xdotool(self, *arguments):
        subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, check=True)

    def places(self):
        try:
            lines = self.places_file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        return {name: (float(x), float(y), text) for name, x, y, text in (line.split("\t", 3) for line in lines)}

    def wait_for(self, what, condition):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.program.poll() is not None:
                sys.exit(f"the program ended with {self.program.returncode} while waiting for {what}")
            places = self.places()
            if condition(places):
                return places
            time.sleep(0.1)
        sys.exit(f"no {what} within {PATIENCE_S} s; there are: {sorted(places)}")

    def click(self, name, button=1):
        x, y, _ = self.wait_for(name, lambda places: name in places)[name]
        self.xdotool("mousemove", round(x), round(y))
        time.sleep(0.2)
        self.xdotool("click", button)
        time.sleep(0.3)

    def key(self, name):
        """Held as long as a person holds it."""
        self.xdotool("keydown", name)
        time.sleep(0.3)
        self.xdotool("keyup", name)

    def text(self, name):
        return self.wait_for(name, lambda places: name in places)[name][2]


def seconds(clock):
    """1:02.5 as 62.5."""
    minutes, _, rest = clock.rpartition(":")
    return (int(minutes) if minutes else 0) * 60 + float(rest.removesuffix(" s"))


def walk(desktop):
    desktop.wait_for("the run of quickstart", lambda places: "status" in places)
    assert "expectations hold" in desktop.text("verdict"), desktop.text("verdict")

    before = seconds(desktop.text("time axis"))
    desktop.click("##play")
    time.sleep(1.5)
    desktop.click("##play")
    played = seconds(desktop.text("time axis"))
    assert played > before + 5, f"{before} to {played}: it does not play"

    desktop.click("region eu-west-1", button=3)
    desktop.click("fault Lose power")
    of_b = desktop.wait_for("the run of B", lambda places: places.get("headline", (0, 0, ""))[2].startswith("B + "))
    desktop.click("##branch0")
    of_a = desktop.wait_for("the run of A", lambda places: not places.get("headline", (0, 0, "B"))[2].startswith("B"))
    assert of_a["status"][2] != of_b["status"][2], "A and B say the same"

    desktop.click("anomalies")
    desktop.click("anomaly 3")
    assert desktop.text("story"), "the story has no title"
    desktop.key("ctrl+p")
    picture = desktop.folder / "bicoastal-001.png"
    until = time.monotonic() + PATIENCE_S
    while not picture.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert picture.read_bytes().startswith(b"\x89PNG"), "no picture"

    desktop.key("ctrl+q")
    assert desktop.program.wait(PATIENCE_S) == 0, f"it ended with {desktop.program.returncode}"


def main():
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            print(f"skipped: there is no {tool}")
            sys.exit(77)
    source = pathlib.Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory(prefix="bicoastal-desktop-") as folder:
        desktop = Desktop(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(folder),
                          [source / "scenarios/quickstart.json"])
        try:
            walk(desktop)
        finally:
            desktop.close()
            if len(sys.argv) > 2:
                for picture in pathlib.Path(folder).glob("*.png"):
                    shutil.copy(picture, sys.argv[2])
    print("ok")


main()
