"""The software bill of materials, in CycloneDX's JSON, from pyproject.toml and constraints.txt: docs/dlfund.cdx.json.

    python .ci/bill_of_materials.py    writes it again; a test fails until then

Every package that dlfund or an extra of it installs, with its version and where it is installed. The checksums of its
files stand in requirements-hashed.txt. It holds no time and no random number: the same pins give the same file.
"""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "dlfund.cdx.json"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$")


def pins(file: str) -> Iterator[tuple[str, str, str]]:
    """Name, version and marker of each pin in a file of requirements."""
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if match := PIN.match(line):
            yield match[1], match[2], match[3] or ""


def normal(name: str) -> str:
    """A package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(project: dict) -> tuple[set[str], set[str]]:
    """What dlfund itself depends on: always, and with some extra."""

    def names(requirements: list[str]) -> set[str]:
        return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}

    extras = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    return names(project["dependencies"]), names(extras)


def bill() -> dict:
    """The bill of materials."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    always, extras = asked(project)
    required = {(name, version) for name, version, _ in pins("requirements-hashed.txt")}
    components = [
        _component(name, version, marker, (name, version) in required)
        for name, version, marker in pins("constraints.txt")
    ]
    source = (ROOT / "dlfund" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)[1]
    own = f"pkg:pypi/dlfund@{version}"
    direct = [part["purl"] for part in components if normal(part["name"]) in always | extras]
    content = json.dumps(components, sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": own,
                "name": "dlfund",
                "version": version,
                "purl": own,
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": direct}],
        "compositions": [{"aggregate": "incomplete", "dependencies": [own]}],  # who asks for the others isn't told
    }


def _component(name: str, version: str, marker: str, required: bool) -> dict:
    """A package; one that is not required is installed by further extras alone."""
    purl = f"pkg:pypi/{normal(name)}@{version}"
    component = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    component["scope"] = "required" if required else "optional"
    if marker:
        component["properties"] = [{"name": "dlfund:marker", "value": marker}]
    return component


if __name__ == "__main__":
    FILE.write_text(json.dumps(bill(), indent=1) + "\n", encoding="utf-8")
