#!/usr/bin/env python3
"""Measures a running program on both databases against the limit, and prints tables.

Called by `benches/load/run`, which makes the seed and starts PostgreSQL. Everything is measured
several times, in turns: what disturbs the machine for a while disturbs all of it.
"""

import argparse
import pathlib
import sys
import time

from limits import Limits
from loads import Load, wrk
from prepared import Prepared
from report import Figures, goals_table, limits_table, loads_table
from service import Ceiling, Postgres, Service

LOADS = ["list", "search_repeated", "search_new", "profile", "article", "bundle_304", "pull", "push", "review", "report", "queue", "costs"]
COLD = ["list", "profile"]
CACHE_MIB = 32
LIMITS = ["list", "search", "ilike", "profile", "article", "costs", "queue", "pull", "review", "report", "insert"]
# What stands beside a load, where it is not called the same.
BESIDE = {"search_repeated": [], "search_new": ["search", "ilike"], "report": ["report", "insert"], "push": [], "bundle_304": []}


def arguments():
    wanted = argparse.ArgumentParser(description=__doc__)
    for name in ["program", "seed", "work", "postgres"]:
        wanted.add_argument(f"--{name}", required=True)
    wanted.add_argument("--ceiling", default="")
    wanted.add_argument("--seconds", type=int, default=5)
    wanted.add_argument("--runs", type=int, default=5)
    wanted.add_argument("--connections", type=lambda text: [int(n) for n in text.split(",")], default=[1, 32, 256])
    wanted.add_argument("--loads", type=lambda text: text.split(","), default=LOADS)
    return wanted.parse_args()


def say(*words):
    print(time.strftime("%T"), *words, file=sys.stderr, flush=True)


class Bench:
    def __init__(self, wanted):
        self.wanted, self.figures = wanted, Figures()
        self.work, self.seed = pathlib.Path(wanted.work), pathlib.Path(wanted.seed)
        self.postgres = Postgres(wanted.postgres, self.work / "postgres" / "postmaster.pid")
        self.services = {}
        self.prepared = {}

    def start(self):
        addresses = {"sqlite": f"sqlite://{self.work}/data/tulay.db", "postgres": self.wanted.postgres}
        for database, address in addresses.items():
            for _ in range(3):
                service = self._service(address)
                self.figures.add(service.start_ms, database, "start")
                service.stop()
            self.services[database] = self._service(address)
            self.figures.add(self.services[database].pss_mib(), database, "pss_idle")
            # Made once for each database: ids are the same, cursors and people are not.
            say("preparing", database)
            files = self.seed / "files"
            folder = self.work / "asked" / database
            self.prepared[database] = Prepared(folder, files, self.wanted.program, self.services[database])
        self.cold = self._service(addresses["postgres"], TULAY_PUBLIC_MAX_AGE_SECONDS="0", TULAY_PUBLIC_URL=self.services["postgres"].url)
        self.ceiling = Ceiling(self.wanted.ceiling, self.work / "ceiling.log") if self.wanted.ceiling else None
        say("reading the statements")
        log = self.work / "postgres" / "log"
        self.limits = Limits(self.work / "limits", self.wanted.postgres, log, self.cold, self.prepared["postgres"])
        if "bundle_304" in self.wanted.loads:
            self._wait_for_bundles()

    def _service(self, address, **settings):
        settings.setdefault("TULAY_PUBLIC_MAX_AGE_SECONDS", "60")
        data, log = self.work / "data", self.work / "service.log"
        return Service(self.wanted.program, address, data, self.seed / "reference", log, **settings)

    def _wait_for_bundles(self):
        """They are published some each minute, with what processor time is left: nothing of it while we measure."""
        before, until = -1.0, time.monotonic() + 900
        while time.monotonic() < until:
            spent = sum(service.cpu() for service in self.services.values())
            if spent - before < 0.5:
                return
            before = spent
            time.sleep(65)

    def run(self):
        for number in range(self.wanted.runs):
            say(f"run {number + 1} of {self.wanted.runs}")
            for load in self.wanted.loads:
                self._load(load)
                for name in BESIDE.get(load, [load]):
                    self._limit(name)
            if self.ceiling:
                self._ceiling()

    def _load(self, load):
        for connections in self.wanted.connections:
            for database, service in self.services.items():
                self._one(database, load, load, service, connections)
        if load in COLD:
            self._one("postgres", load, f"{load}_cold", self.cold, 32)

    def _one(self, database, load, name, service, connections):
        one = Load(load, service, self.prepared[database])
        service_before, database_before = service.cpu(), self.postgres.cpu()
        run = one.run(connections, self.wanted.seconds)
        done = max(run.requests, 1)
        at = (database, name, connections)
        if run.refused:
            say(f"{database} {name} with {connections}: {run.refused} of {run.requests} refused or failed")
        add = self.figures.add
        add(run.rate, *at, "rate")
        add(run.p50_ms, *at, "p50")
        add(run.p99_ms, *at, "p99")
        add((service.cpu() - service_before) / done * 1e6, *at, "service_us")
        if database == "postgres":
            add((self.postgres.cpu() - database_before) / done * 1e6, *at, "database_us")
        if connections == 32:
            add(service.pss_mib(), database, "pss")
            add(service.pss_mib() - CACHE_MIB, database, "pss_without_cache")
        if (bytes := one.bytes()) and (database, name, "head") not in self.figures.all:
            add(bytes[0], database, name, "head")
            add(bytes[1], database, name, "body")

    def _limit(self, name):
        for clients in (8, 32):
            before = self.postgres.cpu()
            rate, p50, p99 = self.limits.run(name, clients, self.wanted.seconds)
            spent = self.postgres.cpu() - before
            at = ("limit", name, clients)
            self.figures.add(rate, *at, "rate")
            self.figures.add(p50, *at, "p50")
            self.figures.add(p99, *at, "p99")
            self.figures.add(spent / max(1, rate * self.wanted.seconds) * 1e6, *at, "database_us")

    def _ceiling(self):
        for connections in self.wanted.connections:
            file = self.work / "asked" / "root"
            file.write_text("/\n")
            run = wrk(self.ceiling.url, connections, self.wanted.seconds, "paths", file, 0)
            self.figures.add(run.rate, "ceiling", connections, "rate")
            self.figures.add(run.p99_ms, "ceiling", connections, "p99")

    def report(self):
        figures, loads = self.figures, self.wanted.loads
        cold = [f"{load}_cold" for load in COLD if load in loads]
        for database, title in [("postgres", "PostgreSQL"), ("sqlite", "SQLite")]:
            print(f"\n### {title}\n")
            print(f"Start to first answer {figures.median(database, 'start'):.0f} ms; memory (PSS) "
                  f"{figures.median(database, 'pss_idle'):.0f} MiB idle, {figures.median(database, 'pss') or 0:.0f} MiB under load.\n")
            print(loads_table(figures, database, loads + (cold if database == "postgres" else []), self.wanted.connections))
        print("### The limit\n")
        print(limits_table(figures, [name for name in LIMITS if ("limit", name, 8, "rate") in figures.all]))
        if self.ceiling:
            rates = (f"{n} connections {figures.median('ceiling', n, 'rate'):,.0f}/s" for n in self.wanted.connections)
            print("A bare route of actix: " + ", ".join(rates) + ".\n")
        print("### Goals\n")
        print(goals_table(figures))

    def stop(self):
        for process in [*self.services.values(), getattr(self, "cold", None), getattr(self, "ceiling", None)]:
            if process:
                process.stop()


def main():
    bench = Bench(arguments())
    try:
        bench.start()
        bench.run()
    finally:
        bench.stop()
    bench.report()


if __name__ == "__main__":
    main()
