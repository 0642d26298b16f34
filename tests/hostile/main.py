"""Sends what nobody sends by accident to the real program, and judges every answer."""

import argparse
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import addresses
import files
import markers
import members
import naughty
import parsing
import timing
import tokens
import wire
from found import Found, show
from service import Service
from world import World

NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
BOTH, ONE = ("sqlite", "postgres"), ("sqlite",)
# Databases differ in what text they hold; all else is refused before it comes to one.
PARTS = [
    ("text in every field", naughty.run, BOTH),
    ("JSON", parsing.run, ONE),
    ("tokens and codes", tokens.run, ONE),
    ("altered markers and codes", markers.run, ONE),
    ("shapes of requests", wire.run, ONE),
    ("bombs and files that are two things", files.run, ONE),
    ("members that nobody may set", members.run, ONE),
    ("addresses of webhooks", addresses.run, ONE),
    ("what time tells", timing.run, ONE),
]


def arguments():
    parser = argparse.ArgumentParser(prog="tests/hostile/run", description=__doc__)
    parser.add_argument("--long", action="store_true", help="everything, where the short run samples")
    parser.add_argument("--database", choices=NAMES, help="only on this one, and there all parts")
    parser.add_argument("--only", metavar="WORDS", help="only parts in whose name these words are")
    parser.add_argument("--seed", type=int, default=1, help="by which the short run samples (default 1)")
    parser.add_argument("--list", action="store_true", help="name the parts and end")
    options = parser.parse_args()
    options.seconds = float(os.environ.get("HOSTILE_SECONDS") or 6)
    return options


def run_on(database, parts, folder, results):
    """Runs parts against one served program; adds what was found."""
    url = os.environ["HOSTILE_POSTGRES_URL"] if database == "postgres" else None
    service = Service(os.environ["TESTED_PROGRAM"], folder / f"service-on-{database}", url)
    try:
        service.start()
        world = World(service)
        for name, part, options in parts:
            begun = time.monotonic()
            found = Found(name, NAMES[database])
            results.append(found)
            # It holds only when it came to its end.
            found.skipped = "not finished"
            part(world, found, options)
            found.skipped = None
            found.seconds = time.monotonic() - begun
            print(f"{NAMES[database]:<11} {found.seconds:6.1f} s  {name}", flush=True)
        end = Found("program, log and audit chain after all of it", NAMES[database])
        for fault in service.faults():
            end.wrong("afterwards", fault)
        results.append(end)
    finally:
        service.stop()


def main():
    options = arguments()
    if options.list:
        for name, part, databases in PARTS:
            print(f"{name} ({', '.join(databases)}): {part.__doc__}")
        return 0
    folder = Path(os.environ["HOSTILE_FOLDER"])
    results = []
    # What was found until it is told to end is shown, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(show(results) or 143))
    runs = []
    for database in [options.database] if options.database else BOTH:
        wanted = [
            (name, part, options)
            for name, part, databases in PARTS
            if (options.database or database in databases) and (options.only or "").lower() in name.lower()
        ]
        if wanted:
            runs.append((database, wanted, folder, results))
    with ThreadPoolExecutor(len(BOTH)) as pool:
        list(pool.map(lambda run: run_on(*run), runs))
    return show(results)


if __name__ == "__main__":
    sys.exit(main())
