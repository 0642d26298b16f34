"""Checks all dependencies against deny.toml, without cargo-deny: licences, bans and sources. Advisories take cargo-deny and a network.

A section or key of deny.toml that is not understood here fails, so that nothing is passed over in silence.
"""

import packages
from licences import Expression

UNDERSTOOD = {
    "graph": {"all-features"},
    "advisories": None,  # cargo-deny's alone.
    "licenses": {"version", "confidence-threshold", "allow"},
    "bans": {"multiple-versions", "wildcards"},
    "sources": {"unknown-registry", "unknown-git"},
}


def faults_of_policy(policy: dict) -> list[str]:
    keys = {(section, key) for section, content in policy.items() for key in content}
    strange = [f"[{section}] {key}" for section, key in sorted(keys)
               if section not in UNDERSTOOD or UNDERSTOOD[section] is not None and key not in UNDERSTOOD[section]]
    return [f"deny.toml: {name} is not understood by tests/supply/check.py" for name in strange]


def faults_of_licences(policy: dict, known: list[dict]) -> list[str]:
    allowed = set(policy["licenses"]["allow"])
    faults = []
    for package in known:
        expression = package["license"]
        if not expression or not Expression(expression, allowed).is_allowed():
            faults.append(f"{package['name']} {package['version']}: licence {expression!r}")
    return faults


def faults_of_sources(locked: list[dict]) -> list[str]:
    """All of one registry, nothing from elsewhere, everything with a check sum."""
    registries = {package["source"] for package in locked if package["source"].startswith("registry+")}
    faults = [f"more than one registry: {sorted(registries)}"] if len(registries) > 1 else []
    return faults + [f"{package['name']} {package['version']} from {package['source']}" for package in locked
                     if package["source"] not in registries or "checksum" not in package]


def faults_of_bans(policy: dict, known: list[dict]) -> list[str]:
    assert policy["bans"]["wildcards"] == "deny" and policy["bans"]["multiple-versions"] == "allow"
    ours = [package for package in known if package["source"] is None]
    return [f"{dependency['name']} in any version" for package in ours for dependency in package["dependencies"]
            if dependency["req"] == "*"]


def main() -> None:
    policy, locked, known = packages.policy(), packages.locked(), packages.metadata()["packages"]
    faults = faults_of_policy(policy) + faults_of_licences(policy, known) + faults_of_sources(locked) + faults_of_bans(policy, known)
    for fault in faults:
        print(fault)
    print(f"{len(locked)} dependencies, {len(faults)} faults: licences, bans and sources by deny.toml")
    raise SystemExit(1 if faults else 0)


main()
