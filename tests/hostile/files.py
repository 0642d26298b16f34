"""Bombs, files that are two things at once, and names that lead elsewhere, in every place that takes files: refused or made harmless,
in bounded memory."""

import base64
import uuid

from made import MARK, cases

# What one run may add to the most memory that the program has had. A photo of 64 million pixels may be decoded for its small picture.
MOST_MEMORY = 320 * 1024 * 1024
# What is sent as the body of one request, and as what.
DECLARED = (
    "image/png", "image/jpeg", "image/webp", "application/pdf", "audio/ogg", "audio/wav", "audio/mpeg", "audio/mp4",
    "video/mp4", "video/webm",
)
NAMES = (
    "../../../../etc/passwd", "..\\..\\x", "/etc/passwd", "a\r\nX-Injected: 1.png", 'a"; filename="x.html',
    "\0.png", "\u202egnp.exe", "CON", "." * 300, "a" * 5000, "<img src=x>", "%2e%2e%2f", "é\ufffe", "",
)

TUS = {"Tus-Resumable": "1.0.0"}
LENGTHS = ("-1", "1e3", "99999999999999999999", "0x10", "", "1,1", "10485761", "9223372036854775807")
METADATA = ("filename", "filename !!!", "a b c", ",,,", "x " + "A" * 4000, "filename YQ==,filename Yg==", "\xe9 YQ==", "filename YR==")


class Run:
    def __init__(self, world, found):
        self.world, self.found = world, found
        self.receipts = 0

    def send(self, operation, name, content, declared, headers=None):
        answer = self.world.send(operation, content, {"Content-Type": declared} | (headers or {}))
        if not self.found.answered(answer) and answer.status != 0:
            self.found.wrong("not answered as it may be", f"{operation} {name} as {declared}: {answer}")
        elif answer.status == 0 and not self.world.service.is_running():
            self.found.wrong("the program has ended", f"{operation} {name} as {declared}")
        elif answer.is_taken():
            self.look_at(operation, name, answer)
        return answer

    def look_at(self, operation, name, answer):
        """What was taken is given back without what does not belong to it, and as something that no browser runs."""
        place = answer.headers.get("location")
        if not place:
            return
        back = self.world.client().send("GET", place, headers=self.world.credentials(operation))
        kind = back.headers.get("content-type", "")
        if MARK in back.body:
            self.found.wrong("markup came back", f"{operation} {name}: {kind}")
        if back.is_taken() and back.headers.get("x-content-type-options") != "nosniff":
            self.found.wrong("a browser may guess what it is", f"{operation} {name}: {kind}")
        if any(bad in kind for bad in ("html", "svg", "xml", "javascript")):
            self.found.wrong("a browser would run it", f"{operation} {name}: {kind}")


def takes_files(operation):
    return operation.method in ("POST", "PUT") and any(
        kind.split("/")[0] in ("image", "audio", "video") or kind in ("application/pdf", "text/csv")
        for kind in operation.media_types
    )


def run(world, found, options):
    """Bombs, files that are two things at once, and names that lead elsewhere."""
    world.settle(2 if options.long else 1)
    before = world.service.most_memory()
    tries = Run(world, found)
    places = [one for one in world.contract.operations if takes_files(one)]
    every = cases(options.long)
    for number, operation in enumerate(places):
        # In the short run each file is tried in two places.
        for at, (name, content) in enumerate(every):
            if not options.long and (at + number) % len(places) > 1:
                continue
            kinds = (
                [kind for kind in operation.media_types if kind in DECLARED or kind == "text/csv"]
                if options.long
                else [fitting(operation, content, at)]
            )
            for declared in kinds:
                tries.send(operation, name, content, declared)
            # A case holds so many files.
            if at % 12 == 11:
                world.receipts.clear()
    part_by_part(world, found, every, options)
    grown = world.service.most_memory() - before
    found.note(f"{len(places)} places, {len(every)} files; memory grew by {grown // 2**20} MiB")
    if grown > MOST_MEMORY:
        found.wrong("memory", f"grew by {grown // 2**20} MiB")


def fitting(operation, content, at):
    """The kind that a file says it is, where the place takes it; else any that it takes."""
    signs = {
        b"\x89PNG": "image/png",
        b"\xff\xd8": "image/jpeg",
        b"RIFF": "image/webp",
        b"%PDF": "application/pdf",
        b"OggS": "audio/ogg",
        b"\x1aE": "video/webm",
    }
    guess = next(
        (kind for sign, kind in signs.items() if content.startswith(sign)),
        "video/mp4" if content[4:8] == b"ftyp" else None,
    )
    return guess if guess in operation.media_types else operation.media_types[at % len(operation.media_types)]


def part_by_part(world, found, every, options):
    """Uploads in parts (tus): names, lengths, offsets and checksums that are none."""
    for name in NAMES:
        coded = base64.b64encode(name.encode("utf-8", "surrogatepass")).decode()
        answer = begin(world, "9", f"filename {coded},filetype {base64.b64encode(b'image/png').decode()}")
        judge(found, f"the name {name[:20]!r}", answer)
    for length in LENGTHS:
        judge(found, f"the length {length}", begin(world, length), refused=True)
    for metadata in METADATA:
        judge(found, f"the metadata {metadata[:20]!r}", begin(world, "9", metadata))
    for place in (str(uuid.uuid4()), "..%2f..%2fetc", "%00", "x"):
        judge(found, f"the upload {place}", proceed(world, f"/v1/receipt/uploads/{place}", b"x", "0"), refused=True)
    for name, content in [case for case in every if case[1]][:: 1 if options.long else 6]:
        in_parts(world, found, name, content)


def in_parts(world, found, name, content):
    """One file, announced, with parts that do not fit, and then as a whole."""
    world.receipts.clear()
    begun = begin(world, str(len(content)))
    judge(found, f"{name} in parts", begun)
    place = begun.headers.get("location")
    if not place:
        return
    for offset in ("-1", "5", "x", "99999999999999999999"):
        judge(found, f"the offset {offset}", proceed(world, place, content, offset), refused=True)
    wrong = {"Upload-Checksum": "sha1 " + base64.b64encode(bytes(20)).decode()}
    judge(found, "a wrong checksum", proceed(world, place, content, "0", wrong), refused=True)
    judge(found, f"{name} in one part", proceed(world, place, content, "0"))


def begin(world, length, metadata=None):
    named = {"Upload-Metadata": metadata} if metadata is not None else {}
    return world.send(world.by_path["POST", "/v1/receipt/uploads"], None, TUS | {"Upload-Length": length} | named)


def proceed(world, place, content, offset, more=None):
    operation = world.by_path["PATCH", "/v1/receipt/uploads/{upload_id}"]
    headers = {"Upload-Offset": offset, "Content-Type": "application/offset+octet-stream"}
    return world.send_to(operation, place, content, TUS | headers | (more or {}))


def judge(found, what, answer, refused=False):
    if not found.answered(answer):
        found.wrong("not answered as it may be", f"uploads, {what}: {answer}")
    elif refused and not 400 <= answer.status < 500:
        found.wrong("taken", f"uploads, {what}: {answer}")
    if "x-injected" in answer.headers:
        found.wrong("a header was put into the answer", f"uploads, {what}")
