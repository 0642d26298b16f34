#!/usr/bin/env python3
"""Writes the seed as files that any system could load: CSV with a header line, and articles in Markdown.

The same arguments give the same bytes, on every machine. Names are made of syllables; no agency,
worker or place in the files exists. docs/benchmarks.md tells what the columns mean.
"""

import argparse
import csv
import datetime
import json
import pathlib
import uuid

from chance import Skewed, agency_name, dice, sentence, word

# The country of the register, its part of all agencies, and where its agencies send people.
REGISTERS = [
    ("BD", 0.16, ["SA", "MY"]),
    ("PH", 0.20, ["SG", "AE"]),
    ("ID", 0.24, ["MY", "SG"]),
    ("NP", 0.15, ["QA", "MY"]),
    ("IN", 0.25, ["AE", "SA"]),
]
STATUSES = ["valid"] * 17 + ["suspended", "revoked", "expired"]
STAGES = ["working", "returned", "left_recently"]
OCCUPATIONS = ["5311", "9111", "7111", "9313", "8160", "5131"]
DIMENSIONS = ["fees", "deception", "contract", "documents", "treatment", "help_after"]
FEES = ["recruitment_fee", "medical", "travel_lodging", "administrative"]
KINDS = ["hazard"] * 6 + ["near_miss"] * 2 + ["injury"] * 3 + ["fatality"]
HAZARDS = ["moving_machinery", "noise", "heat_uv", "vibration", "work_at_height"]
SEVERITIES = ["first_aid", "days_off", "hospital", "lasting_harm", "death"]
LIKELIHOODS = ["very_unlikely", "unlikely", "possible", "likely", "very_likely"]
# Where there is one labour inspectorate each; the first has the most reports.
INSPECTED = "MY SG AE SA QA TH JP KR HK TW KW OM BH JO LB IT PL RO CY MT".split()
# Of a hundred reports so many are over: registers grow, desks keep up.
OVER = ["fixed"] * 70 + ["closed"] * 20
OPEN = ["received"] * 5 + ["confirmed"] * 2 + ["investigating"] * 2 + ["in_progress"]
# Few agencies have many reviews; the exponent gives the busiest of 50,000 one of a hundred.
EXPONENT = 0.7
ARTICLE_LANGUAGES = ["en", "fil", "id", "vi"]
TOPICS = ["recruitment_fees", "contract", "documents", "wages", "hours_rest", "safety_health"]
DAYS = 600


def rows_of_agencies(count, seed):
    draw = dice(seed, "agencies")
    for place in range(len(REGISTERS)):
        country, share, destinations = REGISTERS[place]
        for number in range(1, int(count * share) + 1):
            yield {
                "country": country,
                "licence_number": f"{country}-{number:06}",
                "name": agency_name(draw, number),
                "trading_name": f"{word(draw)} {word(draw)}" if draw.random() < 0.3 else "",
                "address": f"{draw.randint(1, 400)} {word(draw)} Road, {word(draw)}",
                "destinations": ",".join(destinations),
                "status": draw.choice(STATUSES),
                "expires_on": str(datetime.date(2027, 1, 1) + datetime.timedelta(draw.randint(0, 900))),
            }


def rows_of_reviews(count, agencies, seed, today):
    draw, order = dice(seed, "reviews"), list(range(len(agencies)))
    dice(seed, "order").shuffle(order)
    skewed = Skewed(len(order), EXPONENT)
    tendency = dice(seed, "tendency")
    tends = [tendency.randint(1, 4) for _ in agencies]
    for _ in range(count):
        place = order[skewed.draw(draw)]
        agency, tends_to = agencies[place], tends[place]
        star = lambda: max(1, min(5, tends_to + draw.randint(0, 2) - 1))
        filed = today - datetime.timedelta(60 + int(DAYS * draw.random()))
        scores = {dimension: star() for dimension in DIMENSIONS if draw.random() < 0.6}
        row = {
            "id": str(uuid.UUID(int=draw.getrandbits(128), version=4)),
            "country": agency["country"],
            "licence_number": agency["licence_number"],
            "stage": draw.choice(STAGES),
            "destination": draw.choice(agency["destinations"].split(",")),
            "occupation": draw.choice(OCCUPATIONS),
            "recruited_month": str(filed - datetime.timedelta(90))[:7],
            "overall": star(),
            "would_recommend": int(draw.random() < 0.5),
            "fee_category": "",
            "fee_usd_cents": "",
            "income_usd_cents": "",
            "substituted": draw.choice(["yes", "no"]) if draw.random() < 0.3 else "",
            "comment": sentence(draw, draw.randint(10, 34)) if draw.random() < 0.4 else "",
            "filed_on": str(filed),
            "published_on": str(filed + datetime.timedelta(draw.randint(1, 12))),
        }
        if draw.random() < 0.6:
            row["fee_category"] = draw.choice(FEES)
            row["fee_usd_cents"] = 100 * draw.randint(100, 4000)
            row["income_usd_cents"] = 100 * draw.randint(250, 750)
        yield row | {f"score_{dimension}": scores.get(dimension, "") for dimension in DIMENSIONS}


def rows_of_reports(count, seed, today):
    draw = dice(seed, "reports")
    countries = Skewed(len(INSPECTED), EXPONENT)
    for _ in range(count):
        filed = datetime.datetime.combine(today, datetime.time()) - datetime.timedelta(
            seconds=draw.randint(3600, DAYS * 86400)
        )
        kind, is_over = draw.choice(KINDS), draw.random() < 0.9
        yield {
            "id": str(uuid.UUID(int=draw.getrandbits(128), version=4)),
            "country": INSPECTED[countries.draw(draw)],
            "kind": kind,
            "hazard": draw.choice(HAZARDS),
            "severity": draw.choice(SEVERITIES),
            "likelihood": draw.choice(LIKELIHOODS),
            "description": sentence(draw, draw.randint(8, 60)),
            "place_text": f"{word(draw)} {word(draw)}",
            "wants_update": int(draw.random() < 0.6),
            "filed_at": filed.isoformat() + "Z",
            "status": draw.choice(OVER if is_over else OPEN),
            "days_of_work": draw.randint(1, 90),
        }


def write_csv(path, rows):
    rows = iter(rows)
    first = next(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, first.keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def write_articles(folder, count, seed):
    draw = dice(seed, "articles")
    for number in range(count):
        article = folder / f"sample-question-{number:05}"
        article.mkdir(parents=True)
        country, _, destinations = REGISTERS[number % len(REGISTERS)]
        facts = (
            f'topic = "{TOPICS[number % len(TOPICS)]}"\nstages = ["working"]\njurisdiction = "{destinations[0]}"\n'
            f'origins = ["{country}"]\ndestinations = ["{destinations[0]}"]\nsectors = []\nsexes = []\n'
            f'permit_types = []\nurgent = false\neffective_from = "2024-01-01"\n'
        )
        basis = (
            '\n[[legal_basis]]\ninstrument = "A law of the sample"\nurl = "https://example.org/law"\n'
        )
        for language in ARTICLE_LANGUAGES[: 1 + number % len(ARTICLE_LANGUAGES)]:
            source = language == "en"
            text = (
                f'+++\ntitle = "{sentence(draw, 6)}"\nsummary = "{sentence(draw, 14)}"\n'
                + (facts if source else "")
                + f'translation_status = "{"source" if source else "machine"}"\n'
                + ('review_due = "2028-01-01"\n' + basis if source else "")
                + "+++\n\n## "
                + sentence(draw, 4)
                + "\n\n"
                + "\n\n".join(sentence(draw, 40) for _ in range(4))
                + "\n"
            )
            (article / f"{language}.md").write_text(text, encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=pathlib.Path)
    for name, usual in [("agencies", 50_000), ("reviews", 1_000_000), ("reports", 200_000), ("articles", 2_000)]:
        arguments.add_argument(f"--{name}", type=int, default=usual)
    arguments.add_argument("--seed", type=int, default=20_261_201)
    arguments.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date(2026, 12, 1))
    wanted = arguments.parse_args()
    wanted.folder.mkdir(parents=True)
    agencies = list(rows_of_agencies(wanted.agencies, wanted.seed))
    write_csv(wanted.folder / "agencies.csv", agencies)
    write_csv(wanted.folder / "reviews.csv", rows_of_reviews(wanted.reviews, agencies, wanted.seed, wanted.today))
    write_csv(wanted.folder / "reports.csv", rows_of_reports(wanted.reports, wanted.seed, wanted.today))
    write_articles(wanted.folder / "articles", wanted.articles, wanted.seed)
    facts = {name: getattr(wanted, name) for name in ["agencies", "reviews", "reports", "articles", "seed"]}
    (wanted.folder / "seed.json").write_text(json.dumps(facts | {"today": str(wanted.today)}) + "\n")


if __name__ == "__main__":
    main()
