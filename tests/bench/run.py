#!/usr/bin/env python3
"""Runs the simulator and its rivals side by side on workload W and prints one table, then the goals.

Builds nothing: cmake -B build -DBICOASTAL_BENCH=ON && cmake --build build && tests/bench/run.py
"""
import argparse
import json
import pathlib
import statistics
import sys
import tempfile

import entries as programs
from expected import BATCH_WAIT, faults_of, superseded_share
from goals import goal_rows, rate, si, times
from measure import interleave, ratio

HERE = pathlib.Path(__file__).resolve().parent
CHECKED = ("w", "alone", "bare", "bare_std", "s4u", "simpy")  # these do workload W itself
OURS = ("w", "alone")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parents[1] / "build", help="build tree")
    parser.add_argument("--python", default="/usr/bin/python3", help="a Python that has simpy (Debian: python3-simpy3)")
    parser.add_argument("--rounds", type=int, default=3, help="each program runs once a round (default: 3)")
    parser.add_argument("--wall", type=float, default=4.0, help="seconds that a run is to take (default: 4)")
    parser.add_argument("--newcomer", action="store_true", help="also S4U as a newcomer writes it")
    parser.add_argument("--rivals-only", action="store_true", help="leave the simulator out")
    parser.add_argument("--check", action="store_true", help="one short run of each rival: is its answer right?")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="every run, for later comparison")
    return parser.parse_args()


def print_table(head, rows):
    widths = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]
    for row in (head, ["-" * width for width in widths], *rows):
        first, *rest = [str(cell) for cell in row]
        print("| " + " | ".join([first.ljust(widths[0]), *map(str.rjust, rest, widths[1:])]) + " |")


def compare(table, base):
    rows = []
    for entry in table.values():
        rates = [rate(run) for run in entry.runs]
        rows.append((entry.name, si(statistics.median(rates)), f"{si(min(rates))} – {si(max(rates))}",
                     f"{entry.median(lambda run: run['events'] / run['requests']):.2f}",
                     f"{entry.median(lambda run: run['mean_latency_ms']):.3f}",
                     f"{entry.median(lambda run: 1e6 * run['cpu_s'] / run['requests']):.2f}",
                     f"{entry.median(lambda run: run['rss_mb']):,.0f}",
                     times(ratio(base, entry, rate))))
    print_table(("program", "requests/s", "least – most", "events a request", "mean latency, ms",
                 "CPU µs a request", "peak MB", f"{base.name} is faster by"), rows)


def warn_if_busy(bare):
    """The bare loop has one thread and never waits: what it did not get, others had."""
    got = bare.median(lambda run: run["cpu_s"] / run["process_s"])
    if got < 0.9:
        print(f"The machine was busy: the bare loop got {got:.0%} of a core. Rates are too low, and ratios too, since "
              "the analyses want a second core. CPU time a request is the figure to trust.", file=sys.stderr)


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def wrong_answers(table):
    by_itself, batched = superseded_share(), superseded_share(BATCH_WAIT)
    return [f"{table[key].name}: {fault}" for key in CHECKED if key in table
            for run in table[key].runs for fault in faults_of(run, batched if key in OURS else by_itself)]


def main():
    args = arguments()
    bench = args.build / "bench"
    with_ours = not (args.rivals_only or args.check)
    with tempfile.TemporaryDirectory() as scratch:
        table = programs.variants(str(args.build / "bicoastal"), pathlib.Path(scratch)) if with_ours else {}
        table |= programs.rivals(bench, args.python)
        if not args.check:
            table["bare_dense"] = programs.dense_bare(bench)
        if with_ours:
            table["alone"] = programs.alone(bench)
        if args.newcomer:
            table["newcomer"] = programs.newcomer(bench)
        rounds, wall_s = (1, 1.0) if args.check else (args.rounds, args.wall)
        interleave(list(table.values()), rounds, wall_s, progress)
    progress("")

    faults = wrong_answers(table)
    if not args.check:
        compare(table, table["w" if with_ours else "bare"])
    if with_ours:
        print()
        print_table(("goal", "measured", "to reach", "reached", "moonshot", "reached"),
                    [(what, measured, goal, "yes" if ok else "no", moonshot, "yes" if far else "no")
                     for what, measured, goal, ok, moonshot, far in goal_rows(table)])
    warn_if_busy(table["bare"])
    if args.json:
        runs = {key: {"name": e.name, "seconds": e.seconds, "runs": e.runs} for key, e in table.items()}
        args.json.write_text(json.dumps(runs, indent=1))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
