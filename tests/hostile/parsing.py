"""JSON and what is not JSON (RFC 8259), in the classes of the well-known suite: n_ must be refused, y_ is JSON, i_ is left to the
reader. The service may take less than all JSON (no member twice, no depth without end), never more."""

import json
import time

from world import LEFT_OUT

DEEP = 100_000
# Seconds, on a busy machine and without optimisation. What grows faster than the body takes longer.
LONGEST = 5
# As the value of a text member: JSON texts that must be taken …
YES = {
    "escapes": rb'"\"\\\/"',
    "a pair of surrogates": rb'"\ud83d\ude00"',
    "an escaped letter": rb'"\u0061\u0062c"',
    "UTF-8 of four bytes": '"\U0001f600"'.encode(),
    "a character that is none": '"x\uffff"'.encode(),
    "an escaped solidus": rb'"<\/b>"',
    "blanks around it": b' \t\r\n"text" \t\r\n',
    "the last character": '"x\U0010ffff"'.encode(),
    "DEL is no character of a line": b'"x"',
}
# … and what is no JSON text at all.
NO = {
    "nothing": b"",
    "a blank": b" ",
    "one quote": b'"',
    "no quotes": b"text",
    "single quotes": b"'text'",
    "an open text": b'"text',
    "a bare escape": rb'"\"',
    "an escape of none": rb'"\a"',
    "an escape in x": rb'"\x41"',
    "half an escape": rb'"\u00"',
    "an escape with blanks": rb'"\u 041"',
    "an escape out of hexadecimal": rb'"\u00zz"',
    "an escape in capitals": rb'"\U0041"',
    "an octal escape": rb'"\012"',
    "a line feed in it": b'"a\nb"',
    "a tab in it": b'"a\tb"',
    "NUL in it": b'"a\0b"',
    "NUL before": b'\0"a"',
    "NUL after": b'"a"\0',
    "the byte FF": b'"\xff"',
    "an overlong slash": b'"\xc0\xaf"',
    "an overlong NUL": b'"\xe0\x80\x80"',
    "half a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "beyond Unicode": b'"\xf4\x90\x80\x80"',
    "a cut character": b'"\xe2\x82"',
    "Latin-1": b'"\xe9"',
    "an escaped half and a letter": rb'"\ud800x"',
    "half an escaped pair": rb'"\ud800\u"',
    "the lower half alone": rb'"\udc00"',
    "halves the wrong way round": rb'"\udc00\ud800"',
    "NaN": b"NaN",
    "Infinity": b"Infinity",
    "minus infinity": b"-Infinity",
    "a plus": b"+1",
    "a leading zero": b"012",
    "a minus alone": b"-",
    "minus zero one": b"-01",
    "a point behind": b"1.",
    "a point before": b".5",
    "no exponent": b"1e",
    "no exponent after plus": b"1e+",
    "hexadecimal": b"0x1F",
    "two points": b"1.2.3",
    "a blank in a number": b"1 000",
    "an underscore in a number": b"1_000",
    "a wide digit": "\uff11".encode(),
    "a letter behind": b"1a",
    "True": b"True",
    "nul": b"nul",
    "TRUE": b"TRUE",
    "undefined": b"undefined",
    "two values": b'"a" "b"',
    "a comma behind": b'"a",',
    "an open list": b"[",
    "a closed list": b"]",
    "a comma in a list": b'["a",]',
    "a comma before": b'[,"a"]',
    "two commas": b'["a",,"b"]',
    "no comma": b'["a" "b"]',
    "a colon in a list": b'["a":1]',
    "a list closed as an object": b'["a"}',
    "an open object": b'{"a":1',
    "a comma in an object": b'{"a":1,}',
    "a name without quotes": b"{a:1}",
    "a name in single quotes": b"{'a':1}",
    "a number for a name": b"{1:1}",
    "no value": b'{"a":}',
    "no colon": b'{"a" 1}',
    "two colons": b'{"a"::1}',
    "a comment": b'"a" /* b */',
    "a line's comment": b'"a" // b\n',
    "a comment in Python": b'"a" # b',
    "a semicolon": b'"a";',
    "a non-breaking blank": b'\xc2\xa0"a"',
    "a form feed": b'\x0c"a"',
    "a word joiner": '\u2060"a"'.encode(),
    "a byte order mark within": '\ufeff"a"'.encode(),
    "an open escape": b'"\\',
    "a function": b"function(){}",
    "a date": b"new Date()",
    "backticks": b"`a`",
    "three quotes": b'"""a"""',
    "a concatenation": b'"a"+"b"',
    "a star": b"*",
    "an at": b"@",
    "a tag": b"<a>",
}
# JSON texts that are no text: refused here, because the member is one.
OTHER = {
    "a number": b"1",
    "a list": b'["a"]',
    "an object": b'{"a":"b"}',
    "a huge number": b"1" * 5000,
    "a huge exponent": b"1e999999",
    "a tiny number": b"1e-999999",
    "minus zero": b"-0",
    "many digits": b"0." + b"1" * 20000,
    "true": b"true",
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "open lists": b"[" * DEEP,
    "deep objects": b'{"a":' * (DEEP // 3) + b"1" + b"}" * (DEEP // 3),
    "open objects": b'{"a":' * (DEEP // 3),
    "mixed depth": b'[{"a":' * (DEEP // 4),
    "128 deep": b"[" * 128 + b"]" * 128,
    "many empty": b"[" + b"{}," * 40000 + b"{}]",
    "a member twice": b'{"a":1,"a":2}',
    "a huge name": b'{"' + b"a" * 200_000 + b'":1}',
    "no name": b'{"":1}',
    "__proto__": b'{"__proto__":{"admin":true}}',
    "many names": b"{" + b",".join(b'"%d":1' % n for n in range(15000)) + b"}",
}
# Whole bodies, made from one that would be taken.
WHOLE_NO = {
    "a byte order mark": lambda body: b"\xef\xbb\xbf" + body,
    "UTF-16": lambda body: body.decode().encode("utf-16"),
    "UTF-16 without mark": lambda body: body.decode().encode("utf-16-le"),
    "UTF-32": lambda body: body.decode().encode("utf-32"),
    "UTF-7": lambda body: b"+ADw-" + body,
    "a comma at the end": lambda body: body[:-1] + b",}",
    "no end": lambda body: body[:-1],
    "an end too many": lambda body: body + b"}",
    "twice": lambda body: body + body,
    "twice, in lines": lambda body: body + b"\n" + body,
    "NUL behind": lambda body: body + b"\0",
    "NUL before": lambda body: b"\0" + body,
    "in a list": lambda body: b"[" + body + b"]",
    "in a text": lambda body: json.dumps(body.decode()).encode(),
    "a prefix": lambda body: b")]}',\n" + body,
    "a call": lambda body: b"cb(" + body + b")",
    "rubbish behind": lambda body: body + b"x",
    "XML": lambda body: b"<?xml version='1.0'?><a/>",
    "a form": lambda body: b"a=1&b=2",
    "single quotes": lambda body: body.replace(b'"', b"'"),
    "the same member twice": lambda body: b'{"language":"en",' + body[1:],
    "a member twice, escaped": lambda body: rb'{"lang\u0075age":"en",' + body[1:],
    "a comment": lambda body: b"/* */" + body,
    "half its bytes": lambda body: body[: len(body) // 2],
    "one byte": lambda body: body[:1],
    "a member more": lambda body: b'{"__proto__":{},' + body[1:],
    "a form feed": lambda body: b"\x0c" + body,
    "a text for a truth": lambda body: body.replace(b"false", b'"false"').replace(b"true", b'"true"'),
}
WHOLE_YES = {
    "as it is": lambda body: body,
    "blanks around": lambda body: b" \r\n\t" + body + b"\n\n ",
    "many blanks": lambda body: b" " * 50_000 + body,
    "escaped names": lambda body: body.replace(b'"language"', rb'"\u006canguage"'),
    "indented": lambda body: json.dumps(json.loads(body), indent=8).encode(),
}
MARK = "the place of the value"
# Where a text stands that is kept as it is.
TEXT_IN = {"file_assistance_request": "narrative", "file_safety_report": "description"}
# What every operation that takes JSON meets.
EVERYWHERE = (
    "deep lists",
    "open lists",
    "deep objects",
    "mixed depth",
    "a huge number",
    "a huge exponent",
    "a huge name",
    "many names",
    "a member twice",
    "NaN",
    "the byte FF",
    "half a surrogate in UTF-8",
    "the lower half alone",
    "NUL in it",
    "nothing",
)


class Suite:
    def __init__(self, world, found):
        self.world, self.found = world, found
        self.slowest = 0

    def expect(self, wanted, operation, name, body):
        """Sends a body that must be taken (`yes`) or refused (`no`)."""
        begun = time.monotonic()
        answer = self.world.send(operation, body)
        took = time.monotonic() - begun
        self.slowest = max(self.slowest, took)
        if took > LONGEST:
            self.found.wrong("it took long", f"{operation} {name}: {took:.1f} s for {len(body):,} bytes")
        if not self.found.answered(answer):
            self.found.wrong("not answered as it may be", f"{operation} {name}: {answer}")
        elif wanted == "no" and not answer.is_refused():
            self.found.wrong("taken, or refused in another form", f"{operation} {name}: {answer}")
        elif wanted == "yes" and not answer.is_taken():
            self.found.wrong("JSON that was refused", f"{operation} {name}: {answer}")

    def of_one(self, operation, member):
        """All cases, at one operation whose member is a text."""
        plain = self.world.example(operation)
        body = json.dumps(plain).encode()
        around = json.dumps(plain | {member: MARK}).encode()
        mark = json.dumps(MARK).encode()
        for cases, wanted in ((YES, "yes"), (NO, "no"), (OTHER, "no")):
            for name, value in cases.items():
                self.expect(wanted, operation, f"{name}, as a member", around.replace(mark, value))
                self.expect("no", operation, f"{name}, alone", value)
        for cases, wanted in ((WHOLE_YES, "yes"), (WHOLE_NO, "no")):
            for name, change in cases.items():
                self.expect(wanted, operation, name, change(body))

    def everywhere(self, operation, names):
        for name in names:
            value = (NO | OTHER)[name]
            self.expect("no", operation, f"{name}, alone", value)
            # Behind a name that is not known: what is read before it is refused.
            self.expect("no", operation, f"{name}, as a member", b'{"x":' + value + b"}")


def run(world, found, options):
    """JSON and what is not JSON, at every operation that takes it."""
    suite = Suite(world, found)
    takes_json = [one for one in world.contract.operations if one.schema and one.id not in LEFT_OUT]
    for number, operation in enumerate(takes_json):
        if operation.id in TEXT_IN:
            suite.of_one(operation, TEXT_IN[operation.id])
        suite.everywhere(operation, EVERYWHERE if options.long else [EVERYWHERE[number % len(EVERYWHERE)]])
        if not world.service.is_running():
            found.wrong("the program has ended", str(operation))
            return
    found.note(f"{len(YES) + len(NO) + len(OTHER)} values, {len(WHOLE_YES) + len(WHOLE_NO)} bodies; the slowest answer took {suite.slowest:.1f} s")
