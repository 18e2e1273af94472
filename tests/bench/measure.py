"""Runs programs in turn and keeps what they and the operating system say about each run."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


class Entry:
    """A program with a workload: how to start it for so many simulated seconds, and how to read what it prints.

    `command(seconds)` is the argument list; `read(document)` turns the JSON it printed into a dict with requests,
    wall_s, events, mean_latency_ms and whatever else is known.
    """

    def __init__(self, name, command, read, guess, leader=None, share=1.0):
        self.name, self.command, self.read = name, command, read
        self.seconds = guess  # simulated; set by calibrate()
        self.leader, self.share = leader, share  # an entry calibrated before, of whose time this one takes a share
        self.runs = []

    def run_once(self):
        outcome = run_child(self.command(self.seconds))
        return {**self.read(json.loads(outcome["stdout"])), "seconds": self.seconds, "rss_mb": outcome["rss_mb"],
                "process_s": outcome["process_s"], "cpu_s": outcome["cpu_s"]}

    def calibrate(self, wall_s):
        """Sets the simulated time so that the run loop takes about `wall_s`. Also warms the page cache."""
        if self.leader:
            self.seconds = max(1.0, float(round(self.leader.seconds * self.share)))
            return
        for _ in range(3):
            run = self.run_once()
            factor = wall_s / max(run["wall_s"], 1e-3)
            if 0.8 < factor < 1.25:
                return
            self.seconds = max(1.0, float(round(self.seconds * min(factor, 30.0))))

    def median(self, figure):
        values = [figure(run) for run in self.runs]
        return statistics.median(values)

    def rate(self):
        return self.median(lambda run: run["requests"] / run["wall_s"])


def run_child(argv):
    """Runs to the end; wall and CPU seconds and peak memory are the operating system's."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        try:
            child = subprocess.Popen(argv, stdout=out, stderr=err)
        except FileNotFoundError:
            sys.exit(f"{argv[0]} is missing: build with -DBICOASTAL_BENCH=ON, name the build tree with --build")
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode != 0:
            sys.exit(f"{' '.join(argv)}\nended with {child.returncode}:\n{err.read()[-4000:]}")
        return {"stdout": out.read(), "process_s": wall, "cpu_s": usage.ru_utime + usage.ru_stime,
                "rss_mb": usage.ru_maxrss / 1024}


def ratio(a, b, figure):
    """Median over the rounds of figure(a) / figure(b), paired: what drifts in the machine hits both of a round."""
    return statistics.median(figure(x) / figure(y) for x, y in zip(a.runs, b.runs))


def interleave(entries, rounds, wall_s, progress):
    """A B C … A B C …"""
    for entry in entries:
        progress(f"calibrating {entry.name}")
        entry.calibrate(wall_s)
    for number in range(rounds):
        for entry in entries:
            progress(f"round {number + 1} of {rounds}: {entry.name}")
            entry.runs.append(entry.run_once())
