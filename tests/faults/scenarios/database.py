"""PostgreSQL is away, ends, or is slow. Nobody touches the service meanwhile."""

import time


def stopped(ground):
    """As for an update of the server: it ends what is under way, stays away, and is back."""
    return _away(ground, lambda: ground.database.stop("fast"), ground.database.start)


def crashed(ground):
    """As after a power cut of its machine: it recovers from its log."""
    return _away(ground, lambda: ground.database.stop("immediate"), ground.database.start)


def cut_off(ground):
    """The network between both ends all connections, and each new one."""
    return _away(ground, ground.proxy.cut, ground.proxy.heal)


def _away(ground, harm, mend):
    with ground.load() as load:
        load.wait_for(20, seconds=3)
        harm()
        time.sleep(ground.seconds / 2)
        ground.expect(not ground.service.is_ready(), "it says that it is ready without its database")
        ground.expect(load.refused > 0, "nobody was told to come back")
        mend()
        load.healed()
        load.wait_until_recovered()
        load.wait_for(20, seconds=3)
    return load


# Longer than the service may keep somebody waiting.
LONGEST_SILENCE = 66


def silent(ground):
    """Connections stay and nothing comes through: as when the server's machine hangs. Whoever waits must be told to
    come back all the same, and the first that come through again are answered."""
    with ground.load() as load:
        load.wait_for(20, seconds=3)
        ground.proxy.swallow()
        time.sleep(LONGEST_SILENCE)
        ground.expect(load.refused > 0, "who waited for a silent database was not told to come back")
        ground.proxy.heal(forget=False)
        load.healed()
        load.wait_until_recovered()
        load.wait_for(20, seconds=3)
    return load


def slow(ground):
    """Every packet takes its time, in both directions."""
    with ground.load() as load:
        load.wait_for(20, seconds=3)
        ground.proxy.delay = 0.02
        for _ in ground.until():
            time.sleep(0.1)
        ground.proxy.heal(forget=False)
        load.healed()
        load.wait_until_recovered()
        load.wait_for(20, seconds=3)
    ground.note(f"slowest answer {load.slowest:.1f} s")
    return load
