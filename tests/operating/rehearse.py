"""Rehearses what an operator hopes never to need, on one database: keys are rotated, a backup is made while people write, and
restored on another machine; everything opens there, and both logs and all signatures hold.

    rehearse.py WORK sqlite|SERVER-URL TOOLS
"""

import pathlib
import shutil
import sys
import time

from databases import Postgres, Sqlite
from said import follow
from service import ROOT, Machine
from told import Story, Writers, key_names, key_of_log, state_of

COUNTED = ("accounts", "assistance_requests", "safety_reports", "reviews", "receipts", "audit_entries",
           "transparency_entries", "data_keys", "agencies")
# What the serving role may never do, each for its own reason.
FORBIDDEN = (
    "DROP TABLE reviews",
    "CREATE TABLE elsewhere (id int)",
    "ALTER TABLE reviews DISABLE TRIGGER ALL",
    "TRUNCATE reviews",
    "UPDATE audit_entries SET detail = NULL",
    "DELETE FROM audit_entries",
    "DELETE FROM audit_head",
    "UPDATE transparency_entries SET leaf = ''",
    "DELETE FROM transparency_entries",
    "DELETE FROM transparency_checkpoints",
    "DELETE FROM __diesel_schema_migrations",
    "CREATE ROLE another",
    "CREATE TEMPORARY TABLE elsewhere (id int)",
)
# The settings that say where database and files are.
PLACES = ("TULAY_DATA_DIR", "DATABASE_URL")


def say(text: str) -> None:
    print(f"{text} ({time.monotonic() - STARTED:.0f} s)", flush=True)


def a_role_can_no_more_than_serve(database: Postgres) -> None:
    for statement in FORBIDDEN:
        assert database.refuses(statement), f"the serving role may: {statement}"
    say(f"the serving role is refused {len(FORBIDDEN)} things that no request needs")


def rotate(machine: Machine, story: Story, tools: str) -> None:
    """Every key that can be changed is changed. The program serves again, and what was there before stays good."""
    before = key_names(machine)
    follow(machine, "rotate-signing", tools)
    follow(machine, "rotate-peers", tools)
    machine.get("/v1/staff/assistance-requests", story.first_token)
    machine.stop()
    follow(machine, "rotate-master", tools)
    machine.serve()
    told = follow(machine, "rewrap", tools)
    assert "is gone" in told and "0 data keys" not in told.split("\n"), told
    assert before < key_names(machine), "a key is not published that signed something"
    machine.get("/v1/staff/assistance-requests", story.first_token)
    story.bundle_is_genuine(machine)
    story.opens(machine)


def back_up_while_people_write(machine: Machine, database, folder: pathlib.Path) -> tuple:
    """The codes that were handed out before it began, and all of them."""
    writers = Writers(machine)
    try:
        time.sleep(1)
        before = list(writers.codes)
        database.back_up(machine, folder)
        time.sleep(0.5)
    finally:
        writers.end()
    assert len(before) > 0 and len(writers.codes) > len(before), "nobody wrote meanwhile"
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0 or path.name == "SHA256SUMS", f"others can read {path}"
        assert path.name != "master.toml", "the master keys are in the backup"
    return before, writers.codes


def restored_elsewhere(first: Machine, folder: pathlib.Path, fresh, reference: pathlib.Path) -> Machine:
    """Another machine with the backup and the keys that were kept apart from it."""
    second = Machine(folder.parent / "elsewhere", reference, fresh.served)
    second.settings["TULAY_CASE_KEYS"] = fresh.case_keys
    fresh.restore(folder, second, first.keys)
    stranger = Machine(folder.parent / "stranger", reference, None)
    stranger.run("migrate")
    stranger.run("keys", "rotate-signing")  # Makes keys of its own.
    found = stranger.try_run("doctor", **{name: second.settings[name] for name in PLACES if name in second.settings})
    assert found.returncode != 0 and "the key of another installation" in found.stdout, found.stdout
    return second


def verify(first: Machine, second: Machine, story: Story, database, fresh, codes: tuple, seen: dict) -> None:
    before, written = codes
    missing = [code for code in before if state_of(second, code) != 200]
    assert not missing, f"{len(missing)} of {len(before)} reports are lost"
    later = sum(state_of(second, code) == 200 for code in written[len(before):])
    counts = {table: fresh.count(second, table) for table in COUNTED}
    assert counts["safety_reports"] == 1 + len(before) + later, counts
    for table in ("accounts", "assistance_requests", "reviews", "agencies", "transparency_entries"):
        assert counts[table] == seen["counts"][table], f"{table}: {counts[table]} of {seen['counts'][table]}"
    assert counts["audit_entries"] >= seen["counts"]["audit_entries"], counts
    story.opens(second)
    story.bundle_is_genuine(second)
    assert key_names(second) >= seen["keys"], "a key is lost that signed something"
    second.get("/v1/staff/assistance-requests", story.first_token)
    story.case_worker.sign_in(second)
    assert story.logs_are_whole(second, seen["log_key"]) >= seen["log"], "the transparency log is shorter than an outsider has seen"
    say(f"restored: {len(before)} reports filed before and {later} of {len(written) - len(before)} filed during the backup; "
        f"{counts['audit_entries']} entries of the audit log, {seen['log']} of the transparency log")


def rehearse(work: pathlib.Path, make) -> None:
    reference = work / "reference"
    shutil.copytree(ROOT / "data", reference)
    for name in ("made_up.toml", "made_up_agencies.csv"):  # Real agencies are given no made-up reviews.
        shutil.copy(ROOT / "docs/tour" / name, reference / "registers")
    database, fresh = make("first"), make("second")
    first = second = None
    try:
        first = Machine(work / "here", reference, database.served)
        first.settings["TULAY_CASE_KEYS"] = database.case_keys
        database.prepare(first)
        first.serve()
        story = Story(first, work)
        say(f"{database.name}: people have told what is to be kept")
        # Decisions are in the transparency log from the next day on.
        database.change(first, "UPDATE transparency_pending SET noted_on = '2026-01-01'")
        rotate(first, story, database.tools)
        say("all keys were rotated, and what they protected and signed is good")
        size = story.logs_are_whole(first)
        assert size > 0, "the transparency log is empty"
        if isinstance(database, Postgres):
            a_role_can_no_more_than_serve(database)
        codes = back_up_while_people_write(first, database, work / "backup")
        seen = {"log": size, "log_key": key_of_log(first), "keys": key_names(first),
                "counts": {table: database.count(first, table) for table in COUNTED}}
        first.stop()
        second = restored_elsewhere(first, work / "backup", fresh, reference)
        second.serve()
        verify(first, second, story, database, fresh, codes, seen)
        for machine in (first, second):
            assert "ERROR" not in machine.log.read_text() and "panicked" not in machine.log.read_text(), machine.log.read_text()
    finally:
        for machine in (first, second):
            if machine:
                machine.stop()
        database.end()
        fresh.end()


def main() -> None:
    work, where, tools = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if where == "sqlite":
        rehearse(work, lambda name: Sqlite(tools))
    else:
        unique = f"{int(time.time())}"
        rehearse(work, lambda name: Postgres(where, tools, f"tulay_rehearsal_{unique}_{name}"))


STARTED = time.monotonic()
main()
