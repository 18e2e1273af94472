#!/usr/bin/env python3
"""Reports and claims as a browser sees them: drawn, without a word on the console, without a request, on paper too.

browser_test.py PROGRAM    ends with 1 and names what is wrong; with 77 (skipped) where there is no Chromium
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
HOSTILE = "</script><img src=x onerror=document.title='hurt'>"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--enable-logging=stderr"]

SCENARIO = {
    "name": "Report " + HOSTILE, "seed": 3, "duration": "60 s", "warmup": "5 s",
    "regions": [{"name": name, "zones": 1, "replicas_per_zone": 2} for name in ("us-east-1", "eu-west-1")],
    "clients": [{"region": name, "sessions": 20, "arrivals": "60/s", "reads": 0.7}
                for name in ("us-east-1", "eu-west-1")],
    "keys": {"count": 30},
    "data": {"writes": "local"},
    "faults": [{"name": HOSTILE, "at": "20 s", "for": "15 s", "region_down": "us-east-1"}],
    "expect": ["availability >= 10 %"],
}
SWEEP = {
    "name": "Study " + HOSTILE, "base": "s.json",
    "axes": [{"name": "writes", "pointer": "/data/writes", "values": ["global", "local"]},
             {"name": "keys", "pointer": "/keys/count", "values": [30, 3000]}],
    "seeds": {"count": 3}, "metrics": ["latency.write.p99", "stale_share"], "constraints": ["stale_share <= 90 %"],
}
# Sorts by the first metric, twice, and lets the tooltip of a point show.
DRIVER = """
const table = document.querySelector('.sortable table');
const button = [...table.tHead.querySelectorAll('button')].find((b) => b.textContent === 'latency.write.p99');
const column = button.closest('th').cellIndex;
const order = () => [...table.tBodies[0].rows].map((row) => Number(row.cells[column].querySelector('data').value));
button.click();
const up = order();
button.click();
const down = order(), chart = Chart.getChart(document.querySelector('canvas'));
chart.tooltip.setActiveElements([{ datasetIndex: 0, index: 0 }], { x: 0, y: 0 });
chart.update();
document.title = JSON.stringify({ up, down, tip: [chart.tooltip.title[0], chart.tooltip.body[0].lines[0]] });
"""


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls.folder.name)
        scenario = cls.dir / "s.json"
        scenario.write_text(json.dumps(SCENARIO))
        cls.run_page, cls.claims_page = cls.dir / "run.html", cls.dir / "claims.html"
        cls.made("report", scenario, "-q", "-o", cls.run_page)
        sweep, runs, cls.study_page = cls.dir / "sweep.json", cls.dir / "sweep.db", cls.dir / "study.html"
        sweep.write_text(json.dumps(SWEEP))
        cls.made("sweep", "run", sweep, "-q", "-o", runs)
        cls.made("report", runs, "-o", cls.study_page)
        cls.made("validate", "claims", "--only", "M6", "--seeds", "2", "-q", "--to", "html", "-o", cls.claims_page)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def made(cls, *arguments):
        subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True)

    def browse(self, page, *options):
        """What a browser prints on stdout, and what the page had said on the console."""
        with tempfile.TemporaryDirectory() as profile:
            done = subprocess.run([BROWSER, *FLAGS, f"--user-data-dir={profile}", *options, page.as_uri()],
                                  capture_output=True, text=True, timeout=120)
        return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]

    def test_pages_say_nothing_on_the_console(self):
        # A request that the policy of a page forbids would be told there.
        for page in (self.run_page, self.claims_page, self.study_page):
            self.assertEqual(self.browse(page, "--dump-dom")[1], [])

    def test_a_request_would_be_noticed(self):
        for markup in ('<img src="http://127.0.0.1:9/x.png">', "<script>document.title = 'hurt'</script>",
                       '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">'):
            page = self.dir / "bad.html"
            page.write_text(self.run_page.read_text().replace("</body>", markup + "</body>"))
            dom, console = self.browse(page, "--dump-dom")
            self.assertTrue(console, markup)
            self.assertNotIn("<title>hurt", dom)

    def test_a_hostile_scenario_does_nothing(self):
        dom, _ = self.browse(self.run_page, "--dump-dom")
        self.assertNotIn("<img", dom)
        self.assertIn("<title>Report &lt;/script&gt;", dom)

    def test_lanes_and_series_are_drawn(self):
        dom, _ = self.browse(self.run_page, "--dump-dom", "--window-size=1280,2000")
        lanes = dom[dom.index('id="lanes"'):dom.index("The same as a table")]
        self.assertIn("onerror", lanes)  # the name of the fault, as words
        self.assertEqual(len(re.findall(r"<figure data-series", dom)), len(re.findall(r'class="plot"', dom)))
        self.assertGreaterEqual(dom.count("dygraph-axis-label"), 20)

    def test_charts_of_claims_are_drawn(self):
        for page in (self.claims_page, self.study_page):
            dom, _ = self.browse(page, "--dump-dom", "--window-size=1280,2000")
            self.assertRegex(dom, r'<canvas[^>]*style="[^"]*width: [1-9]\d\dpx')

    def test_the_points_of_a_study_can_be_sorted_and_looked_at(self):
        page = self.dir / "driven.html"
        text = self.study_page.read_text()
        nonce = re.search(r'script nonce="([^"]+)"', text)[1]
        page.write_text(text.replace("</body>", f'<script nonce="{nonce}">{DRIVER}</script></body>'))
        dom, console = self.browse(page, "--dump-dom")
        self.assertEqual(console, [])
        told = json.loads(re.search(r"<title>(.*?)</title>", dom)[1])
        self.assertEqual(told["up"], sorted(told["up"]))
        self.assertEqual(told["down"], sorted(told["down"], reverse=True))
        self.assertEqual(len(told["up"]), 4)
        self.assertNotEqual(told["up"], told["down"])
        self.assertRegex(told["tip"][0], r"^writes (global|local), keys \d")
        self.assertRegex(told["tip"][1], r"^latency.write.p99: .* ms")

    def test_pages_can_be_printed(self):
        for page in (self.run_page, self.claims_page, self.study_page):
            paper = self.dir / "paper.pdf"
            self.browse(page, f"--print-to-pdf={paper}")
            content = paper.read_bytes()
            self.assertTrue(content.startswith(b"%PDF"))
            self.assertIn(b"/Subtype /Image", content)  # charts are pictures there
            paper.unlink()


if __name__ == "__main__":
    if BROWSER is None:
        print("skipped: there is no Chromium here")
        sys.exit(77)
    unittest.main()
