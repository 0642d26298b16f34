"""The commands of docs/operating.md, run word for word: a block of shell after `<!-- rehearsed: NAME -->`."""

import os
import pathlib
import re
import subprocess

from service import PROGRAM, ROOT, Machine

DOCUMENT = (ROOT / "docs/operating.md").read_text()


def commands(name: str) -> str:
    found = re.findall(rf"<!-- rehearsed: {name} -->\n```sh\n(.*?)```", DOCUMENT, re.DOTALL)
    assert len(found) == 1, f"docs/operating.md has {len(found)} blocks named {name}"
    return found[0]


def follow(machine: Machine, name: str, tools: str, **values: object) -> str:
    """Runs a block on a machine, with the values of its variables, and returns what it printed."""
    programs = machine.data.parent / "bin"
    programs.mkdir(exist_ok=True)
    if not (programs / "tulay").exists():
        (programs / "tulay").symlink_to(pathlib.Path(PROGRAM).resolve())
    path = os.pathsep.join([str(programs), tools, os.environ["PATH"]])
    given = machine.settings | {"PATH": path} | {key: str(value) for key, value in values.items()}
    ended = subprocess.run(["bash", "-euo", "pipefail", "-c", commands(name)], cwd=ROOT, env=given, capture_output=True, text=True)
    assert ended.returncode == 0, f"{name}: {ended.stdout}{ended.stderr}"
    return ended.stdout
