"""A run of a scenario with its history, for tests of what is exported from it."""
import json
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
REGIONS = ("us-east-1", "eu-west-1", "ap-south-1")


def run(*words):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{words}: {done.returncode}\n{done.stderr}")
    return done


class StoredRun:
    """In a folder of its own, until close()."""

    def __init__(self, scenario):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)
        (self.folder / "s.json").write_text(json.dumps(scenario))
        run("run", self.folder / "s.json", "--out", self.folder, "--history", "full", "-q")
        self.file = self.folder / f"{scenario['name']}-{scenario['seed']}.db"

    def close(self):
        self.scratch.cleanup()
