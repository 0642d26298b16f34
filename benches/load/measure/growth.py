#!/usr/bin/env python3
"""What reads and a tablet's day cost at one number of reviews and reports, and how the databases would find them.

Called by `benches/load/growth` for each number. Nothing is answered from memory; one client asks at
a time, so that a figure is the time of one answer. Adds lines to a file of figures.
"""

import argparse
import csv
import pathlib
import statistics
import sys

import plans
from limits import Limits
from loads import Load
from prepared import Prepared
from service import Service

LOADS = ["list", "search_new", "profile", "costs", "queue", "pull", "push"]


def measure(wanted, database, address, data):
    reference = pathlib.Path(wanted.seed) / "reference"
    work = pathlib.Path(wanted.work)
    service = Service(wanted.program, address, data, reference, work / "service.log", TULAY_PUBLIC_MAX_AGE_SECONDS="0")
    try:
        prepared = Prepared(work / "asked" / database, pathlib.Path(wanted.seed) / "files", wanted.program, service)
        times = {load: [] for load in LOADS}
        for _ in range(wanted.runs):
            for load in LOADS:
                times[load].append(Load(load, service, prepared).run(1, wanted.seconds).p50_ms)
        medians = {load: statistics.median(all) for load, all in times.items()}
        if database == "sqlite":
            return medians, None, []
        scanned = counted_scans(address, service, prepared, wanted.seconds)
        return medians, Limits(work / "limits", address, work / "postgres" / "log", service, prepared), scanned
    finally:
        service.stop()


def counted_scans(address, service, prepared, seconds):
    """Large tables that PostgreSQL read from end to end during a load, whatever statement or job it was."""
    found, before = [], plans.scans_so_far(address)
    for load in LOADS:
        Load(load, service, prepared).run(1, seconds)
        after = plans.scans_so_far(address)
        found += [(load, table) for table, scans in after.items() if scans > before.get(table, scans)]
        before = after
    return found


def main():
    wanted = argparse.ArgumentParser(description=__doc__)
    for name in ["program", "seed", "work", "postgres", "figures"]:
        wanted.add_argument(f"--{name}", required=True)
    wanted.add_argument("--number", type=int, required=True)
    wanted.add_argument("--seconds", type=int, default=3)
    wanted.add_argument("--runs", type=int, default=5)
    wanted.add_argument("--without-sqlite", action="store_true")
    wanted = wanted.parse_args()
    work, found = pathlib.Path(wanted.work), []
    times = {}
    times["postgres"], limits, counted = measure(wanted, "postgres", wanted.postgres, work / "data")
    large, scanned = plans.of_postgres(wanted.postgres, limits)
    found += [("postgres", *scan) for scan in [*scanned, *counted]]
    print(f"{wanted.number}: PostgreSQL tables of more than {plans.LARGE} rows: {', '.join(large) or 'none'}", file=sys.stderr)
    if not wanted.without_sqlite:
        times["sqlite"], *_ = measure(wanted, "sqlite", f"sqlite://{work}/data/tulay.db", work / "data")
        large, scanned, passed_over = plans.of_sqlite(work / "data" / "tulay.db", limits)
        found += [("sqlite", *scan) for scan in scanned]
        print(f"{wanted.number}: SQLite: {', '.join(large) or 'none'}; {passed_over} statements only PostgreSQL takes", file=sys.stderr)
    with open(wanted.figures, "a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for database, of_database in times.items():
            writer.writerows((wanted.number, database, load, f"{ms:.3f}") for load, ms in of_database.items())
    for database, load, table in found:
        print(f"{wanted.number}: {database}: {load} reads {table} from end to end", file=sys.stderr)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
