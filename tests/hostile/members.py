"""Members that nobody may set: refused in every body that is written, at each depth, and never taken."""

from contract import pointer
from world import LEFT_OUT

# What a careless server would copy into its row.
NAMES = {
    "id": "01938a4e-5c1b-7d30-9a52-0000deadbeef",
    "status": "published",
    "state": "closed",
    "role": "administrator",
    "roles": ["administrator"],
    "organisation_id": "01938a4e-5c1b-7d30-9a52-0000deadbeef",
    "reviewed": True,
    "created_at": "2001-01-01T00:00:00Z",
    "updated_at": "2001-01-01T00:00:00Z",
    "version": 99,
    "account_id": "01938a4e-5c1b-7d30-9a52-0000deadbeef",
    "is_admin": True,
    "verified": True,
    "proof_tier": "verified",
    "published": True,
    "receipt_code": "7K3Q-9ZV0-1M4T-XW2A-C8RH",
    "deleted": False,
    "password_hash": "x",
    "risk_band": "low",
    "__proto__": {},
    "constructor": {"prototype": {}},
    "$where": "1",
    "Status": "x",
    "status ": "x",
}


def run(world, found, options):
    """Members that nobody may set, in every body that is written."""
    world.settle(2 if options.long else 1)
    contract = world.contract
    writes = [
        one for one in contract.operations if one.schema and one.id not in LEFT_OUT and isinstance(one.body, dict)
    ]
    for number, operation in enumerate(writes):
        seen = set()
        for at, schema in contract.objects(operation.schema):
            if at in seen:
                continue
            seen.add(at)
            known, _ = contract.members(schema)
            names = [name for name in NAMES if name not in known]
            for name in names if options.long else [names[(number + len(at)) % len(names)]]:
                attempt(world, found, operation, at, name, schema)
        if options.long or number % 4 == 0:
            all_at_once(world, found, operation)
    found.note(f"{len(writes)} bodies, {len(NAMES)} names")


def attempt(world, found, operation, at, name, schema):
    body = world.contract.placed(world.example(operation), operation.schema, (*at, name), NAMES[name])
    answer = world.send(operation, body)
    judge(found, operation, f"{pointer((*at, name))}", answer, schema)


def all_at_once(world, found, operation):
    known, _ = world.contract.members(operation.schema)
    answer = world.send(
        operation, {name: value for name, value in NAMES.items() if name not in known} | world.example(operation)
    )
    judge(found, operation, "all at once", answer, world.contract.resolved(operation.schema))


def judge(found, operation, what, answer, schema):
    if not found.answered(answer):
        found.wrong("not answered as it may be", f"{operation} {what}: {answer}")
    elif answer.is_taken() and schema.get("additionalProperties") is not False:
        # Foreign documents, such as keys (RFC 7517), may say more than is read of them: it must not come back.
        if any(
            f'"{name}"' in answer.body.decode()
            for name in ("password_hash", "is_admin", "__proto__", "$where", "Status", "status ")
        ):
            found.wrong("a member that nobody knows came back", f"{operation} {what}: {answer}")
    elif answer.is_taken():
        found.wrong("a member too many was taken", f"{operation} {what}: {answer}")
    elif not answer.is_refused():
        found.wrong("a refusal in another form", f"{operation} {what}: {answer}")
