"""The program as an operator runs it: a process of its own, a folder, a log."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

from client import Client

REPOSITORY = Path(__file__).resolve().parents[2]
LONGEST_START = 180
# What the log may say of requests that are not HTTP, and of danger that nobody here is on duty for.
# The panic is one of the HTTP library, in the task of one connection (docs/hostile-input.md).
EXPECTED = re.compile(
    r"request parse error|A danger alert reaches nobody|panicked at \S*/actix-http-[0-9.]+/src/h1/decoder.rs"
)
WITHOUT_THROTTLES = {
    "TULAY_RATE_ANONYMOUS_PER_MINUTE": "10000000",
    "TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE": "10000000",
    "TULAY_RATE_TOKEN_PER_MINUTE": "10000000",
    "TULAY_RATE_WRONG_CODES_PER_MINUTE": "10000000",
}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Service:
    """An instance of the program. `settings` are those of its next start; `before` is put before its command."""

    def __init__(self, program, folder, database_url=None, settings=None, before=()):
        self.program = program
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = self.folder / "log"
        self.port = free_port()
        self.database_url = database_url
        self.settings = dict(settings or {})
        self.before = list(before)
        self.process = None

    def environment(self):
        own = {
            "PATH": os.environ["PATH"],
            "TULAY_DATA_DIR": str(self.folder / "data"),
            "TULAY_REFERENCE_DIR": str(REPOSITORY / "data"),
            "TULAY_LISTEN": f"127.0.0.1:{self.port}",
            "TULAY_LINK_CHECKS": "false",
            "TULAY_LOG": "warn",
        }
        if self.database_url:
            own["DATABASE_URL"] = self.database_url
        return own | WITHOUT_THROTTLES | self.settings

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.before, self.program, "serve"],
                env=self.environment(),
                stdout=subprocess.DEVNULL,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
            )
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"the program ended at its start: {self.log.read_text(errors='replace')[-600:]}")
            if Client(self.port).send("GET", "/readyz").status == 200:
                return
            time.sleep(0.1)
        raise RuntimeError("the program does not get ready")

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(45)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def most_memory(self):
        """The most bytes that it has had in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024

    def run(self, *arguments):
        """Runs another command of the program to its end."""
        return subprocess.run(
            [self.program, *arguments], env=self.environment(), capture_output=True, text=True, timeout=120
        )

    def faults(self):
        """What must not be in the log, whatever comes in; and whether the audit log holds."""
        lines = self.log.read_text(errors="replace").splitlines()
        found = [
            f"log: {line[:300]}"
            for line in lines
            if re.search(r"panicked|\bERROR\b", line) and not EXPECTED.search(line)
        ]
        if not self.is_running():
            found.append("the program has ended")
        doctor = self.run("doctor")
        if doctor.returncode != 0:
            found.append(f"doctor: {doctor.stdout[-400:]}{doctor.stderr[-200:]}")
        return found
