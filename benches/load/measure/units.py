#!/usr/bin/env python3
"""What one of each costs on PostgreSQL: bytes on disk, and processor time and WAL of a request.

Called by `benches/load/units`. `docs/scaling.md` computes with what this prints.
"""

import argparse
import pathlib
import statistics

from limits import psql
from loads import Load
from prepared import Prepared
from report import NAMES, cell, rows
from service import Postgres, Service

CONNECTIONS = 32
LOADS = ["list", "search_new", "profile", "article", "costs", "queue", "pull", "push", "review", "report"]
# What is kept of one of each, by the tables that hold it; keys and receipts are those of all filings alike.
KEPT = {
    "review": ("reviews", ["reviews", "review_scores", "review_events", "review_publications"]),
    "safety report": (
        "safety_reports", ["safety_reports", "safety_report_hazards", "safety_report_marks", "status_changes"],
    ),
}


def size(url, tables):
    """Bytes of tables with their indexes and what is kept out of line."""
    names = ",".join(f"'{table}'" for table in tables)
    return int(psql(url, f"SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN ({names}) AND relkind = 'r'"))


def count(url, table):
    return int(psql(url, f"SELECT count(*) FROM {table}"))


def kept(url):
    """Bytes on disk of one of each."""
    subjects = max(1, count(url, "data_keys"))
    of_subject = size(url, ["data_keys", "receipts"]) / subjects
    body = []
    for name, (table, tables) in KEPT.items():
        number = max(1, count(url, table))
        own = size(url, tables) / number
        body.append([name, cell(number), cell(own), cell(of_subject), cell(own + of_subject)])
    number = max(1, count(url, "agencies"))
    agencies = psql(url, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^agenc'").split()
    own = size(url, agencies) / number
    body.append(["agency, with what it is searched by", cell(number), cell(own), "–", cell(own)])
    return rows(["bytes on disk of one", "rows", "its tables", "key and receipt", "together"], body)


def wal(url):
    return int(psql(url, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").split(".")[0])


def requests(wanted, service, prepared):
    """Processor time and WAL of a request of each kind; medians."""
    postgres = Postgres(wanted.postgres, pathlib.Path(wanted.work) / "postgres" / "postmaster.pid")
    figures = {load: [] for load in LOADS}
    for _ in range(wanted.runs):
        for load in LOADS:
            one = Load(load, service, prepared)
            before = service.cpu(), postgres.cpu(), wal(wanted.postgres)
            done = max(1, one.run(CONNECTIONS, wanted.seconds).requests)
            after = service.cpu(), postgres.cpu(), wal(wanted.postgres)
            used = [now - then for now, then in zip(after, before)]
            figures[load].append((used[0] / done * 1e6, used[1] / done * 1e6, used[2] / done))
    body = []
    for load, measured in figures.items():
        medians = [statistics.median(values) for values in zip(*measured)]
        body.append([NAMES[load], *(cell(value) for value in medians)])
    return rows(["a request", "service µs", "database µs", "WAL bytes"], body)


def main():
    wanted = argparse.ArgumentParser(description=__doc__)
    for name in ["program", "seed", "work", "postgres"]:
        wanted.add_argument(f"--{name}", required=True)
    wanted.add_argument("--seconds", type=int, default=5)
    wanted.add_argument("--runs", type=int, default=5)
    wanted = wanted.parse_args()
    seed, work = pathlib.Path(wanted.seed), pathlib.Path(wanted.work)
    print(kept(wanted.postgres))
    # Nothing from memory: what a request costs when it has to be worked out.
    service = Service(wanted.program, wanted.postgres, work / "data", seed / "reference", work / "service.log", TULAY_PUBLIC_MAX_AGE_SECONDS="0")
    try:
        prepared = Prepared(work / "asked", seed / "files", wanted.program, service)
        print(requests(wanted, service, prepared))
    finally:
        service.stop()


if __name__ == "__main__":
    main()
