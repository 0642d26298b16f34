"""The database's disk takes nothing any more."""

import errno
import time

from ground import Skipped


def full(ground):
    """Somebody else has filled the disk, and makes room again."""
    if ground.disk is None:
        raise Skipped("needs the right to mount a small tmpfs")
    ballast = ground.disk / "ballast"
    with ground.load() as load:
        load.wait_for(20, seconds=3)
        fill(ballast)
        _wait_for_refusals(ground, load)
        ballast.unlink()
        # PostgreSQL may have given up when it could not even write its log; its service manager starts it again.
        ground.database.start_if_ended()
        load.healed()
        load.wait_until_recovered()
        load.wait_for(20, seconds=3)
    return load


def cannot_grow(ground):
    """The same without any right: no file of the process may grow. The system says "file too large" instead of "no
    space", as it says other things with a quota or a broken disk; it must be the same to the caller."""
    with ground.load() as load:
        load.wait_for(20, seconds=3)
        ground.service.limit_file_size(ground.database.log_bytes() + 64 * 1024)
        _wait_for_refusals(ground, load)
        ground.service.limit_file_size(None)
        load.healed()
        load.wait_until_recovered()
        load.wait_for(20, seconds=3)
    return load


def _wait_for_refusals(ground, load):
    """Until the load has met the limit, and then for the time of the scenario."""
    end = time.monotonic() + 20
    while load.refused == 0 and not load.faults and time.monotonic() < end:
        time.sleep(0.05)
    ground.expect(load.refused > 0, "nobody was told that there is no room")
    for _ in ground.until():
        time.sleep(0.1)


def fill(ballast):
    """Writes until there is no room."""
    for piece in (1 << 20, 4096):
        try:
            with ballast.open("ab", buffering=0) as file:
                while file.write(bytes(piece)) == piece:
                    pass
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
