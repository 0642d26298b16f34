"""What people tell a service, and whether all of it is still there and opens."""

import hashlib
import json
import pathlib
import subprocess
import sys
import threading

from said import follow
from service import ROOT, Machine, Member

REPORT = {"kind": "hazard", "danger_now": False, "description": "A loose cable.",
          "place": {"country": "SG", "precision": "country"}}
REQUEST = {"for_whom": "self", "urgency": "this_week", "issue_codes": ["unpaid_wages"], "narrative": "No wages for three months.",
           "place": {"country": "SG", "precision": "country"}, "language": "en", "consents": {"share_identity": False}}
REVIEW = {"stage": "working", "corridor": {"origin": "PH", "destination": "SG"}, "overall": 2,
          "comment": {"text": "They kept my wages.", "language": "en"}}
BUNDLE = "/v1/bundles/PH-SG/fil"


class Story:
    """A request that is worked on, a report with a photo, a published review, and a bundle on somebody's phone."""

    def __init__(self, machine: Machine, work: pathlib.Path):
        self.work = work
        centre = ("--organisation", "Example Migrants' Centre")
        self.case_worker = Member(machine, "sita@ngo.example", *centre, "--kind", "ngo", "--country", "SG",
                                  "--competence", "assistance", "--competence", "moderation", "--role", "case_worker",
                                  "--role", "moderator")
        self.inspector = Member(machine, "kim@labour.example", "--organisation", "Example Labour Inspectorate", "--kind",
                                "inspectorate", "--country", "SG", "--competence", "safety_inspection", "--role", "inspector")
        self.first_token = self.case_worker.authorization
        self.ask_for_help(machine)
        self.report_a_danger(machine)
        self.publish_a_review(machine)
        self.keep_a_bundle(machine)

    def ask_for_help(self, machine: Machine) -> None:
        asked = machine.post("/v1/assistance-requests", REQUEST).json()
        self.request, self.worker = asked["id"], f"Receipt {asked['receipt_code']}"
        path = f"/v1/staff/assistance-requests/{self.request}"
        opened = machine.get(path, self.case_worker.authorization)
        machine.post(f"{path}/status", {"status": "acknowledged"}, self.case_worker.authorization, opened.tag())
        machine.post(f"{path}/messages", {"body": "Are you safe?"}, self.case_worker.authorization)

    def report_a_danger(self, machine: Machine) -> None:
        reported = machine.post("/v1/safety-reports", REPORT).json()
        self.report, self.reporter = reported["id"], f"Receipt {reported['receipt_code']}"
        photo = (ROOT / "tests/fixtures/photos/baseline.planted.jpg").read_bytes()
        kept = machine.post("/v1/receipt/safety-report/evidence", photo, self.reporter, media="image/jpeg").json()
        self.photo, self.photo_sum = kept["id"], kept["sha256"]

    def publish_a_review(self, machine: Machine) -> None:
        self.agency = machine.get("/v1/agencies?limit=1&country=PH").json()["items"][0]["id"]
        filed = machine.post(f"/v1/agencies/{self.agency}/reviews", REVIEW).json()
        self.author = f"Receipt {filed['receipt_code']}"
        path = f"/v1/staff/reviews/{filed['id']}"
        opened = machine.get(path, self.case_worker.authorization)
        machine.post(f"{path}/publish", {}, self.case_worker.authorization, opened.tag())

    def keep_a_bundle(self, machine: Machine) -> None:
        (self.work / "bundle").write_bytes(machine.get(BUNDLE).body)
        self.bundle_is_genuine(machine)

    def bundle_is_genuine(self, machine: Machine, name: str = "bundle") -> None:
        """The copy on the phone proves itself with the keys that the service publishes now."""
        keys = self.work / "keys.json"
        keys.write_bytes(machine.get("/.well-known/jwks.json").body)
        checked = subprocess.run([sys.executable, str(ROOT / "docs/tour/bundle.py"), "verify", str(self.work / name), str(keys)],
                                 capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr

    def opens(self, machine: Machine) -> None:
        """Everybody reads what is theirs: holders with their codes, staff what is sealed, each file by its hash."""
        state = machine.get("/v1/receipt/assistance-request", self.worker).json()
        assert state["status"] == "acknowledged", state
        messages = machine.get("/v1/receipt/assistance-request/messages", self.worker).json()
        assert [message["body"] for message in messages["items"]] == ["Are you safe?"], messages
        machine.get("/v1/receipt/review", self.author)
        machine.get("/v1/receipt/safety-report", self.reporter)
        staff = self.case_worker.authorization
        opened = machine.get(f"/v1/staff/assistance-requests/{self.request}", staff).json()
        assert opened["content"]["narrative"] == REQUEST["narrative"], opened
        inspector = self.inspector.authorization
        opened = machine.get(f"/v1/staff/safety-reports/{self.report}", inspector).json()
        assert opened["content"]["description"] == REPORT["description"], opened
        photo = machine.get(f"/v1/staff/safety-reports/{self.report}/evidence/{self.photo}", inspector).body
        assert hashlib.sha256(photo).hexdigest() == self.photo_sum, "the photo is another one"

    def logs_are_whole(self, machine: Machine, key: str | None = None) -> int:
        """The audit log is one chain; the transparency log continues what an outsider has seen before. Its size."""
        told = machine.run("doctor")
        assert "ok    audit log" in told and "entries, whole" in told, told
        values = {"SERVICE": machine.url, "STATE": self.work / "seen", "LOG_KEY": key or key_of_log(machine)}
        seen = follow(machine, "verify-log", "/usr/bin", **values)
        return int(seen.split(" with ")[1].split(" entries")[0])


class Writers:
    """Workers who file reports one after the other, for as long as they are let; each receipt that was handed out is kept."""

    def __init__(self, machine: Machine, count: int = 4):
        self.machine, self.codes, self.ended = machine, [], threading.Event()
        self.threads = [threading.Thread(target=self.write) for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def write(self) -> None:
        while not self.ended.is_set():
            self.codes.append(self.machine.post("/v1/safety-reports", REPORT).json()["receipt_code"])

    def end(self) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()


def state_of(machine: Machine, code: str) -> int:
    return machine.call("GET", "/v1/receipt/safety-report", authorization=f"Receipt {code}").status


def key_of_log(machine: Machine) -> str:
    return json.loads(machine.get("/v1/transparency-log").body)["verifier_key"]


def key_names(machine: Machine) -> set:
    return {key["kid"] for key in machine.get("/.well-known/jwks.json").json()["keys"]}
