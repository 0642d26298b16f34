"""Files that harm who reads them, and files that are two things at once."""

import struct
import zlib

from service import REPOSITORY

# Markup that a browser must never find in what it is given back.
MARK = b"<script>alert('hostile')</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + MARK + b"</svg>"


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
    size = struct.pack(">HH", height, width) if width else JPEG[at : at + 4]
    noted = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    return JPEG[:2] + noted + JPEG[2:at] + size + JPEG[at + 4 :] + behind


def webp(width, height):
    body = (
        b"VP8X"
        + struct.pack("<I", 10)
        + b"\0\0\0\0"
        + struct.pack("<I", width - 1)[:3]
        + struct.pack("<I", height - 1)[:3]
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def pdf(stream=b"", filters="/FlateDecode", more=""):
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R"
        + more.encode()
        + b">>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    )
    body += (
        b"4 0 obj<</Length %d/Filter%s>>stream\n" % (len(stream), filters.encode()) + stream + b"\nendstream endobj\n"
    )
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
    return (
        b"RIFF"
        + struct.pack("<I", declared)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
        + b"data"
        + struct.pack("<I", declared)
        + bytes(400)
    )


def zip_bomb():
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(bytes(64 * 1024 * 1024)) + packed.flush()
    name = b"../../../etc/cron.d/x"
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, 0, len(content), 64 * 1024 * 1024, len(name), 0)
    return head + name + content


def cases(long):
    """Name and bytes of each."""
    size = 900 if long else 100
    return [*pictures(size).items(), *documents_and_videos(size, long).items(), *others().items()]


def pictures(size):
    return {
        "a pixel bomb of 60,000 × 60,000": png_bomb(60_000, 60_000, size),
        "more data than its size needs": png_bomb(4, 4, size),
        "2³¹ pixels across": png(2**31 - 1, 1, b"\0"),
        "no pixels": png(0, 0, b""),
        "a picture of 1 × 4,000,000,000": png(1, 4_000_000_000 % 2**31, b"\0\0"),
        "a picture with packed text (zTXt bomb)": png(2, 2, extra=chunk(b"zTXt", b"x\0\0" + zeros(size))),
        "a packed profile (iCCP bomb)": png(2, 2, extra=chunk(b"iCCP", b"x\0\0" + zeros(size))),
        "a chunk longer than the file": b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2**31 - 1) + b"IDAT" + bytes(50),
        "markup in a picture's text": png(2, 2, extra=chunk(b"tEXt", b"Comment\0" + MARK)),
        "markup behind a picture": png(2, 2, behind=MARK),
        "an archive behind a picture": png(2, 2, behind=zip_bomb()),
        "a page behind a picture": png(2, 2, behind=b"<html>" + MARK),
        "JPEG of 65,535 × 65,535": jpeg(65535, 65535),
        "markup in a JPEG's comment": jpeg(comment=MARK),
        "script in a JPEG's comment": jpeg(comment=b"*/=1;" + MARK + b"/*"),
        "an archive behind a JPEG": jpeg(behind=zip_bomb()),
        "a JPEG of markers": b"\xff\xd8" + b"\xff\xe1\xff\xff" * 20000,
        "WebP of 16 million pixels a side": webp(2**24, 2**24),
    }


def documents_and_videos(size, long):
    return {
        "a PDF of packed zeros": pdf(zeros(size)),
        "packed twice": pdf(zlib.compress(zeros(size)), "[/FlateDecode/FlateDecode]"),
        "a PDF that runs script": pdf(b"", more="/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        "a PDF that is a page as well": b"<html>" + MARK + b"\n" + pdf(),
        "a PDF that refers to itself": pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
        "a PDF that launches": pdf(more="/OpenAction<</S/Launch/F(/bin/sh)>>"),
        "boxes in boxes": nested_boxes(50_000 if long else 9000),
        "a box of no length": mp4(box(b"moov", b"", 0)),
        "a box longer than the file": mp4(box(b"mdat", b"", 2**31 - 1)),
        "a box shorter than its head": mp4(box(b"moov", b"", 3)),
        "a large box of 2⁶⁴": mp4(struct.pack(">I4sQ", 1, b"mdat", 2**64 - 1)),
        "WebM of unknown size": ebml(b"\x01\xff\xff\xff\xff\xff\xff\xff"),
        "WebM, cut": ebml(b"\x08"),
    }


def others():
    return {
        "sound longer than the file": wav(2**32 - 1),
        "sound of no length": wav(0),
        "Ogg of one page, again and again": (b"OggS\0\2" + bytes(20) + b"\1\x1e" + bytes(30)) * 2000,
        "an archive": zip_bomb(),
        "SVG": SVG,
        "a page": b"<!DOCTYPE html>" + MARK,
        "GIF and script": b"GIF89a/*" + bytes(20) + b"*/=alert(1);//",
        "an archive of gzip": zlib.compress(bytes(10**7), 9),
        "a program": b"\x7fELF" + bytes(500),
        "nothing": b"",
        "one byte": b"\xff",
        "a table with formulas": b"name,country\n=cmd|' /C calc'!A0,SG\n",
        "a picture in BMP": b"BM" + struct.pack("<IIIIii", 0, 0, 54, 40, 2**30, 2**30) + bytes(40),
        "TIFF": b"II*\0\x08\0\0\0" + b"\xff" * 60,
        "HEIF": box(b"ftyp", b"heic\0\0\0\0heicmif1") + bytes(100),
    }
