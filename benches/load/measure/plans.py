"""What the databases would do for the statements of the service: no large table is read from end to end."""

import json
import re
import sqlite3
import time

from limits import psql

LARGE = 100_000
READS = ["list", "search", "profile", "costs", "queue", "pull"]


def reads_of(limits):
    """Every SELECT that was captured, once, with what asked for it."""
    found = {}
    for name in READS:
        for script in limits.scripts[name]:
            for statement in script.read_text().split(";\n"):
                if statement.startswith("SELECT"):
                    # One of each shape: only numbers and words differ.
                    shape = re.sub(r"'(?:[^']|'')*'", "?", statement)
                    found.setdefault((name, shape), statement)
    return [(name, statement) for (name, _), statement in found.items()]


def scans(plan):
    if plan["Node Type"].endswith("Seq Scan"):
        yield plan["Relation Name"]
    for part in plan.get("Plans", []):
        yield from scans(part)


def large_in_postgres(url):
    return set(psql(url, f"SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > {LARGE}").split())


def scans_so_far(url):
    """How often each large table was read from end to end since the statistics began, by whomever."""
    # A connection reports its own once a second at most.
    time.sleep(1.2)
    lines = psql(url, "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE schemaname = 'public'").split()
    counted = dict(line.split("|") for line in lines)
    return {table: int(counted[table]) for table in large_in_postgres(url)}


def of_postgres(url, limits):
    """Sequential scans of large tables: what asked, and of what."""
    large = large_in_postgres(url)
    found = []
    for name, statement in reads_of(limits):
        plan = json.loads(psql(url, f"EXPLAIN (FORMAT JSON) {statement}"))[0]["Plan"]
        found += [(name, table) for table in scans(plan) if table in large]
    return sorted(large), found


def in_sqlite(statement):
    """The statement as SQLite takes it; its values do not matter for how it is answered."""
    statement = re.sub(r"= ANY\('\{[^']*\}'\)", "IN ('a', 'b')", statement)
    statement = statement.replace("= ANY(SELECT", "IN (SELECT").replace("= ANY((SELECT", "IN ((SELECT")
    statement = re.sub(r" FOR (NO KEY UPDATE|KEY SHARE|UPDATE|SHARE)( OF \w+)?( SKIP LOCKED)?", "", statement)
    return re.sub(r"::\w+", "", statement)


def of_sqlite(path, limits):
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    large = {name for name in tables if conn.execute(f"SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT {LARGE + 1})").fetchone()[0] > LARGE}
    found, passed_over = [], 0
    for name, statement in reads_of(limits):
        try:
            steps = conn.execute(f"EXPLAIN QUERY PLAN {in_sqlite(statement)}").fetchall()
        except sqlite3.OperationalError:
            passed_over += 1
            continue
        for *_, step in steps:
            scanned = re.match(r"SCAN (\w+)(?! .*USING)", step)
            if scanned and scanned[1] in large:
                found.append((name, scanned[1]))
    return sorted(large), found, passed_over
