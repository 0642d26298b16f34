#!/usr/bin/env python3
"""Turns the seed into reference data from which `tulay` imports agencies and articles by itself.

A copy of the folder `data`, with the registers of the seed in the place of the real ones and its
articles beside the real ones.
"""

import csv
import pathlib
import shutil
import sys

MAPPING = """
name = "sample_{lower}"
country = "{country}"
title = "Sample register {country}"
regulator = "Sample authority {country}"
language = "en"
destinations = {destinations}

[file]
path = "sample_{lower}.csv"
format = "csv"

[source]
name = "benches/load"
url = "https://example.org/sample"
retrieved_on = "{today}"
licence_note = "Made up."

[row]
key = ["licence_number"]

[columns]
name = "name"
licence_number = "licence_number"
address = "address"
expires_on = "expires_on"
ignored = ["country", "destinations"]

[[alternate_names]]
column = "trading_name"
split = [" / "]
language = "en"
kind = "trading"

[status]
column = "status"
[status.words]
"valid" = "valid"
"suspended" = "suspended"
"revoked" = "revoked"
"expired" = "expired"
"""


def write_registers(seed, folder, today):
    with (seed / "agencies.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for country in sorted({row["country"] for row in rows}):
        of_country = [row for row in rows if row["country"] == country]
        lower = country.lower()
        with (folder / f"sample_{lower}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, of_country[0].keys())
            writer.writeheader()
            writer.writerows(of_country)
        destinations = str(of_country[0]["destinations"].split(",")).replace("'", '"')
        mapping = MAPPING.format(country=country, lower=lower, destinations=destinations, today=today)
        (folder / f"sample_{lower}.toml").write_text(mapping, encoding="utf-8")


def main():
    seed, shipped, folder, today = (pathlib.Path(value) for value in sys.argv[1:])
    shutil.copytree(shipped, folder)
    shutil.rmtree(folder / "registers")
    (folder / "registers").mkdir()
    write_registers(seed, folder / "registers", today)
    shutil.copytree(seed / "articles", folder / "rights", dirs_exist_ok=True)


if __name__ == "__main__":
    main()
