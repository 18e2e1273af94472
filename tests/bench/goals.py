"""The performance goals of the project, as rows: what was measured, and whether it was reached.

Rates are those of the machine at hand; the goals for them were set on one where the bare loop ran 3.26 M requests/s, so
the comparison with the bare loop is the one that travels.
"""
from entries import DENSE_RATE, DENSE_SLOTS, MANY_REGIONS
from measure import ratio


def rate(run):
    return run["requests"] / run["wall_s"]


def cost(run):
    return run["wall_s"] / run["requests"]


def goal_rows(entries):
    """(what, measured, to reach, reached, moonshot, reached)"""
    w = entries["w"]
    yield at_least("W, requests/s", w.rate(), 1.3e6, 3.2e6, si)
    yield at_least(f"dense W ({DENSE_RATE:,}/s a region, {DENSE_SLOTS} slots), requests/s",
                   entries["dense"].rate(), 1.8e6, 2.8e6, si)
    yield at_least("W against S4U idiomatic", ratio(w, entries["s4u"], rate), 15, 40, times)
    yield at_least("W against SimPy", ratio(w, entries["simpy"], rate), 18, 48, times)
    yield at_least("W against the bare loop", ratio(w, entries["bare"], rate), 0.4, 1.0, times)
    yield at_most(f"cost of a request, {MANY_REGIONS} regions over 3, equal applies a request",
                  ratio(entries["r30"], w, cost), 1.5, 1.2, times)
    yield at_most(f"cost of a request or apply, {MANY_REGIONS} regions over 3, a tenth writes",
                  ratio(entries["r30_full"], w, cost) * 1.2 / (1 + 0.1 * (MANY_REGIONS - 1)), 1.5, 1.2, times)
    yield at_most("cost of a request, 10^7 keys over 10^3", ratio(entries["k1e7"], entries["k1e3"], cost), 3, 2, times)
    copies = (("W", "w", 3e5), (f"W, {MANY_REGIONS} regions", "r30", MANY_REGIONS * 1e5), ("W, 10^7 keys", "k1e7", 3e7))
    for name, key, cells in copies:
        peak = entries[key].median(lambda run: run["rss_mb"])
        beyond = max(0.0, (peak - 64) * 2**20 / cells)
        yield at_most(f"memory of {name} beyond 64 MB, bytes per key and region (peak {peak:,.0f} MB)", beyond, 64, 32,
                      lambda x: f"{x:.0f}")


def at_least(what, measured, goal, moonshot, show):
    return what, show(measured), "≥ " + show(goal), measured >= goal, "≥ " + show(moonshot), measured >= moonshot


def at_most(what, measured, goal, moonshot, show):
    return what, show(measured), "≤ " + show(goal), measured <= goal, "≤ " + show(moonshot), measured <= moonshot


def si(x):
    return f"{x / 1e6:.2f} M" if x >= 1e6 else f"{x / 1e3:.1f} k"


def times(x):
    return f"{x:.2f} ×" if x < 10 else f"{x:.1f} ×"
