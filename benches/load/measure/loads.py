"""The loads: what wrk sends for each, and what its output says."""

import dataclasses
import pathlib
import random
import re
import subprocess

from client import on_the_wire

SCRIPTS = pathlib.Path(__file__).parent.parent / "requests"
CODINGS = "Accept-Encoding: zstd, br, gzip"
# A tablet's proofs are made before each run, as many as it can use up.
PROOFS_A_SECOND = 6_000
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclasses.dataclass
class Run:
    rate: float
    p50_ms: float
    p99_ms: float
    requests: int
    refused: int


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * UNITS[unit]


def read(output):
    """What wrk printed."""
    found = dict(re.findall(r"^\s+(50|99)%\s+(\S+)", output, re.M))
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    return Run(
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]),
        p50_ms=milliseconds(found["50"]),
        p99_ms=milliseconds(found["99"]),
        requests=int(re.search(r"(\d+) requests in", output)[1]),
        refused=int(refused[1] if refused else 0) + sum(map(int, errors.groups() if errors else [])),
    )


def wrk(url, connections, seconds, script, *arguments):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    command += ["-s", str(SCRIPTS / f"{script}.lua"), url, "--", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"wrk: {done.stdout[-500:]}{done.stderr[-500:]}")
    return read(done.stdout)


class Load:
    """One kind of request to one service."""

    def __init__(self, name, service, prepared):
        self.name, self.service, self.prepared = name, service, prepared
        self.chance = random.Random()

    def run(self, connections, seconds):
        return getattr(self, f"_{self.name}")(connections, seconds)

    def bytes(self):
        """Bytes of head and body of a typical answer; of writes nothing is said."""
        prepared = self.prepared
        of = {
            "list": lambda: ("/v1/agencies?limit=20", {}),
            "search_new": lambda: (prepared.searches.read_text().split()[0], {}),
            "profile": lambda: (prepared.profiles.read_text().split()[0], {}),
            "article": lambda: (prepared.articles.read_text().split()[0], {}),
            "bundle_304": lambda: (self._bundle(), {"If_None_Match": self._bundle_tag()}),
            "queue": lambda: ("/v1/staff/safety-reports", {"Authorization": self._bearer()}),
        }.get(self.name)
        if not of:
            return None
        path, headers = of()
        return on_the_wire(self.service.url, path, **headers)

    def _paths(self, connections, seconds, file, *headers):
        place = self.chance.randrange(10_000)
        return wrk(self.service.url, connections, seconds, "paths", file, place, *headers)

    def _list(self, connections, seconds):
        return self._paths(connections, seconds, self.prepared.list, CODINGS)

    def _profile(self, connections, seconds):
        return self._paths(connections, seconds, self.prepared.profiles, CODINGS)

    def _article(self, connections, seconds):
        return self._paths(connections, seconds, self.prepared.articles, CODINGS)

    def _search_repeated(self, connections, seconds):
        return self._paths(connections, seconds, self.prepared.searches, CODINGS)

    def _search_new(self, connections, seconds):
        seed = self.chance.randrange(2**31)
        return wrk(self.service.url, connections, seconds, "search", self.prepared.words, seed)

    def _bundle(self):
        return "/v1/bundles/PH-SG/en"

    def _bundle_tag(self):
        from client import call

        items = call(self.service.url, "GET", "/v1/bundles?origin=PH&destination=SG&limit=100")["items"]
        return next(f'"{item["version"]}"' for item in items if item["language"] == "en")

    def _bundle_304(self, connections, seconds):
        file = self.prepared.folder / "bundle"
        file.write_text(self._bundle() + "\n")
        return self._paths(connections, seconds, file, CODINGS, f"If-None-Match: {self._bundle_tag()}")

    def _bearer(self):
        return f"Bearer {self.prepared.worker.fresh_token()}"

    def _queue(self, connections, seconds):
        file = self.prepared.folder / "queue"
        file.write_text("/v1/staff/safety-reports\n/v1/staff/safety-reports?status=received\n")
        return self._paths(connections, seconds, file, CODINGS, f"Authorization: {self._bearer()}")

    def _costs(self, connections, seconds):
        file = self.prepared.folder / "costs"
        file.write_text("/v1/recruitment-costs?origin=PH&destination=SG\n")
        return self._paths(connections, seconds, file, CODINGS)

    def _writes(self, connections, seconds, file):
        place, seed = self.chance.randrange(2_000), self.chance.randrange(2**31)
        return wrk(self.service.url, connections, seconds, "writes", file, place, seed)

    def _review(self, connections, seconds):
        return self._writes(connections, seconds, self.prepared.reviews)

    def _report(self, connections, seconds):
        return self._writes(connections, seconds, self.prepared.reports)

    def _tablet(self, connections, seconds, path):
        proofs, token = self.prepared.proofs(path, int(seconds * PROOFS_A_SECOND))
        return wrk(self.service.url, connections, seconds, "proofs", proofs, path, token)

    def _pull(self, connections, seconds):
        return self._tablet(connections, seconds, "/v1/sync/pull")

    def _push(self, connections, seconds):
        return self._tablet(connections, seconds, "/v1/sync/push")
