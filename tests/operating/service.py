"""The program as an operator runs it, and a client that speaks JSON with it: Python's standard library only."""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import socket
import struct
import subprocess
import time
import urllib.error
import urllib.request
import uuid

PROGRAM = os.environ["TESTED_PROGRAM"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "a lantern under the mango tree"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Answer:
    """What came back for a request."""

    def __init__(self, status: int, headers, body: bytes):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def tag(self) -> dict:
        """The header with which exactly this version is changed."""
        return {"If-Match": self.headers["ETag"]}


class Machine:
    """A folder with its data, its keys and its database; `serve` runs the program there."""

    def __init__(self, folder: pathlib.Path, reference: pathlib.Path, database: str | None):
        self.data, self.keys, self.log = folder / "data", folder / "keys" / "master.toml", folder / "log"
        folder.mkdir(parents=True)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.settings = {
            "PATH": os.environ["PATH"],
            "TULAY_DATA_DIR": str(self.data),
            "TULAY_MASTER_KEY_FILE": str(self.keys),
            "TULAY_REFERENCE_DIR": str(reference),
            "TULAY_LISTEN": f"127.0.0.1:{port}",
            "TULAY_PUBLIC_URL": "https://tulay.example",
            "TULAY_LOG": "warn",
            "TULAY_PUBLIC_MAX_AGE_SECONDS": "0",
            "TULAY_PUBLISHING_DELAY_DAYS": "none",
            "TULAY_RATE_ANONYMOUS_PER_MINUTE": "1000000",
            "TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE": "1000000",
            "TULAY_RATE_TOKEN_PER_MINUTE": "1000000",
            "TULAY_RATE_WRONG_CODES_PER_MINUTE": "1000000",
        }
        if database:
            self.settings["DATABASE_URL"] = database
        self.process = None

    def try_run(self, *arguments: str, **others: str) -> subprocess.CompletedProcess:
        return subprocess.run([PROGRAM, *arguments], env=self.settings | others, capture_output=True, text=True, timeout=120)

    def run(self, *arguments: str, **others: str) -> str:
        ended = self.try_run(*arguments, **others)
        assert ended.returncode == 0, f"tulay {' '.join(arguments)}: {ended.stdout}{ended.stderr}"
        return ended.stdout

    def serve(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([PROGRAM, "serve"], env=self.settings, stdout=subprocess.DEVNULL, stderr=log)
        for _ in range(3000):
            if self.process.poll() is not None:
                break
            try:
                if self.call("GET", "/readyz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"it does not start: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def call(self, method: str, path: str, body=None, authorization=None, headers=None, media=None) -> Answer:
        """One request, with a fresh key where it writes."""
        headers = dict(headers or {})
        if method != "GET":
            headers["Idempotency-Key"] = f'"{uuid.uuid4()}"'
        if authorization:
            headers["Authorization"] = authorization
        if body is not None:
            headers["Content-Type"] = media or "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def get(self, path: str, authorization=None) -> Answer:
        answer = self.call("GET", path, authorization=authorization)
        assert answer.status == 200, f"GET {path}: {answer.status} {answer.body[:500]}"
        return answer

    def post(self, path: str, body, authorization=None, headers=None, media=None) -> Answer:
        answer = self.call("POST", path, body, authorization, headers, media)
        assert answer.status < 300, f"POST {path}: {answer.status} {answer.body[:500]}"
        return answer


def one_time_code(secret: str, ahead: int = 0) -> str:
    """What an authenticator app shows (RFC 6238)."""
    step = int(time.time()) // 30 + ahead
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


class Member:
    """A member of staff with a second factor."""

    def __init__(self, machine: Machine, name: str, *arguments: str):
        made = machine.run("staff", "create", "--name", name, "--display-name", name.split("@")[0], *arguments)
        token = next(line.split(": ")[-1] for line in made.splitlines() if line.startswith("one-time set-up token"))
        self.name = name
        begun = machine.post("/v1/account-set-ups", {"token": token, "password": PASSWORD}).json()
        self.secret = begun["second_factor"]["secret"]
        machine.post("/v1/account-set-ups/confirm", {"token": token, "code": one_time_code(self.secret)})
        self.sign_in(machine)

    def sign_in(self, machine: Machine) -> str:
        """A fresh session; a code works once, and the next is accepted half a minute early."""
        asked = {"name": self.name, "password": PASSWORD}
        for ahead in (1, 0, 1):
            answer = machine.call("POST", "/v1/sessions", asked | {"code": one_time_code(self.secret, ahead)})
            if answer.status < 300:
                self.authorization = f"Bearer {answer.json()['access_token']}"
                return self.authorization
            time.sleep(15)
        raise AssertionError(f"nobody signs in: {answer.body}")
