"""Seals values as the service does, with the keys of one installation.

What `src/platform/crypto/sealing.rs` describes, once more and for loading only: two programs that
understand each other are also a test of the description.
"""

import base64
import os
import struct
import tomllib
import uuid

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt,
)

FORMAT = b"\x01"
NONCE = 24
CONFIDENTIAL = b"confidential"


def encoded(*parts):
    """Parts one after another, each behind its length in eight bytes."""
    return b"".join(struct.pack(">Q", len(part)) + part for part in parts)


def bucket(length):
    """The padded length: 256 bytes, then Padmé."""
    needed = -(-(length + 4) // 256) * 256
    exponent = needed.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-needed // step) * step


def padded(value):
    return (struct.pack(">I", len(value)) + value).ljust(bucket(len(value)), b"\0")


def boxed(key, associated, value):
    nonce = os.urandom(NONCE)
    return FORMAT + nonce + encrypt(value, associated, nonce, key)


def opened(key, associated, sealed):
    return decrypt(sealed[1 + NONCE :], associated, sealed[1 : 1 + NONCE], key)


def place(record, field):
    return encoded(b"tulay/sealed-value/1", record.bytes, field, struct.pack(">I", 1))


class Keyring:
    """The master key file; makes keys for subjects."""

    def __init__(self, path):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        keys = {entry["id"]: base64.b64decode(entry["key"]) for entry in content["wrapping"]}
        self.name = content["current"]
        self.master = keys[self.name]

    def _bound_to(self, subject):
        return encoded(b"tulay/wrapped-key/1", subject.bytes, CONFIDENTIAL, self.name.encode())

    def new_key(self, subject: uuid.UUID):
        """A key and what the table `data_keys` holds of it."""
        key = os.urandom(32)
        return key, boxed(self.master, self._bound_to(subject), key)

    def unwrap(self, subject, wrapped):
        return opened(self.master, self._bound_to(subject), wrapped)


def seal(key, record, field, value):
    return boxed(key, place(record, field), padded(value))


def unseal(key, record, field, sealed):
    laid_out = opened(key, place(record, field), sealed)
    return laid_out[4 : 4 + struct.unpack(">I", laid_out[:4])[0]]
