"""What a phone does with a bundle, in the standard library and openssl.

    bundle.py verify COPY KEYS              prints the version and how many items there are, when the copy proves itself
    bundle.py apply COPY CHANGE KEYS OUT    makes the whole new copy out of an old one and what has changed, and verifies it
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile

# What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410).
DER = bytes.fromhex("302a300506032b6570032100")


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def verify(text: str, signature: str, keys: list) -> bool:
    protected, middle, signed = signature.split(".")
    header = json.loads(decode(protected))
    assert middle == "" and header["alg"] == "EdDSA" and header["b64"] is False and header["crit"] == ["b64"]
    key = next(key for key in keys if key["kid"] == header["kid"])
    with tempfile.TemporaryDirectory() as folder:
        parts = {"key": DER + decode(key["x"]), "signature": decode(signed), "text": f"{protected}.{text}".encode()}
        for name, content in parts.items():
            (pathlib.Path(folder) / name).write_bytes(content)
        checked = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "signature"],
            cwd=folder, capture_output=True)
    return checked.returncode == 0


def main() -> None:
    command, copy = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text())
    keys = json.loads(pathlib.Path(sys.argv[-1 if command == "verify" else 4]).read_text())["keys"]
    payload, signature = copy["bundle"], copy["signature"]
    if command == "apply":
        change = json.loads(pathlib.Path(sys.argv[3]).read_text())
        delta, signature = change["delta"], change["signature"]
        assert delta.pop("base") == payload["version"]
        items = {item["id"]: item for item in payload["items"]}
        for name in delta.pop("removed"):
            del items[name]
        items.update((item["id"], item) for item in delta.pop("changed"))
        payload = {**delta, "items": [items[name] for name in sorted(items)]}
    text = canonical(payload)
    if not verify(text, signature, keys):
        raise SystemExit("the copy was altered, or is signed by another")
    if command == "apply":
        pathlib.Path(sys.argv[5]).write_text(f'{{"bundle":{text},"signature":"{signature}"}}')
    print(payload["version"], len(payload["items"]))


main()
