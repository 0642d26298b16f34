"""The two databases, as an administrator handles them: a fresh one, a copy, a restored copy, and one question."""

import pathlib
import shutil
import sqlite3
import subprocess
import urllib.parse

from service import ROOT, Machine


class Sqlite:
    """The file in the data folder; `tulay backup` copies it."""

    name, owner, served = "SQLite", None, None

    def prepare(self, machine: Machine) -> None:
        """Nothing: the first start makes it."""

    def back_up(self, machine: Machine, folder: pathlib.Path) -> None:
        machine.run("backup", str(folder))

    def restore(self, folder: pathlib.Path, machine: Machine) -> None:
        shutil.copytree(folder, machine.data)

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

    name, role = "PostgreSQL", "tulay_server_of_tests"

    def __init__(self, server: str, tools: str, name: str):
        self.server, self.tools, self.database = server, tools, name
        self.sql(server, f'CREATE DATABASE "{name}"')
        self.owner = self.address()
        self.served = self.address(self.role)

    def address(self, user: str | None = None) -> str:
        parts = urllib.parse.urlsplit(self.server)
        place = parts.netloc if user is None else f"{user}@{parts.netloc.rpartition('@')[2]}"
        return urllib.parse.urlunsplit((parts.scheme, place, f"/{self.database}", parts.query, ""))

    def tool(self, name: str, *arguments: str) -> str:
        ended = subprocess.run([f"{self.tools}/{name}", *arguments], capture_output=True, text=True)
        assert ended.returncode == 0, f"{name}: {ended.stderr}"
        return ended.stdout

    def sql(self, address: str, statement: str) -> str:
        return self.tool("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", statement).strip()

    def refuses(self, statement: str) -> bool:
        """Whether the serving role may not do this."""
        asked = subprocess.run([f"{self.tools}/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.served, "-c", statement],
                               capture_output=True, text=True)
        return asked.returncode != 0 and ("permission denied" in asked.stderr or "must be owner" in asked.stderr)

    def grant(self) -> None:
        self.tool("psql", "-Xq", "-d", self.owner, "-v", f"role={self.role}", "-f", str(ROOT / "docs/serving-role.sql"))

    def prepare(self, machine: Machine) -> None:
        machine.run("migrate", DATABASE_URL=self.owner)
        self.grant()
        self.grant()  # Twice is once.

    def back_up(self, machine: Machine, folder: pathlib.Path) -> None:
        """First the database, then the files, so that no row's file is missing."""
        dump = folder.with_suffix(".dump")
        self.tool("pg_dump", "--format=custom", f"--file={dump}", self.owner)
        machine.run("backup", str(folder))

    def restore(self, folder: pathlib.Path, machine: Machine) -> "Postgres":
        shutil.copytree(folder, machine.data)
        self.tool("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={self.owner}", str(folder.with_suffix(".dump")))
        self.grant()

    def change(self, machine: Machine, statement: str) -> None:
        self.sql(self.owner, statement)

    def count(self, machine: Machine, table: str) -> int:
        return int(self.sql(self.owner, f"SELECT count(*) FROM {table}"))

    def end(self) -> None:
        self.sql(self.server, f'DROP DATABASE "{self.database}" WITH (FORCE)')
