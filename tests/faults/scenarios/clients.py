"""Clients that hold connections, and clients that go away."""

import asyncio
import random
import resource
import socket
import struct
import threading
import time

from client import Client
from ground import Skipped

# How many hold on, and how long an honest client may wait meanwhile.
HOLDING = 2000
LONGEST_ANSWER = 10
# What each of them may cost in memory.
MOST_BYTES_EACH = 64 * 1024

HEAD = b"POST /v1/safety-reports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


def idle_and_slow(ground):
    """A third says nothing, a third sends its head letter by letter, a third its body; whoever is shown out comes
    back. An honest client is served all the while. The program starts with a limit of 1,024 open files."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < HOLDING + 500:
        raise Skipped(f"needs more open files than {files} (ulimit -n)")
    before = ground.service.memory()
    crowd = Crowd(ground.service.port)
    # At each moment some are shown out and on their way back.
    held = 0
    try:
        crowd.wait_until_complete()
        with ground.load(threads=4) as load:
            for _ in ground.until():
                client = Client(ground.service.port, patience=LONGEST_ANSWER)
                answer = client.send("GET", "/v1/agencies?limit=5")
                ground.expect(answer.status == 200, f"an honest client was answered {answer.status}")
                client.close()
                held = max(held, crowd.held())
                time.sleep(0.1)
        memory = ground.service.memory() - before
    finally:
        crowd.end()
    ground.expect(load.refused == 0 and load.slowest < LONGEST_ANSWER,
                  f"{load.refused} honest writers refused, the slowest answer took {load.slowest:.1f} s")
    ground.expect(held > HOLDING * 0.8, f"at most {held} connections were held at once: this proves little")
    ground.expect(memory < HOLDING * MOST_BYTES_EACH, f"{memory} bytes for {held} connections")
    ground.note(f"{held} held at once, slowest answer {load.slowest:.1f} s, {memory // 1024 // 1024} MiB more")
    return load


class Crowd:
    """Connections that want nothing but to be held."""

    def __init__(self, port):
        self.port = port
        self.open = set()
        self.ending = False
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        asyncio.set_event_loop(self.loop)
        members = [self._hold(number) for number in range(HOLDING)]
        self.loop.run_until_complete(asyncio.gather(*members))

    async def _hold(self, number):
        while not self.ending:
            await asyncio.sleep(random.random())
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                continue
            self.open.add(number)
            try:
                await self._dawdle(number % 3, reader, writer)
            except OSError:
                pass
            finally:
                self.open.discard(number)
                writer.transport.abort()

    async def _dawdle(self, manner, reader, writer):
        """Says nothing, or a little, until the service has had enough."""
        pieces = {
            0: [],
            1: [bytes([letter]) for letter in HEAD + b"X-Slow: " + b"x" * 400],
            2: [HEAD + b'Idempotency-Key: "never-whole"\r\nContent-Length: 4000\r\n\r\n', *[b" "] * 3000],
        }[manner]
        ended = asyncio.ensure_future(reader.read(4096))
        for piece in pieces:
            if ended.done() or self.ending:
                break
            writer.write(piece)
            await writer.drain()
            await asyncio.wait([ended], timeout=1)
        while not ended.done() and not self.ending:
            await asyncio.wait([ended], timeout=1)
        ended.cancel()

    def held(self):
        return len(self.open)

    def wait_until_complete(self):
        end = time.monotonic() + 15
        while self.held() < HOLDING * 0.95 and time.monotonic() < end:
            time.sleep(0.05)

    def end(self):
        self.ending = True
        self.thread.join(20)


def gone(ground):
    """Clients that go away in the middle of their body leave nothing; those that go after it, before the answer, find
    what they filed with the same key."""
    with ground.load(threads=4) as load:
        halves = wholes = 0
        for _ in ground.until():
            send_and_leave(ground.service.port, f"half-{halves}", PLAIN, len(PLAIN) // 2)
            halves += 1
            entry = ground.diary.begin()
            send_and_leave(ground.service.port, entry.key, entry.body.encode(), None, entry.path)
            wholes += 1
            # At once: the first one may still be at work.
            client = Client(ground.service.port)
            while not load.attempt(client, entry):
                time.sleep(0.02)
            client.close()
    load.recovered_after.append(0.0)
    ground.note(f"{halves} left in their body, {wholes} before the answer")
    return load


PLAIN = b'{"kind":"hazard","danger_now":false,"description":"Half","place":{"country":"MY","precision":"country"}}'


def send_and_leave(port, key, body, most, path="/v1/safety-reports"):
    """Sends a request or a part of its body, and ends the connection without waiting."""
    head = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f'Idempotency-Key: "{key}"\r\nContent-Length: {len(body)}\r\n\r\n').encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head + body[:most])
        time.sleep(random.uniform(0, 0.02))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
