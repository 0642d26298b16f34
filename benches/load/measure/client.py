"""A small client: JSON over HTTP, and the bytes of an answer as they are on the wire."""

import base64
import hashlib
import hmac
import json
import socket
import struct
import subprocess
import time
import urllib.parse
import urllib.request
import uuid

from nacl.signing import SigningKey

PASSWORD = "a lantern under the mango tree"


def call(url, method, path, body=None, **headers):
    request = urllib.request.Request(url + path, method=method)
    request.add_header("Idempotency-Key", f'"{uuid.uuid4()}"')
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    data = None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, data) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise SystemExit(f"{method} {path}: {refused.code} {refused.read()[:500]}") from None


def on_the_wire(url, path, **headers):
    """How many bytes the head and the body of an answer take, to an app that unpacks what there is."""
    host = url.removeprefix("http://")
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", "Accept-Encoding: zstd, br, gzip"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    address, port = host.split(":")
    with socket.create_connection((address, int(port))) as stream:
        stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        parts = []
        while part := stream.recv(65536):
            parts.append(part)
    answer = b"".join(parts)
    head = answer.index(b"\r\n\r\n") + 4
    return head, len(answer) - head


def one_time_code(secret, later=0):
    step = int(time.time()) // 30 + later
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1)
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A tablet's key, and its proofs (RFC 9449)."""

    def __init__(self):
        self.key = SigningKey.generate()
        public = url64(self.key.verify_key.encode())
        self.head = url64(json.dumps(
            {"typ": "dpop+jwt", "alg": "EdDSA", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": public}}
        ).encode())

    def proof(self, url, path, token=None):
        claims = {"jti": str(uuid.uuid4()), "iat": int(time.time()), "htm": "POST", "htu": url + path}
        if token:
            claims["ath"] = url64(hashlib.sha256(token.encode()).digest())
        signed = f"{self.head}.{url64(json.dumps(claims).encode())}"
        return f"{signed}.{url64(self.key.sign(signed.encode()).signature)}"


class Person:
    """A member of staff who is signed in, as long as is needed."""

    def __init__(self, program, service, name, organisation, roles, extra=(), key=None):
        self.service, self.key = service, key
        arguments = [program, "staff", "create", "--name", name, "--display-name", "Sample"]
        arguments += ["--organisation", organisation, *extra]
        for role in roles:
            arguments += ["--role", role]
        made = subprocess.run(arguments, env=service.environment, capture_output=True, text=True)
        if made.returncode:
            raise SystemExit(made.stderr)
        token = next(line.split(": ")[-1] for line in made.stdout.splitlines() if "set-up token" in line)
        begun = call(service.url, "POST", "/v1/account-set-ups", {"token": token, "password": PASSWORD})
        sign_in = {"name": name, "password": PASSWORD}
        secret = (begun.get("second_factor") or {}).get("secret")
        if secret:
            confirmation = {"token": token, "code": one_time_code(secret)}
            call(service.url, "POST", "/v1/account-set-ups/confirm", confirmation)
            sign_in["code"] = one_time_code(secret, 1)
        self._keep(call(service.url, "POST", "/v1/sessions", sign_in, **self.proof("/v1/sessions", None)))

    def proof(self, path, token):
        return {"DPoP": self.key.proof(self.service.url, path, token)} if self.key else {}

    def _keep(self, session):
        self.token, self.refresh = session["access_token"], session["refresh_token"]
        self.until = time.monotonic() + 300

    def fresh_token(self):
        if time.monotonic() > self.until:
            path = "/v1/sessions/refresh"
            self._keep(call(self.service.url, "POST", path, {"refresh_token": self.refresh}, **self.proof(path, None)))
        return self.token

    def call(self, method, path, body=None):
        token = self.fresh_token()
        scheme = "DPoP" if self.key else "Bearer"
        return call(self.service.url, method, path, body, Authorization=f"{scheme} {token}", **self.proof(path, token))
