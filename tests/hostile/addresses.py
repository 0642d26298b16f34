"""Webhook addresses that lead where only this machine or its neighbours are: refused when they are given, and when they have come to
lead there later (DNS rebinding). Redirects are followed nowhere: tests/api/webhooks/failing.rs,
`nobody_is_followed_elsewhere_and_who_is_gone_is_left_alone`."""

import os
import socket
import struct
import subprocess
import threading

from service import Service, free_port

PRIVATE = (
    "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.170", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
    "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "0177.0.0.01", "127.0.0.1.",
    "127.0.0.0x1", "3232235777", "0xa9fea9fe", "0251.0376.0251.0376", "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1",
    "127%2e0%2e0%2e1", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
    "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00::1]", "[ff02::1]", "[2001:db8::1]",
    "[100::1]", "localhost", "LOCALHOST", "localhost.", "a.localhost", "localhost.localdomain.local",
    "metadata.google.internal", "db.internal", "printer.local", "router.home.arpa", "intranet", "ｌocalhost",
)
OTHER = (
    "http://hooks.ngo.example/", "ftp://hooks.ngo.example/", "file:///etc/passwd",
    "gopher://hooks.ngo.example:70/_x", "javascript:alert(1)", "data:text/plain,x", "//hooks.ngo.example/",
    "https:hooks", "https://", "https:///x", "https://user@hooks.ngo.example/",
    "https://user:secret@hooks.ngo.example/", "https://hooks.ngo.example@127.0.0.1/",
    "https://127.0.0.1#@hooks.ngo.example/", "https://127.0.0.1\\@hooks.ngo.example/",
    "https://hooks.ngo.example\\.127.0.0.1/x\\..", "https://hooks.ngo.example:99999/",
    "https://hooks.ngo.example:-1/", "https://hooks.ngo.example/#fragment", "https://[::1/",
    "https://hooks.ngo.example/\r\nX-Injected: 1", "https://hooks ngo.example/",
    "https://127.0.0.1%00.ngo.example/", "https://127.0.0.1\0.ngo.example/", "https://%6c%6f%63%61%6c%68%6f%73%74/",
    "HTTPS://127.0.0.1/", "https:/127.0.0.1/", "https:127.0.0.1", "https://\t127.0.0.1/",
    "\u0000https://hooks.ngo.example/",
)
# A name leads here first; nobody asks it before it leads elsewhere.
PUBLIC = "93.184.215.14"
LATER = (
    ["127.0.0.1"], ["::1"], [PUBLIC, "127.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"],
    ["10.0.0.1", "fd00::1"],
)
RESOLVER = "127.0.0.77"


def endpoint(url, number=0):
    return {"name": f"System {number}", "url": url, "event_types": ["assistance_request.assigned"]}


class Names(threading.Thread):
    """A name server: every name leads to `addresses`, for no time."""

    def __init__(self):
        super().__init__(daemon=True)
        self.addresses = [PUBLIC]
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((RESOLVER, 53))

    def run(self):
        while True:
            try:
                question, who = self.socket.recvfrom(4096)
            except OSError:
                return
            self.asked += 1
            self.socket.sendto(self.answer(question), who)

    def answer(self, question):
        end = 12
        while question[end]:
            end += question[end] + 1
        asked = question[12 : end + 5]
        (kind,) = struct.unpack(">H", question[end + 1 : end + 3])
        found = [packed(address) for address in self.addresses if (":" in address) == (kind == 28) and kind in (1, 28)]
        records = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(one)) + one for one in found)
        return question[:2] + struct.pack(">HHHHH", 0x8180, 1, len(found), 0, 0) + asked + records


def packed(address):
    return socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)


def run(world, found, options):
    """Webhook addresses that lead to this machine or its neighbours, at once or later."""
    create = world.by_path["POST", "/v1/staff/webhook-endpoints"]
    urls = (
        [f"https://{host}/hook" for host in PRIVATE]
        + [f"https://{host}:8443/" for host in PRIVATE[:: 1 if options.long else 6]]
        + list(OTHER)
    )
    for url in urls:
        answer = world.send(create, endpoint(url))
        if not found.answered(answer):
            found.wrong("not answered as it may be", f"{url!r}: {answer}")
        elif not answer.is_refused():
            found.wrong("an address that leads within was taken", f"{url!r}: {answer}")
    found.note(f"{len(urls)} addresses")
    rebinding(world, found)


def rebinding(world, found):
    """A name that leads to a public server when it is given, and to this machine when it is asked."""
    why = None
    try:
        names = Names()
    except OSError as error:
        why = str(error)
    folder = world.service.folder / "rebinding"
    folder.mkdir()
    resolver = folder / "resolv.conf"
    resolver.write_text(f"nameserver {RESOLVER}\noptions timeout:1 attempts:1\n")
    before = ["unshare", "--mount", "sh", "-c", f'mount --bind {resolver} /etc/resolv.conf && exec "$@"', "sh"]
    if why is None and (os.getuid() != 0 or subprocess.run([*before, "true"], capture_output=True).returncode != 0):
        names.socket.close()
        why = "needs root, to give the program a name server of its own"
    if why:
        found.note(f"names that change were NOT tried: {why}")
        return
    names.start()
    service = Service(world.service.program, folder, None, before=before)
    try:
        service.start()
        changing(world, found, service, names)
    finally:
        service.stop()
        names.socket.close()


def changing(world, found, service, names):
    other = type(world)(service)
    create = other.by_path["POST", "/v1/staff/webhook-endpoints"]
    listener = socket.create_server(("127.0.0.1", free_port()))
    listener.settimeout(0.1)
    port = listener.getsockname()[1]
    for number, addresses in enumerate(LATER):
        name = f"n{number}.rebinding.hostile.example"
        names.addresses = addresses
        at_once = other.send(create, endpoint(f"https://{name}:{port}/hook", number))
        if not found.answered(at_once) or not at_once.is_refused():
            found.wrong("a name that leads within was taken", f"{addresses}: {at_once}")
        names.addresses = [PUBLIC]
        made = other.send(create, endpoint(f"https://later-{name}:{port}/hook", number))
        if not made.is_taken():
            found.wrong("a name that leads to a public server was refused", str(made))
            continue
        names.addresses = addresses
        place = f"/v1/staff/webhook-endpoints/{made.json()['id']}"
        tested = other.client().send("POST", f"{place}/test", headers=other.members[0].bearer())
        if not found.answered(tested) or b'"ok"' in tested.body or b'"delivered"' in tested.body:
            found.wrong("it was asked where it leads now", f"{addresses}: {tested}")
        if was_called(listener):
            found.wrong("somebody on this machine was called", f"{addresses}")
        other.client().send("DELETE", place, headers=other.members[0].bearer())
    listener.close()
    found.note(f"{len(LATER)} names that change, {names.asked} questions about them")
    if not names.asked:
        found.wrong("nothing was tried", "the program did not ask the name server")
    for fault in service.faults():
        found.wrong("afterwards", fault)


def was_called(listener):
    try:
        listener.accept()[0].close()
    except TimeoutError:
        return False
    return True
