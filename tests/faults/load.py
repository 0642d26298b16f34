"""Many who file at once, hear what they are answered, and come again with the same key when it was not kept."""

import threading
import time

from client import Client, NoAnswer

# Between two attempts of one writer while there is a fault. Shorter than Retry-After asks for: here it is measured
# when the service is back, and what it answers meanwhile.
PAUSE = 0.1
# How long the service may take to be back, at the most, and everything that is open to be acknowledged.
LONGEST_RECOVERY = 30
# Repeated at the end with their keys: all when there are few.
REPEATED = 150


class Load:
    """Writers, from `start` to `stop`; what they saw is counted here."""

    def __init__(self, ports, diary, threads=8):
        self.ports = ports
        self.diary = diary
        self.begin = len(diary)
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        # Ends of connections are no fault while this is set: the process is dead or dies.
        self.process_may_be_dead = threading.Event()
        self.acknowledged = 0
        self.refused = 0
        self.unanswered = 0
        self.faults = []
        self.slowest = 0.0
        self.healed_at = None
        self.recovered_after = []
        self.threads = [threading.Thread(target=self._write, args=(number,), daemon=True) for number in range(threads)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _write(self, number):
        clients = [Client(port) for port in self.ports]
        turn = number
        while not self.stopping.is_set():
            entry = self.diary.begin()
            while not self.stopping.is_set():
                turn += 1
                if self.attempt(clients[turn % len(clients)], entry):
                    break
                time.sleep(PAUSE)

    def attempt(self, client, entry):
        """Sends an entry once; whether it is acknowledged now."""
        begun = time.monotonic()
        try:
            answer = client.send("POST", entry.path, entry.body, key=entry.key)
        except NoAnswer as error:
            self._note_silence(str(error))
            return False
        with self.lock:
            self.slowest = max(self.slowest, time.monotonic() - begun)
        if not answer.is_kept():
            self._note_refusal(entry, answer)
            return False
        fault = entry.note(answer)
        with self.lock:
            self.acknowledged += 1
            if fault:
                self.faults.append(fault)
            if self.healed_at is not None and begun >= self.healed_at:
                self.recovered_after.append(time.monotonic() - self.healed_at)
                self.healed_at = None
        return True

    def _note_silence(self, why):
        with self.lock:
            self.unanswered += 1
            if why == "late":
                self.faults.append("no answer at all, not even a refusal")
            elif not self.process_may_be_dead.is_set():
                self.faults.append(f"a connection was {why} by a service that lives")

    def _note_refusal(self, entry, answer):
        fault = answer.fault()
        with self.lock:
            if answer.status == 503:
                self.refused += 1
            if fault:
                self.faults.append(f"{entry.kind} {entry.number}: {fault}")

    def healed(self):
        """The fault is over: from now it is measured until a write that begins now is acknowledged."""
        with self.lock:
            self.healed_at = time.monotonic()

    def wait_until_recovered(self):
        """Waits for the first acknowledgement after `healed`, without any help."""
        end = time.monotonic() + LONGEST_RECOVERY
        while time.monotonic() < end:
            with self.lock:
                if self.healed_at is None:
                    return
            time.sleep(0.02)
        with self.lock:
            self.faults.append(f"no write was acknowledged {LONGEST_RECOVERY} s after the fault was over")
            self.recovered_after.append(float(LONGEST_RECOVERY))
            self.healed_at = None

    def wait_for(self, acknowledged, seconds):
        """Waits for so many more acknowledgements, no longer than this."""
        wanted, end = self.acknowledged + acknowledged, time.monotonic() + seconds
        while self.acknowledged < wanted and time.monotonic() < end:
            time.sleep(0.005)

    def settle(self):
        """Sends all that is open until it is acknowledged, and some of what was acknowledged once more: the answer
        must be the same. Nothing of this may be refused for long any more."""
        client = Client(self.ports[0])
        entries = self.diary.since(self.begin)
        end = time.monotonic() + LONGEST_RECOVERY
        for entry in [entry for entry in entries if entry.id is None]:
            while not self.attempt(client, entry):
                if time.monotonic() > end:
                    self.faults.append(f"{entry.kind} {entry.number} was not acknowledged after the fault was over")
                    return
                time.sleep(PAUSE)
        step = max(1, len(entries) // REPEATED)
        known = self.acknowledged
        for entry in entries[::step]:
            self.attempt(client, entry)
        # They have been counted before.
        self.acknowledged = known
        client.close()
