"""What was sent under which idempotency key, and what was acknowledged: with this the database is compared."""

import json
import threading
import uuid

# What is filed: where, where its receipt code follows it, and in which table it is.
KINDS = {
    "report": ("/v1/safety-reports", "/v1/receipt/safety-report", "safety_reports"),
    "request": ("/v1/assistance-requests", "/v1/receipt/assistance-request", "assistance_requests"),
    "review": ("/v1/agencies/{agency_id}/reviews", "/v1/receipt/review", "reviews"),
}
# Three reports, two requests for help and a review, over and over.
MIXTURE = ["report", "request", "report", "report", "request", "review"]


class Entry:
    """One thing that somebody wants to file, whatever happens."""

    def __init__(self, number, kind, path, body):
        self.number = number
        self.kind = kind
        self.path = path
        self.body = body
        self.key = str(uuid.uuid4())
        self.id = None
        self.receipt = None
        self.was_used = False
        # The same is sent to two instances at once.
        self.lock = threading.Lock()

    def follow_path(self):
        return KINDS[self.kind][1]

    def note(self, answer):
        """Notes an acknowledgement; says what is wrong with it when an earlier one said something else."""
        content = answer.json()
        with self.lock:
            if self.id is None:
                self.id, self.receipt = content["id"], content["receipt_code"]
            # A code that was used is not told again (decision 28).
            codes = (self.receipt, None) if self.was_used else (self.receipt,)
            if self.id == content["id"] and content.get("receipt_code") in codes:
                return None
        return f"{self.kind} {self.number}: the repeated request was answered otherwise"


class Diary:
    """Everything that was ever sent to one service, over all faults."""

    def __init__(self, agency, examples):
        self.lock = threading.Lock()
        self.entries = []
        self.agency = agency
        self.examples = examples
        # Writes of another kind that were acknowledged, by their keys.
        self.others = set()
        # Answers that were stored before anything was filed.
        self.stored_before = 0

    def begin(self, kind=None, **members):
        """The next thing to file, or something of this kind with these members."""
        with self.lock:
            number = len(self.entries)
            kind = kind or MIXTURE[number % len(MIXTURE)]
            path = KINDS[kind][0].replace("{agency_id}", self.agency)
            entry = Entry(number, kind, path, json.dumps(self.examples[kind] | members))
            self.entries.append(entry)
            return entry

    def since(self, number):
        with self.lock:
            return self.entries[number:]

    def __len__(self):
        with self.lock:
            return len(self.entries)
