#!/usr/bin/env python3
"""Copies an SQLite database of `tulay` into a migrated PostgreSQL database, row for row.

    to_postgres.py DATA-FOLDER POSTGRES-URL

Both then hold the same reviews under the same ids and keys, so that the figures of the two can be
compared. Foreign keys and triggers rest while it copies; only a superuser may let them.
"""

import datetime
import pathlib
import sqlite3
import subprocess
import sys
import uuid

EPOCH = datetime.datetime(1970, 1, 1)


def escaped(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def timestamp(value):
    return (EPOCH + datetime.timedelta(microseconds=value)).isoformat() + "Z"


WRITERS = {
    "uuid": lambda value: str(uuid.UUID(bytes=value)),
    "bytea": lambda value: "\\\\x" + value.hex(),
    "timestamp with time zone": timestamp,
    "boolean": lambda value: "t" if value else "f",
    "bigint": str,
    "integer": str,
    "double precision": repr,
}


class Postgres:
    def __init__(self, url):
        self.psql = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-At", url]

    def ask(self, statement):
        done = subprocess.run([*self.psql, "-c", statement], capture_output=True, text=True, check=True)
        return [line.split("|") for line in done.stdout.splitlines()]

    def columns(self):
        """Of each table its columns with their types."""
        tables = {}
        statement = (
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
        )
        for table, column, kind in self.ask(statement):
            if not table.startswith("__"):
                tables.setdefault(table, []).append((column, kind))
        return tables

    def copy(self, table, columns, lines):
        names = ", ".join(f'"{name}"' for name, _ in columns)
        command = [*self.psql, "-c", "SET session_replication_role = replica"]
        command += ["-c", f"\\copy {table} ({names}) FROM STDIN"]
        # psql reads the rows from its own input.
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            for line in lines:
                process.stdin.write(line)
            process.stdin.close()
            if process.wait():
                sys.exit(f"{table} was not copied")


def lines_of(conn, table, columns):
    writers = [WRITERS.get(kind, escaped) for _, kind in columns]
    names = ", ".join(f'"{name}"' for name, _ in columns)
    for row in conn.execute(f"SELECT {names} FROM {table}"):
        cells = ("\\N" if value is None else write(value) for value, write in zip(row, writers))
        yield ("\t".join(cells) + "\n").encode()


def main():
    data, url = sys.argv[1:]
    conn = sqlite3.connect(f"file:{pathlib.Path(data) / 'tulay.db'}?mode=ro", uri=True)
    postgres = Postgres(url)
    tables = postgres.columns()
    postgres.ask(f"TRUNCATE {', '.join(tables)}")
    for table, columns in tables.items():
        postgres.copy(table, columns, lines_of(conn, table, columns))
    postgres.ask("VACUUM (ANALYZE)")
    postgres.ask("CHECKPOINT")


if __name__ == "__main__":
    main()
