"""The programs of the comparison and the variants of workload W that the simulator is measured on."""
import json
import pathlib

from measure import Entry

HERE = pathlib.Path(__file__).resolve().parent
W_FILE = HERE / "w.json"
DENSE_RATE, DENSE_SLOTS = 50_000, 64  # 33 of 64 slots busy: as in W, nobody waits
MANY_REGIONS = 30


def read_rival(document):
    return document


def read_ours(document):
    latency, perf = document["latency_ms"], document["perf"]
    requests, wall = document["requests"]["issued"], perf["wall_s"]
    reads = document["staleness"]["reads"]  # successful ones
    writes = document["requests"]["ok"] - reads
    mean = (latency["read"]["mean"] * reads + (latency["write"]["mean"] or 0.0) * writes) / (reads + writes)
    pairs = document["wan"]["pairs"]
    return {"program": "bicoastal", "requests": requests, "wall_s": wall, "events": perf["events_per_s"] * wall,
            "mean_latency_ms": mean, "failed": document["requests"]["failed"],
            "applies": sum(pair["writes"] for pair in pairs),
            "lag_s": {f"{pair['from']} to {pair['to']}": pair["lag_ms"]["mean"] / 1e3 for pair in pairs},
            "concurrent_pairs": document["conflicts"]["concurrent"]}


def ours(program, name, settings=(), file=W_FILE, guess=300.0, leader=None, share=1.0):
    def command(seconds):
        argv = [program, "run", str(file), "--json", "--quiet", "--history", "none"]
        for setting in (f"/duration={seconds:g} s", *settings):
            argv += ["--set", setting]
        return argv

    return Entry(name, command, read_ours, guess, leader, share)


def rival(name, argv, guess):
    return Entry(name, lambda seconds: [*map(str, argv), "--seconds", f"{seconds:g}"], read_rival, guess)


def rivals(directory, python):
    bare = directory / "bench_bare"
    return {
        "bare": rival("bare loop, 4-ary heap", [bare], 4000.0),
        "bare_std": rival("bare loop, std::priority_queue", [bare, "--queue", "priority_queue"], 3000.0),
        "s4u": rival("SimGrid S4U, idiomatic and careful", [directory / "bench_s4u"], 120.0),
        "simpy": rival("SimPy", [python, HERE / "simpy_rival.py"], 60.0),
    }


def alone(directory):
    return rival("bicoastal, no analyses", [directory / "bench_model_alone", "--file", W_FILE], 300.0)


def newcomer(directory):
    return rival("SimGrid S4U, a newcomer's", [directory / "bench_s4u_newcomer"], 3.0)


def dense_bare(directory):
    return rival("bare loop, dense",
                 [directory / "bench_bare", "--rate", DENSE_RATE, "--slots", DENSE_SLOTS], 80.0)


def variants(program, scratch):
    dense = [f"/service/concurrency={DENSE_SLOTS}"] + [f"/clients/{i}/arrivals={DENSE_RATE}/s" for i in range(3)]
    many_file = scratch / "w30.json"
    many_file.write_text(json.dumps(many_regions(MANY_REGIONS), indent=1))
    # A write is applied in 29 regions instead of 2: fewer writes keep the applies of a request at 0.2.
    reads = 1 - 0.2 / (MANY_REGIONS - 1)
    same_applies = [f"/clients/{i}/reads={reads:.9f}" for i in range(MANY_REGIONS)]
    w = ours(program, "bicoastal")
    grown = 3 / MANY_REGIONS  # of the time, for as many requests

    def growth(name, *more, share=1.0):
        return ours(program, "bicoastal, " + name, *more, leader=w, share=share)

    return {
        "w": w,
        "dense": ours(program, "bicoastal, dense", dense, guess=10.0),
        "r30": growth("30 regions, as many applies a request as W", same_applies, many_file, share=grown),
        "r30_full": growth("30 regions, a tenth writes", (), many_file, share=grown / 3),
        "k1e3": growth("10^3 keys", ["/keys/count=1000"]),
        "k1e7": growth("10^7 keys", ["/keys/count=10000000"]),
    }


def many_regions(count):
    """Workload W with more regions, on a ring whose one-way delays span W's range of 38 to 108 ms."""
    w = json.loads(W_FILE.read_text())
    names = [f"region-{i:02}" for i in range(count)]
    w["name"] = f"Workload W, {count} regions"
    w["$schema"] = str((HERE / w["$schema"]).resolve())
    w["regions"] = [{**w["regions"][0], "name": name} for name in names]
    w["clients"] = [{**w["clients"][0], "region": name} for name in names]

    def one_way(a, b):
        apart = min(abs(a - b), count - abs(a - b))
        return f"{38 + 70 * (apart - 1) / (count // 2 - 1):g} ms" if apart else "0 ms"

    w["network"]["latency"] = {
        "places": names, "one_way": [[one_way(a, b) for b in range(count)] for a in range(count)]}
    return w
