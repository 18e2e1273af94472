#!/usr/bin/env python3
"""A sweep on a real Slurm: four nodes, of which one is lost in the middle.

slurm_test.py PROGRAM     ends with 77 (skipped) where there is no Slurm, or BICOASTAL_ALL_TESTS is not set
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import cluster

PROGRAM = None
SHARDS = 8

SCENARIO = {
    "name": "two regions", "duration": "20 min",
    "regions": [{"name": name, "zones": 2, "replicas_per_zone": 1} for name in ("us-east-1", "eu-west-1")],
    "network": {"latency": "aws-2024-04"},
    "clients": [{"region": name, "sessions": 200, "arrivals": "50/s"} for name in ("us-east-1", "eu-west-1")],
    "keys": {"count": 5000},
    "faults": [{"name": "lost", "at": "5 min", "for": "60 s", "region_down": "us-east-1"}],
}
SWEEP = {
    "name": "on a cluster", "base": "base.json", "seeds": {"count": 12},
    "axes": [{"name": "writes", "pointer": "/data/writes", "values": ["global", "local"]},
             {"name": "ttl", "pointer": "/routing/dns_ttl", "values": ["5 s", "20 s", "60 s", "120 s"]}],
    "metrics": ["availability", "rto", "lost_writes"],
}


def bicoastal(*arguments, **how):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=120, **how)


class Slurm(unittest.TestCase):
    def test_a_node_is_lost_and_the_merge_is_complete_and_equals_the_local_result(self):
        with tempfile.TemporaryDirectory(prefix="bicoastal-slurm-") as name:
            folder = pathlib.Path(name)
            (folder / "base.json").write_text(json.dumps(SCENARIO))
            (folder / "sweep.json").write_text(json.dumps(SWEEP))
            (folder / "cluster").mkdir()
            begin = time.monotonic()
            with cluster.Cluster(folder / "cluster") as slurm:
                done = bicoastal("sweep", "submit", "sweep.json", "--engine", "slurm", "--shards", str(SHARDS),
                                 "--out", "s.db", cwd=folder, env=slurm.environment)
                self.assertEqual(done.returncode, 0, done.stderr)
                ids = dict(line.split()[:2] for line in done.stdout.splitlines()[1:3])
                shards = folder / "s.db.slurm"
                # Once a node has finished runs, and has others under way, its power is cut.
                slurm.wait(lambda: len(slurm.processes_of("n2")) >= 4, 60, "tasks on n2")
                slurm.wait(lambda: len(list(shards.glob("shard-*.db"))) == SHARDS, 60, "files of all shards")
                time.sleep(1)
                slurm.kill_node("n2")
                lost = slurm.ask("squeue", "-h", "-r", "-w", "n2", "-o", "%K").split()
                self.assertGreater(len(lost), 0, "no task was on the node")
                slurm.wait(lambda: ids["merge"] not in slurm.ask("squeue", "-h", "-o", "%A").split(), 150, "merge")
                seconds = time.monotonic() - begin
                said = (shards / "merge.log").read_text()
                self.assertIn("96 runs", said)
                for task in lost:
                    # The log of a lost task has two beginnings, and the second went on with what the first had.
                    self.assertIn("there before", (shards / f"shard-{task}.log").read_text(), f"task {task}")
            local = bicoastal("sweep", "run", "sweep.json", "--out", "local.db", "-q", cwd=folder)
            self.assertEqual(local.returncode, 0, local.stderr)
            tables = [bicoastal("sweep", "export", file, cwd=folder).stdout for file in ("s.db", "local.db")]
            self.assertGreater(len(tables[0]), 1000)
            self.assertEqual(tables[0], tables[1])
            print(f"submitted, {len(lost)} tasks lost with their node, merged after {seconds:.0f} s", file=sys.stderr)

    def test_a_shard_without_a_result_is_told_by_the_merge(self):
        with tempfile.TemporaryDirectory(prefix="bicoastal-slurm-") as name:
            folder = pathlib.Path(name)
            (folder / "base.json").write_text(json.dumps({**SCENARIO, "duration": "20 s", "faults": []}))
            (folder / "sweep.json").write_text(json.dumps({**SWEEP, "seeds": {"count": 1}}))
            done = bicoastal("sweep", "submit", "sweep.json", "--engine", "slurm", "--shards", "3", "--out", "s.db",
                             "--dry-run", cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            for task in (1, 3):
                subprocess.run([folder / "s.db.slurm" / "array.sh"], check=True, capture_output=True,
                               env={**os.environ, "SLURM_ARRAY_TASK_ID": str(task), "SLURM_ARRAY_TASK_MIN": "1",
                                    "SLURM_ARRAY_TASK_COUNT": "3"})
            merge = subprocess.run([folder / "s.db.slurm" / "merge.sh"], capture_output=True, text=True)
            self.assertEqual(merge.returncode, 65)
            self.assertIn("no result of shards 2;", merge.stdout)
            self.assertIn("sbatch --array=2", merge.stdout)


if __name__ == "__main__":
    why = cluster.missing()
    if not os.environ.get("BICOASTAL_ALL_TESTS"):
        why = "only in `./bicoastal test --all`"
    if why:
        print(f"skipped: {why}")
        sys.exit(77)
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
