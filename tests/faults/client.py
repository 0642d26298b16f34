"""Somebody who calls the service over HTTP, and what they may be answered."""

import http.client
import json
import socket

# Longer than the service may take to say that it cannot answer now.
PATIENCE = 75


class NoAnswer(Exception):
    """Nobody answered: `refused` (nobody listens), `cut` (the connection ended), `late` (nothing came)."""


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)

    def is_kept(self):
        return 200 <= self.status < 300

    def fault(self):
        """What is wrong with this answer, if it is not a success; `None` for one that may be given for a while."""
        if self.status == 503:
            return self._fault_of_a_passing_refusal("unavailable")
        if self.status == 409:
            return self._fault_of_a_passing_refusal("in_progress")
        return f"answered {self.status} {self.body[:200]!r}"

    def _fault_of_a_passing_refusal(self, name):
        if not (self.headers.get("retry-after") or "").isdigit():
            return f"{self.status} without Retry-After"
        if self.headers.get("content-type", "").split(";")[0] != "application/problem+json":
            return f"{self.status} without problem details"
        if not self.json()["type"].endswith(f"/problems/{name}"):
            return f"{self.status} with {self.json()['type']}"
        return None


class Client:
    """One connection, which is made anew when it has ended. For one thread."""

    def __init__(self, port, patience=PATIENCE):
        self.port = port
        self.patience = patience
        self.connection = None

    def send(self, method, path, body=None, key=None, receipt=None, bearer=None, media_type="application/json",
             headers=None):
        headers = {"Connection": "keep-alive"} | (headers or {})
        if body is not None:
            headers["Content-Type"] = media_type
        if key:
            headers["Idempotency-Key"] = f'"{key}"'
        if receipt:
            headers["Authorization"] = f"Receipt {receipt}"
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        fresh = self.connection is None
        try:
            return self._exchange(method, path, body, headers)
        except NoAnswer as error:
            # The service may have closed a connection that rested: that is no answer withheld. What is sent has a
            # key, so that sending it again does no harm.
            if fresh or str(error) != "cut":
                raise
            return self._exchange(method, path, body, headers)

    def _exchange(self, method, path, body, headers):
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
                self.connection.connect()
                self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except ConnectionRefusedError:
            self.close()
            raise NoAnswer("refused") from None
        except TimeoutError:
            self.close()
            raise NoAnswer("late") from None
        except (OSError, http.client.HTTPException):
            self.close()
            raise NoAnswer("cut") from None
        if response.will_close:
            self.close()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None
