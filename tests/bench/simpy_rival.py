#!/usr/bin/env python3
"""Workload W (workload.hpp) in SimPy 3 or later: a process per request, a Resource per server, as its manual teaches.

Careful where that costs nothing in style: names bound outside the loops, a replicated write as one Timeout with a
callback instead of a process, the collector of reference cycles off while the clock runs.
"""
import argparse
import bisect
import gc
import itertools
import json
import random
import time

import simpy

REGIONS, SERVERS = 3, 3
HOP, SERVICE_MEAN, WRITES, ZIPF = 0.5e-3, 2e-3, 0.1, 0.99
WAN = ((0, .038, .073), (.038, 0, .108), (.073, .108, 0))


class World:
    def __init__(self, env, work):
        self.env, self.work = env, work
        self.random = random.Random(work.seed)
        self.servers = [[simpy.Resource(env, work.slots) for _ in range(SERVERS)] for _ in range(REGIONS)]
        # [region][key] = (time, region) of the newest version
        self.stores = [[(-1.0, -1)] * work.keys for _ in range(REGIONS)]
        weights = list(itertools.accumulate((k + 1) ** -ZIPF for k in range(work.keys)))
        self.cumulative = [w / weights[-1] for w in weights]
        self.requests = self.applies = self.superseded = 0
        self.latency_sum = self.freshest = 0.0

    def draw_key(self):
        return min(bisect.bisect(self.cumulative, self.random.random()), self.work.keys - 1)

    def generate(self, region):
        env, expovariate, rate, end = self.env, self.random.expovariate, self.work.rate, self.work.seconds
        for server in itertools.cycle(self.servers[region]):
            yield env.timeout(expovariate(rate))
            if env.now >= end:
                return
            env.process(self.request(region, server))

    def request(self, region, server):
        env, rnd = self.env, self.random
        started = env.now
        key, write = self.draw_key(), rnd.random() < WRITES
        yield env.timeout(HOP)
        with server.request() as slot:
            yield slot
            yield env.timeout(rnd.expovariate(1 / SERVICE_MEAN))
        store = self.stores[region]
        if write:
            version = (env.now, region)
            store[key] = version
            for target in range(REGIONS):
                if target != region:
                    env.timeout(WAN[region][target], (target, key, version)).callbacks.append(self.apply)
        else:
            self.freshest = max(self.freshest, store[key][0])
        yield env.timeout(HOP)
        self.requests += 1
        self.latency_sum += env.now - started

    def apply(self, event):
        target, key, version = event.value
        self.applies += 1
        if version < self.stores[target][key]:
            self.superseded += 1
        else:
            self.stores[target][key] = version


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="simulated, of arrivals")
    parser.add_argument("--rate", type=float, default=600, help="requests per second and region")
    parser.add_argument("--slots", type=int, default=8, help="of a server")
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    env = simpy.Environment()
    world = World(env, parser.parse_args())
    for region in range(REGIONS):
        env.process(world.generate(region))
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    env.run()
    wall = time.perf_counter() - start
    print(json.dumps({
        "program": f"SimPy {simpy.__version__}", "requests": world.requests, "wall_s": wall,
        "requests_per_s": world.requests / wall, "events": next(env._eid),
        "mean_latency_ms": 1e3 * world.latency_sum / world.requests,
        "applies": world.applies, "superseded": world.superseded, "freshest_read_s": world.freshest}))


if __name__ == "__main__":
    main()
