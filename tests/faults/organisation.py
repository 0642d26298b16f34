"""An organisation that is told of reports by its own server, so that each filing also writes to the outbox."""

import base64
import hashlib
import hmac
import json
import struct
import time
import uuid

from client import Client

NAME = "Example Inspectorate of the Faults"
MEMBER = ["--kind", "inspectorate", "--country", "MY", "--competence", "safety_inspection",
          "--name", "faults@labour.example", "--display-name", "Member", "--role", "administrator", "--role", "inspector"]
PASSWORD = "a lantern under the mango tree"
# It leads nowhere by definition (RFC 6761): the organisation's server is away all the time.
ENDPOINT = {
    "name": "Case system", "url": "https://hooks.labour.invalid/tulay", "event_types": ["safety_report.assigned"],
}


def found(service):
    """Makes the organisation, its administrator and the endpoint."""
    made = service.run("staff", "create", "--organisation", NAME, *MEMBER)
    if made.returncode != 0:
        raise RuntimeError(made.stderr)
    line = next(line for line in made.stdout.splitlines() if line.startswith("one-time set-up token"))
    writer = Writer(service.port)
    set_up = line.rsplit(" ", 1)[1]
    begun = writer.post("/v1/account-set-ups", {"token": set_up, "password": PASSWORD})
    secret = begun["second_factor"]["secret"]
    writer.post("/v1/account-set-ups/confirm", {"token": set_up, "code": one_time_code(secret, 0)})
    # A code works once; the next one is accepted half a minute early.
    credentials = {"name": MEMBER[MEMBER.index("--name") + 1], "password": PASSWORD}
    session = writer.post("/v1/sessions", credentials | {"code": one_time_code(secret, 1)})
    writer.post("/v1/staff/webhook-endpoints", ENDPOINT, bearer=session["access_token"])
    account = next(line for line in made.stdout.splitlines() if line.startswith("account: ")).split(" ")[1]
    put_on_duty(writer, account, session["access_token"])
    writer.client.close()


def put_on_duty(writer, account, bearer):
    """Their telephone gets a text when a report says that there is danger now."""
    contacts = {"contacts": [{"account_id": account, "telephone": "+60300000001"}]}
    written = writer.client.send("PUT", "/v1/staff/inspection-duty-contacts", json.dumps(contacts), key=str(uuid.uuid4()),
                                 bearer=bearer, headers={"If-Match": '"v0"'})
    if not written.is_kept():
        raise RuntimeError(f"duty: {written.status} {written.body[:300]!r}")


class Writer:
    """Sends what must be taken."""

    def __init__(self, port):
        self.client = Client(port)

    def post(self, path, body, bearer=None):
        answer = self.client.send("POST", path, json.dumps(body), key=str(uuid.uuid4()), bearer=bearer)
        if not answer.is_kept():
            raise RuntimeError(f"{path}: {answer.status} {answer.body[:300]!r}")
        return answer.json() if answer.body else None


def one_time_code(secret, ahead):
    """The digits that an authenticator app shows (RFC 6238), so many steps of 30 seconds from now."""
    step = int(time.time()) // 30 + ahead
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
