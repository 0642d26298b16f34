"""The databases themselves: started, stopped, and asked directly, past the service."""

import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

from service import free_port

# Beyond 64 MiB SQLite cuts its log off again (journal_size_limit in src/platform/db/address.rs); the rest is room for what one
# group of writes adds. PostgreSQL is told 64 MB by `max_wal_size` below, which it may exceed between two checkpoints.
MOST_LOG = {"SQLite": 80 * 1024 * 1024, "PostgreSQL": 256 * 1024 * 1024}


class Sqlite:
    """The file in the data folder."""

    name = "SQLite"
    url = None

    def __init__(self, folder):
        self.file = folder / "data" / "tulay.db"

    def ask(self, query):
        """Rows of text."""
        connection = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=30)
        try:
            return [tuple(str(value) for value in row) for row in connection.execute(query)]
        finally:
            connection.close()

    def id_as_text(self, column):
        return f"lower(hex({column}))"

    def faults(self):
        """What the database finds wrong with itself."""
        found = [f"integrity_check: {row[0]}" for row in self.ask("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"foreign_key_check: {row}" for row in self.ask("PRAGMA foreign_key_check")]

    def log_bytes(self):
        """How large the write-ahead log is."""
        log = self.file.with_name("tulay.db-wal")
        try:
            return log.stat().st_size
        except FileNotFoundError:
            return 0

    def start_if_ended(self):
        """Nothing to start."""

    def stop(self):
        """Nothing to stop."""


class Postgres:
    """A server of its own, with a database for the service."""

    name = "PostgreSQL"

    def __init__(self, folder):
        self.folder = folder
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.port = free_port()
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        self.url = self.address(self.port)

    def create(self):
        """Makes the server's folder, starts it, and makes the database."""
        folder = self.folder
        folder.mkdir(exist_ok=True)
        if self.as_user:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8")
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "tulay")

    @staticmethod
    def address(port):
        return f"postgres://postgres@127.0.0.1:{port}/tulay"

    def _run(self, program, *arguments):
        # A server inherits what it writes to: into a file, so that nobody waits for the end of a pipe.
        with (self.folder.parent / "postgres-commands.log").open("ab") as log:
            subprocess.run([*self.as_user, str(self.programs / program), *arguments], check=True, stdout=log,
                           stderr=log, cwd="/", timeout=120)

    def start(self):
        options = (f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} "
                   "-c max_connections=100 -c max_wal_size=64MB -c min_wal_size=32MB -c checkpoint_timeout=30s")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", options,
                  "start")

    def start_if_ended(self):
        """What its service manager does."""
        time.sleep(1)
        state = [*self.as_user, str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), "status"]
        if subprocess.run(state, stdout=subprocess.DEVNULL, cwd="/").returncode != 0:
            self.start()

    def stop(self, how="immediate"):
        """`immediate` is a crash: what is not in its log is gone."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "stop")

    def ask(self, query):
        command = [str(self.programs / "psql"), "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d",
                   self.address(self.port), "-c", query]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    def id_as_text(self, column):
        return f"replace({column}::text, '-', '')"

    def faults(self):
        """A transaction that somebody left open keeps the log and the dead rows for ever."""
        left = self.ask("SELECT pid, state FROM pg_stat_activity WHERE application_name = 'tulay' "
                        "AND state LIKE 'idle in transaction%' AND now() - state_change > interval '5 seconds'")
        prepared = self.ask("SELECT gid FROM pg_prepared_xacts")
        return [f"a transaction was left open: {row}" for row in left + prepared]

    def log_bytes(self):
        return int(self.ask("SELECT coalesce(sum(size), 0) FROM pg_ls_waldir()")[0][0])
