"""The machine's clock is put forward and back while the service works."""

import random
import time
from pathlib import Path

from ground import Skipped

LIBRARY = "libfaketimeMT.so.1"
# Hours from the true time. Less than the seven days for which keys are remembered: what is forgotten then is
# forgotten by intention.
JUMPS = [36, -36, 60, -1, 0.5]


def jumps(ground):
    """Forward by days, back by days, under load; only the service sees it."""
    library = next(Path("/usr/lib").glob(f"*/faketime/{LIBRARY}"), None)
    if library is None:
        raise Skipped("needs libfaketime (apt-get install libfaketime)")
    time_file = ground.folder / "time"
    time_file.write_text("+0\n")
    ground.restart_with(
        LD_PRELOAD=str(library), FAKETIME_TIMESTAMP_FILE=str(time_file), FAKETIME_NO_CACHE="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1", DONT_FAKE_MONOTONIC="1")
    # The database remembers times that are yet to come.
    ground.doctor_says = ("WRONG clock",)
    with ground.load() as load:
        jumped = 0
        for left in ground.until():
            hours = JUMPS[jumped % len(JUMPS)]
            new = ground.folder / "time.new"
            new.write_text(f"{hours:+}h\n")
            new.replace(time_file)
            load.healed()
            load.wait_until_recovered()
            load.wait_for(random.randint(5, 40), seconds=min(left, 2))
            jumped += 1
    ground.expect(load.refused == 0, "somebody was refused because of the time")
    ground.restart_with()
    ground.note(f"{jumped} jumps")
    return load
