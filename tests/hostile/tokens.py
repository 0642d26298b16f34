"""Forged access tokens, receipt codes and proofs, on operations of each kind: always 401."""

import base64
import hashlib
import hmac
import json
import subprocess
import time
from pathlib import Path

from client import Client
from service import Service
from world import LEFT_OUT

# What a member of staff reads, writes, changes and deletes; `--long` tries every operation.
SAMPLED = 14


def coded(part):
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Forger:
    """Makes tokens from a good one, with keys of its own."""

    def __init__(self, good, published, folder):
        self.good = good
        self.header, self.claims, self.signature = good.split(".")
        self.head = json.loads(decoded(self.header))
        self.said = json.loads(decoded(self.claims))
        self.published = published
        self.key = Path(folder) / "forged.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.key], check=True, capture_output=True)
        public = subprocess.run(["openssl", "pkey", "-in", self.key, "-pubout", "-outform", "DER"], check=True, capture_output=True)
        self.jwk = {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "x": coded(public.stdout[-32:])}

    def signed(self, head, said=None):
        """By the forger's own key."""
        text = f"{coded(head)}.{coded(said or self.said)}"
        message = self.key.with_suffix(".message")
        message.write_text(text)
        made = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.key, "-in", message], check=True, capture_output=True)
        return f"{text}.{coded(made.stdout)}"

    def hashed(self, algorithm, secret, head=None):
        """Confusion: a public key used as the secret of a MAC."""
        text = f"{coded((head or self.head) | {'alg': algorithm})}.{self.claims}"
        digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[algorithm]
        return f"{text}.{coded(hmac.digest(secret, text.encode(), digest))}"

    def public_forms(self):
        """Bytes that somebody could take for the published key."""
        for key in self.published:
            raw = decoded(key["x"])
            der = bytes.fromhex("302a300506032b6570032100") + raw
            text = base64.b64encode(der).decode()
            pem = f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n".encode()
            yield from (raw, key["x"].encode(), der, pem, pem.strip(), json.dumps(key).encode())

    def without_signature(self):
        for name in ("none", "None", "NONE", "nOnE", "", None, "HS256", "EdDSA\0", ["none"], {"a": 1}, 1):
            head = self.head | {"alg": name}
            for signature in ("", self.signature):
                yield f"algorithm {name!r}{' with the old signature' if signature else ''}", f"{coded(head)}.{self.claims}.{signature}"
        yield "no algorithm", f"{coded({'typ': 'at+jwt', 'kid': self.head['kid']})}.{self.claims}.{self.signature}"
        yield "the signature cut off", f"{self.header}.{self.claims}."
        yield "two parts", f"{self.header}.{self.claims}"
        yield "an empty token", "x"

    def confused(self):
        for number, secret in enumerate(self.public_forms()):
            for algorithm in ("HS256", "HS384", "HS512"):
                yield f"{algorithm} with the public key, form {number}", self.hashed(algorithm, secret)
        yield "HS256 with nothing", self.hashed("HS256", b"")
        for name in ("RS256", "ES256", "PS512", "ES384", "Ed25519"):
            yield f"says {name}", f"{coded(self.head | {'alg': name})}.{self.claims}.{self.signature}"

    def injected(self):
        kinds = ("../../../../dev/null", "/dev/null", "' OR '1'='1", "x' UNION SELECT 'AA'--", "| id", "", "\0", "a" * 5000, "*", "http://127.0.0.1:9/keys")
        for kid in (*kinds, None, 1, [self.head["kid"]], {"a": 1}):
            yield f"kid {str(kid)[:40]!r}", self.signed(self.head | {"kid": kid})
        no_kid = {name: value for name, value in self.head.items() if name != "kid"}
        yield "no kid", self.signed(no_kid)
        yield "another's key under the right kid", self.signed(self.head)
        yield "HS256 with an empty secret and kid /dev/null", self.hashed("HS256", b"", self.head | {"kid": "/dev/null"})
        address = "http://127.0.0.1:9/jwks.json"
        for name, value in (("jwk", self.jwk), ("jku", address), ("x5u", address), ("x5c", [self.jwk["x"]]), ("x5t", "AAAA")):
            yield f"{name} of another's key", self.signed(self.head | {name: value})
            yield f"{name} of another's key, no kid", self.signed(no_kid | {name: value})
        yield "crit", self.signed(self.head | {"crit": ["exp"], "exp": 1})
        yield "zip", self.signed(self.head | {"zip": "DEF"})
        yield "b64 false", self.signed(self.head | {"b64": False, "crit": ["b64"]})

    def timed(self):
        now = int(time.time())
        for name, more in (("expired", {"exp": now - 60}), ("not valid yet", {"nbf": now + 3600}), ("issued in the future", {"iat": now + 3600}),
                           ("for ever", {"exp": 2**63}), ("of another issuer", {"iss": "https://other.example"}),
                           ("for another", {"aud": "https://other.example"}), ("another account", {"sub": "01938a4e-5c1b-7d30-9a52-0000deadbeef"}), ("with scopes", {"scope": "*"})):
            yield f"{name}, signed by another", self.signed(self.head, self.said | more)
            yield f"{name}, under the old signature", f"{self.header}.{coded(self.said | more)}.{self.signature}"

    def misshapen(self):
        yield "huge", f"{self.header}.{coded({'x': 'a' * 6000})}.{self.signature}"
        yield "many parts", ".".join(["a"] * 2000)
        yield "four parts", f"{self.good}.{self.signature}"
        yield "five parts (encrypted)", f"{coded({'alg': 'dir', 'enc': 'A128GCM'})}..AAAA.AAAA.AAAA"
        yield "dots", "..."
        yield "padding", self.good + "="
        yield "with plus and slash", self.good.replace("-", "+").replace("_", "/") + "+"
        yield "a blank in it", self.good[:20] + " " + self.good[20:]
        yield "JSON serialisation", json.dumps({"protected": self.header, "payload": self.claims, "signature": self.signature})
        yield "deep claims", f"{self.header}.{coded(b'[' * 3000)}.{self.signature}"
        yield "signature of zeros", f"{self.header}.{self.claims}.{coded(bytes(64))}"
        yield "another type", self.signed(self.head | {"typ": "JWT"})
        yield "header with a member twice", coded(b'{"alg":"none","alg":"EdDSA","typ":"at+jwt","kid":"' + self.head["kid"].encode() + b'"}') + f".{self.claims}.{self.signature}"
        # S + L is a second form of the same signature, which RFC 8032 forbids.
        raw = decoded(self.signature)
        order = 2**252 + 27742317777372353535851937790883648493
        yield "the signature in its other form", f"{self.header}.{self.claims}.{coded(raw[:32] + (int.from_bytes(raw[32:], 'little') + order).to_bytes(32, 'little'))}"

    def altered(self, step):
        """One character another, along the whole token."""
        for at in range(0, len(self.good), step):
            if self.good[at] == ".":
                continue
            other = "A" if self.good[at] != "A" else "B"
            if at == len(self.good) - 1 and decoded(self.signature) == decoded(self.signature[:-1] + other):
                continue
            yield f"character {at} altered", self.good[:at] + other + self.good[at + 1:]

    def all(self, step):
        for part in (self.without_signature(), self.confused(), self.injected(), self.timed(), self.misshapen(), self.altered(step)):
            yield from part


def headers_of(forger, receipt):
    """Good credentials shown in a wrong way, and credentials of another kind."""
    good = forger.good
    return {
        "no credentials": {}, "another scheme": {"Authorization": f"Basic {good}"}, "no scheme": {"Authorization": good}, "DPoP without a proof": {"Authorization": f"DPoP {good}"},
        "DPoP with a made-up proof": {"Authorization": f"DPoP {good}", "DPoP": forger.signed({"typ": "dpop+jwt", "alg": "EdDSA", "jwk": forger.jwk}, {"jti": "1", "htm": "GET", "htu": "x", "iat": int(time.time())})},
        "DPoP without algorithm": {"Authorization": f"DPoP {good}", "DPoP": f"{coded({'typ': 'dpop+jwt', 'alg': 'none', 'jwk': forger.jwk})}.{coded({})}."},
        "a bearer with a broken proof": {"Authorization": f"Bearer {good}", "DPoP": "x.y.z"}, "a receipt code as a token": {"Authorization": f"Bearer {receipt}"},
        "a token as a receipt code": {"Authorization": f"Receipt {good}"}, "two tokens in one": {"Authorization": f"Bearer {good}, Bearer {good}"}, "a cookie": {"Cookie": f"access_token={good}"},
        "another header": {"X-Authorization": f"Bearer {good}"}, "nothing behind": {"Authorization": "Bearer "}, "in quotes": {"Authorization": f'Bearer "{good}"'},
    }


def other_servers_token(service, member):
    """A token that is signed with the very same key, by a server whose public address is another."""
    neighbour = Service(service.program, service.folder, service.database_url, {"TULAY_PUBLIC_URL": "https://other.example"})
    service.stop()
    try:
        neighbour.start()
        session = Client(neighbour.port).send("POST", "/v1/sessions/refresh", {"refresh_token": member.refresh}).json()
    finally:
        neighbour.stop()
    service.start()
    member._keep(Client(service.port).send("POST", "/v1/sessions/refresh", {"refresh_token": session["refresh_token"]}).json())
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
    plan += [(one, case) for one in staff for case in forged[:: 5]] if options.long else []
    for operation, (name, headers) in plan:
        expect_401(world, found, operation, name, headers)
    receipts(world, found, forger, options)
    clients(world, found, forger)
    good = world.client().send("GET", "/v1/staff/me", headers=member.bearer())
    if good.status != 200:
        found.wrong("the good token is refused", str(good))
    found.note(f"{len(forged)} forms, {len(staff)} operations of staff; notes on time and OpenID: tests/api/staff/tokens.rs, tests/api/openid/refusing.rs")


def expect_401(world, found, operation, name, headers):
    body = world.example(operation) if operation.schema else (b"x" if operation.media_types else None)
    answer = world.client().send(operation.method, operation.path.replace("{", "").replace("}", ""), body, headers)
    if not found.answered(answer):
        found.wrong("not answered as it may be", f"{operation} {name}: {answer}")
    elif answer.status != 401 or "www-authenticate" not in answer.headers:
        found.wrong("not 401 with a challenge", f"{operation} {name}: {answer}")


def receipts(world, found, forger, options):
    """Codes that are none, on every operation of a receipt's holder."""
    codes = ["", " ", "0" * 20, "0000-0000-0000-0000-0000", "A" * 10000, "../../x", "' OR 1=1--", "%00", "0" * 32, "-" * 5000, forger.good, "null", "*", "7K3Q-9ZV0-1M4T-XW2A-C8RG"]
    holders = [one for one in world.contract.operations if "receipt" in one.security]
    for number, operation in enumerate(holders):
        for code in codes if options.long or number < 3 else [codes[number % len(codes)]]:
            expect_401(world, found, operation, f"code {code[:30]!r}", {"Authorization": f"Receipt {code}"})
        expect_401(world, found, operation, "a token of staff", {"Authorization": f"Bearer {forger.good}"})


def clients(world, found, forger):
    """Assertions of programs (RFC 7523), which come in forms."""
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    for name, assertion in list(forger.without_signature())[::3] + list(forger.confused())[::4] + list(forger.injected())[::4] + list(forger.misshapen()):
        form = f"grant_type=client_credentials&client_assertion_type={kind}&client_assertion={assertion}".replace("+", "%2B").encode()
        answer = world.client().send("POST", "/oauth/token", form, {"Content-Type": "application/x-www-form-urlencoded"})
        if not found.answered(answer) or answer.status not in (400, 401):
            found.wrong("not refused as the standard says", f"POST /oauth/token {name}: {answer}")
