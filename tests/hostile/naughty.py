"""Hostile text in every text field of every operation: refused, or kept and given back as it came."""

import copy
import json
import random
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from client import quoted
from contract import kind_of, pointer, value_at
from world import LEFT_OUT

STRINGS = json.loads(Path(__file__).with_name("strings.json").read_text())
THREADS = 4
# Blanks as `src/platform/text/bounded.rs` cuts them off at both ends.
BLANKS = "\t\n\r \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x2010))) + "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
TURNS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
# Longer addresses and headers are refused by every server; bodies carry these.
MOST_IN_ADDRESS = 8000
ZAWGYI = {entry["text"] for entry in STRINGS if entry["kind"] == "Zawgyi"}


def text_of(entry):
    return entry["text"] * entry.get("times", 1)


def named(text):
    shown = text if len(text) < 48 else f"{text[:40]}… ({len(text)} characters)"
    return json.dumps(shown)


def kept_forms(text):
    """What may come back for a text (docs/languages.md): itself, in NFC, without blanks at its ends and what turns it round."""
    forms = set()
    with_line_feeds = text.replace("\r\n", "\n").replace("\r", "\n")
    without_turns = {ord(mark): None for mark in map(chr, TURNS)}
    for one in (text, text.translate(without_turns), with_line_feeds, with_line_feeds.translate(without_turns)):
        for cut in (one, one.strip(BLANKS)):
            forms |= {cut, unicodedata.normalize("NFC", cut), unicodedata.normalize("NFC", cut).strip(BLANKS)}
    return forms


def is_free(schema):
    """Whether it is text that people write, and not a code, a date or a number in text's clothes."""
    return (
        kind_of(schema) == "string"
        and not {"enum", "format", "const"} & set(schema)
        and schema.get("maxLength", 0) > 20
    )


# What is given back under another name than it was sent by, because that name means something else in the answer.
GIVEN_BACK_AS = {("undo_establishment_merge", ("reason",)): ("undo_reason",)}


class Field:
    """A place for text: in a body (`at` is where), in a path, a query, a header."""

    def __init__(self, operation, where, at, schema):
        self.operation, self.where, self.at, self.schema = operation, where, at, schema

    def __str__(self):
        return f"{self.operation} {self.where} {pointer(self.at)}"


def fields(contract):
    for operation in contract.operations:
        if operation.id in LEFT_OUT:
            continue
        for (where, name), parameter in operation.parameters.items():
            schema = contract.resolved(parameter.get("schema", {}))
            if where in ("path", "query", "header"):
                yield Field(operation, where, (name,), schema)
        seen = set()
        for at, schema in contract.texts(operation.schema) if operation.schema else ():
            if at not in seen:
                seen.add(at)
                yield Field(operation, "body", at, schema)


class Run:
    def __init__(self, world, found):
        self.world = world
        self.found = found
        self.lock = threading.Lock()
        self.turns = {operation.path: threading.Lock() for operation in world.contract.operations}
        self.taken = set()
        self.tried = set()
        self.compared = 0

    def try_text(self, field, text):
        """Puts a text into a field and judges what becomes of it."""
        # Where something is replaced, what is read must be what was put, and not what another thread put meanwhile.
        with self.turns[field.operation.path] if field.operation.method in ("PUT", "PATCH") else nullcontext():
            answer = self.send(field, text)
            if answer is None:
                return
            compared = self.differing(field, text, answer) if answer.is_taken() else None
        with self.lock:
            self.judge(field, text, answer, compared)

    def send(self, field, text):
        world, operation = self.world, field.operation
        address = world.address(operation)
        body = world.example(operation) if operation.schema else None
        headers = {}
        if field.where == "body":
            body = world.contract.placed(copy.deepcopy(body), operation.schema, field.at, text)
        elif len(text) > MOST_IN_ADDRESS:
            return None
        elif field.where == "query":
            address += f"?{field.at[0]}={quoted(text)}"
        elif field.where == "path":
            parts = [quoted(text) if "{" + field.at[0] + "}" in part else part for part in operation.path.split("/")]
            filled = address.split("/")
            address = "/".join(filled[at] if "{" in part else part for at, part in enumerate(parts))
        else:
            sent = text.encode("utf-8", "surrogatepass")
            # What is no HTTP is tried over bare sockets (wire.py).
            if any(byte < 32 or byte == 127 for byte in sent):
                return None
            headers[field.at[0]] = sent
        return world.send_to(operation, address, body, headers)

    def differing(self, field, text, answer):
        """What was given back in the place of the text, when it is another."""
        if field.where != "body" or not is_free(field.schema):
            return None
        answers = [answer]
        place = answer.headers.get("location") or self.readable_at(field.operation)
        if place and place.startswith("/"):
            answers.append(self.world.client().send("GET", place, headers=self.world.credentials(field.operation)))
        at = GIVEN_BACK_AS.get((field.operation.id, field.at), field.at)
        for one in answers:
            back = value_at(one.json(), at)
            if not isinstance(back, str) or text in ZAWGYI:
                continue
            self.compared += 1
            if back not in kept_forms(text):
                return back
        return None

    def readable_at(self, operation):
        """Where what is put or changed is read."""
        if operation.method in ("PUT", "PATCH") and ("GET", operation.path) in self.world.by_path:
            return self.world.address(operation)
        return None

    def judge(self, field, text, answer, differing):
        self.tried.add(str(field))
        ok = self.found.answered(answer)
        if not ok:
            self.found.wrong(
                "not answered" if answer.status == 0 else f"answered {answer.status}",
                f"{field} {named(text)}: {answer}",
            )
        elif answer.status >= 400 and not answer.is_refused() and answer.status != 404:
            self.found.wrong(
                "a refusal in another form", f"{field} {named(text)}: {answer} {answer.headers.get('content-type')}"
            )
        if "x-injected" in answer.headers or "injected=" in answer.headers.get("set-cookie", ""):
            self.found.wrong("a header was put into the answer", f"{field} {named(text)}")
        if answer.is_taken():
            self.taken.add(str(field))
            if differing is not None:
                self.found.wrong("given back changed", f"{field} {named(text)}: {named(differing)}")


def run(world, found, options):
    """Hostile text in every text field of every operation."""
    world.settle(2 if options.long else 1)
    every = list(fields(world.contract))
    chance = random.Random(options.seed)
    texts = [text_of(entry) for entry in STRINGS]
    if options.long:
        pairs = [(field, text) for field in every for text in texts]
    else:
        # As many as there is time for: two in three of them are places where people write.
        free = [field for field in every if field.where == "body" and is_free(field.schema)]
        pairs = [(chance.choice(free if at % 3 else every), chance.choice(texts)) for at in range(50_000)]
    end = time.monotonic() + (10**6 if options.long else options.seconds)
    tries = Run(world, found)

    def attempt(pair):
        if time.monotonic() < end and world.service.is_running():
            tries.try_text(*pair)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(attempt, pairs, chunksize=1))
    found.note(
        f"{len(texts)} strings, {len(tries.tried)} of {len(every)} fields, {len(tries.taken)} of them took one; {tries.compared} read back and compared"
    )
    # A run in which nothing is ever taken has tried nothing but refusals.
    if len(tries.taken) < len(tries.tried) / 20:
        found.wrong("hardly anything was taken", f"{len(tries.taken)} fields")
