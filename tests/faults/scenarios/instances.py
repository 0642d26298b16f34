"""Several instances on one database."""

import random
import threading

from client import Client, NoAnswer
from service import Service


def one_of_two_killed(ground):
    """Both are used by the same clients, with the same keys, also at the same moment. One is killed again and again;
    the other goes on, and takes what the first one did not finish."""
    other = Service(ground.program, ground.folder, "other", ground.service.database_url)
    other.start()
    try:
        with ground.load(also=[other]) as load:
            kills = 0
            for left in ground.until():
                file_at_both(ground, load, other)
                load.wait_for(random.randint(5, 60), seconds=min(left, 2) + 0.1)
                load.process_may_be_dead.set()
                other.kill()
                load.healed()
                load.wait_until_recovered()
                load.wait_for(random.randint(5, 60), seconds=2)
                other.start()
                load.process_may_be_dead.clear()
                kills += 1
        ground.outcome.faults += other.panics()
    finally:
        other.stop()
    ground.note(f"{kills} kills")
    return load


def file_at_both(ground, load, other):
    """One key at two instances at the same moment, several times."""
    clients = [Client(ground.service.port), Client(other.port)]
    for _ in range(5):
        entry = ground.diary.begin()
        both = [threading.Thread(target=attempt, args=(load, client, entry)) for client in clients]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        while entry.id is None and not attempt(load, clients[0], entry):
            pass
    for client in clients:
        client.close()


def attempt(load, client, entry):
    try:
        return load.attempt(client, entry)
    except NoAnswer:
        return False
