"""What is done to the service. A scenario is a function of a ground (`ground.py`): it does harm while a load files
reports, mends it without touching the service, and returns the load."""

from scenarios import clients, clock, database, disk, files, instances, outside, process

SQLITE, POSTGRES, BOTH, NEITHER = ("sqlite",), ("postgres",), ("sqlite", "postgres"), ()

# Name, scenario, on which databases, and on which of them in the short run, too.
ALL = [
    ("kill -9 at random moments", process.killed, BOTH, BOTH),
    ("kill -9 while it starts", process.killed_while_starting, BOTH, NEITHER),
    ("PostgreSQL stopped and started", database.stopped, POSTGRES, POSTGRES),
    ("PostgreSQL crashes", database.crashed, POSTGRES, POSTGRES),
    ("PostgreSQL cut off", database.cut_off, POSTGRES, POSTGRES),
    ("PostgreSQL silent", database.silent, POSTGRES, NEITHER),
    ("PostgreSQL slow", database.slow, POSTGRES, POSTGRES),
    ("disk full", disk.full, BOTH, BOTH),
    ("file cannot grow", disk.cannot_grow, SQLITE, SQLITE),
    ("evidence store read-only", files.read_only, BOTH, SQLITE),
    ("2,000 idle and slow connections", clients.idle_and_slow, BOTH, SQLITE),
    ("clients gone", clients.gone, BOTH, POSTGRES),
    ("sign-in provider away", outside.provider_away, BOTH, SQLITE),
    ("false certificate", outside.false_certificate, BOTH, SQLITE),
    ("two instances, one killed", instances.one_of_two_killed, POSTGRES, POSTGRES),
    # The last: the database remembers times that are yet to come.
    ("clock jumps", clock.jumps, BOTH, SQLITE),
]
