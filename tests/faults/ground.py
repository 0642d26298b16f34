"""Where scenarios take place: a service, its database and the diary of everything that was ever filed there."""

import os
import subprocess
import threading
import time

import organisation
from audit import audit
from client import Client
from databases import MOST_LOG, Postgres, Sqlite
from diary import KINDS, Diary
from load import Load
from proxy import Proxy
from service import Service

PLAIN_REPORT = {
    "kind": "hazard", "danger_now": False, "description": "A loose cable",
    "place": {"country": "MY", "precision": "country"},
}


class Skipped(Exception):
    """This machine does not permit it; why."""


class Outcome:
    """A line of the table."""

    def __init__(self, scenario, database):
        self.scenario = scenario
        self.database = database
        self.acknowledged = 0
        self.lost = 0
        self.doubled = 0
        self.refused = 0
        self.recovered_after = None
        self.log_bytes = 0
        self.faults = []
        self.note = ""
        self.skipped = False


class Ground:
    """One service on one database, for one scenario after the other."""

    def __init__(self, program, folder, database_name, seconds):
        self.program = program
        self.folder = folder / database_name
        self.folder.mkdir(mode=0o755)
        # How long the load of one scenario lasts.
        self.seconds = seconds
        self.disk = small_disk(self.folder / ("postgres" if database_name == "postgres" else "data"))
        self.proxy = self.database = self.service = self.outcome = None
        # What the doctor is right to find wrong from now on.
        self.doctor_says = ()
        self.of_postgres = database_name == "postgres"

    def open(self):
        """Starts everything."""
        if self.of_postgres:
            self.database = Postgres(self.folder / "postgres")
            self.database.create()
            self.proxy = Proxy(self.database.port)
            url = Postgres.address(self.proxy.port)
        else:
            self.database, url = Sqlite(self.folder), None
        self.service = Service(self.program, self.folder, "service", url)
        self.service.start()
        organisation.found(self.service)
        self.diary = self._new_diary()
        # Answers that were stored for what the organisation wrote.
        self.diary.stored_before = int(self.database.ask("SELECT count(*) FROM idempotency")[0][0])

    def _new_diary(self):
        client = Client(self.service.port)
        contract = client.send("GET", "/openapi.json").json()
        examples = {}
        for kind, (path, _, _) in KINDS.items():
            body = contract["paths"][path]["post"]["requestBody"]["content"]["application/json"]
            examples[kind] = {name: value for name, value in body["example"].items() if name != "id"}
        examples["report"] = PLAIN_REPORT
        agency = client.send("GET", "/v1/agencies?limit=1").json()["items"][0]["id"]
        client.close()
        return Diary(agency, examples)

    def load(self, also=(), threads=8):
        """Writers at the service, and at other instances."""
        return Load([self.service.port, *(other.port for other in also)], self.diary, threads)

    def until(self):
        """The moments until the time of the scenario is over."""
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            yield end - time.monotonic()

    def restart_with(self, **settings):
        """Stops the service and starts it with these settings beside its own."""
        self.service.stop()
        self.service.settings = settings
        return self.service.start()

    def note(self, text):
        self.outcome.note = text

    def expect(self, holds, otherwise):
        """Something that must hold beside what is compared after each scenario."""
        if not holds:
            self.outcome.faults.append(otherwise)

    def run(self, name, scenario):
        """Runs a scenario and compares; the line of the table."""
        self.outcome = outcome = Outcome(name, self.database.name)
        begin = len(self.diary)
        watch = LogWatch(self.database)
        try:
            load = scenario(self)
        except Skipped as why:
            outcome.skipped, outcome.note = True, str(why)
            return outcome
        finally:
            outcome.log_bytes = watch.end()
        load.settle()
        outcome.acknowledged = load.acknowledged
        outcome.refused = load.refused
        outcome.recovered_after = max(load.recovered_after, default=None)
        found = audit(self.database, self.service, self.diary, begin, self.doctor_says)
        outcome.lost, outcome.doubled = found.lost, found.doubled
        outcome.faults += summed_up(load.faults) + found.faults
        if load.acknowledged == 0:
            outcome.faults.append("nothing was acknowledged: this proves nothing")
        if outcome.log_bytes > MOST_LOG[self.database.name]:
            outcome.faults.append(f"the write-ahead log grew to {outcome.log_bytes} bytes")
        return outcome

    def close(self):
        for part in (self.service, self.proxy, self.database):
            if part:
                part.stop()
        if self.disk:
            subprocess.run(["umount", self.disk], check=False)


def small_disk(folder):
    """A disk of its own for the database, so small that it can be filled; `None` where that is not permitted."""
    folder.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=320m,mode=0700", "tmpfs", folder]
    if os.getuid() == 0 and subprocess.run(mount, stderr=subprocess.DEVNULL).returncode == 0:
        return folder
    return None


def summed_up(faults):
    """The first few of each kind are enough to look for the cause."""
    first = faults[:5]
    return first + ([f"and {len(faults) - 5} more"] if len(faults) > 5 else [])


class LogWatch:
    """Looks now and then how large the write-ahead log is."""

    def __init__(self, database):
        self.database = database
        self.most = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self):
        while not self.ended.wait(0.5):
            try:
                self.most = max(self.most, self.database.log_bytes())
            except Exception:  # The database is away: that is the scenario.
                continue

    def end(self):
        self.ended.set()
        self.thread.join()
        return self.most
