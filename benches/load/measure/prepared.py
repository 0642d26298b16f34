"""What will be asked, written to files that wrk reads: the same questions for both databases.

Ids and cursors are the installation's; what is drawn is drawn from one seed.
"""

import csv
import json
import pathlib
import random
import sys
import urllib.parse
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "seed"))
from chance import Skewed, sentence  # noqa: E402
from client import Key, Person, call  # noqa: E402

SEED = 7
PAGES_OF_A_FILTER = 60
DRAWN = 20_000
EXPONENT = 0.7


def lines(path, rows):
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def walk(url, query):
    """The addresses of the first pages of a list, as a client finds them, and the ids on them."""
    paths, ids, path = [], [], f"/v1/agencies?{query}"
    for _ in range(PAGES_OF_A_FILTER):
        paths.append(path)
        page = call(url, "GET", path)
        ids += [item["id"] for item in page["items"]]
        if not page["next"]:
            break
        path = f"/v1/agencies?{query}&cursor={urllib.parse.quote(page['next'])}"
    return paths, ids


class Prepared:
    """Files of questions in a folder, for one running service."""

    def __init__(self, folder, files, program, service):
        self.folder, self.service, self.draw = folder, service, random.Random(SEED)
        folder.mkdir(parents=True, exist_ok=True)
        self.files = files
        self._lists()
        self._names()
        self._articles()
        self._writes()
        self._staff(program)

    def _lists(self):
        paths, ids = [], []
        filters = ["limit=20", "licence_status=valid", "licence_status=suspended"]
        for country in ["BD", "PH", "ID", "NP", "IN"]:
            filters += [f"country={country}", f"country={country}&licence_status=valid"]
        filters += [f"destination={country}" for country in ["SA", "MY", "SG", "AE", "QA"]]
        for query in filters:
            of_filter, on_them = walk(self.service.url, query)
            paths += of_filter
            ids += on_them
        # Of 100 a page, to meet agencies from everywhere.
        for query in ["country=BD&limit=100", "country=ID&limit=100", "country=IN&limit=100"]:
            ids += walk(self.service.url, query)[1]
        self.draw.shuffle(paths)
        self.list = lines(self.folder / "list", paths)
        self.agencies = sorted(set(ids))
        self.draw.shuffle(self.agencies)
        skewed = Skewed(len(self.agencies), EXPONENT)
        drawn = [self.agencies[skewed.draw(self.draw)] for _ in range(DRAWN)]
        self.profiles = lines(self.folder / "profiles", [f"/v1/agencies/{agency}" for agency in drawn])

    def _names(self):
        with (self.files / "agencies.csv").open(newline="", encoding="utf-8") as file:
            names = [row["name"] for row in csv.DictReader(file)]
        words = sorted({word.lower() for name in names for word in name.split() if word.isalpha()})
        self.words = lines(self.folder / "words", words)
        asked = [" ".join(self.draw.choice(names).split()[:2]) for _ in range(2_000)]
        skewed = Skewed(len(asked), 1.0)
        drawn = (asked[skewed.draw(self.draw)] for _ in range(DRAWN))
        searches = (f"/v1/agencies?search={urllib.parse.quote(name)}" for name in drawn)
        self.searches = lines(self.folder / "searches", searches)

    def _articles(self):
        slugs = [f"sample-question-{number:05}" for number in range(2_000)]
        known = [folder.name for folder in (self.files / "articles").iterdir()]
        paths = [f"/v1/articles/{slug}?lang=en" for slug in slugs if slug in set(known)]
        self.draw.shuffle(paths)
        self.articles = lines(self.folder / "articles", paths)

    def _writes(self):
        reviews, reports = [], []
        skewed = Skewed(len(self.agencies), EXPONENT)
        for _ in range(2_000):
            agency = self.agencies[skewed.draw(self.draw)]
            review = {
                "stage": "working",
                "corridor": {"origin": "PH", "destination": "SG"},
                "occupation": "5311",
                "recruited_month": "2026-02",
                "overall": self.draw.randint(1, 5),
                "scores": [{"dimension": "fees", "score": self.draw.randint(1, 5)}],
                "fee_items": [{
                    "category": "recruitment_fee", "paid_to": "agency", "paid_how": "cash", "receipt": "no",
                    "paid": {"amount": f"{self.draw.randint(100, 4000)}.00", "currency": "USD"},
                }],
                "comment": {"text": sentence(self.draw, 20), "language": "en"},
            }
            reviews.append(f"/v1/agencies/{agency}/reviews\t{json.dumps(review)}")
            report = {
                "kind": "hazard",
                "danger_now": False,
                "hazard_codes": ["moving_machinery"],
                "severity": "lasting_harm",
                "likelihood": "likely",
                "description": sentence(self.draw, 25),
                "place": {"country": "MY", "precision": "city", "text": sentence(self.draw, 3)},
                "wants_update": True,
            }
            reports.append(f"/v1/safety-reports\t{json.dumps(report)}")
        self.reviews = lines(self.folder / "reviews", reviews)
        self.reports = lines(self.folder / "reports", reports)

    def _staff(self, program):
        name, organisation = uuid.uuid4().hex[:8], "Sample Labour Inspectorate MY"
        desk = f"desk-{name}@labour.example"
        self.worker = Person(program, self.service, desk, organisation, ["inspector"])
        tablet = f"tablet-{name}@labour.example"
        self.tablet = Person(program, self.service, tablet, organisation, ["inspector"], key=Key())
        self.tablet.call("POST", "/v1/staff/devices", {"name": "Tablet 12"})
        self.visit = None
        for number in range(40):
            place = {"names": [{"name": f"Meridian Sample Yard {name} {number}"}], "place": {"country": "MY", "precision": "country"}}
            place = self.tablet.call("POST", "/v1/staff/establishments", place)
            wanted = {"establishment_id": place["id"], "kind": "routine"}
            self.visit = self.tablet.call("POST", "/v1/staff/visits", wanted)["id"]
        # A tablet that was here this morning: all but the newest changes are known to it.
        whole = self.tablet.call("POST", "/v1/sync/pull", {"limit": 500})
        known = max(1, len(whole["changes"]) - 10)
        before = self.tablet.call("POST", "/v1/sync/pull", {"limit": known})
        versions = {member: before[member] for member in ["code_lists_version", "checklists_version"]}
        self.pull_body = {"cursor": before["cursor"], "limit": 500} | versions

    def proofs(self, path, count):
        """Requests of a tablet, each with a proof that is good once, for at most five minutes."""
        token = self.tablet.fresh_token()
        url, key = self.service.url, self.tablet.key
        body = self._push_body if path.endswith("push") else self._pull_body
        made = (f"{key.proof(url, path, token)}\t{body()}" for _ in range(count))
        return lines(self.folder / "proofs", made), token

    def _pull_body(self):
        return json.dumps(self.pull_body)

    def _push_body(self):
        operation = {
            "op_id": str(uuid.uuid4()), "entity": "record", "entity_id": str(uuid.uuid4()),
            "visit_id": self.visit, "kind": "evidence", "base_version": 0, "trunk_version": 0,
            "branch_id": str(uuid.uuid4()), "client_time": "2026-12-01T08:15:30Z",
            "fields_changed": {"kind": "photo", "caption": "Hall 3, the press on the left"},
        }
        return json.dumps({"operations": [operation]})
