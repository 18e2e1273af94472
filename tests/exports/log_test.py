#!/usr/bin/env python3
"""The ShiViz log of a real run keeps what ShiViz insists on, and tells only what the run tells.

log_test.py PROGRAM    ends with 1 and names what is wrong
"""
import json
import re
import sqlite3
import unittest

from stored_run import REGIONS, StoredRun, run

SCENARIO = {
    "name": "log", "seed": 5, "duration": "60 s",
    "regions": [{"name": name, "zones": 1, "replicas_per_zone": 2} for name in REGIONS],
    "clients": [{"region": name, "sessions": 6, "arrivals": "20/s", "reads": 0.6, "timeout": "400 ms",
                 "retries": {"attempts": 2, "backoff": "20 ms"}} for name in REGIONS],
    "keys": {"count": 20},
    "data": {"writes": "local"},
    "faults": [{"at": "20 s", "for": "10 s", "region_down": "eu-west-1"}],
}


def parsed(text):
    """(what, host, clock) of each entry, read as ShiViz reads a file: by the expression on its first line."""
    expression, separator, log = text.split("\n", 2)
    if separator:
        raise AssertionError("the second line separates executions, of which there is one")
    entry = re.compile(re.sub(r"\(\?<(\w+)>", r"(?P<\1>", expression) + r"\n?")
    entries, at = [], 0
    while at < len(log):
        found = entry.match(log, at)
        if not found:
            raise AssertionError(f"no entry at {log[at:at + 80]!r}")
        entries.append((found["event"], found["host"], json.loads(found["clock"])))
        at = found.end()
    return entries


class Log(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stored = StoredRun(SCENARIO)
        cls.run_file = cls.stored.file

    @classmethod
    def tearDownClass(cls):
        cls.stored.close()

    def exported(self, *options):
        done = run("export", self.run_file, "--to", "shiviz", *options)
        return parsed(done.stdout), done.stderr

    def check_clocks(self, entries):
        count, last = {}, {}
        for what, host, clock in entries:
            count[host] = count.get(host, 0) + 1
            self.assertEqual(clock[host], count[host], what)
            for other, known in clock.items():
                self.assertGreaterEqual(known, 1)
                self.assertLessEqual(known, count.get(other, 0), f"{what}: knows what has not happened")
            for other, known in last.get(host, {}).items():
                self.assertGreaterEqual(clock.get(other, 0), known, f"{what}: forgot")
            last[host] = clock

    def test_clocks_count_the_entries_of_the_log(self):
        for options in ((), ("--limit", 50), ("--key", 3), ("--key", 3, "--between", "19 s", "24 s"),
                        ("--limit", 100000, "--key", 1)):
            entries, _ = self.exported(*options)
            self.assertGreater(len(entries), 20, options)
            self.check_clocks(entries)

    def test_it_takes_the_key_with_most_anomalies_and_says_so(self):
        database = sqlite3.connect(self.run_file)
        key, anomalies = database.execute(
            "SELECT key, count(*) AS n FROM anomalies GROUP BY key ORDER BY n DESC, key LIMIT 1").fetchone()
        entries, said = self.exported()
        self.assertIn(f"key {key}, which has most anomalies ({anomalies} of them)", said)
        self.assertLessEqual(len(entries), 200)
        self.assertGreater(len(entries), 150)
        self.assertTrue(any("stale_read" in what or "conflict" in what for what, _, _ in entries))

    def test_a_store_that_applies_a_write_knows_what_the_store_that_accepted_it_knew(self):
        entries, _ = self.exported("--limit", 100000, "--key", 2)
        accepted, applied = {}, 0
        for what, host, clock in entries:
            version = re.search(r": (accepts|applies|drops) (\S+?)[:,]?(?= |$)", what)
            if version and version[1] == "accepts":
                accepted[version[2]] = clock
            elif version:
                applied += 1
                for other, known in accepted[version[2]].items():
                    self.assertGreaterEqual(clock.get(other, 0), known, what)
        self.assertGreater(applied, 50)

    def test_a_whole_key_is_told_record_by_record(self):
        entries, _ = self.exported("--limit", 100000, "--key", 2)
        database = sqlite3.connect(self.run_file)
        for table, words in (("accepts", ("accepts",)), ("applies", ("applies", "drops"))):
            told = sum(re.match(r"[0-9.]+ s: (\w+)", what)[1] in words for what, _, _ in entries)
            self.assertEqual(told, database.execute(f"SELECT count(*) FROM {table} WHERE key = 2").fetchone()[0])
        operations = database.execute("SELECT count(*), sum(outcome = 0), sum(kind = 0 AND outcome = 0)"
                                      " FROM operations WHERE key = 2").fetchone()
        self.assertEqual((sum(": reads key" in what or ": writes key" in what for what, _, _ in entries),
                          sum(": has " in what for what, _, _ in entries),
                          sum(": shows " in what for what, _, _ in entries)), operations)

    def test_a_read_is_shown_what_its_store_had_then(self):
        current, checked = {}, 0
        entries, _ = self.exported("--limit", 100000, "--key", 2)
        for what, host, _ in entries:
            found = re.match(r"[0-9.]+ s: (accepts|applies|shows) (.*?)(?: over .*|, which .*)?$", what)
            if not found:
                continue
            if found[1] == "shows":
                self.assertEqual(found[2], current.get(host, "the initial value"))
                checked += 1
            elif ", which " not in what:
                current[host] = found[2]
        self.assertGreater(checked, 100)


if __name__ == "__main__":
    unittest.main()
