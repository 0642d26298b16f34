"""Requests as no client sends them: what two servers in a row would read in two ways must be refused, or read in one way and the
connection ended."""

import uuid

# What is hidden behind a request must never be answered as one. It answers 404 with this in its body, if it is.
HIDDEN = "/v1/hidden-"
ODD_LENGTHS = (
    "+2", "-2", "0x2", "2 2", "2,", "", "2.0", "two", "1e1", "\u00b2", "18446744073709551617",
    "99999999999999999999999", "2\x0b", "2;a", "٢",
)
ODD_CODINGS = (
    "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding : chunked",
    "Transfer-Encoding: chunked\x0b", "Transfer-Encoding:\x0bchunked", 'Transfer-Encoding: "chunked"',
    "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: chunked;q=1", "Transfer-Encoding\x00: chunked",
    " Transfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "Transfer-Encoding: identity",
    "Transfer-Encoding: gzip", "Transfer_Encoding: chunked\r\nTransfer-Encoding: cow", "Transfer-Encoding:",
)
CODINGS_ALONE = (
    "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
)
HEADERS = (
    "Accept-Language", "Idempotency-Key", "If-None-Match", "Authorization", "traceparent", "Content-Type", "Accept",
    "Origin", "Range", "X-Forwarded-For", "Cookie", "DPoP", "Accept-Encoding", "Referer",
)
PATHS = (
    "healthz", "//healthz", "/healthz\0", "/health\xe9", "/%", "/%zz", "/%00", "/%c0%af",
    "/v1/agencies/%2e%2e/%2e%2e/healthz", "/../../etc/passwd", "/v1/%2e%2e/healthz", "/v1/agencies/..;/x",
    "/v1//agencies", "/healthz#x", "/\\..\\", "/v1/agencies?limit=1&limit=2", "/v1/agencies?&&&==&",
    "/v1/agencies?%", "/v1/agencies?limit=%00", "/v1/agencies?%ff=1", "/v1/agencies?limit[]=1", "/v1/agencies;a=b",
    "/v1/agencies/%0d%0aX-Injected:%201", "/problems/%0d%0aX-Injected:%201",
)
HOSTS = (
    "", "Host:\r\n", "Host: a\r\nHost: b\r\n", "Host: a b\r\n", "Host: a@b\r\n", "Host: a/b\r\n", "Host: [::1\r\n",
    "Host: a:99999\r\n", 'Host: "\r\n', "Host: other.example\r\n", "Host: a\0b\r\n", "Host: " + "a" * 6000 + "\r\n",
    "Host: 127.0.0.1\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nX-Original-URL: /metrics\r\n",
)
MEDIA_TYPES = (
    "text/plain", "application/json; charset=utf-16", "application/json, text/html", "application/json;", "",
    "multipart/form-data", "application/\x80json", 'application/json; charset="', "x",
)
KEYS = (
    '"', '"a', "a", '"\xe9"', '"' + "a" * 5000 + '"', '""', ":YQ==:", "?1", "1", '"a";p', '"a", "b"', "", '"\\"',
    '"a\\n"',
)


class Case:
    """Bytes, and what may be answered: statuses of the first answer, and how many answers at most."""

    def __init__(self, name, sent, statuses, answers=1, hidden=False):
        self.name, self.sent, self.statuses, self.answers, self.hidden = name, sent, statuses, answers, hidden


BAD = {400, 0}
FINE = {200, 201}


def request(method="GET", path="/healthz", lines=(), body=b"", version="1.1", host="Host: 127.0.0.1\r\n"):
    head = f"{method} {path} HTTP/{version}\r\n{host}" + "".join(f"{line}\r\n" for line in lines) + "\r\n"
    return head.encode("latin-1") + body


def hidden():
    return request("GET", f"{HIDDEN}{uuid.uuid4()}")


def filing(lines, body):
    """A write, which reads its body."""
    key = f'Idempotency-Key: "{uuid.uuid4()}"'
    return request("POST", "/v1/checks/fees", (key, "Content-Type: application/json", *lines), body)


def lengths():
    """Two ways to say how long a body is, or none that is one."""
    inner = hidden()
    chunked = b"0\r\n\r\n" + inner
    both = {
        "length and chunks": (f"Content-Length: {len(chunked)}", "Transfer-Encoding: chunked"),
        "chunks and length": ("Transfer-Encoding: chunked", f"Content-Length: {len(chunked)}"),
        "chunks and a short length": ("Content-Length: 4", "Transfer-Encoding: chunked"),
        "a list with a length": ("Content-Length: 4", "Transfer-Encoding: identity, chunked"),
    }
    for name, lines in both.items():
        yield Case(name, filing(lines, chunked), BAD | {422, 415}, hidden=True)
    same = len(b"{}")
    yield Case(
        "two lengths",
        filing((f"Content-Length: {same}", f"Content-Length: {same + len(inner)}"), b"{}" + inner),
        BAD,
        hidden=True,
    )
    yield Case(
        "two lengths, the long one first",
        filing((f"Content-Length: {same + len(inner)}", f"Content-Length: {same}"), b"{}" + inner),
        BAD,
        hidden=True,
    )
    yield Case("a list of lengths", filing((f"Content-Length: {same}, {same + 9}",), b"{}" + inner), BAD, hidden=True)
    for value in ODD_LENGTHS:
        try:
            sent = filing((f"Content-Length: {value}",), b"{}" + inner)
        except UnicodeEncodeError:
            continue
        yield Case(f"the length {value!r}", sent, BAD | {413}, hidden=True)
    for line in ODD_CODINGS:
        body = b"0\r\n\r\n" + inner
        yield Case(
            f"{line!r} with a length",
            filing((f"Content-Length: {len(body)}", line), body),
            {400, 0, 413, 415, 422, 501},
            hidden=True,
        )
    yield from codings_alone(inner)


def codings_alone(inner):
    """Codings of a body without a length."""
    for line in CODINGS_ALONE:
        yield Case(f"{line!r}", filing((line,), b"2\r\n{}\r\n0\r\n\r\n" + inner), BAD | {413, 415, 422, 501}, answers=2)


def chunks():
    good = ("Transfer-Encoding: chunked",)
    for name, body in {
        "no number": b"\r\n{}\r\n0\r\n\r\n",
        "a letter": b"g\r\n{}\r\n0\r\n\r\n",
        "a minus": b"-2\r\n{}\r\n0\r\n\r\n",
        "0x": b"0x2\r\n{}\r\n0\r\n\r\n",
        "a plus": b"+2\r\n{}\r\n0\r\n\r\n",
        "beyond 64 bits": b"10000000000000002\r\n{}\r\n0\r\n\r\n",
        "longer than it says": b"1\r\n{}\r\n0\r\n\r\n",
        "a bare line feed": b"2\n{}\n0\n\n",
        "a bare return": b"2\r{}\r0\r\r",
        "NUL": b"2\0\r\n{}\r\n0\r\n\r\n",
        "a line feed behind the data": b"2\r\n{}\n0\r\n\r\n",
        "an extension with a line feed": b"2;a=\n\r\n{}\r\n0\r\n\r\n",
        "a blank before": b" 2\r\n{}\r\n0\r\n\r\n",
    }.items():
        yield Case(f"chunk: {name}", filing(good, body + hidden()), BAD | {408}, hidden=True)
    for name, body in {
        "an extension": b"2;a=b\r\n{}\r\n0\r\n\r\n",
        "zeros before": b"00002\r\n{}\r\n0\r\n\r\n",
        "a trailer": b"2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n",
        "a trailer that would be a credential": b"2\r\n{}\r\n0\r\nAuthorization: Bearer x\r\nContent-Length: 5\r\n\r\n",
    }.items():
        yield Case(f"chunk: {name}", filing((*good, "Connection: close"), body), BAD | {422})
    yield Case(
        "chunk: a long extension", filing(good, b"2;" + b"a" * 200_000 + b"\r\n{}\r\n0\r\n\r\n"), BAD | {422, 413}
    )
    yield Case(
        "chunk: without end",
        filing(
            (*good, "Connection: close"),
            b"400\r\n" + b" " * 1024 + b"\r\n" + (b"400\r\n" + b" " * 1024 + b"\r\n") * 400,
        ),
        BAD | {413},
    )


def lines():
    """How lines and names are written."""
    close = "Connection: close"
    yield Case("a folded line", request(lines=("X-Folded: a", " b", close)), BAD)
    yield Case("a folded line, with a tab", request(lines=("X-Folded: a", "\tTransfer-Encoding: chunked", close)), BAD)
    yield Case("bare line feeds", b"GET /healthz HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n", BAD | FINE)
    yield Case("bare returns", b"GET /healthz HTTP/1.1\rHost: 127.0.0.1\r\r", BAD | {408})
    yield Case("a bare line feed in a value", request(lines=("X-A: b\nX-Injected: 1", close)), BAD | FINE)
    yield Case("a bare return in a value", request(lines=("X-A: b\rX-Injected: 1", close)), BAD)
    yield Case("NUL in a value", request(lines=("X-A: b\0c", close)), BAD)
    yield Case("a control in a value", request(lines=("X-A: b\x01c", close)), BAD)
    yield Case("a blank before the colon", request(lines=("X-A : b", close)), BAD)
    yield Case("a name that is none", request(lines=("X(A): b", close)), BAD)
    yield Case("no name", request(lines=(": b", close)), BAD)
    yield Case("no colon", request(lines=("X-A", close)), BAD)
    yield Case("a blank before the first name", request(host=" Host: 127.0.0.1\r\n", lines=(close,)), BAD)
    yield Case("Latin-1 in a value", request(lines=("X-A: \xe9\xff", close)), FINE | BAD)
    for name in HEADERS:
        yield Case(
            f"{name} of bytes beyond ASCII",
            request("GET", "/v1/agencies?limit=1", (f'{name}: \xe9\xff\x80"', close)),
            FINE | BAD | {401, 406},
        )
        yield Case(
            f"{name} twice and empty",
            request("GET", "/v1/agencies?limit=1", (f"{name}:", f'{name}: ,,;;q=="', close)),
            FINE | BAD | {401, 406},
        )
        yield Case(
            f"{name} of 7000",
            request("GET", "/v1/agencies?limit=1", (f"{name}: {'a,' * 3500}", close)),
            FINE | BAD | {401, 406, 431},
        )
    yield Case("a header of 200 kB", request(lines=("X-A: " + "a" * 200_000, close)), BAD | {431})
    yield Case("5000 headers", request(lines=(*(f"X-{n}: {n}" for n in range(5000)), close)), BAD | {431})
    yield Case("200 headers", request(lines=(*(f"X-{n}: {n}" for n in range(200)), close)), BAD | {431} | FINE)
    yield Case("a head without end", b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 40_000, BAD | {431})


def starts():
    """The first line."""
    close = "Connection: close"
    yield Case(
        "an address of 100 kB", request("GET", "/v1/agencies?search=" + "a" * 100_000, (close,)), BAD | {414, 431}
    )
    yield Case("absolute form", request("GET", "http://127.0.0.1/healthz", (close,)), FINE | BAD | {404})
    yield Case(
        "absolute form of another", request("GET", "http://other.example/healthz", (close,)), FINE | BAD | {404, 421}
    )
    yield Case(
        "absolute form with a user", request("GET", "http://user:pass@127.0.0.1/healthz", (close,)), FINE | BAD | {404}
    )
    yield Case("authority form", request("GET", "127.0.0.1:80", (close,)), BAD | {404, 405})
    yield Case("CONNECT", request("CONNECT", "127.0.0.1:80", (close,)), BAD | {404, 405, 501})
    yield Case("TRACE", request("TRACE", "/healthz", (close, "Authorization: Bearer secret")), BAD | {404, 405, 501})
    yield Case("asterisk", request("OPTIONS", "*", (close,)), BAD | FINE | {204, 404, 405})
    for method in ("get", "G E T", "GET\t", "GET\0", "G\u00e9T", "A" * 5000, "PROPFIND", "QUERY", "PRI"):
        yield Case(f"the method {method[:20]!r}", request(method, "/healthz", (close,)), BAD | {404, 405, 501})


def protocols():
    """Paths, versions, and what is another protocol."""
    close = "Connection: close"
    for path in PATHS:
        yield Case(f"the path {path!r}", request("GET", path, (close,)), BAD | FINE | {404, 422, 308, 301})
    for version in ("0.9", "1.2", "2.0", "3.0", "9.9", "1.10", "1", "1.", "11.1", "1.1 x", " 1.1"):
        yield Case(
            f"HTTP/{version}",
            request(version=version, lines=(close,)),
            BAD | {505} | (FINE if version == "1.2" else set()),
        )
    yield Case("HTTP/1.0", request(version="1.0"), FINE)
    yield Case(
        "HTTP/1.0 with chunks",
        filing(("Transfer-Encoding: chunked",), b"2\r\n{}\r\n0\r\n\r\n" + hidden()).replace(
            b"HTTP/1.1", b"HTTP/1.0", 1
        ),
        BAD | {422, 415},
        hidden=True,
    )
    yield Case("no version", b"GET /healthz\r\n\r\n", BAD)
    yield Case("blank lines before", b"\r\n\r\n" + request(lines=(close,)), FINE | BAD)
    yield Case("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9), BAD | {405, 505})
    yield Case(
        "an upgrade to HTTP/2",
        request(
            lines=("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")
        ),
        FINE | BAD,
    )
    yield Case(
        "an upgrade to WebSocket",
        request(
            lines=(
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Sec-WebSocket-Version: 13",
            )
        ),
        FINE | BAD,
    )
    yield Case("TLS", bytes.fromhex("16030100c8010000c40303") + bytes(100), BAD)
    yield Case("rubbish", bytes(range(256)) * 40 + b"\r\n\r\n", BAD)
    yield Case("nothing", b"\r\n" * 2000, BAD)


def hosts():
    close = "Connection: close"
    for host in HOSTS:
        yield Case(
            f"{host[:50]!r}", request("GET", "/v1/agencies?limit=1", (close,), host=host), FINE | BAD | {421, 431}
        )


def expectations():
    """What a client waits for, and what comes behind a request."""
    close = "Connection: close"
    yield Case(
        "Expect: 100-continue",
        filing(("Expect: 100-continue", "Content-Length: 2", close), b"{}"),
        {100, 422},
        answers=2,
    )
    yield Case(
        "Expect of something else", filing(("Expect: 200-maybe", "Content-Length: 2", close), b"{}"), {417, 422, 400}
    )
    yield Case(
        "Expect with a length too long",
        filing(("Expect: 100-continue", "Content-Length: 99999999999", close), b""),
        {413, 100, 400, 0},
        answers=2,
    )
    yield Case("pipelined", request() * 5 + request(lines=(close,)), FINE, answers=6)
    yield Case("pipelined, with rubbish behind", request() + b"\x00\xff rubbish\r\n\r\n" + hidden(), FINE, answers=2)


def bodies():
    """Bodies where none is read, and codings."""
    close = "Connection: close"
    yield Case(
        "a body of GET",
        request("GET", "/healthz", (f"Content-Length: {len(hidden())}", close), hidden()),
        FINE | BAD,
        hidden=True,
    )
    yield Case(
        "a body of GET in chunks",
        request("GET", "/healthz", ("Transfer-Encoding: chunked", close), b"0\r\n\r\n"),
        FINE | BAD,
    )
    yield Case(
        "HEAD with a body",
        request("HEAD", "/healthz", (f"Content-Length: {len(hidden())}", close), hidden()),
        FINE | BAD,
        hidden=True,
    )
    yield Case(
        "a body in a coding that is a bomb",
        filing(("Content-Encoding: gzip", "Content-Length: 20", close), bytes(20)),
        {415, 400},
    )
    yield Case(
        "Connection names a header",
        request("GET", "/v1/staff/me", ("Connection: close, Authorization", "Authorization: Bearer x")),
        {401},
    )


def kinds_and_keys():
    """Media types and idempotency keys that are none."""
    close = "Connection: close"
    for value in MEDIA_TYPES:
        yield Case(
            f"the media type {value!r}",
            request(
                "POST",
                "/v1/checks/fees",
                (f'Idempotency-Key: "{uuid.uuid4()}"', f"Content-Type: {value}", "Content-Length: 2", close),
                b"{}",
            ),
            {415, 400, 422},
        )
    for key in KEYS:
        yield Case(
            f"the key {key[:20]!r}",
            request(
                "POST",
                "/v1/checks/fees",
                (f"Idempotency-Key: {key}", "Content-Type: application/json", "Content-Length: 2", close),
                b"{}",
            ),
            {400, 422},
        )


def all_shapes():
    """All cases."""
    return [
        case
        for part in (
            lengths(),
            chunks(),
            lines(),
            starts(),
            hosts(),
            expectations(),
            bodies(),
            kinds_and_keys(),
            protocols(),
        )
        for case in part
    ]
