"""Two instances on one PostgreSQL and a replica of it: what is answered from where, and what happens once."""

import json
import os
import re
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

from client import Client, NoAnswer
from databases import Postgres
from gateway import Gateway
from service import Service
from staff import Person, sent
from standby import Standby

# What src/platform/db/replicas.rs promises (LARGEST_LAG), and what this machine may add to it.
LARGEST_LAG, MARGIN = 5, 1.5
# How long a replica that is there again may be left out.
LONGEST_RETURN = 20
PROPOSED = {"name": "Sample Shipyard (made up)", "country": "SG", "place": "Sample Road", "what_it_is": "A shipyard",
            "sector": "C", "found_at": "https://shipyard.example/", "is_private_household": False}
LOOKED_UP = {"name": "SAMPLE SHIPYARD", "alternate_names": [], "place": "Jurong", "sector": "C",
             "source": {"name": "A register of companies", "url": "https://companies.example/77"}}
IN_DANGER = {"kind": "hazard", "danger_now": True, "description": "A loose cable",
             "place": {"country": "MY", "precision": "country"}}
LIST = "/v1/agencies?country=PH&limit=20"


class Scene:
    """Everything that runs, and what was found wrong."""

    def __init__(self, folder):
        program = os.environ["TESTED_PROGRAM"]
        self.faults, self.lines = [], []
        self.gateway = Gateway()
        self.primary = Postgres(folder / "primary")
        self.standby = Standby(folder / "standby", self.primary)
        self.primary.create()
        self.instances = [Service(program, folder, name, self.primary.url) for name in ("one", "two")]
        for instance in self.instances:
            # An answer that is kept would hide from where it comes.
            instance.settings = {"TULAY_PUBLIC_MAX_AGE_SECONDS": "0", "DATABASE_REPLICA_URLS": self.standby.url,
                                 "TULAY_TEXT_GATEWAY_URL": self.gateway.url, "TULAY_DANGER_MINUTES": "1440"}
        self.clients = [Client(instance.port, patience=20) for instance in self.instances]

    def close(self):
        for stop in [*(instance.stop for instance in self.instances), self.gateway.stop,
                     lambda: self.standby.stop("fast"), lambda: self.primary.stop("fast")]:
            stop()

    def check(self, holds, what):
        if not holds:
            self.faults.append(what)

    def metric(self, instance, name):
        text = self.clients[instance].send("GET", "/metrics").body.decode()
        return int(re.search(rf"^tulay_{name} (\d+)", text, re.MULTILINE)[1])

    def reads_of_replica(self, instance):
        return self.metric(instance, "database_replica_reads")

    def wait_for_replica(self, instance, usable=1, longest=LONGEST_RETURN):
        """Waits until the replica is used or is not; how many seconds that took."""
        begun = time.monotonic()
        while self.metric(instance, "database_replicas_usable") != usable:
            if time.monotonic() - begun > longest:
                self.faults.append(f"after {longest} s the replica is still {'not ' if usable else ''}used")
                break
            time.sleep(0.05)
        return time.monotonic() - begun

    def answers_from_replica(self, instance):
        """Whether a public answer is made from the replica now."""
        before = self.reads_of_replica(instance)
        sent(self.clients[instance], "GET", LIST)
        return self.reads_of_replica(instance) > before

    def comes_to_answer(self, instance):
        """The same, once it holds what was written here."""
        end = time.monotonic() + LONGEST_RETURN
        while not self.answers_from_replica(instance):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True


def a_replica_that_comes_later(scene):
    """The service starts without its replica, and uses it once it is there."""
    for instance in scene.instances:
        instance.start()
    sent(scene.clients[0], "GET", LIST)
    scene.check(scene.metric(0, "database_replicas_usable") == 0, "a replica that is not there is said to be usable")
    scene.standby.create()
    took = max(scene.wait_for_replica(instance) for instance in (0, 1))
    scene.lines.append(f"used {took:.1f} s after it is there")


def public_answers(scene):
    """Public answers come from the replica and say the same; who shows a credential is answered by the primary."""
    # Somebody here has just signed in: until the replica holds that, it answers nobody here.
    scene.check(scene.comes_to_answer(0), "a public answer does not come from the replica")
    primary = sent(scene.clients[0], "GET", LIST, bearer=scene.moderator.bearer)
    replica = sent(scene.clients[1], "GET", LIST)
    scene.check(primary.body == replica.body, "primary and replica answer otherwise")
    before = scene.reads_of_replica(0)
    sent(scene.clients[0], "GET", LIST, bearer=scene.moderator.bearer)
    scene.check(scene.reads_of_replica(0) == before, "who shows a credential is answered by the replica")


def a_writer_finds_what_they_wrote(scene):
    """The replica is held back while staff accept an employer: here everybody sees it at once, at the other instance
    whoever shows a credential does, and everybody within the bound."""
    proposal = sent(scene.clients[0], "POST", "/v1/employers", PROPOSED).json()["id"]
    for instance in (0, 1):
        scene.check(scene.comes_to_answer(instance), "the replica does not come to hold a proposal")
    scene.standby.hold_back()
    path = f"/v1/staff/employers/proposals/{proposal}"
    opened = sent(scene.clients[0], "GET", path, bearer=scene.moderator.bearer)
    accepted = sent(scene.clients[0], "POST", f"{path}/accept", LOOKED_UP, bearer=scene.moderator.bearer,
                    tag=opened.headers["etag"])
    written = time.monotonic()
    employer = f"/v1/employers/{accepted.json().get('id', proposal)}"
    here = scene.clients[0].send("GET", employer)
    scene.check(here.status == 200, f"the writer is answered {here.status}")
    there = scene.clients[1].send("GET", employer, bearer=scene.moderator.bearer)
    scene.check(there.status == 200, f"the writer is answered {there.status} by the other instance")
    anybody = scene.clients[1].send("GET", employer)
    scene.check(anybody.status == 404, f"the held back replica was not asked, or shows what it cannot know: {anybody.status}")
    while scene.clients[1].send("GET", employer).status != 200:
        if time.monotonic() - written > LARGEST_LAG + MARGIN:
            scene.faults.append(f"after {LARGEST_LAG + MARGIN} s the other instance still answers from before")
            break
        time.sleep(0.02)
    scene.lines.append(f"seen by everybody after {time.monotonic() - written:.1f} s with a replica held back")
    scene.check(not scene.answers_from_replica(1), "a replica answers that lags behind")
    scene.standby.let_go()
    scene.wait_for_replica(1)


def an_anonymous_writer(scene):
    """Who has written without a credential is not answered by what may lack it."""
    scene.standby.hold_back()
    scene.check(scene.answers_from_replica(1), "the replica is not used just after it was held back")
    sent(scene.clients[1], "POST", "/v1/safety-reports", IN_DANGER | {"danger_now": False})
    scene.check(not scene.answers_from_replica(1), "an anonymous writer is answered by a replica that lacks what they wrote")
    scene.standby.let_go()
    scene.check(scene.comes_to_answer(1), "the replica is not used again once it holds what was written")


def a_replica_that_dies(scene):
    """Nobody is answered otherwise than with what they asked for or a 503, and that only for a moment; when it is there
    again it is used again."""
    scene.check(scene.answers_from_replica(0), "the replica is not used before it dies")
    scene.standby.stop("immediate")
    died, refused_last = time.monotonic(), 0.0
    while (now := time.monotonic() - died) < 3:
        answer = scene.clients[0].send("GET", LIST)
        if answer.status != 200:
            scene.check(answer.fault() is None, answer.fault())
            refused_last = now
        time.sleep(0.01)
    scene.check(refused_last < 1, f"it was refused for {refused_last:.1f} s when the replica had died")
    scene.standby.start()
    took = max(scene.wait_for_replica(instance) for instance in (0, 1))
    scene.lines.append(f"refused for {refused_last:.2f} s when it died, used again {took:.1f} s after its start")


def once_for_all_instances(scene):
    """The same key at both instances at the same moment does one thing; each text is handed over once, by whichever."""
    begun = [(str(uuid.uuid4()), []) for _ in range(12)]
    for key, answers in begun:
        both = [threading.Thread(target=file_danger, args=(instance, key, answers)) for instance in scene.instances]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
    ids = [{answer["id"] for answer in answers} for _, answers in begun]
    scene.check(all(len(each) == 1 for each in ids), "one key was answered with two reports")
    rows = int(scene.primary.ask("SELECT count(*) FROM safety_reports WHERE danger_now")[0][0])
    scene.check(rows == len(begun), f"{len(begun)} keys made {rows} reports")
    end = time.monotonic() + 20
    while len(scene.gateway.taken) < len(begun) and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(6)
    twice = sum(count - 1 for count in scene.gateway.taken.values())
    scene.check(len(scene.gateway.taken) == len(begun), f"{len(begun)} dangers made {len(scene.gateway.taken)} texts")
    scene.check(twice == 0, f"{twice} texts were handed over twice")
    scene.lines.append(f"{len(begun)} keys at both instances: {rows} reports, {sum(scene.gateway.taken.values())} texts")


def file_danger(instance, key, answers):
    """Files one report until it is acknowledged."""
    client = Client(instance.port)

    while True:
        answer = client.send("POST", "/v1/safety-reports", json.dumps(IN_DANGER), key=key)
        if answer.is_kept():
            answers.append(answer.json())
            return
        if answer.fault():
            raise RuntimeError(answer.fault())
        time.sleep(0.1)


def one_that_is_no_replica_any_more(scene):
    """A replica that has become a database of its own is asked for nothing, whatever it holds."""
    scene.standby.become_primary()
    took = max(scene.wait_for_replica(instance, usable=0) for instance in (0, 1))
    scene.check(not scene.answers_from_replica(0), "what is no replica any more still answers")
    scene.lines.append(f"left {took:.1f} s after it became a database of its own")


SCENES = [a_replica_that_comes_later, public_answers, a_writer_finds_what_they_wrote, an_anonymous_writer,
          a_replica_that_dies, once_for_all_instances, one_that_is_no_replica_any_more]


def people(scene):
    """A moderator who looks employers up, and an inspector on duty."""
    registry = ["--kind", "regulator", "--country", "SG", "--competence", "registers", "--competence", "moderation"]
    scene.moderator = Person(scene.instances[0], "Example Registry", "registry@example.org", ["moderator"], registry)
    inspectorate = ["--kind", "inspectorate", "--country", "MY", "--competence", "safety_inspection"]
    name = "Example Inspectorate"
    chief = Person(scene.instances[0], name, "chief@example.org", ["administrator"], inspectorate)
    inspector = Person(scene.instances[0], name, "inspector@example.org", ["inspector"])
    contacts = {"contacts": [{"account_id": inspector.account, "telephone": "+60300000001"}]}
    sent(scene.clients[0], "PUT", "/v1/staff/inspection-duty-contacts", contacts, bearer=chief.bearer, tag='"v0"')


def run(scene):
    for act in SCENES:
        begun, known = time.monotonic(), len(scene.faults)
        scene.lines.clear()
        try:
            act(scene)
        except (NoAnswer, RuntimeError) as error:
            scene.faults.append(f"{act.__name__}: {type(error).__name__} {error}")
        if act is a_replica_that_comes_later:
            people(scene)
        wrong = ": DOES NOT HOLD" if len(scene.faults) > known else ""
        print(f"{time.monotonic() - begun:6.1f} s  {act.__name__.replace('_', ' ')}{wrong}"
              f"{': ' if scene.lines else ''}{'; '.join(scene.lines)}", flush=True)
    for instance in scene.instances:
        scene.faults += instance.panics()


def main():
    with tempfile.TemporaryDirectory(prefix="tulay-replicas-") as folder:
        Path(folder).chmod(0o755)
        scene = Scene(Path(folder))
        try:
            run(scene)
        finally:
            scene.close()
    for fault in scene.faults:
        print(f"WRONG  {fault}")
    return 1 if scene.faults else 0


if __name__ == "__main__":
    sys.exit(main())
