"""Compares the diary with what the service answers and with what is in the database."""

import time

from client import Client, NoAnswer
from diary import KINDS

# Followed with their receipt codes: all when there are few.
FOLLOWED = 120
# Rows that only make sense together: a query for those that are alone.
HALF_WRITTEN = {
    "a subject without the receipt of its filing":
        "SELECT id FROM ({subjects}) AS s WHERE (SELECT count(*) FROM receipts WHERE subject_id = s.id "
        "AND origin = 'filing') <> 1",
    "a receipt without its subject":
        "SELECT id FROM receipts WHERE subject_id NOT IN (SELECT id FROM ({subjects}) AS s)",
    "a subject without its key":
        "SELECT id FROM ({subjects}) AS s WHERE NOT EXISTS "
        "(SELECT 1 FROM data_keys WHERE subject_id = s.id AND class = 'confidential')",
    "the key of an identity or a telephone without that to which it belongs":
        "SELECT subject_id FROM data_keys WHERE class = 'identity' "
        "AND subject_id NOT IN (SELECT id FROM ({subjects}) AS s UNION ALL SELECT id FROM outgoing_texts "
        "UNION ALL SELECT key_id FROM duty_rosters WHERE key_id IS NOT NULL)",
    "a report or request without its first state":
        "SELECT id FROM ({subjects}) AS s WHERE kind <> 'review' AND NOT EXISTS "
        "(SELECT 1 FROM status_changes WHERE subject_id = s.id AND sequence = 1)",
    "a review without its history":
        "SELECT id FROM reviews WHERE id NOT IN (SELECT review_id FROM review_events)",
    "a report without its one event in the outbox":
        "SELECT id FROM safety_reports AS s WHERE organisation_id IS NULL OR (SELECT count(*) FROM webhook_events "
        "WHERE subject_id = s.id AND event_type = 'safety_report.assigned') <> 1",
    "an event in the outbox without its one delivery":
        "SELECT id FROM webhook_events AS e WHERE (SELECT count(*) FROM webhook_deliveries WHERE event_id = e.id) <> 1",
    "an event in the outbox without its report":
        "SELECT id FROM webhook_events WHERE event_type = 'safety_report.assigned' "
        "AND subject_id NOT IN (SELECT id FROM safety_reports)",
    "a secret that is noted for an answer that is not stored":
        "SELECT key_hash FROM shown_once WHERE key_hash NOT IN (SELECT key_hash FROM idempotency)",
}
SUBJECTS = " UNION ALL ".join(
    f"SELECT id, '{kind}' AS kind FROM {table}" for kind, (_, _, table) in KINDS.items())


class Findings:
    """What a comparison found."""

    def __init__(self):
        self.lost = 0
        self.doubled = 0
        self.faults = []


def audit(database, service, diary, begin, expected):
    """Compares everything in the database; follows what was filed from entry `begin` on. `expected` begins what the
    doctor is right to say of this ground."""
    findings = Findings()
    _compare_rows(database, diary, findings)
    _compare_answers(database, diary, findings)
    for what, query in HALF_WRITTEN.items():
        alone = database.ask(query.replace("{subjects}", SUBJECTS))
        if alone:
            findings.faults.append(f"{what}: {len(alone)}")
    findings.faults.extend(database.faults())
    _follow(service, diary, begin, findings)
    findings.faults.extend(service.panics())
    doctor = service.run("doctor")
    wrong = [line for line in doctor.stdout.splitlines() if line.startswith("WRONG")]
    if doctor.returncode != 0 and not all(line.startswith(expected) for line in wrong):
        findings.faults.append(f"doctor: {wrong or doctor.stderr}")
    return findings


def _compare_rows(database, diary, findings):
    """One row for each key that was acknowledged, and no other."""
    for kind, (_, _, table) in KINDS.items():
        rows = {row[0] for row in database.ask(f"SELECT {database.id_as_text('id')} FROM {table}")}
        acknowledged = {entry.id.replace("-", "") for entry in diary.since(0) if entry.kind == kind and entry.id}
        findings.lost += len(acknowledged - rows)
        findings.doubled += len(rows - acknowledged)


def _compare_answers(database, diary, findings):
    """One stored answer for each key."""
    stored = int(database.ask("SELECT count(*) FROM idempotency")[0][0])
    expected = diary.stored_before + len(diary) + len(diary.others)
    if stored != expected:
        findings.faults.append(f"{stored} stored answers to {expected} keys")


def _look(client, entry):
    """Asks again when it is told to come back: a connection of before the fault is found dead when it is used."""
    for _ in range(10):
        answer = client.send("GET", entry.follow_path(), receipt=entry.receipt)
        if answer.status != 503 or answer.fault():
            break
        time.sleep(0.2)
    return answer


def _follow(service, diary, begin, findings):
    """What was acknowledged is shown to who has its receipt code."""
    client = Client(service.port)
    entries = [entry for entry in diary.since(begin) if entry.id]
    for entry in entries[::max(1, len(entries) // FOLLOWED)]:
        entry.was_used = True
        try:
            answer = _look(client, entry)
        except NoAnswer as error:
            findings.faults.append(f"{entry.kind} {entry.number} cannot be followed: {error}")
            return
        if answer.status != 200 or answer.json()["id"] != entry.id:
            findings.lost += 1
            findings.faults.append(f"{entry.kind} {entry.number} is answered {answer.status} to its receipt code")
    client.close()
