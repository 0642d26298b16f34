"""People of organisations, who sign in as the contract says."""

import json
import time
import uuid

from client import Client
from organisation import PASSWORD, one_time_code


class Person:
    """Somebody with an account and a session, which every instance knows."""

    def __init__(self, service, organisation, name, roles, made_with=()):
        arguments = [argument for role in roles for argument in ("--role", role)]
        made = service.run("staff", "create", "--organisation", organisation, *made_with, "--name", name,
                           "--display-name", "Member", *arguments)
        if made.returncode != 0:
            raise RuntimeError(made.stderr)
        self.account = line_of(made.stdout, "account:")
        set_up = line_of(made.stdout, "one-time set-up token")
        client = Client(service.port)
        begun = sent(client, "POST", "/v1/account-set-ups", {"token": set_up, "password": PASSWORD}).json()
        secret = begun["second_factor"]["secret"]
        # The code of the set-up and that of the session must differ, and both belong to the same half minute.
        if time.time() % 30 > 27:
            time.sleep(4)
        sent(client, "POST", "/v1/account-set-ups/confirm", {"token": set_up, "code": one_time_code(secret, 0)})
        session = {"name": name, "password": PASSWORD, "code": one_time_code(secret, 1)}
        self.bearer = sent(client, "POST", "/v1/sessions", session).json()["access_token"]
        client.close()


def line_of(text, beginning):
    """The last word of the line that begins so."""
    return next(line for line in text.splitlines() if line.startswith(beginning)).rsplit(" ", 1)[1]


def sent(client, method, path, body=None, bearer=None, tag=None):
    """Sends what must be taken; the answer."""
    headers = {"If-Match": tag} if tag else {}
    content = None if body is None else json.dumps(body)
    answer = client.send(method, path, content, key=str(uuid.uuid4()), bearer=bearer, headers=headers)
    if not answer.is_kept():
        raise RuntimeError(f"{method} {path}: {answer.status} {answer.body[:300]!r}")
    return answer
