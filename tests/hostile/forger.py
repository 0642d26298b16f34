"""Forged tokens, made from a good one with keys of the forger's own."""

import base64
import hashlib
import hmac
import json
import subprocess
import time
from pathlib import Path


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
        subprocess.run(
            ["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.key], check=True, capture_output=True
        )
        public = subprocess.run(
            ["openssl", "pkey", "-in", self.key, "-pubout", "-outform", "DER"], check=True, capture_output=True
        )
        self.jwk = {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "x": coded(public.stdout[-32:])}

    def signed(self, head, said=None):
        """By the forger's own key."""
        text = f"{coded(head)}.{coded(said or self.said)}"
        message = self.key.with_suffix(".message")
        message.write_text(text)
        made = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.key, "-in", message],
            check=True,
            capture_output=True,
        )
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
        kinds = (
            "../../../../dev/null",
            "/dev/null",
            "' OR '1'='1",
            "x' UNION SELECT 'AA'--",
            "| id",
            "",
            "\0",
            "a" * 5000,
            "*",
            "http://127.0.0.1:9/keys",
        )
        for kid in (*kinds, None, 1, [self.head["kid"]], {"a": 1}):
            yield f"kid {str(kid)[:40]!r}", self.signed(self.head | {"kid": kid})
        no_kid = {name: value for name, value in self.head.items() if name != "kid"}
        yield "no kid", self.signed(no_kid)
        yield "another's key under the right kid", self.signed(self.head)
        yield "HS256 with an empty secret and kid /dev/null", self.hashed(
            "HS256", b"", self.head | {"kid": "/dev/null"}
        )
        address = "http://127.0.0.1:9/jwks.json"
        for name, value in (
            ("jwk", self.jwk),
            ("jku", address),
            ("x5u", address),
            ("x5c", [self.jwk["x"]]),
            ("x5t", "AAAA"),
        ):
            yield f"{name} of another's key", self.signed(self.head | {name: value})
            yield f"{name} of another's key, no kid", self.signed(no_kid | {name: value})
        yield "crit", self.signed(self.head | {"crit": ["exp"], "exp": 1})
        yield "zip", self.signed(self.head | {"zip": "DEF"})
        yield "b64 false", self.signed(self.head | {"b64": False, "crit": ["b64"]})

    def timed(self):
        now = int(time.time())
        for name, more in (
            ("expired", {"exp": now - 60}),
            ("not valid yet", {"nbf": now + 3600}),
            ("issued in the future", {"iat": now + 3600}),
            ("for ever", {"exp": 2**63}),
            ("of another issuer", {"iss": "https://other.example"}),
            ("for another", {"aud": "https://other.example"}),
            ("another account", {"sub": "01938a4e-5c1b-7d30-9a52-0000deadbeef"}),
            ("with scopes", {"scope": "*"}),
        ):
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
        yield "JSON serialisation", json.dumps(
            {"protected": self.header, "payload": self.claims, "signature": self.signature}
        )
        yield "deep claims", f"{self.header}.{coded(b'[' * 3000)}.{self.signature}"
        yield "signature of zeros", f"{self.header}.{self.claims}.{coded(bytes(64))}"
        yield "another type", self.signed(self.head | {"typ": "JWT"})
        yield "header with a member twice", coded(
            b'{"alg":"none","alg":"EdDSA","typ":"at+jwt","kid":"' + self.head["kid"].encode() + b'"}'
        ) + f".{self.claims}.{self.signature}"
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
            yield f"character {at} altered", self.good[:at] + other + self.good[at + 1 :]

    def all(self, step):
        for part in (
            self.without_signature(),
            self.confused(),
            self.injected(),
            self.timed(),
            self.misshapen(),
            self.altered(step),
        ):
            yield from part
