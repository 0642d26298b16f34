"""The table at the end."""

HEADS = ("scenario", "database", "acknowledged", "lost", "doubled", "503s", "recovered after", "log", "what else")


def show(outcomes):
    """Prints the table and what was wrong; the program's exit code."""
    rows = [HEADS, *(row(outcome) for outcome in outcomes)]
    widths = [max(len(line[column]) for line in rows) for column in range(len(HEADS))]
    print()
    for number, line in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |")
        if number == 0:
            print("| " + " | ".join("-" * width for width in widths) + " |")
    print()
    wrong = [outcome for outcome in outcomes if is_wrong(outcome)]
    for outcome in wrong:
        for fault in outcome.faults or ["lost or doubled writes"]:
            print(f"VIOLATION  {outcome.scenario} on {outcome.database}: {fault}")
    for outcome in outcomes:
        if outcome.skipped:
            print(f"SKIPPED    {outcome.scenario} on {outcome.database}: {outcome.note}")
    proven = len(outcomes) - len(wrong) - sum(outcome.skipped for outcome in outcomes)
    print(f"{proven} scenarios hold, {len(wrong)} do not")
    return 1 if wrong or not proven else 0


def is_wrong(outcome):
    return bool(outcome.faults or outcome.lost or outcome.doubled)


def row(outcome):
    if outcome.skipped:
        return (outcome.scenario, outcome.database, "skipped", "", "", "", "", "", "")
    recovered = "-" if outcome.recovered_after is None else f"{outcome.recovered_after:.2f} s"
    return (
        outcome.scenario, outcome.database, str(outcome.acknowledged), str(outcome.lost), str(outcome.doubled),
        str(outcome.refused), recovered, f"{outcome.log_bytes / 2**20:.1f} MiB", outcome.note)
