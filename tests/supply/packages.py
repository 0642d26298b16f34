"""What the program is made of: the packages of Cargo.lock, with what their authors say of them."""

import json
import pathlib
import subprocess
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def locked() -> list[dict]:
    """All packages of Cargo.lock but our own: `name`, `version`, `source`, `checksum`."""
    packages = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    return [package for package in packages if "source" in package]


def metadata() -> dict:
    """What cargo knows of all packages, for every platform and feature."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def policy() -> dict:
    """What is allowed."""
    return tomllib.loads((ROOT / "deny.toml").read_text())
