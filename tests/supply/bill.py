"""The software bill of materials, as CycloneDX 1.6 (JSON): every package of Cargo.lock, what depends on what, and which the program is compiled from.

    bill.py            prints it
    bill.py check      makes it and says whether it is complete

SOURCE_DATE_EPOCH (seconds since 1970), if set, is the time that it says; otherwise that of the newest commit.
"""

import datetime
import json
import os
import subprocess
import sys
import uuid

import packages


def made_at() -> str:
    newest = ["git", "log", "-1", "--format=%ct"]
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or subprocess.run(newest, cwd=packages.ROOT, capture_output=True, text=True).stdout
    return datetime.datetime.fromtimestamp(int(epoch or 0), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def reference(package: dict) -> str:
    return f"pkg:cargo/{package['name']}@{package['version']}"


def in_the_program(graph: dict, root: str) -> set[str]:
    """What the program is compiled from on some platform; not what only its build scripts or its tests use."""
    nodes = {node["id"]: node for node in graph["nodes"]}
    found, waiting = set(), [root]
    while waiting:
        package = waiting.pop()
        if package not in found:
            found.add(package)
            waiting += [dependency["pkg"] for dependency in nodes[package]["deps"]
                        if any(kind["kind"] is None for kind in dependency["dep_kinds"])]
    return found


def component(package: dict, checksums: dict, is_in_program: bool) -> dict:
    made = {"type": "library", "bom-ref": reference(package), "name": package["name"], "version": package["version"],
            "scope": "required" if is_in_program else "excluded", "purl": reference(package)}
    if package["license"]:
        made["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if reference(package) in checksums:
        made["hashes"] = [{"alg": "SHA-256", "content": checksums[reference(package)]}]
    if package["repository"]:
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return made


def bill() -> dict:
    known = packages.metadata()
    by_id = {package["id"]: package for package in known["packages"]}
    checksums = {reference(package): package.get("checksum") for package in packages.locked()}
    root = known["resolve"]["root"]
    used = in_the_program(known["resolve"], root)
    made = [component(package, checksums, package["id"] in used) for package in known["packages"] if package["id"] != root]
    made.sort(key=lambda one: one["bom-ref"])
    own = component(by_id[root], {}, True) | {"type": "application"}
    del own["scope"]
    relations = [{"ref": reference(by_id[node["id"]]), "dependsOn": sorted({reference(by_id[other]) for other in node["dependencies"]})}
                 for node in known["resolve"]["nodes"]]
    content = json.dumps(made, sort_keys=True)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "metadata": {"timestamp": made_at(), "component": own},
        "components": made, "dependencies": sorted(relations, key=lambda one: one["ref"]),
    }


def check(made: dict) -> None:
    """Whether each package of Cargo.lock is in it once, by its check sum, and nothing else."""
    wanted = sorted((reference(package), package["checksum"]) for package in packages.locked())
    found = sorted((one["purl"], one["hashes"][0]["content"]) for one in made["components"])
    assert found == wanted, f"not alike: {set(found) ^ set(wanted)}"
    known = {one["bom-ref"] for one in made["components"]} | {made["metadata"]["component"]["bom-ref"]}
    named = {other for one in made["dependencies"] for other in [one["ref"], *one["dependsOn"]]}
    assert named == known, f"named and not listed, or listed and not named: {named ^ known}"
    assert bill() == made, "made twice it is another one"
    required = sum(one["scope"] == "required" for one in made["components"])
    print(f"{len(found)} packages, the program is compiled from {required} of them, {len(made['dependencies'])} lists of dependencies: complete")


if sys.argv[1:] == ["check"]:
    check(bill())
else:
    print(json.dumps(bill(), indent=1, ensure_ascii=False))
