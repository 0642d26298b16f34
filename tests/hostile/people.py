"""Who calls: nobody, holders of receipt codes, and members of staff who may do everything that there is to do."""

import base64
import hashlib
import hmac
import struct
import time

PASSWORD = "a lantern under the mango tree"
COMPETENCES = (
    "assistance",
    "safety_inspection",
    "moderation",
    "registers",
    "outreach",
    "vouching",
    "custody",
    "triage_rules",
    "labour_inspection",
    "content",
    "legal_aid",
)
STAFF = (
    "--organisation",
    "Example organisation of all kinds",
    "--kind",
    "inspectorate",
    "--country",
    "SG",
    "--country",
    "MY",
    *(word for one in COMPETENCES for word in ("--competence", one)),
)
ROLES = ("case_worker", "inspector", "moderator", "editor", "administrator", "custodian", "content_reviewer")
AGENCY = ("--organisation", "Example Recruitment", "--kind", "recruitment_agency", "--country", "SG")
# A token is good for 15 minutes.
RENEW_AFTER = 10 * 60
FILED = {
    "assistance-request": "/v1/assistance-requests",
    "safety-report": "/v1/safety-reports",
    "review": "/v1/agencies/{agency_id}/reviews",
}


class Member:
    """A member of staff with a session that does not end."""

    def __init__(self, service, client, name, roles, organisation):
        self.client = client
        words = [word for role in roles for word in ("--role", role)]
        made = service.run("staff", "create", "--name", name, "--display-name", "Member", *organisation, *words)
        if made.returncode != 0:
            raise RuntimeError(made.stderr)
        self.name = name
        line = next(line for line in made.stdout.splitlines() if line.startswith("one-time set-up token"))
        self._set_up(line.rsplit(" ", 1)[1])

    def _set_up(self, token):
        begun = self._post("/v1/account-set-ups", {"token": token, "password": PASSWORD})
        secret = begun["second_factor"]["secret"]
        self._post("/v1/account-set-ups/confirm", {"token": token, "code": one_time_code(secret, 0)})
        # A code works once; the next one is accepted half a minute early.
        session = self._post(
            "/v1/sessions", {"name": self.name, "password": PASSWORD, "code": one_time_code(secret, 1)}
        )
        self.account = session["account"]["id"]
        self.keep(session)

    def _post(self, path, body):
        answer = self.client.send("POST", path, body)
        if not answer.is_taken():
            raise RuntimeError(f"{path}: {answer}")
        return answer.json()

    def keep(self, session):
        self.token = session["access_token"]
        self.refresh = session["refresh_token"]
        self.at = time.monotonic()

    def bearer(self):
        if time.monotonic() - self.at > RENEW_AFTER:
            self.keep(self._post("/v1/sessions/refresh", {"refresh_token": self.refresh}))
        return {"Authorization": f"Bearer {self.token}"}


def one_time_code(secret, ahead):
    """The digits that an authenticator app shows (RFC 6238), so many steps of 30 seconds from now."""
    step = int(time.time()) // 30 + ahead
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
