"""Whether a licence expression (SPDX) is allowed."""

import re


class Expression:
    """`MIT OR Apache-2.0`, `(MIT OR Apache-2.0) AND Unicode-3.0`, `Apache-2.0 WITH LLVM-exception`, or the older `MIT/Apache-2.0`."""

    def __init__(self, text: str, allowed: set[str]):
        self.tokens = re.findall(r"[()]|[^\s()]+", text.replace("/", " OR "))
        self.allowed = allowed

    def is_allowed(self) -> bool:
        allowed = self.either()
        assert not self.tokens, f"what follows is no part of an expression: {self.tokens}"
        return allowed

    def next_is(self, word: str) -> bool:
        found = bool(self.tokens) and self.tokens[0] == word
        if found:
            self.tokens.pop(0)
        return found

    def either(self) -> bool:
        allowed = self.both()
        while self.next_is("OR"):
            allowed = self.both() or allowed
        return allowed

    def both(self) -> bool:
        allowed = self.one()
        while self.next_is("AND"):
            allowed = self.one() and allowed
        return allowed

    def one(self) -> bool:
        if self.next_is("("):
            allowed = self.either()
            assert self.next_is(")"), "a parenthesis is not closed"
            return allowed
        name = self.tokens.pop(0)
        if self.next_is("WITH"):
            name += f" WITH {self.tokens.pop(0)}"
        return name in self.allowed
