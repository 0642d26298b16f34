"""The two databases, as an administrator handles them by docs/operating.md: prepared, copied, restored, and asked one question."""

import pathlib
import sqlite3
import subprocess
import urllib.parse

from said import follow
from service import Machine


class Sqlite:
    """The file in the data folder; `tulay backup` copies it."""

    name, served, case_keys = "SQLite", None, "server"

    def __init__(self, tools: str):
        self.tools = tools

    def prepare(self, machine: Machine) -> None:
        """Nothing: the first start makes it."""

    def back_up(self, machine: Machine, folder: pathlib.Path) -> None:
        follow(machine, "back-up-sqlite", self.tools, BACKUP=folder)

    def restore(self, folder: pathlib.Path, machine: Machine, keys: pathlib.Path) -> None:
        follow(machine, "restore-sqlite", self.tools, BACKUP=folder, KEYS=keys)

    def change(self, machine: Machine, statement: str) -> None:
        with sqlite3.connect(machine.data / "tulay.db", timeout=30) as database:
            database.execute(statement)

    def count(self, machine: Machine, table: str) -> int:
        with sqlite3.connect(machine.data / "tulay.db", timeout=30) as database:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def end(self) -> None:
        """The folder is removed as a whole."""


class Postgres:
    """A database with an owner, who migrates, and a role that serves and may do no more than that."""

    name, role, case_keys = "PostgreSQL", "tulay_server_of_tests", "sealed"

    def __init__(self, server: str, tools: str, name: str):
        self.server, self.tools, self.database = server, tools, name
        self.sql(server, f'CREATE DATABASE "{name}"')
        self.owner = self.address()
        self.served = self.address(self.role)

    def address(self, user: str | None = None) -> str:
        parts = urllib.parse.urlsplit(self.server)
        place = parts.netloc if user is None else f"{user}@{parts.netloc.rpartition('@')[2]}"
        return urllib.parse.urlunsplit((parts.scheme, place, f"/{self.database}", parts.query, ""))

    def ask(self, address: str, statement: str) -> subprocess.CompletedProcess:
        psql = [f"{self.tools}/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", statement]
        return subprocess.run(psql, capture_output=True, text=True)

    def sql(self, address: str, statement: str) -> str:
        ended = self.ask(address, statement)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def refuses(self, statement: str) -> bool:
        """Whether the serving role may not do this."""
        ended = self.ask(self.served, statement)
        return ended.returncode != 0 and ("permission denied" in ended.stderr or "must be owner" in ended.stderr)

    def prepare(self, machine: Machine) -> None:
        for _ in range(2):  # Twice is once.
            follow(machine, "serving-role", self.tools, OWNER_URL=self.owner, ROLE=self.role)

    def back_up(self, machine: Machine, folder: pathlib.Path) -> None:
        follow(machine, "back-up-postgres", self.tools, BACKUP=folder, OWNER_URL=self.owner)

    def restore(self, folder: pathlib.Path, machine: Machine, keys: pathlib.Path) -> None:
        follow(machine, "restore-postgres", self.tools, BACKUP=folder, KEYS=keys, OWNER_URL=self.owner, ROLE=self.role)

    def change(self, machine: Machine, statement: str) -> None:
        self.sql(self.owner, statement)

    def count(self, machine: Machine, table: str) -> int:
        return int(self.sql(self.owner, f"SELECT count(*) FROM {table}"))

    def end(self) -> None:
        self.sql(self.server, f'DROP DATABASE "{self.database}" WITH (FORCE)')
