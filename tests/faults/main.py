"""Does harm to the real program, and proves that nothing acknowledged is lost, nothing doubled, nothing half-written."""

import argparse
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import scenarios
from ground import Ground, Outcome
from report import is_wrong, show

NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
SHORT, LONG = 2, 60


def arguments():
    parser = argparse.ArgumentParser(prog="tests/faults/run", description=__doc__)
    parser.add_argument("--long", action="store_true", help=f"all scenarios, {LONG} seconds of load in each")
    parser.add_argument("--database", choices=NAMES, help="only on this one")
    parser.add_argument("--only", metavar="WORDS", help="only scenarios in whose name these words are")
    parser.add_argument("--list", action="store_true", help="name the scenarios and end")
    return parser.parse_args()


def chosen(options, database):
    """The scenarios that are wanted on a database."""
    for name, scenario, databases, in_short in scenarios.ALL:
        where = databases if options.long or options.only else in_short
        if database in where and (not options.only or options.only.lower() in name.lower()):
            yield name, scenario


def run_all(options, seconds, folder):
    """Runs what is wanted; the lines of the table. In the short run both databases have their turn at the same time, each in a
    process of its own: mostly it is waited, for starts and for ends. In the long one, whose figures are read, one after the other."""
    databases = [options.database] if options.database else list(NAMES)
    program = os.environ["TESTED_PROGRAM"]
    plans = [(database, list(chosen(options, database))) for database in databases]
    work = [(database, wanted, program, folder, seconds) for database, wanted in plans if wanted]
    # Its end tells the processes to end, which then stop what they started.
    with multiprocessing.get_context("fork").Pool(1 if options.long else 2) as processes:
        return [outcome for outcomes in processes.starmap(run_on, work, chunksize=1) for outcome in outcomes]


def run_on(database, wanted, program, folder, seconds):
    """Runs scenarios, one after the other, at one service; their lines of the table."""
    outcomes = []
    ground = Ground(program, folder, database, seconds)
    try:
        ground.open()
        for name, scenario in wanted:
            begun = time.monotonic()
            outcomes.append(ground.run(name, scenario))
            say(database, name, time.monotonic() - begun, outcomes[-1])
    except Exception as error:  # What has run already is shown all the same.
        outcomes.append(broken_off(NAMES[database], error))
    finally:
        ground.close()
    return outcomes


def say(database, name, took, outcome):
    """A line while it goes on."""
    wrong = ": DOES NOT HOLD" if is_wrong(outcome) else ""
    print(f"{NAMES[database]:<11} {took:6.1f} s  {name}{wrong}", flush=True)


def broken_off(database, error):
    """The line for a run that could not go on."""
    outcome = Outcome("the run itself", database)
    outcome.faults.append(f"it broke off: {type(error).__name__}: {error}")
    traceback.print_exc()
    return outcome


def main():
    options = arguments()
    if options.list:
        for name, scenario, databases, _ in scenarios.ALL:
            print(f"{name} ({', '.join(databases)}): {scenario.__doc__}")
        return 0
    seconds = float(os.environ.get("FAULTS_SECONDS") or (LONG if options.long else SHORT))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.umask(0o022)
    # Also when it is told to end nothing is left running or mounted.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="tulay-faults-") as folder:
        Path(folder).chmod(0o755)
        outcomes = run_all(options, seconds, Path(folder))
    return show(outcomes)


if __name__ == "__main__":
    sys.exit(main())
