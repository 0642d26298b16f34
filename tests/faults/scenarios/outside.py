"""Servers of others are away: the provider with which staff sign in (its metadata and its keys, JWKS)."""

import threading
import time

from client import Client, NoAnswer

# A name that leads nowhere by definition (RFC 6761).
NOWHERE = "https://login.example.invalid"
LONGEST_ANSWER = 15


def provider_away(ground):
    """Whoever wants to sign in with it is told to come back; everybody else notices nothing."""
    ground.restart_with(
        TULAY_OPENID_ISSUER=NOWHERE, TULAY_OPENID_CLIENT_ID="tulay",
        TULAY_OPENID_REDIRECT_URL="https://desk.example/signed-in")
    statuses = []

    def sign_in(number):
        client = Client(ground.service.port, patience=LONGEST_ANSWER)
        try:
            answer = client.send("POST", "/v1/sessions/openid", "{}", key=f"sign-in-{time.monotonic_ns()}-{number}")
            statuses.append(answer.fault() or answer.status)
        except NoAnswer as error:
            statuses.append(str(error))

    with ground.load(threads=4) as load:
        while_away = [threading.Thread(target=sign_in, args=(number,)) for number in range(40)]
        for thread in while_away:
            thread.start()
        for thread in while_away:
            thread.join()
        ground.expect(ground.service.is_ready(), "it says that it is not ready because of others")
        for _ in ground.until():
            time.sleep(0.1)
    ground.expect(statuses == [503] * len(while_away), f"who wanted to sign in was answered {set(statuses)}")
    ground.expect(load.refused == 0, "others were refused, too")
    load.recovered_after.append(0.0)
    ground.restart_with()
    ground.note(f"{len(statuses)} sign-ins told to come back, slowest report {load.slowest:.1f} s")
    return load
