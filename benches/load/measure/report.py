"""Medians, ratios and verdicts, as Markdown."""

import csv
import math
import pathlib
import statistics

GOALS = pathlib.Path(__file__).parent.parent / "goals.csv"
NAMES = {
    "list": "agency list, filters and cursors",
    "list_cold": "agency list, nothing in memory",
    "search_repeated": "name search, many asked before",
    "search_new": "name search, each one new",
    "profile": "agency profile with rating",
    "profile_cold": "agency profile, nothing in memory",
    "article": "article",
    "bundle_304": "bundle, not modified",
    "pull": "delta sync of a tablet",
    "push": "operation of a tablet",
    "review": "review filed",
    "report": "safety report filed",
    "queue": "case queue of a case worker",
    "costs": "costs of recruitment",
}


class Figures:
    """All that was measured, by what it is called; each several times."""

    def __init__(self):
        self.all = {}

    def add(self, value, *name):
        self.all.setdefault(name, []).append(value)

    def median(self, *name):
        values = [value for value in self.all.get(name, []) if value is not None]
        return statistics.median(values) if values else None

    def spread(self, *name):
        """The least and the greatest, in parts of the median."""
        values, middle = self.all.get(name), self.median(*name)
        return (max(values) - min(values)) / middle if values and middle else None


def cell(value, digits=0):
    return "–" if value is None else f"{value:,.{digits}f}"


def rows(head, body):
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join(["---"] * len(head)) + " |"]
    lines += ["| " + " | ".join(row) + " |" for row in body]
    return "\n".join(lines) + "\n"


def loads_table(figures, database, loads, connections):
    head = ["", *(f"{n} conn. (/s)" for n in connections), "p50 at 32 (ms)", "p99 at 32 (ms)"]
    head += ["service µs", "database µs", "head", "body", "spread at 32"]
    body = []
    for load in loads:
        rates = [cell(figures.median(database, load, n, "rate")) for n in connections]
        at = (database, load, 32)
        spread = figures.spread(*at, "rate")
        body.append([
            NAMES[load], *rates,
            cell(figures.median(*at, "p50"), 2), cell(figures.median(*at, "p99"), 2),
            cell(figures.median(*at, "service_us")), cell(figures.median(*at, "database_us")),
            cell(figures.median(database, load, "head")), cell(figures.median(database, load, "body")),
            "–" if spread is None else f"{spread:.0%}",
        ])
    return rows(head, body)


def limits_table(figures, names):
    head = ["pgbench -M prepared", "8 clients (/s)", "32 clients (/s)", "p99 of 32 (ms)", "database µs"]
    return rows(head, [
        [name, *(cell(figures.median("limit", name, n, "rate")) for n in (8, 32)),
         cell(figures.median("limit", name, 32, "p99"), 2), cell(figures.median("limit", name, 32, "database_us"))]
        for name in names
    ])


def value_of(figures, text):
    """A figure by its name: words between slashes, `best:NAME` for the better of the two pgbench."""
    if text.startswith("best:"):
        name = text.removeprefix("best:")
        both = [figures.median("limit", name, n, "rate") for n in (8, 32)]
        return max((rate for rate in both if rate is not None), default=None)
    try:
        return float(text)
    except ValueError:
        return figures.median(*(int(part) if part.isdigit() else part for part in text.split("/")))


def goals_table(figures):
    """Each goal with its figure, and whether it is met."""
    body = []
    with GOALS.open(newline="", encoding="utf-8") as file:
        for goal in csv.DictReader(file):
            measured, against = value_of(figures, goal["figure"]), value_of(figures, goal["against"])
            if measured is None or against is None or math.isnan(measured + against):
                body.append([goal["goal"], "–", goal["is"] + " " + goal["bound"], "not measured"])
                continue
            ratio, bound = measured / against, float(goal["bound"])
            is_met = ratio >= bound if goal["is"] == "≥" else ratio <= bound
            body.append([goal["goal"], f"{ratio:,.2f}", f"{goal['is']} {goal['bound']}", "met" if is_met else "**not met**"])
    return rows(["goal (point 2 of the issue)", "figure", "bound", "verdict"], body)
