"""The published study: figures of its README are those of its tables, and the tables are what the program measures.

A figure in the README is bold and followed by where it is from: **0.90 %**<!--outage 20 stale_share-->, with low or
high behind it for an end of its interval. It has to be the table's value, rounded to the digits that are shown.
What is measured is marked: a bold number, or a cell that is one, without a mark is wrong as well.
"""
import csv
import json
import pathlib
import re
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
STUDY = TOP / "results" / "five-continents"
SWEEP = TOP / "scenarios" / "sweeps" / "five-continents.json"
TABLES = {"outage": "points.csv", "quiet": "no-outage.csv"}
FIGURE = re.compile(r"\*\*\$?([\d.,]+) ?([^*\d]*)\*\*<!--(\w+) (\d+) (\S+?)(?: (low|high))?-->")
BARE = re.compile(r"\*\*\$?\d[^*]*\*\*(?!<!--)|(?<=\|)\s*\$?\d[\d.,]*[^|\w]*(?:%|ms|s)?\s*(?=\|)")
UNITS = {"": 1, "%": 0.01, "ms": 0.001, "s": 1}
REPEATED = {"writes": ["partitioned", "local-version_vector"], "lag": ["10 ms"], "outage": ["Virginia"]}


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def wrong_figures(readme, tables):
    """What is shown and is not the table's; and how many figures there are."""
    wrong, figures = [], FIGURE.findall(readme)
    for shown, unit, table, point, metric, end in figures:
        row = tables[table][int(point) - 1]
        value = float(row["runs"] if metric == "runs" else row[f"{metric}_{end or 'mean'}"]) / UNITS[unit]
        digits = len(shown.partition(".")[2])
        if abs(float(shown.replace(",", "")) - value) > 0.5001 * 10 ** -digits:
            wrong.append(f"results/five-continents/README.md: {shown} {unit}, but point {point} of {TABLES[table]} "
                         f"has {metric} {end} {value:.6g} {unit}")
    wrong += [f"results/five-continents/README.md: {bare.strip()} has no mark" for bare in BARE.findall(readme)]
    return wrong, len(figures)


def kept(axis):
    """The axis with the values that are run again."""
    names = REPEATED[axis["name"]]
    if "values" in axis:
        return {**axis, "values": names}
    return {**axis, "points": [point for point in axis["points"] if point["name"] in names]}


def run_again(program, folder):
    """Rows of the points that are run again, by their place on the axes that the tables have."""
    sweep = json.loads(SWEEP.read_text(encoding="utf-8"))
    sweep.update({"base": str(SWEEP.parent / sweep["base"]), "axes": [kept(axis) for axis in sweep["axes"]]})
    del sweep["$schema"]
    made = folder / "again.json"
    made.write_text(json.dumps(sweep), encoding="utf-8")
    subprocess.run([program, "sweep", "run", made, "-q", "--out", folder / "again.db"], check=True, capture_output=True)
    subprocess.run([program, "report", folder / "again.db", "-o", folder / "again.csv"], capture_output=True)
    return {(row["writes"], row["lag"]): row for row in rows_of(folder / "again.csv")}


def differences(program):
    tables = {name: rows_of(STUDY / file) for name, file in TABLES.items()}
    wrong, figures = wrong_figures((STUDY / "README.md").read_text(encoding="utf-8"), tables)
    if figures == 0:
        wrong.append("results/five-continents/README.md shows no figure")
    with tempfile.TemporaryDirectory() as name:
        again = run_again(program, pathlib.Path(name))
    stored = {(row["writes"], row["lag"]): row for row in tables["outage"]}
    if len(again) != len(REPEATED["writes"]):
        wrong.append("points of the study cannot be run again")
    for place, row in again.items():
        for column in row:
            if not column.endswith(("_mean", "_low", "_high")):
                continue
            new, old = row[column], stored[place][column]
            if new != old and not (new and old and abs(float(new) - float(old)) <= 1e-9 * abs(float(old))):
                wrong.append(f"results/five-continents/points.csv: {' '.join(place)}: {column} is {old}, now {new}")
    return wrong
