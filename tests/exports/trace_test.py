#!/usr/bin/env python3
"""The Perfetto trace of a real run with an outage keeps the rules of its format, and tells what the run tells.

trace_test.py PROGRAM    ends with 1 and names what is wrong
"""
import collections
import json
import sqlite3
import unittest
from decimal import Decimal

from stored_run import REGIONS, StoredRun, run

SCENARIO = {
    "name": "trace", "seed": 3, "duration": "90 s",
    "regions": [{"name": name, "zones": 1, "replicas_per_zone": 2} for name in REGIONS],
    "clients": [{"region": name, "sessions": 20, "arrivals": "30/s", "reads": 0.7, "timeout": "400 ms",
                 "retries": {"attempts": 2, "backoff": "20 ms"}} for name in REGIONS],
    "keys": {"count": 50},
    "data": {"writes": "global"},
    "faults": [{"at": "20 s", "for": "40 s", "region_down": "us-east-1"}, {"at": "70 s", "region_down": "eu-west-1"}],
}


def ns(micros):
    return int(Decimal(micros) * 1000)


class Trace(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stored = StoredRun(SCENARIO)
        cls.run_file = cls.stored.file
        cls.database = sqlite3.connect(cls.run_file)
        cls.events = cls.exported("--limit", 500)
        names = [e for e in cls.events if e["ph"] == "M" and e["name"] == "process_name"]
        cls.process = {e["pid"]: e["args"]["name"] for e in names}

    @classmethod
    def tearDownClass(cls):
        cls.database.close()
        cls.stored.close()

    @classmethod
    def exported(cls, *options):
        # Decimal, so that nanoseconds behind the point stay what they are.
        document = json.loads(run("export", cls.run_file, "--to", "perfetto", *options).stdout, parse_float=str)
        assert document["displayTimeUnit"] == "ms"
        return document["traceEvents"]

    def spans(self, category, events=None):
        """(pid, id, begin, end, name, args) of asynchronous events; fails where one has no other half."""
        open_, spans = {}, []
        for e in events or self.events:
            if e.get("cat") == category and e["ph"] == "b":
                self.assertNotIn(e["id"], open_)
                open_[e["id"]] = e
            elif e.get("cat") == category and e["ph"] == "e":
                begin = open_.pop(e["id"])
                self.assertEqual((begin["pid"], begin["name"]), (e["pid"], e["name"]))
                self.assertLessEqual(ns(begin["ts"]), ns(e["ts"]))
                spans.append((e["pid"], e["id"], ns(begin["ts"]), ns(e["ts"]), e["name"], begin.get("args")))
        self.assertFalse(open_)
        return spans

    def test_every_lane_has_a_name_and_each_region_is_a_process(self):
        self.assertEqual(sorted(self.process.values()), sorted((*REGIONS, "faults")))
        threads = {(e["pid"], e["tid"]) for e in self.events if e["ph"] == "M" and e["name"] == "thread_name"}
        for e in self.events:
            self.assertIn(e["pid"], self.process)
            if e["ph"] in "XisfBE":
                self.assertIn((e["pid"], e["tid"]), threads)

    def test_requests_are_those_of_the_run_by_home_and_time(self):
        told = collections.Counter(self.database.execute(
            "SELECT r.name, o.invoked_ns, o.time_ns, o.key, o.session FROM operations o"
            " JOIN populations p ON p.id = o.population JOIN regions r ON r.id = p.home_region").fetchall())
        shown = collections.Counter((self.process[pid], begin, end, args["key"], args["session"])
                                    for pid, _, begin, end, _, args in self.spans("request"))
        self.assertEqual(shown, told)
        self.assertTrue(any(name == "write: timeout" for *_, name, _ in self.spans("request")))

    def test_batches_are_those_of_the_run(self):
        told = collections.Counter(self.database.execute(
            "SELECT r.name, b.sent_ns, b.time_ns, b.writes FROM batches b JOIN stores s ON s.id = b.from_store"
            " JOIN regions r ON r.id = s.region WHERE b.event > 0").fetchall())
        shown = collections.Counter((self.process[pid], begin, end, args["writes"])
                                    for pid, _, begin, end, name, args in self.spans("batch")
                                    if not name.endswith("on its way"))
        self.assertEqual(shown, told)

    def test_slices_of_one_thread_never_overlap_in_part(self):
        lanes = collections.defaultdict(set)
        for e in self.events:
            if e["ph"] == "X":
                lanes[e["pid"], e["tid"]].add((ns(e["ts"]), ns(e["ts"]) + ns(e["dur"])))
        for slices in lanes.values():
            ordered = sorted(slices)
            for (_, end), (begin, _) in zip(ordered, ordered[1:]):
                self.assertLessEqual(end, begin)

    def test_arrows_lead_from_a_slice_to_a_later_slice(self):
        slices = {(e["pid"], e["tid"], e["ts"]) for e in self.events if e["ph"] == "X"}
        starts = {e["id"]: e for e in self.events if e["ph"] == "s"}
        ends = {e["id"]: e for e in self.events if e["ph"] == "f"}
        self.assertEqual(starts.keys(), ends.keys())
        self.assertGreater(len(ends), 500)  # 500 writes, most of them applied in two other regions
        for number, end in ends.items():
            start = starts[number]
            self.assertEqual((start["cat"], start["name"], end["bp"]), (end["cat"], end["name"], "e"))
            self.assertIn((start["pid"], start["tid"], start["ts"]), slices)
            self.assertIn((end["pid"], end["tid"], end["ts"]), slices)
            self.assertGreater(ns(end["ts"]), ns(start["ts"]))
            self.assertNotEqual(start["pid"], end["pid"])

    def test_faults_last_from_onset_to_end_and_what_has_no_end_to_the_end_of_the_run(self):
        faults = [(e["name"], ns(e["ts"]), ns(e["ts"]) + ns(e["dur"])) for e in self.events if e.get("cat") == "fault"]
        last, = self.database.execute("SELECT time_ns FROM run_end").fetchone()
        self.assertEqual(sorted((begin, end) for _, begin, end in faults),
                         [(20 * 10**9, 60 * 10**9), (70 * 10**9, last)])

    def test_roles_health_and_samples_are_all_there(self):
        count = collections.Counter((e["ph"], e.get("cat"), e["name"].split(" ")[0]) for e in self.events)
        for table, key in (("load", ("C", None, "load")), ("backlog", ("C", None, "backlog"))):
            self.assertEqual(count[key], self.database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        for table, category in (("roles", "failover"), ("health", "health")):
            shown = sum(e["ph"] == "i" and e["cat"] == category for e in self.events)
            self.assertEqual(shown, self.database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        self.assertGreater(sum(e["ph"] == "i" for e in self.events), 3)

    def test_a_part_of_the_run_has_what_touches_it_whole(self):
        part = self.exported("--between", "19 s", "21 s", "--key", 1)
        told = self.database.execute("SELECT count(*) FROM operations WHERE key = 1 AND invoked_ns <= 21000000000"
                                     " AND time_ns >= 19000000000").fetchone()[0]
        self.assertGreater(told, 5)
        self.assertEqual(len(self.spans("request", part)), told)
        self.assertEqual(sum(e.get("cat") == "fault" for e in part), 1)
        for e in part:
            if e["ph"] in "CiXsf" and e.get("cat") != "fault":
                self.assertTrue(19 * 10**9 <= ns(e["ts"]) <= 21 * 10**9)


if __name__ == "__main__":
    unittest.main()
