"""Whether the time that a refusal takes tells something about receipt codes that are not one's own.

Who holds a code is let in, and is told when it was given up (410): those are no secrets. What must not be told is how near a guess
came. The throttle against guessing is switched off by settings (service.py); with it, a network has twenty tries a minute (README).
"""

import http.client
import math
import random
import secrets
import statistics
import time

from people import PASSWORD

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORT, LONG = 500, 10_000
# Of differences that mean nothing, so many are taken for one that does: in the short run, once in ten thousand.
SHORT_CHANCE, LONG_CHANCE = 1e-4, 1e-3
SIGN_INS = 200


def check_symbol(values):
    """As in src/platform/crypto/receipt_code.rs."""
    total = 0
    for value in (*values, 0):
        total = ((total << 1) ^ (0b100101 if total & 16 else 0)) & 31 ^ value
    return total


def code_of(values):
    return "".join(SYMBOLS[value] for value in (*values, check_symbol(values)))


def never_given():
    return code_of([secrets.randbelow(32) for _ in range(19)])


def values_of(code):
    return [SYMBOLS.index(symbol) for symbol in code.replace("-", "")][:19]


def neighbour(code):
    """Well-formed, and the same but for its last two symbols."""
    values = values_of(code)
    values[18] = (values[18] + 1 + secrets.randbelow(31)) % 32
    return code_of(values)


def malformed():
    code = never_given()
    return code[:19] + SYMBOLS[(SYMBOLS.index(code[19]) + 1) % 32]


class Watch:
    """Asks on one connection and measures from the last byte sent to the first received."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, path, headers, body=None):
        begun = time.perf_counter_ns()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        took = time.perf_counter_ns() - begun
        response.read()
        return response.status, took / 1000


def interleaved(ways, rounds, ask):
    """Microseconds of each way, asked in an order by chance within each round."""
    times = {name: [] for name in ways}
    order = list(ways)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            times[name].append(ask(ways[name]()))
    return times


def chance_of_difference(one, other):
    """Mann–Whitney: how likely two samples of the same kind differ so much (two-sided, normal approximation, ties averaged)."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        ranks += (at + end + 1) / 2 * sum(1 for entry in ranked[at:end] if entry[1] == 0)
        at = end
    first, second = len(one), len(other)
    u = ranks - first * (first + 1) / 2
    spread = math.sqrt(first * second * (first + second + 1) / 12)
    return math.erfc(abs(u - first * second / 2) / spread / math.sqrt(2))


def run(world, found, options):
    """Refusals of receipt codes that never were and of those that nearly are: none is told apart by its time."""
    rounds, limit = (LONG, LONG_CHANCE) if options.long else (SHORT, SHORT_CHANCE)
    watch = Watch(world.service.port)
    given_up = [world.file("safety-report") for _ in range(20)]
    for code in given_up:
        gone = world.client().send(
            "POST",
            "/v1/receipt/revoke",
            {"understood": "nobody_can_follow_any_more"},
            {"Authorization": f"Receipt {code}"},
        )
        if not gone.is_taken():
            raise RuntimeError(f"cannot give up a code: {gone}")
    kept = [world.file("assistance-request") for _ in range(20)]
    ways = {
        "never given": never_given,
        "given up": lambda: random.choice(given_up),
        "the neighbour of one that opens": lambda: neighbour(random.choice(kept)),
        "never given, again": never_given,
    }

    def ask(code):
        status, took = watch.ask("GET", "/v1/receipt", {"Authorization": f"Receipt {code}"})
        found.tried += 1
        found.counts[f"{status // 100}xx"] += 1
        # That a code was given up is said openly (410).
        if status != 401 and not (status == 410 and code in given_up):
            found.wrong("not 401", f"{status} for {code}")
        return took

    interleaved(ways, 50, ask)
    compare(found, "codes", interleaved(ways, rounds, ask), "never given", limit)
    others = interleaved({"malformed": malformed}, rounds // 5, ask)
    found.note(f"malformed {statistics.median(others['malformed']):.0f} µs (anybody can tell that by the check symbol)")
    if options.long:
        sign_ins(world, found, watch, limit)


def compare(found, what, times, base, limit):
    middles = {name: statistics.median(values) for name, values in times.items()}
    noise = abs(middles[base] - middles[f"{base}, again"])
    told = [f"{name} {middle:.0f} µs" for name, middle in middles.items()]
    found.note(f"{what}, {len(times[base])} each: {', '.join(told)}; noise {noise:.1f} µs")
    for name, values in times.items():
        chance = chance_of_difference(times[base], values)
        difference = abs(middles[name] - middles[base])
        # Both must speak: a difference that chance does not make, and that is larger than that of a thing with itself.
        if name not in (f"{base}, again", "given up") and chance < limit and difference > 2 * noise:
            found.wrong(
                "told apart by its time",
                f"{what}: {name} by {difference:.1f} µs (p = {chance:.1e}, noise {noise:.1f} µs)",
            )


def sign_ins(world, found, watch, limit):
    """Names of accounts that are there and that are not, with a wrong password."""
    there = world.members[0].name
    number = iter(range(10**9))

    def ask(name):
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{secrets.token_hex(12)}"'}
        status, took = watch.ask(
            "POST", "/v1/sessions", headers, f'{{"name": "{name}", "password": "{PASSWORD} no", "code": "000000"}}'
        )
        found.tried += 1
        found.counts[f"{status // 100}xx"] += 1
        if status != 401:
            found.wrong("not 401", f"{status} for a wrong password")
        return took

    def nobody():
        return f"x{next(number):05}@hostile.example"

    ways = {"unknown names": nobody, "a known name": lambda: there, "unknown names, again": nobody}
    compare(found, "sign-in", interleaved(ways, SIGN_INS, ask), "unknown names", limit)
