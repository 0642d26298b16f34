"""The process ends at any moment."""

import random
import time


def killed(ground):
    """`kill -9` after any number of acknowledged writes, and a start as a service manager does it."""
    with ground.load() as load:
        kills = 0
        for left in ground.until():
            load.wait_for(random.randint(5, 200), seconds=min(left, 3) + 0.1)
            load.process_may_be_dead.set()
            ground.service.kill()
            load.healed()
            ground.service.start()
            load.wait_until_recovered()
            load.process_may_be_dead.clear()
            kills += 1
    ground.note(f"{kills} kills")
    return load


def killed_while_starting(ground):
    """The same while it migrates, imports and opens: nothing is left that keeps the next start from its work."""
    with ground.load() as load:
        load.process_may_be_dead.set()
        kills = 0
        for _ in ground.until():
            ground.service.kill()
            ground.service.begin_start()
            time.sleep(random.uniform(0.05, 2.0))
            kills += 1
        ground.service.kill()
        load.healed()
        ground.service.start()
        load.wait_until_recovered()
        load.process_may_be_dead.clear()
        load.wait_for(20, seconds=3)
    ground.note(f"{kills} kills")
    return load
