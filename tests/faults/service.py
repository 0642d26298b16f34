"""The program as an operator runs it: a process of its own, a folder, a log."""

import os
import re
import resource
import signal
import socket
import subprocess
import time
from pathlib import Path

from client import Client, NoAnswer

REPOSITORY = Path(__file__).resolve().parents[2]
# How long a start may take, on a slow machine too.
LONGEST_START = 90
# Like the soft limit of a usual login or service manager: the program must raise it by itself.
USUAL_FILES = 1024


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Service:
    """An instance of the program. `settings` are those of its next start."""

    def __init__(self, program, folder, name, database_url):
        self.program = program
        self.data = folder / "data"
        self.log = folder / f"{name}.log"
        self.port = free_port()
        self.database_url = database_url
        self.settings = {}
        self.process = None

    def environment(self):
        own = {
            "PATH": os.environ["PATH"],
            "TULAY_DATA_DIR": str(self.data),
            "TULAY_REFERENCE_DIR": str(REPOSITORY / "data"),
            "TULAY_LISTEN": f"127.0.0.1:{self.port}",
            "TULAY_RATE_ANONYMOUS_PER_MINUTE": "1000000",
            "TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE": "1000000",
            "TULAY_RATE_TOKEN_PER_MINUTE": "1000000",
            "TULAY_LINK_CHECKS": "false",
            "TULAY_LOG": "warn",
        }
        if self.database_url:
            own["DATABASE_URL"] = self.database_url
        return own | self.settings

    def begin_start(self):
        """Starts it and does not wait."""
        with self.log.open("ab") as log:
            # Python ignores SIGXFSZ, and so does the program then: what meets a limit of the system fails like a
            # full disk, instead of ending the process.
            self.process = subprocess.Popen(
                [self.program, "serve"], env=self.environment(), stdout=subprocess.DEVNULL, stderr=log,
                stdin=subprocess.DEVNULL, cwd=self.log.parent, restore_signals=False, preexec_fn=limit_files)

    def start(self):
        """Starts it and waits until it is ready; how many seconds that took."""
        begun = time.monotonic()
        self.begin_start()
        while time.monotonic() - begun < LONGEST_START:
            if self.process.poll() is not None:
                raise RuntimeError(f"the program ended at its start: {self.tail()}")
            if self.is_ready():
                return time.monotonic() - begun
            time.sleep(0.02)
        raise RuntimeError(f"not ready after {LONGEST_START} s: {self.tail()}")

    def is_ready(self):
        client = Client(self.port, patience=5)
        try:
            return client.send("GET", "/readyz").status == 200
        except NoAnswer:
            return False
        finally:
            client.close()

    def kill(self):
        """Ends it at once."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Asks it to end, as an operator does."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(45)
        except subprocess.TimeoutExpired:
            self.kill()

    def limit_file_size(self, most):
        """No file of the running process may grow beyond this; `None`: as large as it likes."""
        unlimited = resource.RLIM_INFINITY
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (most or unlimited, unlimited))

    def memory(self):
        """How many bytes it has in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024

    def run(self, *arguments):
        """Runs another command of the program to its end."""
        return subprocess.run(
            [self.program, *arguments], env=self.environment(), capture_output=True, text=True, timeout=120)

    def tail(self):
        return self.log.read_text(errors="replace")[-600:]

    def panics(self):
        """Lines of the log that must not be there, whatever happens."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if "panicked" in line or "job hid a failure" in line]


def limit_files():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(USUAL_FILES, hard), hard))
