"""What is done to the service. A scenario is a function of a ground (`ground.py`): it does harm while a load files
reports, mends it without touching the service, and returns the load."""

from scenarios import clients, clock, database, disk, files, instances, outside, process

# Name, scenario, on which databases, whether also in the short run.
ALL = [
    ("kill -9 at random moments", process.killed, ("sqlite", "postgres"), True),
    ("kill -9 while it starts", process.killed_while_starting, ("sqlite", "postgres"), False),
    ("PostgreSQL stopped and started", database.stopped, ("postgres",), True),
    ("PostgreSQL crashes", database.crashed, ("postgres",), True),
    ("PostgreSQL cut off", database.cut_off, ("postgres",), True),
    ("PostgreSQL silent", database.silent, ("postgres",), True),
    ("PostgreSQL slow", database.slow, ("postgres",), True),
    ("disk full", disk.full, ("sqlite", "postgres"), True),
    ("file cannot grow", disk.cannot_grow, ("sqlite",), True),
    ("evidence store read-only", files.read_only, ("sqlite",), True),
    ("clock jumps", clock.jumps, ("sqlite", "postgres"), True),
    ("2,000 idle and slow connections", clients.idle_and_slow, ("sqlite",), True),
    ("clients gone", clients.gone, ("sqlite", "postgres"), True),
    ("sign-in provider away", outside.provider_away, ("sqlite",), True),
    ("two instances, one killed", instances.one_of_two_killed, ("postgres",), True),
]
