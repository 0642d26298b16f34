"""Bombs, files that are two things at once, and names that lead elsewhere, in every place that takes files: refused or made harmless,
in bounded memory."""

import base64
import struct
import uuid
import zlib

from service import REPOSITORY

# Markup that a browser must never find in what it is given back.
MARK = b"<script>alert('hostile')</script>"
# What one run may add to the most memory that the program has had. A photo of 64 million pixels may be decoded for its small picture.
MOST_MEMORY = 320 * 1024 * 1024
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + MARK + b"</svg>"
# What is sent as the body of one request, and as what.
DECLARED = ("image/png", "image/jpeg", "image/webp", "application/pdf", "audio/ogg", "audio/wav", "audio/mpeg", "audio/mp4", "video/mp4", "video/webm")


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, rows=None, extra=b"", behind=b""):
    """A picture in grey. `rows` are its bytes before packing."""
    packed = zlib.compress(rows if rows is not None else b"".join(b"\0" + bytes(width) for _ in range(height)), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"") + behind


def zeros(megabytes):
    """Packed a thousand times."""
    packer = zlib.compressobj(9)
    part = bytes(1024 * 1024)
    return b"".join(packer.compress(part) for _ in range(megabytes)) + packer.flush()


def png_bomb(width, height, megabytes):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zeros(megabytes)) + chunk(b"IEND", b"")


JPEG = (REPOSITORY / "tests/fixtures/photos/baseline.clean.jpg").read_bytes()


def jpeg(width=None, height=None, comment=b"", behind=b""):
    """A real photo, with another size in its head, with a comment, with something behind it."""
    at = JPEG.index(b"\xff\xc0") + 5
    size = struct.pack(">HH", height, width) if width else JPEG[at:at + 4]
    noted = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    return JPEG[:2] + noted + JPEG[2:at] + size + JPEG[at + 4:] + behind


def webp(width, height):
    body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def pdf(stream=b"", filters="/FlateDecode", more=""):
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R" + more.encode() + b">>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    body += b"4 0 obj<</Length %d/Filter%s>>stream\n" % (len(stream), filters.encode()) + stream + b"\nendstream endobj\n"
    return body + b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def box(kind, content=b"", length=None):
    return struct.pack(">I", len(content) + 8 if length is None else length) + kind + content


def mp4(inner):
    return box(b"ftyp", b"isom\0\0\2\0isommp42") + inner


def nested_boxes(depth):
    inner = b""
    for _ in range(depth):
        inner = box(b"moov", inner)
    return mp4(inner)


def ebml(size):
    return bytes.fromhex("1a45dfa3") + b"\x84webm" + bytes.fromhex("18538067") + size


def wav(declared):
    return b"RIFF" + struct.pack("<I", declared) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + struct.pack("<I", declared) + bytes(400)


def zip_bomb():
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(bytes(64 * 1024 * 1024)) + packed.flush()
    name = b"../../../etc/cron.d/x"
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, 0, len(content), 64 * 1024 * 1024, len(name), 0)
    return head + name + content


def cases(long):
    """Name and bytes of each."""
    size = 900 if long else 100
    return list({
        "a pixel bomb of 60,000 × 60,000": png_bomb(60_000, 60_000, size), "more data than its size needs": png_bomb(4, 4, size), "2³¹ pixels across": png(2**31 - 1, 1, b"\0"), "no pixels": png(0, 0, b""),
        "a picture of 1 × 4,000,000,000": png(1, 4_000_000_000 % 2**31, b"\0\0"), "a picture with packed text (zTXt bomb)": png(2, 2, extra=chunk(b"zTXt", b"x\0\0" + zeros(size))), "a packed profile (iCCP bomb)": png(2, 2, extra=chunk(b"iCCP", b"x\0\0" + zeros(size))),
        "a chunk longer than the file": b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2**31 - 1) + b"IDAT" + bytes(50), "markup in a picture's text": png(2, 2, extra=chunk(b"tEXt", b"Comment\0" + MARK)), "markup behind a picture": png(2, 2, behind=MARK), "an archive behind a picture": png(2, 2, behind=zip_bomb()),
        "a page behind a picture": png(2, 2, behind=b"<html>" + MARK), "JPEG of 65,535 × 65,535": jpeg(65535, 65535), "markup in a JPEG's comment": jpeg(comment=MARK), "script in a JPEG's comment": jpeg(comment=b"*/=1;" + MARK + b"/*"), "an archive behind a JPEG": jpeg(behind=zip_bomb()),
        "a JPEG of markers": b"\xff\xd8" + b"\xff\xe1\xff\xff" * 20000, "WebP of 16 million pixels a side": webp(2**24, 2**24), "a PDF of packed zeros": pdf(zeros(size)), "packed twice": pdf(zlib.compress(zeros(size)), "[/FlateDecode/FlateDecode]"),
        "a PDF that runs script": pdf(b"", more="/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "a PDF that is a page as well": b"<html>" + MARK + b"\n" + pdf(), "a PDF that refers to itself": pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"), "a PDF that launches": pdf(more="/OpenAction<</S/Launch/F(/bin/sh)>>"),
        "boxes in boxes": nested_boxes(50_000 if long else 9000), "a box of no length": mp4(box(b"moov", b"", 0)), "a box longer than the file": mp4(box(b"mdat", b"", 2**31 - 1)), "a box shorter than its head": mp4(box(b"moov", b"", 3)), "a large box of 2⁶⁴": mp4(struct.pack(">I4sQ", 1, b"mdat", 2**64 - 1)),
        "WebM of unknown size": ebml(b"\x01\xff\xff\xff\xff\xff\xff\xff"), "WebM, cut": ebml(b"\x08"), "sound longer than the file": wav(2**32 - 1), "sound of no length": wav(0), "Ogg of one page, again and again": (b"OggS\0\2" + bytes(20) + b"\1\x1e" + bytes(30)) * 2000,
        "an archive": zip_bomb(), "SVG": SVG, "a page": b"<!DOCTYPE html>" + MARK, "GIF and script": b"GIF89a/*" + bytes(20) + b"*/=alert(1);//", "an archive of gzip": zlib.compress(bytes(10**7), 9), "a program": b"\x7fELF" + bytes(500), "nothing": b"", "one byte": b"\xff",
        "a table with formulas": b"name,country\n=cmd|' /C calc'!A0,SG\n", "a picture in BMP": b"BM" + struct.pack("<IIIIii", 0, 0, 54, 40, 2**30, 2**30) + bytes(40), "TIFF": b"II*\0\x08\0\0\0" + b"\xff" * 60, "HEIF": box(b"ftyp", b"heic\0\0\0\0heicmif1") + bytes(100),
    }.items())


NAMES = ("../../../../etc/passwd", "..\\..\\x", "/etc/passwd", "a\r\nX-Injected: 1.png", "a\"; filename=\"x.html", "\0.png", "\u202egnp.exe", "CON", "." * 300, "a" * 5000, "<img src=x>", "%2e%2e%2f", "é\ufffe", "")


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
        kind.split("/")[0] in ("image", "audio", "video") or kind in ("application/pdf", "text/csv") for kind in operation.media_types)


def run(world, found, options):
    """Bombs, files that are two things at once, and names that lead elsewhere."""
    world.settle()
    before = world.service.most_memory()
    tries = Run(world, found)
    places = [one for one in world.contract.operations if takes_files(one)]
    every = cases(options.long)
    for number, operation in enumerate(places):
        # In the short run each file is tried in two places.
        for at, (name, content) in enumerate(every):
            if not options.long and (at + number) % len(places) > 1:
                continue
            kinds = [kind for kind in operation.media_types if kind in DECLARED or kind == "text/csv"] if options.long else [fitting(operation, content, at)]
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
    signs = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg", b"RIFF": "image/webp", b"%PDF": "application/pdf", b"OggS": "audio/ogg", b"\x1aE": "video/webm"}
    guess = next((kind for sign, kind in signs.items() if content.startswith(sign)), "video/mp4" if content[4:8] == b"ftyp" else None)
    return guess if guess in operation.media_types else operation.media_types[at % len(operation.media_types)]


def part_by_part(world, found, every, options):
    """Uploads in parts (tus): names, lengths and checksums that are none."""
    begin = world.by_path["POST", "/v1/receipt/uploads"]
    tus = {"Tus-Resumable": "1.0.0"}
    for name in NAMES:
        coded = base64.b64encode(name.encode("utf-8", "surrogatepass")).decode()
        answer = world.send(begin, None, tus | {"Upload-Length": "9", "Upload-Metadata": f"filename {coded},filetype {base64.b64encode(b'image/png').decode()}"})
        judge(found, f"the name {name[:20]!r}", answer)
    for length in ("-1", "1e3", "99999999999999999999", "0x10", "", "1,1", "10485761", "9223372036854775807"):
        judge(found, f"the length {length}", world.send(begin, None, tus | {"Upload-Length": length}), refused=True)
    for metadata in ("filename", "filename !!!", "a b c", ",,,", "x " + "A" * 4000, "filename YQ==,filename Yg==", "\xe9 YQ==", "filename YR=="):
        judge(found, f"the metadata {metadata[:20]!r}", world.send(begin, None, tus | {"Upload-Length": "9", "Upload-Metadata": metadata}))
    for name, content in [case for case in every if case[1]][:: 1 if options.long else 6]:
        world.receipts.clear()
        begun = world.send(begin, None, tus | {"Upload-Length": str(len(content))})
        place = begun.headers.get("location")
        judge(found, f"{name} in parts", begun)
        if not place:
            continue
        proceed = world.by_path["PATCH", "/v1/receipt/uploads/{upload_id}"]
        for offset in ("-1", "5", "x", "99999999999999999999"):
            judge(found, f"the offset {offset}", world.send_to(proceed, place, content, tus | offset_of(offset)), refused=True)
        wrong = {"Upload-Checksum": "sha1 " + base64.b64encode(bytes(20)).decode()}
        judge(found, "a wrong checksum", world.send_to(proceed, place, content, tus | offset_of("0") | wrong), refused=True)
        judge(found, f"{name} in one part", world.send_to(proceed, place, content, tus | offset_of("0")))
    made_up = world.by_path["PATCH", "/v1/receipt/uploads/{upload_id}"]
    for place in (str(uuid.uuid4()), "..%2f..%2fetc", "%00", "x"):
        judge(found, f"the upload {place}", world.send_to(made_up, f"/v1/receipt/uploads/{place}", b"x", tus | offset_of("0")), refused=True)


def offset_of(value):
    return {"Upload-Offset": value, "Content-Type": "application/offset+octet-stream"}


def judge(found, what, answer, refused=False):
    if not found.answered(answer):
        found.wrong("not answered as it may be", f"uploads, {what}: {answer}")
    elif refused and not 400 <= answer.status < 500:
        found.wrong("taken", f"uploads, {what}: {answer}")
    if "x-injected" in answer.headers:
        found.wrong("a header was put into the answer", f"uploads, {what}")
