#!/usr/bin/env python3
"""Prints the figures of `benches/load/growth`: milliseconds at each number, and how much they grew."""

import csv
import sys

from report import NAMES, cell, rows

BOUND = 1.5


def main():
    figures = {}
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        for number, database, load, ms in csv.reader(file):
            figures.setdefault((database, load), {})[int(number)] = float(ms)
    numbers = sorted({number for of in figures.values() for number in of})
    body = []
    for (database, load), of in sorted(figures.items()):
        measured = [of[number] for number in numbers if number in of]
        growth = measured[-1] / measured[0]
        verdict = "met" if growth <= BOUND else "**not met**"
        body.append([database, NAMES[load], *(cell(of.get(number), 2) for number in numbers), f"{growth:.2f}", verdict])
    head = ["", "p50 of one client (ms)", *(f"{number:,}" for number in numbers), "grew by", f"at most {BOUND}"]
    print(rows(head, body))


if __name__ == "__main__":
    main()
