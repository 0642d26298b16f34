"""Forged access tokens, receipt codes and proofs, on operations of each kind: always 401."""

import time

from client import Client
from forger import Forger, coded
from service import Service
from world import LEFT_OUT

# What a member of staff reads, writes, changes and deletes; `--long` tries every operation.
SAMPLED = 14


def headers_of(forger, receipt):
    """Good credentials shown in a wrong way, and credentials of another kind."""
    good = forger.good
    return {
        "no credentials": {},
        "another scheme": {"Authorization": f"Basic {good}"},
        "no scheme": {"Authorization": good},
        "DPoP without a proof": {"Authorization": f"DPoP {good}"},
        "DPoP with a made-up proof": {
            "Authorization": f"DPoP {good}",
            "DPoP": forger.signed(
                {"typ": "dpop+jwt", "alg": "EdDSA", "jwk": forger.jwk},
                {"jti": "1", "htm": "GET", "htu": "x", "iat": int(time.time())},
            ),
        },
        "DPoP without algorithm": {
            "Authorization": f"DPoP {good}",
            "DPoP": f"{coded({'typ': 'dpop+jwt', 'alg': 'none', 'jwk': forger.jwk})}.{coded({})}.",
        },
        "a bearer with a broken proof": {"Authorization": f"Bearer {good}", "DPoP": "x.y.z"},
        "a receipt code as a token": {"Authorization": f"Bearer {receipt}"},
        "a token as a receipt code": {"Authorization": f"Receipt {good}"},
        "two tokens in one": {"Authorization": f"Bearer {good}, Bearer {good}"},
        "a cookie": {"Cookie": f"access_token={good}"},
        "another header": {"X-Authorization": f"Bearer {good}"},
        "nothing behind": {"Authorization": "Bearer "},
        "in quotes": {"Authorization": f'Bearer "{good}"'},
    }


def other_servers_token(service, member):
    """A token that is signed with the very same key, by a server whose public address is another."""
    neighbour = Service(
        service.program, service.folder, service.database_url, {"TULAY_PUBLIC_URL": "https://other.example"}
    )
    service.stop()
    try:
        neighbour.start()
        session = Client(neighbour.port).send("POST", "/v1/sessions/refresh", {"refresh_token": member.refresh}).json()
    finally:
        neighbour.stop()
    service.start()
    member.keep(
        Client(service.port).send("POST", "/v1/sessions/refresh", {"refresh_token": session["refresh_token"]}).json()
    )
    return session["access_token"]


def run(world, found, options):
    """Forged access tokens, receipt codes and proofs, on operations of each kind."""
    member = world.members[0]
    foreign = other_servers_token(world.service, member)
    published = world.client().send("GET", "/.well-known/jwks.json").json()["keys"]
    forger = Forger(member.token, published, world.service.folder)
    forged = [(name, {"Authorization": f"Bearer {token}"}) for name, token in forger.all(1 if options.long else 7)]
    forged.append(("signed by us for another server", {"Authorization": f"Bearer {foreign}"}))
    forged += headers_of(forger, world.receipt("")).items()
    staff = [one for one in world.contract.operations if "staff_token" in one.security and one.id not in LEFT_OUT]
    sampled = staff[:: max(1, len(staff) // SAMPLED)]
    plan = [(one, case) for one in sampled[: 2 if not options.long else None] for case in forged]
    plan += [(one, forged[at % len(forged)]) for at, one in enumerate(staff)]
    plan += [(one, case) for one in staff for case in forged[::5]] if options.long else []
    for operation, (name, headers) in plan:
        expect_401(world, found, operation, name, headers)
    receipts(world, found, forger, options)
    clients(world, found, forger)
    good = world.client().send("GET", "/v1/staff/me", headers=member.bearer())
    if good.status != 200:
        found.wrong("the good token is refused", str(good))
    found.note(
        f"{len(forged)} forms, {len(staff)} operations of staff; notes on time and OpenID: tests/api/staff/tokens.rs, tests/api/openid/refusing.rs"
    )


def expect_401(world, found, operation, name, headers):
    body = world.example(operation) if operation.schema else (b"x" if operation.media_types else None)
    answer = world.client().send(operation.method, operation.path.replace("{", "").replace("}", ""), body, headers)
    if not found.answered(answer):
        found.wrong("not answered as it may be", f"{operation} {name}: {answer}")
    elif answer.status != 401 or "www-authenticate" not in answer.headers:
        found.wrong("not 401 with a challenge", f"{operation} {name}: {answer}")


def receipts(world, found, forger, options):
    """Codes that are none, on every operation of a receipt's holder."""
    codes = [
        "",
        " ",
        "0" * 20,
        "0000-0000-0000-0000-0000",
        "A" * 10000,
        "../../x",
        "' OR 1=1--",
        "%00",
        "0" * 32,
        "-" * 5000,
        forger.good,
        "null",
        "*",
        "7K3Q-9ZV0-1M4T-XW2A-C8RG",
    ]
    holders = [one for one in world.contract.operations if "receipt" in one.security]
    for number, operation in enumerate(holders):
        for code in codes if options.long or number < 3 else [codes[number % len(codes)]]:
            expect_401(world, found, operation, f"code {code[:30]!r}", {"Authorization": f"Receipt {code}"})
        expect_401(world, found, operation, "a token of staff", {"Authorization": f"Bearer {forger.good}"})


def clients(world, found, forger):
    """Assertions of programs (RFC 7523), which come in forms."""
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    for name, assertion in (
        list(forger.without_signature())[::3]
        + list(forger.confused())[::4]
        + list(forger.injected())[::4]
        + list(forger.misshapen())
    ):
        form = f"grant_type=client_credentials&client_assertion_type={kind}&client_assertion={assertion}".replace(
            "+", "%2B"
        ).encode()
        answer = world.client().send(
            "POST", "/oauth/token", form, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        if not found.answered(answer) or answer.status not in (400, 401):
            found.wrong("not refused as the standard says", f"POST /oauth/token {name}: {answer}")
