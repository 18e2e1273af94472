#!/usr/bin/env python3
"""What a sweep costs beside its runs, and what a second worker brings.

sweep.py PROGRAM [RUNS]     1000 runs of next to nothing, then of a scenario that takes about 0.1 s, by turns with 1 and
                            2 workers. On a machine that others use: chrt -r 1 tests/bench/sweep.py …

Overhead of a run: the time of the sweep with one worker, without reading the plan, less the time that the runs
themselves took, which each child measures around simulating and measuring. It holds the fork, loading the scenario,
bringing the result back, and its commit to the result file. On a busy machine the clock on the wall tells how busy it
is; the processor time of runs of nothing, which bounds the overhead from above, is steadier.
"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

SCENARIO = {
    "name": "a tenth of a second",
    "duration": "10 min",
    "regions": [{"name": r, "zones": 3, "replicas_per_zone": 2} for r in ("us-east-1", "eu-west-1", "ap-northeast-1")],
    "network": {"latency": "aws-2024-04"},
    "clients": [{"region": r, "sessions": 500, "arrivals": "70/s", "locality": 0.9}
                for r in ("us-east-1", "eu-west-1", "ap-northeast-1")],
    "keys": {"count": 20000},
    "faults": [{"name": "lost", "at": "2 min", "for": "1 min", "region_down": "eu-west-1"}],
}

NOTHING = {**SCENARIO, "name": "nothing", "duration": "1 s", "keys": {"count": 10}, "faults": [],
           "clients": [{"region": "us-east-1", "sessions": 1, "arrivals": "1/s"}]}


def counted(jobs):
    return f"{jobs} worker" + ("" if jobs == 1 else "s")


def main():
    program, runs = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def write(scenario):
            (folder / "base.json").write_text(json.dumps(scenario))
            ttls = [f"{5 * i} s" for i in range(1, 11)]
            (folder / "sweep.json").write_text(json.dumps({
                "name": "bench", "base": "base.json", "seeds": {"count": runs // len(ttls)},
                "axes": [{"name": "ttl", "pointer": "/routing/dns_ttl", "values": ttls}],
                "metrics": ["availability", "rto"]}))

        def ask(*arguments):
            command = [program, "sweep", *arguments]
            return json.loads(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout)

        def sweep(jobs):
            out = f"{jobs}.db"
            done = ask("run", "sweep.json", "--out", out, "--anew", "--json", "-q", "--jobs", str(jobs))
            own = [run["wall_s"] for run in ask("export", out, "--to", "json", "--perf")["runs"]]
            return done["wall_s"], sum(own)

        def processor_s():
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            return used.ru_utime + used.ru_stime

        write(NOTHING)
        for jobs in (1, 2, 1, 2):
            before = processor_s()
            wall, _ = sweep(jobs)
            print(f"{runs} runs of nothing, {counted(jobs)}: {1e3 * wall / runs:.2f} ms each, of the processor "
                  f"{1e3 * (processor_s() - before) / runs:.2f} ms", flush=True)
        write(SCENARIO)
        for _ in range(2):
            one, own = sweep(1)
            two, _ = sweep(2)
            print(f"{runs} runs of {1e3 * own / runs:.1f} ms: {one:.1f} s with 1 worker, {two:.1f} s with 2: "
                  f"{one / two:.2f} times as fast; {1e3 * (one - own) / runs:.2f} ms a run beside it", flush=True)


if __name__ == "__main__":
    main()
