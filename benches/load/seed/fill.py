#!/usr/bin/env python3
"""Loads reviews and reports of the seed into an SQLite database that `tulay` made, in bulk.

The database has agencies, inspectorates and a few reports already that the service itself took in
(`templates`): each loaded report is one of them again, with words, dates and keys of its own. A
published review is written as the service writes it; what follows from the reviews of an agency
(ratings, shelves, figures) is left to `tulay recompute --repair`.
"""

import csv
import datetime
import json
import os
import pathlib
import sqlite3
import sys
import uuid

from sealing import CONFIDENTIAL, Keyring, seal, unseal

DIMENSIONS = ["fees", "deception", "contract", "documents", "treatment", "help_after"]
TOLD = b"safety_report.told"
CONTENT = b"review.content"
BATCH = 10_000
DAY = 86_400_000_000
FEEDBACK = 90 * DAY


class Sink:
    """Rows of several tables, written many at a time."""

    def __init__(self, conn):
        self.conn, self.waiting, self.columns = conn, {}, {}

    def put(self, table, **row):
        rows = self.waiting.setdefault(table, [])
        self.columns.setdefault(table, tuple(row))
        rows.append(tuple(row.values()))
        if len(rows) >= BATCH:
            self.flush(table)

    def flush(self, table):
        columns = self.columns[table]
        marks = ",".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})"
        self.conn.executemany(statement, self.waiting[table])
        self.waiting[table].clear()

    def finish(self):
        for table in self.waiting:
            self.flush(table)
        self.conn.commit()


def microseconds(when):
    return int(when.timestamp() * 1_000_000)


def start_of(day):
    return microseconds(datetime.datetime.fromisoformat(day + "T00:00:00+00:00"))


def put_subject(sink, keyring, subject, kind, at):
    """What everything that was filed has: a key and a receipt, whose code nobody has."""
    key, wrapped = keyring.new_key(subject)
    sink.put(
        "data_keys",
        subject_id=subject.bytes,
        **{"class": CONFIDENTIAL.decode()},
        master_key_id=keyring.name,
        wrapped=wrapped,
        created_at=at,
    )
    sink.put(
        "receipts",
        id=os.urandom(16),
        code_hash=os.urandom(32),
        subject_kind=kind,
        subject_id=subject.bytes,
        status="issued",
        created_at=at,
        origin="filing",
        scope="everything",
    )
    return key


def content_of(row):
    """What is sealed of a review."""
    fees = []
    if row["fee_category"]:
        fees = [
            {
                "category": row["fee_category"],
                "amount_minor": int(row["fee_usd_cents"]),
                "currency": "USD",
                "paid_to": "agency",
                "paid_how": "cash",
                "receipt": "no",
            }
        ]
    income = row["income_usd_cents"]
    content = {
        "occupation": row["occupation"],
        "recruited_month": row["recruited_month"],
        "fee_items": fees,
        "comment": row["comment"] or None,
        "facts": {"contract": {"substituted": row["substituted"]}} if row["substituted"] else None,
        "first_month_income": {"amount": f"{int(income) / 100:.2f}", "currency": "USD"} if income else None,
    }
    return json.dumps(content, separators=(",", ":")).encode()


def load_reviews(conn, keyring, path):
    agencies = dict(conn.execute("SELECT licence_number, id FROM agencies").fetchall())
    sink = Sink(conn)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            put_review(sink, keyring, agencies[row["licence_number"]], row)
    sink.finish()
    # What a rating is missing from is counted by `recompute --repair`.
    conn.execute("UPDATE agencies SET rating = '{}' WHERE id IN (SELECT agency_id FROM reviews)")
    conn.execute("DELETE FROM score_epoch")
    conn.commit()


def put_review(sink, keyring, agency, row):
    review, public = uuid.UUID(row["id"]), os.urandom(16)
    key = put_subject(sink, keyring, review, "review", start_of(row["filed_on"]))
    sink.put(
        "reviews",
        id=review.bytes,
        agency_id=agency,
        status="published",
        stage=row["stage"],
        origin=row["country"],
        destination=row["destination"],
        overall=int(row["overall"]),
        would_recommend=int(row["would_recommend"]),
        relationship_declared="none",
        sealed_content=seal(key, review, CONTENT, content_of(row)),
        comment_language="en" if row["comment"] else None,
        published_text=row["comment"] or None,
        published_occupation=row["occupation"],
        published_recruited_year=int(row["recruited_month"][:4]),
        published_month=row["published_on"][:7],
        public_id=public,
        version=2,
        filed_on=row["filed_on"],
        changed_on=row["published_on"],
    )
    for dimension in DIMENSIONS:
        score = row[f"score_{dimension}"]
        if score:
            sink.put("review_scores", review_id=review.bytes, dimension=dimension, score=int(score))
    for version, on, kind in [(1, "filed_on", "filed"), (2, "published_on", "published")]:
        sink.put("review_events", review_id=review.bytes, version=version, happened_on=row[on], kind=kind)
    sink.put("review_publications", public_id=public, agency_id=agency, salt=os.urandom(16))


class Template:
    """A report that the service took in, with what it said and how many marks it got."""

    def __init__(self, conn, keyring, row):
        self.row = dict(row)
        subject = uuid.UUID(bytes=row["id"])
        query = "SELECT wrapped FROM data_keys WHERE subject_id = ?"
        key = keyring.unwrap(subject, conn.execute(query, (row["id"],)).fetchone()[0])
        self.told = json.loads(unseal(key, subject, TOLD, row["sealed_report"]))
        query = "SELECT kind FROM safety_report_marks WHERE report_id = ?"
        self.marks = [kind for (kind,) in conn.execute(query, (row["id"],))]

    def name(self):
        details = self.told["details"]
        return details["severity"], details["likelihood"]


def templates(conn, keyring):
    conn.row_factory = sqlite3.Row
    rows = conn.execute("SELECT * FROM safety_reports").fetchall()
    conn.row_factory = None
    found = [Template(conn, keyring, row) for row in rows]
    return {template.name(): template for template in found}


def load_reports(conn, keyring, path):
    of_kind = templates(conn, keyring)
    inspectorates = dict(conn.execute("SELECT country, organisation_id FROM organisation_countries"))
    sink = Sink(conn)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            template = of_kind[row["severity"], row["likelihood"]]
            put_report(sink, keyring, template, inspectorates[row["country"]], row)
    sink.finish()


def put_report(sink, keyring, template, organisation, row):
    report = uuid.UUID(row["id"])
    filed = microseconds(datetime.datetime.fromisoformat(row["filed_at"]))
    seen, over = filed + DAY, filed + (1 + int(row["days_of_work"])) * DAY
    key = put_subject(sink, keyring, report, "safety_report", filed - filed % (30 * DAY))
    told = template.told | {"description": row["description"]}
    told["place"] = told["place"] | {"country": row["country"], "text": row["place_text"]}
    is_over, is_new = row["status"] in ("fixed", "closed"), row["status"] == "received"
    acknowledge_by, feedback_by = filed + 7 * DAY, filed + FEEDBACK
    due = acknowledge_by if is_new else feedback_by
    columns = template.row | {
        "id": report.bytes,
        "kind": row["kind"],
        "country": row["country"],
        "hazard_codes": json.dumps([row["hazard"]]),
        "wants_update": int(row["wants_update"]),
        "sealed_report": seal(key, report, TOLD, json.dumps(told, separators=(",", ":")).encode()),
        "status": row["status"],
        "organisation_id": organisation,
        "acknowledge_by": acknowledge_by,
        "feedback_by": feedback_by,
        "acknowledged_at": None if is_new else seen,
        "queue_rank": 2 if is_over else 1,
        "queue_at": over if is_over else due,
        "closed_at": over if is_over else None,
        "version": 3 if is_over else 1 if is_new else 2,
        "filed_at": filed,
    }
    sink.put("safety_reports", **columns)
    sink.put("safety_report_hazards", report_id=report.bytes, hazard_code=row["hazard"])
    for kind in template.marks:
        mark = int.from_bytes(os.urandom(8), "big", signed=True)
        sink.put("safety_report_marks", mark=mark, kind=kind, report_id=report.bytes)
    put_history(sink, report, row["status"], [filed, seen, over])


def put_history(sink, report, status, times):
    steps = ["received"]
    if status != "received":
        steps += [status] if status not in ("fixed", "closed") else ["confirmed", status]
    before = None
    for sequence, (step, at) in enumerate(zip(steps, times), start=1):
        sink.put(
            "status_changes",
            subject_kind="safety_report",
            subject_id=report.bytes,
            sequence=sequence,
            from_status=before,
            to_status=step,
            changed_by="reporter" if before is None else "organisation",
            changed_at=at,
        )
        before = step


def main():
    seed, data = (pathlib.Path(value) for value in sys.argv[1:])
    conn = sqlite3.connect(data / "tulay.db")
    # Nobody else has the file, and if this fails it is made anew: no journal, one sorting at the end of each page.
    for setting in ["journal_mode = WAL", "synchronous = OFF", "cache_size = -2000000", "foreign_keys = OFF"]:
        conn.execute(f"PRAGMA {setting}")
    keyring = Keyring(data / "keys" / "master.toml")
    load_reviews(conn, keyring, seed / "reviews.csv")
    load_reports(conn, keyring, seed / "reports.csv")
    broken = conn.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        sys.exit(f"rows that lead nowhere: {broken[:5]}")
    conn.execute("ANALYZE")
    conn.commit()
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


if __name__ == "__main__":
    main()
