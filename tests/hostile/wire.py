"""Sends shapes of requests over bare sockets and reads all that is answered."""

import os
import re
import socket
from concurrent.futures import ThreadPoolExecutor

from shapes import HIDDEN, all_shapes, request

PATIENCE = 10
# What has not been answered after this many seconds waits for more.
IDLE = 0.7
THREADS = 12


def exchange(port, sent):
    """All that is answered until the end of the connection or of patience."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        try:
            connection.sendall(sent)
        except OSError:
            pass  # It ended before all of it was sent.
        connection.settimeout(IDLE)
        try:
            while part := connection.recv(65536):
                received += part
        except OSError:
            pass
    return received


def run(world, found, options):
    """Headers and request-smuggling shapes, over bare sockets."""
    cases = all_shapes()
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda case: exchange(world.service.port, case.sent), cases))
    for case, received in zip(cases, answers):
        judge(found, case, received)
    long_names(world, found, 400 if options.long else 40)
    found.note(f"{len(cases)} shapes")


def judge(found, case, received):
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3})", received)]
    first = statuses[0] if statuses else 0
    found.tried += 1
    found.counts[f"{first // 100}xx" if first else "4xx"] += 1
    if first not in case.statuses or any(status >= 500 and status not in case.statuses for status in statuses):
        found.wrong("another answer than one may give", f"{case.name}: {received[:200]!r}")
    if case.hidden and HIDDEN.encode() in received or len(statuses) > case.answers:
        found.wrong("what was hidden in a request was answered", f"{case.name}: {statuses} {received[-200:]!r}")
    if re.search(rb"(?i)\n(x-injected|set-cookie):", received):
        found.wrong("a header was put into the answer", case.name)


def long_names(world, found, times):
    """A name of more than 64 KiB ends its connection in a panic within the HTTP library (docs/hostile-input.md): only that one."""
    files = len(os.listdir(f"/proc/{world.service.process.pid}/fd"))
    for _ in range(times):
        if exchange(world.service.port, request(lines=("a" * 100_000 + ": b",))):
            found.wrong("another answer than one may give", "a name of 100 kB")
    found.tried += times
    found.counts["4xx"] += times
    left = len(os.listdir(f"/proc/{world.service.process.pid}/fd")) - files
    if left > 8:
        found.wrong("connections were left open", f"{left} after {times} names of 100 kB")
    if world.client().send("GET", "/readyz").status != 200:
        found.wrong("the program has ended", "names of 100 kB")
