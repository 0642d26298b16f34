"""Somebody who calls the service over HTTP and believes nothing of what is answered."""

import http.client
import json
import urllib.parse
import uuid

PATIENCE = 60
PROBLEM = "application/problem+json"


class Answer:
    """Status 0: the connection ended without an answer."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        """What it says; `None` when it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def is_taken(self):
        return 200 <= self.status < 300

    def is_refused(self):
        """Clearly, and in the form that the contract promises."""
        return 400 <= self.status < 500 and self.headers.get("content-type", "").startswith(PROBLEM)

    def __str__(self):
        return f"{self.status} {self.body[:160]!r}"


class Client:
    """One connection, which is made anew when it has ended. For one thread."""

    def __init__(self, port):
        self.port = port
        self.connection = None

    def send(self, method, path, body=None, headers=None):
        """`body` is bytes, or what is written as JSON; each write has a key of its own."""
        headers = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        if method not in ("GET", "HEAD", "OPTIONS"):
            headers.setdefault("Idempotency-Key", f'"{uuid.uuid4()}"')
        for attempt in range(2):
            fresh = self.connection is None
            try:
                return self._exchange(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self.close()
                # A kept connection may have been closed meanwhile. A new one that ends is an answer withheld.
                if fresh or attempt:
                    return Answer(0, {}, b"")
        return Answer(0, {}, b"")

    def _exchange(self, method, path, body, headers):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.will_close:
            self.close()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def quoted(text):
    """Text as it stands in an address; halves of characters too, as bytes that are not UTF-8."""
    return urllib.parse.quote(text.encode("utf-8", "surrogatepass"), safe="")
