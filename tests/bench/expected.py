"""Figures that workload W must show, from formulas, and whether a run shows them."""
import math

WAN = ((0, .038, .073), (.038, 0, .108), (.073, .108, 0))
KEYS, ZIPF, WRITES_PER_S = 100_000, 0.99, 60.0

MEAN_LATENCY_MS = 3.0  # 0.5 there, 2 of service, 0.5 back; 0.4 of 8 slots are busy, so nobody waits
LATENCY_TOLERANCE_MS = 0.02

# Popular keys supersede in bursts: the count's variance is 3.4 times its mean (60 seeds of the bare loop).
DISPERSION = 3.4

# The simulator sends a batch 10 ms after its first write; 0.6 more come in that time and wait for half of it.
FLUSH = 0.010
BATCH_WAIT = (FLUSH + WRITES_PER_S * FLUSH * FLUSH / 2) / (1 + WRITES_PER_S * FLUSH)
PLACES = ("us-east-1", "eu-west-1", "ap-northeast-1")
LAGS = {f"{PLACES[a]} to {PLACES[b]}": WAN[a][b] + BATCH_WAIT for a in range(3) for b in range(3) if a != b}


def popularity():
    harmonic = math.fsum((k + 1) ** -ZIPF for k in range(KEYS))
    return [(k + 1) ** -ZIPF / harmonic for k in range(KEYS)]


def superseded_share(wait=0.0):
    """Share of replicated writes that find a newer version.

    A write of `a` with delay d to `b` loses against writes of `b` in the d after it, and against those of the third
    region that were made after it and come first: in the d - d(third, b) after it. Per key these are Poisson processes.
    `wait` is added to every delay: exact enough in the mean, and delays that differ do so by 35 ms, more than any wait.
    """
    shares = popularity()
    total = 0.0
    for a in range(3):
        for b in range(3):
            if a != b:
                d = WAN[a][b]
                exposed = d + wait + max(0.0, d - WAN[3 - a - b][b])
                total += math.fsum(-p * math.expm1(-WRITES_PER_S * p * exposed) for p in shares)
    return total / 6


def concurrent_pairs_per_s():
    """Pairs of writes to a key of which neither saw the other: those of one region within the lag of the other's."""
    return WRITES_PER_S**2 * math.fsum(p * p for p in popularity()) * sum(LAGS.values())


def faults_of(run, superseded_there):
    """What is wrong with a run of W, as sentences."""
    faults = []
    # The standard deviation of one latency is that of the service time, 2 ms: it matters in short runs only.
    tolerance = max(LATENCY_TOLERANCE_MS, 5 * 2 / math.sqrt(run["requests"]))
    if abs(run["mean_latency_ms"] - MEAN_LATENCY_MS) > tolerance:
        faults.append(f"mean latency {run['mean_latency_ms']:.3f} ms is not {MEAN_LATENCY_MS:.2f} ms")
    writes = 0.1 * run["requests"]
    if "applies" in run and abs(run["applies"] - 2 * writes) > 2 * 5 * math.sqrt(writes):
        faults.append(f"{run['applies']} applies where {2 * writes:.0f} are expected")
    if "superseded" in run:
        mean = run["applies"] * superseded_there
        if abs(run["superseded"] - mean) > 5 * math.sqrt(DISPERSION * mean):
            faults.append(f"{run['superseded']} superseded applies where {mean:.0f} are expected")
    for pair, lag in run.get("lag_s", {}).items():
        if abs(lag - LAGS[pair]) > 0.0005:
            faults.append(f"mean lag {1e3 * lag:.2f} ms from {pair} where {1e3 * LAGS[pair]:.2f} are expected")
    if "concurrent_pairs" in run:
        mean = concurrent_pairs_per_s() * run["seconds"]
        if abs(run["concurrent_pairs"] - mean) > 5 * math.sqrt(DISPERSION * mean):
            faults.append(f"{run['concurrent_pairs']} pairs of concurrent writes where {mean:.0f} are expected")
    return faults
