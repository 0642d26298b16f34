"""Chance that is the same each time, and names that nobody has."""

import bisect
import itertools
import random

SYLLABLES = (
    "ba ko ri sen tal mu ni pra dok lim va shu gar hei jo kya thu wen xo yam zi fal ger cu "
    "nor pel dra mo sif bru ket lan oru qua ves tho mir gol ash"
).split()
KINDS = ["Overseas", "Manpower", "International", "Recruitment", "Placement", "Employment Services"]
FORMS = ["", "", " Ltd", " Pvt Ltd", " Inc", " PT", " Co"]


def dice(seed, part):
    """Chance of its own for each part, so that one part's size changes no other."""
    return random.Random(f"{seed}/{part}")


def word(draw):
    return "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).capitalize()


def agency_name(draw, number):
    """A name of syllables; every tenth number is part of it, as in some real ones."""
    name = f"{word(draw)} {word(draw)} {draw.choice(KINDS)}{draw.choice(FORMS)}"
    return f"{name} {number}" if number % 10 == 0 else name


def sentence(draw, words):
    text = " ".join(word(draw).lower() for _ in range(words))
    return text.capitalize() + "."


class Skewed:
    """Draws places from 0 on; the place k is drawn in proportion to (k + 1) ** -exponent (Zipf)."""

    def __init__(self, count, exponent):
        weights = ((place + 1) ** -exponent for place in range(count))
        self.sums = list(itertools.accumulate(weights))

    def draw(self, draw):
        return bisect.bisect_left(self.sums, draw.random() * self.sums[-1])
