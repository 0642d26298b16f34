"""A running program and what it costs: processor time, memory, bytes."""

import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
# Limits of rate are out of the way: all requests come from one address.
SETTINGS = {
    "TULAY_LOG": "warn",
    "TULAY_RATE_ANONYMOUS_PER_MINUTE": "10000000",
    "TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE": "10000000",
    "TULAY_RATE_TOKEN_PER_MINUTE": "10000000",
    "TULAY_TRUSTED_PROXIES": "127.0.0.1/32",
}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def cpu_of(pid, with_children=False):
    """Seconds of processor time that a process has used; with those that it has outlived."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    wanted = fields[11:15] if with_children else fields[11:13]
    return sum(map(int, wanted)) / TICKS


def children_of(pid):
    return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


class Process:
    """Something that is measured while it answers."""

    def __init__(self, command, environment, url, log):
        self.url = url
        self.log = open(log, "ab")
        started = time.monotonic()
        self.process = subprocess.Popen(
            command, env=os.environ | environment, stdout=self.log, stderr=self.log
        )
        self._wait()
        self.start_ms = (time.monotonic() - started) * 1000

    def _wait(self):
        for _ in range(120_000):
            if self.process.poll() is not None:
                raise SystemExit(f"the program ended: see {self.log.name}")
            try:
                with urllib.request.urlopen(self.url + self.ready):
                    return
            except OSError:
                time.sleep(0.002)
        raise SystemExit("the program does not answer")

    def cpu(self):
        return cpu_of(self.process.pid)

    def pss_mib(self):
        rollup = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
        return int(line.split()[1]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.log.close()


class Service(Process):
    ready = "/readyz"

    def __init__(self, program, database, data, reference, log, **settings):
        url = f"http://127.0.0.1:{free_port()}"
        environment = SETTINGS | settings
        environment |= {
            "TULAY_LISTEN": url.removeprefix("http://"),
            "DATABASE_URL": database,
            "TULAY_DATA_DIR": str(data),
            "TULAY_REFERENCE_DIR": str(reference),
        }
        self.environment = environment
        super().__init__([program, "serve"], environment, url, log)


class Ceiling(Process):
    """A route of actix that answers the same bytes each time."""

    ready = "/"

    def __init__(self, program, log):
        port = free_port()
        super().__init__([program, str(port)], {}, f"http://127.0.0.1:{port}", log)


class Postgres:
    """The processor time of a PostgreSQL: of its processes, and of those that have ended."""

    def __init__(self, url, pid_file):
        self.url = url
        self.pid = int(pathlib.Path(pid_file).read_text().splitlines()[0])

    def cpu(self):
        total = cpu_of(self.pid, with_children=True)
        for child in children_of(self.pid):
            try:
                total += cpu_of(child)
            except OSError:
                # It has ended meanwhile and counts with its parent.
                continue
        return total
