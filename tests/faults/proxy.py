"""A network between the service and its database that can be cut, can swallow everything, and can be slow."""

import asyncio
import socket
import struct
import threading

CHUNK = 65536


class Proxy:
    """Forwards connections to a port on this machine, in the way that `mode` says: `pass`; `cut` (connections end at
    once, new ones too); `swallow` (connections stay, nothing comes through)."""

    def __init__(self, target):
        self.target = target
        self.mode = "pass"
        # Seconds for which each piece is held back, in each direction.
        self.delay = 0.0
        self.loop = asyncio.new_event_loop()
        self.writers = set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        asyncio.set_event_loop(self.loop)
        server = asyncio.start_server(self._take, sock=self.listener)
        self.loop.run_until_complete(server)
        self.loop.run_forever()

    async def _take(self, reader, writer):
        if self.mode == "cut":
            reset(writer)
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            reset(writer)
            return
        both = {writer, far_writer}
        self.writers |= both
        try:
            await asyncio.gather(self._forward(reader, far_writer), self._forward(far_reader, writer))
        except asyncio.CancelledError:  # The proxy ends.
            pass
        finally:
            self.writers -= both
            for end in both:
                end.close()

    async def _forward(self, reader, writer):
        try:
            while piece := await reader.read(CHUNK):
                if self.delay:
                    await asyncio.sleep(self.delay)
                while self.mode == "swallow":
                    await asyncio.sleep(0.05)
                writer.write(piece)
                await writer.drain()
            writer.write_eof()
        except (OSError, RuntimeError):
            writer.close()

    def cut(self):
        """Ends all connections without a word, and each new one."""
        self.mode = "cut"
        self._end_all()

    def swallow(self):
        """Nothing comes through any more, and nobody is told."""
        self.mode = "swallow"

    def heal(self, forget=True):
        """Lets everything through again; connections of before are gone, unless they are to go on."""
        if forget:
            self._end_all()
        self.mode, self.delay = "pass", 0.0

    def _end_all(self):
        def end():
            for writer in list(self.writers):
                reset(writer)
        self.loop.call_soon_threadsafe(end)

    def stop(self):
        def end():
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.loop.call_later(0.2, self.loop.stop)
        self._end_all()
        self.loop.call_soon_threadsafe(end)
        self.thread.join(5)
        self.listener.close()


def reset(writer):
    """Ends a connection as a cable does that is pulled out, not as a program does that says goodbye."""
    held = writer.get_extra_info("socket")
    if held is not None:
        try:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
    writer.transport.abort()
