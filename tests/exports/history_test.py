#!/usr/bin/env python3
"""The Jepsen and Elle exports of a real run with an outage keep the rules of these formats, and tell what it tells.

history_test.py PROGRAM    ends with 1 and names what is wrong
"""
import collections
import sqlite3
import unittest

import edn
from stored_run import REGIONS, StoredRun, run

# Writes go to a primary in another region, which is lost for a while: refusals, time-outs, retries and failover.
SCENARIO = {
    "name": "outage", "seed": 11, "duration": "100 s",
    "regions": [{"name": name, "zones": 1, "replicas_per_zone": 2} for name in REGIONS],
    "clients": [{"region": name, "sessions": 40, "arrivals": "340/s", "reads": 0.7, "timeout": "200 ms",
                 "retries": {"attempts": 3, "backoff": "20 ms"}} for name in REGIONS],
    "keys": {"count": 300},
    "data": {"writes": "global", "primary": "us-east-1"},
    "faults": [{"at": "30 s", "for": "20 s", "region_down": "us-east-1"}],
}
READ, WRITE = 0, 1
OK, TIMEOUT, REFUSED, UNAVAILABLE, CONFLICT, IN_FLIGHT = range(6)


class History(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stored = StoredRun(SCENARIO)
        cls.run_file = cls.stored.file
        database = sqlite3.connect(cls.run_file)
        cls.operations = database.execute(
            "SELECT op, kind, outcome, attempts, key, invoked_ns, time_ns, version FROM operations").fetchall()
        cls.versions = dict(database.execute("SELECT version, op FROM accepts"))
        database.close()
        cls.paired = {}
        cls.jepsen = cls.exported("jepsen")
        cls.elle = cls.exported("elle")

    @classmethod
    def tearDownClass(cls):
        cls.stored.close()

    @classmethod
    def exported(cls, style, *options):
        out = cls.stored.folder / f"{style}.edn"
        run("export", cls.run_file, "--to", style, "-o", out, *options)
        with open(out, encoding="utf-8") as lines:
            return [edn.read(line) for line in lines]

    def pairs(self, history):
        """(invocation, completion) in the order of completion; fails where a process breaks a rule."""
        if id(history) not in self.paired:
            self.paired[id(history)] = self.pair(history)
        return self.paired[id(history)]

    def pair(self, history):
        open_, retired, pairs = {}, set(), []
        for op in history:
            process = op["process"]
            if op["type"] == "invoke":
                self.assertNotIn(process, open_, "a process does two things at a time")
                self.assertNotIn(process, retired, "a process goes on after :info")
                open_[process] = op
            else:
                self.assertIn(op["type"], ("ok", "fail", "info"))
                invoked = open_.pop(process)
                self.assertEqual(invoked["f"], op["f"])
                if op["type"] == "info":
                    retired.add(process)
                pairs.append((invoked, op))
        self.assertFalse(open_, "everything ends, if only in :info")
        return pairs

    def test_the_run_is_one_worth_exporting(self):
        self.assertGreater(len(self.operations), 95_000)
        outcomes = collections.Counter((kind, outcome) for _, kind, outcome, *_ in self.operations)
        for kind in (READ, WRITE):
            self.assertGreater(outcomes[kind, OK], 10_000)
            self.assertGreater(outcomes[kind, TIMEOUT], 100)
        per_op = collections.Counter(self.versions.values())
        self.assertGreater(sum(count > 1 for count in per_op.values()), 0, "some write was accepted twice")

    def test_indices_are_dense_and_times_never_go_back(self):
        for history in (self.jepsen, self.elle):
            self.assertEqual([op["index"] for op in history], list(range(len(history))))
            times = [op["time"] for op in history]
            self.assertGreaterEqual(times[0], 0)
            self.assertEqual(times, sorted(times))

    def test_every_operation_of_the_run_is_there_once_with_its_times_and_its_end(self):
        accepted = set(self.versions.values())

        def type_of(op, kind, outcome):
            if outcome == OK:
                return "ok"
            if kind == READ:
                return "fail"
            return "info" if outcome in (TIMEOUT, IN_FLIGHT) or op in accepted else "fail"

        told = collections.Counter(
            (key, ("read", "write")[kind], invoked, ended, type_of(op, kind, outcome))
            for op, kind, outcome, _, key, invoked, ended, _ in self.operations)
        jepsen = collections.Counter(
            (a["key"], a["f"], a["time"], b["time"], b["type"])
            for a, b in self.pairs(self.jepsen) if a["process"] != 0)
        self.assertEqual(jepsen, told)
        names = {"r": "read", "w": "write"}
        elle = collections.Counter(
            (a["value"][0][1], names[a["value"][0][0]], a["time"], b["time"], b["type"])
            for a, b in self.pairs(self.elle))
        self.assertEqual(elle, told)

    def test_each_key_begins_with_zero_written_before_anything_else(self):
        begun = set()
        for op in self.jepsen:
            if op["process"] == 0:
                self.assertEqual((op["f"], op["value"]), ("write", 0))
                begun.add(op["key"])
            self.assertIn(op["key"], begun)

    def test_a_write_has_one_value_that_no_other_has_whatever_its_end(self):
        values = []
        for invoked, completed in self.pairs(self.jepsen):
            if invoked["f"] == "write":
                self.assertEqual(invoked["value"], completed["value"])
                values += [invoked["value"]] if invoked["process"] != 0 else []
            else:
                self.assertIsNone(invoked["value"])
                self.assertEqual(completed["value"] is None, completed["type"] != "ok")
        self.assertEqual(sorted(values), list(range(1, len(values) + 1)))

    def test_a_read_returns_what_the_operation_wrote_whose_version_it_returned(self):
        # An operation is known by key and times; where two share these, neither is looked at.
        by_times = collections.Counter((key, at, end) for _, _, _, _, key, at, end, _ in self.operations)
        value_of = {(a["key"], a["time"], b["time"]): b["value"]
                    for a, b in self.pairs(self.jepsen) if a["process"] != 0}
        written = {op: value_of[key, at, end] for op, kind, _, _, key, at, end, _ in self.operations
                   if kind == WRITE and by_times[key, at, end] == 1}
        checked = 0
        for _, kind, outcome, _, key, at, end, version in self.operations:
            if (kind, outcome) != (READ, OK) or by_times[key, at, end] != 1:
                continue
            expected = 0 if version == 0 else written.get(self.versions[version])
            if expected is not None:
                self.assertEqual(value_of[key, at, end], expected)
                checked += expected != 0
        self.assertGreater(checked, 50_000)

    def test_elle_reads_nil_before_anything_was_written(self):
        def flat(history):
            for _, op in self.pairs(history):
                if op["process"] != 0 or history is self.elle:
                    yield op
        same = 0
        jepsen = {(op["key"], op["time"], op["f"], op["value"]) for op in flat(self.jepsen) if op["type"] == "ok"}
        for op in flat(self.elle):
            (f, key, value), = op["value"]
            if op["type"] == "ok":
                self.assertIn((key, op["time"], {"r": "read", "w": "write"}[f], value or 0), jepsen)
                self.assertNotEqual(value, 0)
                same += 1
        self.assertGreater(same, 50_000)

    def test_one_key_alone_is_a_history_of_its_own(self):
        alone = self.exported("jepsen", "--key", 5)
        self.assertEqual({op["key"] for op in alone}, {5})
        self.assertEqual([op["index"] for op in alone], list(range(len(alone))))
        ends = [(a["f"], a["time"], b["time"], b["type"]) for a, b in self.pairs(alone)]
        self.assertEqual(ends, [(a["f"], a["time"], b["time"], b["type"])
                                for a, b in self.pairs(self.jepsen) if a["key"] == 5])


class Reader(unittest.TestCase):
    def test_it_reads_what_edn_says(self):
        self.assertEqual(edn.read("{:f :txn, :value [[:r 17 nil]], :time -3}"),
                         {"f": "txn", "value": [["r", 17, None]], "time": -3})

    def test_it_refuses_what_is_no_edn(self):
        for text in ("{:f}", "{:f 1 :f 2}", "[1", "1]", "{:f 1]", "1 2", "", "01", "{:f nill}", "{:a/b 1} {", "'x'"):
            with self.assertRaises(ValueError, msg=text):
                edn.read(text)


if __name__ == "__main__":
    unittest.main()
