"""What was tried, and what was wrong."""

from collections import Counter, defaultdict

# More of one kind say no more.
MOST_SHOWN = 12


class Found:
    """Of one part of the run on one database."""

    def __init__(self, name, database):
        self.name = name
        self.database = database
        self.tried = 0
        self.counts = Counter()
        self.violations = defaultdict(list)
        self.notes = []
        self.skipped = None
        self.seconds = 0

    def answered(self, answer):
        """Counts an answer by its kind; whether the program answered as it may: no 5xx, no silence."""
        self.tried += 1
        status = answer.status
        self.counts["none" if status == 0 else f"{status // 100}xx"] += 1
        return status != 0 and status < 500

    def wrong(self, kind, what):
        self.violations[kind].append(what)

    def note(self, text):
        self.notes.append(text)


def show(results):
    """Prints the table and all that was wrong; the program's exit code."""
    heads = ("what", "database", "tried", "taken", "refused", "5xx or none", "violations", "seconds", "notes")
    rows = [heads, *(row(one) for one in results)]
    widths = [max(len(line[column]) for line in rows) for column in range(len(heads))]
    print()
    for number, line in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |")
        if number == 0:
            print("| " + " | ".join("-" * width for width in widths) + " |")
    print()
    for one in results:
        for kind, all_of_kind in one.violations.items():
            for what in all_of_kind[:MOST_SHOWN]:
                print(f"VIOLATION  {one.name} on {one.database}: {kind}: {what}")
            if len(all_of_kind) > MOST_SHOWN:
                print(f"           … and {len(all_of_kind) - MOST_SHOWN} more: {kind}")
        if one.skipped:
            print(f"SKIPPED    {one.name} on {one.database}: {one.skipped}")
    bad = sum(bool(one.violations) for one in results)
    held = sum(not one.violations and not one.skipped for one in results)
    print(f"{held} hold, {bad} do not")
    return 1 if bad or not held else 0


def row(one):
    if one.skipped:
        return (one.name, one.database, "skipped", "", "", "", "", "", "")
    counts = one.counts
    return (
        one.name,
        one.database,
        f"{one.tried:,}",
        f"{counts['2xx'] + counts['3xx']:,}",
        f"{counts['4xx']:,}",
        str(counts["5xx"] + counts["none"]),
        str(sum(map(len, one.violations.values()))),
        f"{one.seconds:.1f}",
        "; ".join(one.notes),
    )
