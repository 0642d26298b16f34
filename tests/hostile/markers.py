"""Markers of pages and receipt codes, altered byte by byte: clearly refused, and never another's data."""

import string

from world import LEFT_OUT

ALPHABET = string.ascii_letters + string.digits + "-_"
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def run(world, found, options):
    """Markers of pages and receipt codes, altered byte by byte."""
    world.settle(2 if options.long else 1)
    lists = [
        one
        for one in world.contract.operations
        if one.method == "GET" and ("query", "cursor") in one.parameters and one.id not in LEFT_OUT
    ]
    marked = [(one, address, marker) for one in lists for address, marker in [first_marker(world, one)] if marker]
    for number, (operation, address, marker) in enumerate(marked):
        every = options.long or number == 0
        for altered in alterations(marker, 1 if every else 41):
            refused(world, found, operation, address, altered)
        # That of another list is a good one somewhere else.
        refused(world, found, operation, address, marked[number - 1][2]) if len(marked) > 1 else None
        refused(world, found, operation, f"{address}&limit=2" if "?" in address else address, "")
    codes = [world.file(kind) for kind in ("assistance-request", "safety-report", "review")]
    for code in codes if options.long else codes[:1]:
        for altered in altered_codes(code, 32 if options.long else 3):
            closed(world, found, altered, code)
    found.note(f"markers of {len(marked)} of {len(lists)} lists, {len(codes)} receipts")
    if not marked:
        found.wrong("no list had a second page", "nothing was tried")


def first_marker(world, operation):
    address = world.address(operation)
    answer = world.send_to(operation, f"{address}?limit=1")
    body = answer.json() if answer.is_taken() else None
    return address, body.get("next") if isinstance(body, dict) else None


def alterations(marker, step):
    for at in range(0, len(marker), step):
        at_once = ALPHABET[(ALPHABET.index(marker[at]) + 1) % 64] if marker[at] in ALPHABET else "A"
        yield marker[:at] + at_once + marker[at + 1 :]
        yield marker[:at] + marker[at + 1 :]
        yield marker[:at] + "%00" + marker[at:]
    yield from (
        marker + "A",
        marker + "=",
        marker[::-1],
        marker * 2,
        marker[: len(marker) // 2],
        "A" * 3000,
        "%ff%fe",
        "..%2f..",
        "'",
        "eyJpZCI6MX0",
        "null",
        "-1",
        "0",
    )
    yield from (marker.upper(), marker.lower(), marker + "%20", "%20" + marker, marker + "%0d%0aX-Injected:%201")


def refused(world, found, operation, address, marker):
    answer = world.send_to(operation, f"{address}?limit=1&cursor={marker}")
    if not found.answered(answer):
        found.wrong("not answered as it may be", f"{operation} cursor={marker[:60]}: {answer}")
    elif not answer.is_refused():
        found.wrong("an altered marker was taken", f"{operation} cursor={marker[:60]}: {answer}")


def altered_codes(code, others):
    """Each symbol another, two exchanged, one too few or many."""
    for at, symbol in enumerate(code):
        if symbol == "-":
            continue
        place = SYMBOLS.index(symbol)
        for step in range(1, others):
            yield code[:at] + SYMBOLS[(place + step) % 32] + code[at + 1 :]
        yield code[:at] + code[at + 1 :]
        yield code[:at] + "U" + code[at + 1 :]
        if at + 1 < len(code) and code[at + 1] not in ("-", symbol):
            yield code[:at] + code[at + 1] + symbol + code[at + 2 :]
    yield from (code + "0", code[1:] + code[0], code[:-1], f"{code},{code}", code + "\x7f0", code * 2)


def closed(world, found, code, real):
    if code.replace("-", "") == real.replace("-", ""):
        return
    try:
        answer = world.client().send("GET", "/v1/receipt", headers={"Authorization": f"Receipt {code}"})
    except ValueError:
        return
    if not found.answered(answer):
        found.wrong("not answered as it may be", f"code {code}: {answer}")
    elif answer.status != 401 and not (answer.status == 400 and "\x7f" in code):
        found.wrong("an altered code opened something", f"{code}: {answer}")
