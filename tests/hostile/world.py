"""A served program with something of everything in it, and requests to it that would be taken."""

import threading
import uuid

from client import Client, quoted
from contract import Contract
from people import AGENCY, FILED, ROLES, STAFF, Member

# They would end what the run itself lives on.
LEFT_OUT = {
    "end_all_sessions",
    "end_current_session",
    "change_password",
    "rotate_receipt",
    "revoke_receipt",
    "end_filers_receipt",
    "erase_assistance_request",
    "erase_safety_report",
    "erase_own_review",
    "disable_account",
    "reset_account",
    "change_account",
    "declare_interest",
}
NOT_THERE = "01938a4e-5c1b-7d30-9a52-0000deadbeef"
# Where things are listed whose names say something else.
LISTS = {
    "agency_id": "/v1/agencies",
    "employer_id": "/v1/employers",
    "organisation_id": "/v1/organisations",
    "request_id": "/v1/staff/assistance-requests",
    "into_request_id": "/v1/staff/assistance-requests",
    "into_report_id": "/v1/staff/safety-reports",
    "report_id": "/v1/staff/safety-reports",
    "to": "/v1/staff/establishments",
    "establishment_id": "/v1/staff/establishments",
    "visit_id": "/v1/staff/visits",
    "board_id": "/v1/staff/site-boards",
}
# Members of staff.
ACCOUNTS = {
    "account_id",
    "assigned_to",
    "inspector_ids",
    "inspector_id",
    "team",
    "members",
    "custodian_id",
    "deputy_id",
}


class World:
    def __init__(self, service):
        self.service = service
        self.contract = Contract()
        self.by_path = {(one.method, one.path): one for one in self.contract.operations}
        self.clients = threading.local()
        self.members = [
            Member(service, Client(service.port), "all@hostile.example", ROLES, STAFF),
            Member(
                service,
                Client(service.port),
                "agency@hostile.example",
                ("agency_representative", "administrator"),
                AGENCY,
            ),
        ]
        self.found = {}
        self.receipts = {}
        self.who = {}
        self.versions = {}
        self.is_settled = False

    def client(self):
        """One for each thread."""
        if not hasattr(self.clients, "mine"):
            self.clients.mine = Client(self.service.port)
        return self.clients.mine

    def settle(self, passes):
        """Sends every example of a write, more than once if wanted, the shallow ones first, so that there is something behind most paths."""
        if self.is_settled:
            return
        self.is_settled = True
        writes = [one for one in self.contract.operations if one.method in ("POST", "PUT") and one.id not in LEFT_OUT]
        for _ in range(passes):
            for operation in sorted(writes, key=lambda one: one.path.count("/")):
                if operation.schema:
                    self.send(operation, self.example(operation))
            self.found.clear()

    def file(self, kind, body=None):
        """Files something; its receipt code."""
        operation = self.by_path["POST", FILED[kind]]
        answer = self.send(operation, body or self.example(operation))
        if not answer.is_taken():
            raise RuntimeError(f"{operation}: {answer}")
        return answer.json()["receipt_code"]

    def receipt(self, path):
        """A code that opens what a path is about."""
        kind = next((kind for kind in FILED if f"/receipt/{kind}" in path), "assistance-request")
        if kind not in self.receipts:
            self.receipts[kind] = self.file(kind)
        return self.receipts[kind]

    def credentials(self, operation):
        if "staff_token" in operation.security:
            return self.members[self.who.get(operation.id, 0)].bearer()
        if "receipt" in operation.security:
            return {"Authorization": f"Receipt {self.receipt(operation.path)}"}
        return {}

    def example(self, operation):
        """Its example, with ids of things that are there."""
        return self._with_ids(operation.body)

    def _with_ids(self, part, name=""):
        if isinstance(part, list):
            return [self._with_ids(one, name) for one in part]
        if isinstance(part, dict):
            return {name: self._with_ids(value, name) for name, value in part.items()}
        return self._id_for(name, part) if is_id(part) else part

    def _id_for(self, name, otherwise):
        if name in ACCOUNTS:
            return self.members[0].account
        path = LISTS.get(name)
        return path and self._first_of(path, name) or otherwise

    def address(self, operation):
        """Its path with what is there in the place of its parameters."""
        parts = []
        for part in operation.path.split("/"):
            if not part.startswith("{"):
                # A few have two parameters in one part.
                parts.append(self._several(operation, part) if "{" in part else part)
                continue
            name = part.strip("{}")
            parts.append(self._named_in(operation, "/".join(parts), name))
        return "/".join(parts)

    def _named_in(self, operation, path, name):
        # What is put under an id of the client's own is new each time.
        if operation.method == "PUT" and name == "item_id":
            return str(uuid.uuid4())
        listed = self._first_of(path, name) or name in LISTS and self._first_of(LISTS[name], name)
        return listed or self._example_of(operation, name)

    def _several(self, operation, part):
        for name in operation.names_in("path"):
            part = part.replace("{" + name + "}", str(self._example_of(operation, name)))
        return part

    def _example_of(self, operation, name):
        parameter = operation.parameters.get(("path", name), {})
        known = parameter.get("example") or self.contract.sample(parameter.get("schema", {}))
        return NOT_THERE if is_id(known) or known is None else quoted(str(known))

    def _first_of(self, path, name):
        """What names the first entry of the list at a path."""
        if path not in self.found:
            self.found[path] = None
            operation = next(
                (one for one in self.contract.operations if one.method == "GET" and matches(one.path, path)), None
            )
            if operation is not None:
                answer = self.send_to(operation, path)
                items = (
                    (answer.json() or {}).get("items")
                    if answer.is_taken() and isinstance(answer.json(), dict)
                    else None
                )
                self.found[path] = items[0] if items else None
        first = self.found[path]
        if not isinstance(first, dict):
            return None
        value = first.get(name, first.get("id", first.get("slug", first.get("code"))))
        return str(value) if isinstance(value, (str, int)) else None

    def send(self, operation, body=None, headers=None):
        return self.send_to(operation, self.address(operation), body, headers)

    def send_to(self, operation, address, body=None, headers=None):
        """Sends it as somebody who may, on the version that is there."""
        sent = {}
        if ("header", "If-Match") in operation.parameters:
            sent["If-Match"] = self.versions.get(address, '"none"')
        for _ in range(3):
            answer = self.client().send(
                operation.method, address, body, self.credentials(operation) | sent | (headers or {})
            )
            if answer.status == 403 and "staff_token" in operation.security and operation.id not in self.who:
                self.who[operation.id] = 1
            elif answer.status == 412 and "etag" in answer.headers and "If-Match" in sent:
                sent["If-Match"] = self.versions[address] = answer.headers["etag"]
            else:
                break
        # What the list showed may be gone, or be something else by now.
        if answer.status in (404, 409, 410):
            self.found.clear()
        return answer


def is_id(value):
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def matches(template, path):
    wanted, given = template.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        one == other or one.startswith("{") and one.endswith("}") for one, other in zip(wanted, given)
    )
