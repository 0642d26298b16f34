"""Servers of others are away, or not who they say: the provider with which staff sign in (its metadata and its keys,
JWKS), the gateway that sends texts."""

import socket
import ssl
import subprocess
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


class Impostor:
    """Somebody who answers in the place of a server, with a certificate that nobody vouches for."""

    def __init__(self, folder):
        certificate, key = folder / "impostor.pem", folder / "impostor-key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", str(key), "-out", str(certificate), "-days", "1", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}/texts"
        self.turned_away, self.told = 0, 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.settimeout(5)
            try:
                with self.context.wrap_socket(connection, server_side=True) as inside:
                    self.told += bool(inside.recv(1))
            except OSError:
                self.turned_away += 1

    def close(self):
        self.listener.close()


def false_certificate(ground):
    """The text gateway's certificate is not to be trusted: it is told nothing, texts wait, and nobody else notices."""
    impostor = Impostor(ground.folder)
    ground.restart_with(TULAY_TEXT_GATEWAY_URL=impostor.url)
    client = Client(ground.service.port)
    with ground.load(threads=4) as load:
        danger = ground.diary.begin("report", danger_now=True)
        while not load.attempt(client, danger):
            time.sleep(0.1)
        end = time.monotonic() + LONGEST_ANSWER
        while impostor.turned_away == 0 and time.monotonic() < end:
            time.sleep(0.1)
        for _ in ground.until():
            time.sleep(0.1)
    ground.expect(impostor.turned_away > 0, "nobody wanted to send the text")
    ground.expect(impostor.told == 0, "somebody with a false certificate was told something")
    waiting = int(ground.database.ask("SELECT count(*) FROM outgoing_texts")[0][0])
    ground.expect(waiting > 0, "the text was given up")
    ground.expect(load.refused == 0, "others were refused")
    client.close()
    impostor.close()
    load.recovered_after.append(0.0)
    ground.restart_with()
    ground.note(f"{impostor.turned_away} times turned away, {waiting} texts wait")
    return load
