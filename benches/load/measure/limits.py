"""The limit: the statements that the service sends, sent by pgbench.

The statements come from the log of the database while a service without answers in memory answers
once; so nobody has to keep a copy in step. Each answer becomes a script for `pgbench -M prepared`;
a write's ids and hashes, which differ from one to the next, become numbers that pgbench draws.
"""

import json
import pathlib
import re
import statistics
import subprocess
import time

from client import call

ENTRY = re.compile(r"^\d+ (LOG|DETAIL|STATEMENT|ERROR|HINT|CONTEXT|WARNING|FATAL):  ", re.M)
UUID = re.compile(r"'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'")
HASH = re.compile(r"'\\x([0-9a-f]{64})'")
# So many different questions of each kind: pgbench takes 128 scripts at most.
QUESTIONS = 40
SETTINGS = ["log_statement = 'all'", "log_line_prefix = '%p '", "log_parameter_max_length = -1"]


def psql(url, *statements):
    command = ["psql", "-q", "-At", "-v", "ON_ERROR_STOP=1", url]
    for statement in statements:
        command += ["-c", statement]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def filled_in(statement, detail):
    """A statement with its parameters in their places."""
    values = dict(re.findall(r"\$(\d+) = (NULL|'(?:[^']|'')*')", detail))
    return re.sub(r"\$(\d+)", lambda match: values[match[1]], statement)


def statements_of(log):
    """The statements in a piece of the database's log, with their parameters: those of the connection that sent the most."""
    found = {}
    starts = [match.start() for match in ENTRY.finditer(log)]
    entries = [log[start:end].strip() for start, end in zip(starts, starts[1:] + [len(log)])]
    for place, entry in enumerate(entries):
        match = re.match(r"(\d+) LOG:  (?:statement|execute [^:]*): (.*)", entry, re.S)
        if not match:
            continue
        following = entries[place + 1] if place + 1 < len(entries) else ""
        detail = following if re.match(r"\d+ DETAIL:  (?i:parameters)", following) else ""
        statement = filled_in(match[2], detail) if detail else alone(match[2])
        if statement:
            found.setdefault(match[1], []).append(statement)
    return max(found.values(), key=len, default=[])


def is_whole(statements):
    """Whether every transaction that begins ends: a job of the service may have come between."""
    begun = sum(statement.startswith("BEGIN") for statement in statements)
    return bool(statements) and begun == sum(statement in ("COMMIT", "ROLLBACK") for statement in statements)


def alone(statement):
    """Of statements sent together, which pgbench cannot, the one that counts: a savepoint is the service's own affair."""
    parts = [part for part in statement.split("; ") if "SAVEPOINT" not in part]
    return parts[0] if parts else ""


class Log:
    """The log of a database whose statements are all written to it."""

    def __init__(self, url, path):
        self.url, self.path = url, pathlib.Path(path)

    def __enter__(self):
        for setting in SETTINGS:
            psql(self.url, f"ALTER SYSTEM SET {setting}")
        psql(self.url, "SELECT pg_reload_conf()")
        time.sleep(0.3)
        return self

    def __exit__(self, *_):
        psql(self.url, "ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
        time.sleep(0.3)

    def during(self, work):
        """What was sent while something was done."""
        for _ in range(10):
            before = self.path.stat().st_size
            work()
            time.sleep(0.05)
            with self.path.open("rb") as file:
                file.seek(before)
                found = statements_of(file.read().decode(errors="replace"))
            if is_whole(found):
                return found
        raise SystemExit(f"no whole transaction: {found}"[:2000])


def drawn(later, earlier):
    """The later of two writes, with numbers that pgbench draws for the ids and hashes that are new in it."""
    text, numbers = ";\n".join(later), {}
    seen = "\n".join(earlier)
    for kind in (UUID, HASH):
        for value in kind.findall(text):
            if value not in seen and value not in numbers:
                numbers[value] = f"r{len(numbers)}"
    for value, name in numbers.items():
        number = f"to_hex((:{name})::bigint)"
        if "-" in value:
            # Of the same kind as the original: where ids are in the order of time, these are, too.
            head = value[:24]
            text = text.replace(f"'{value}'", f"('{head}' || lpad({number}, 12, '0'))::uuid")
        else:
            text = text.replace(f"'\\x{value}'", f"decode(lpad({number}, 64, '0'), 'hex')")
    draws = "".join(f"\\set {name} random(1, 140737488355327)\n" for name in numbers.values())
    return draws + text + ";\n"


class Limits:
    """The scripts, in a folder, and pgbench."""

    def __init__(self, folder, url, log, cold, prepared):
        self.folder, self.url, self.cold, self.prepared = folder, url, cold, prepared
        folder.mkdir(parents=True, exist_ok=True)
        self.scripts = {}
        with Log(url, log) as listened:
            self._capture_reads(listened)
            self._capture_writes(listened)
        self._write("insert", [self._insert()])
        self._write("ilike", self._ilike())

    def _write(self, name, texts):
        self.scripts[name] = []
        for number, text in enumerate(texts):
            path = self.folder / f"{name}-{number:02}.sql"
            path.write_text(text)
            self.scripts[name].append(path)

    def _capture_reads(self, log):
        files = {
            "list": self.prepared.list, "search": self.prepared.searches,
            "profile": self.prepared.profiles, "article": self.prepared.articles,
        }
        for name, file in files.items():
            paths = list(dict.fromkeys(file.read_text().splitlines()))[:QUESTIONS]
            self._write(name, [self._read(log, lambda path=path: call(self.cold.url, "GET", path)) for path in paths])
        costs = "/v1/recruitment-costs?origin=PH&destination=SG"
        self._write("costs", [self._read(log, lambda: call(self.cold.url, "GET", costs))])
        worker, url = self.prepared.worker, self.cold.url
        token = {"Authorization": f"Bearer {worker.fresh_token()}"}
        queue = ["/v1/staff/safety-reports", "/v1/staff/safety-reports?status=received"]
        self._write("queue", [self._read(log, lambda path=path: call(url, "GET", path, **token)) for path in queue])
        self._write("pull", [self._read(log, lambda: self._tablet("/v1/sync/pull", self.prepared.pull_body))])

    def _tablet(self, path, body):
        tablet = self.prepared.tablet
        token = tablet.fresh_token()
        # The public address is the other instance's, and so is that of the proof.
        headers = {"Authorization": f"DPoP {token}"} | tablet.proof(path, token)
        call(self.prepared.service.url, "POST", path, body, **headers)

    def _read(self, log, work):
        return ";\n".join(log.during(work)) + ";\n"

    def _capture_writes(self, log):
        for name, file in [("report", self.prepared.reports), ("review", self.prepared.reviews)]:
            path, body = file.read_text().splitlines()[0].split("\t")
            work = lambda: call(self.cold.url, "POST", path, json.loads(body))
            work()
            earlier, later = log.during(work), log.during(work)
            self._write(name, [drawn(later, earlier)])

    def _insert(self):
        psql(self.url, "CREATE SCHEMA IF NOT EXISTS limits",
             "CREATE TABLE IF NOT EXISTS limits.rows (id uuid PRIMARY KEY, body bytea NOT NULL)")
        return (
            "\\set r random(1, 140737488355327)\n\\set s random(1, 140737488355327)\n"
            "INSERT INTO limits.rows VALUES (('00000000-0000-4' || lpad(to_hex((:s)::bigint % 4096), 3, '0') || '-8000-'"
            " || lpad(to_hex((:r)::bigint), 12, '0'))::uuid, decode(repeat('ab', 800), 'hex')) ON CONFLICT DO NOTHING;\n"
        )

    def _ilike(self):
        words = self.prepared.words.read_text().split()
        self.prepared.draw.shuffle(words)
        for word in words[:QUESTIONS]:
            yield (
                "SELECT id, country, name, alternate_names, address, licence_number, licence_status, licence_expires_on,"
                " retrieved_on, missing_since, rating_count, rating, marks FROM agencies"
                f" WHERE kind = 'recruitment_agency' AND name ILIKE '%{word}%' ORDER BY sort_key LIMIT 20;\n"
            )

    def run(self, name, clients, seconds):
        """Transactions a second, and the median and 99th percentile of their time."""
        prefix = self.folder / "log"
        for old in self.folder.glob("log.*"):
            old.unlink()
        command = ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds)]
        command += ["-l", "--log-prefix", str(prefix), "--sampling-rate", "0.25"]
        for script in self.scripts[name]:
            command += ["-f", str(script)]
        done = subprocess.run([*command, self.url], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"pgbench {name}: {done.stderr[-2000:]}")
        times = sorted(
            int(line.split()[2]) / 1000 for file in self.folder.glob("log.*") for line in file.read_text().splitlines()
        )
        rate = float(re.search(r"tps = ([\d.]+)", done.stdout)[1])
        if len(times) < 2:
            return rate, float("nan"), float("nan")
        return rate, statistics.median(times), times[int(len(times) * 0.99)]
