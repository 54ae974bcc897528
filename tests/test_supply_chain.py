"""The pins, their checksums and the bill of materials name the same packages; the audit says what it learned."""

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bill_of_materials_is_that_of_the_pins():
    materials = script("bill_of_materials")
    kept = json.loads((ROOT / "docs" / "dlfund.cdx.json").read_text())
    assert kept == materials.bill(), "write it again: python .ci/bill_of_materials.py"
    references = [component["bom-ref"] for component in kept["components"]]
    assert len(set(references)) == len(references)
    assert set(kept["dependencies"][0]["dependsOn"]) <= set(references)
    assert len(kept["components"]) == len(list(materials.pins("constraints.txt")))


def test_what_has_checksums_is_pinned_alike():
    pins = script("bill_of_materials").pins
    versions = {(name, version) for name, version, _ in pins("constraints.txt")}
    hashed = {(name, version) for name, version, _ in pins("requirements-hashed.txt")}
    assert hashed <= versions, "write requirements-hashed.txt again, as its first lines say"
    always, _ = script("bill_of_materials").asked(PROJECT)
    assert always <= {script("bill_of_materials").normal(name) for name, _ in hashed}


def test_every_package_has_a_checksum():
    lines = (ROOT / "requirements-hashed.txt").read_text().splitlines()
    starts = [number for number, line in enumerate(lines) if "==" in line and not line.startswith("#")]
    assert len(starts) > 50
    assert all("--hash=sha256:" in lines[number + 1] for number in starts)


ANSWER = {
    "dependencies": [
        {"name": "well", "version": "1", "vulns": []},
        {"name": "ill", "version": "2", "vulns": [{"id": "X-1", "fix_versions": ["3"], "aliases": ["Y-1"]}]},
        {"name": "unknown", "version": "1", "skip_reason": "not on the index"},
    ]
}


@pytest.mark.parametrize(
    "text, code, sentence",
    [
        ("", 0, "Vulnerabilities were not looked up"),
        ("<html>", 0, "Vulnerabilities were not looked up"),
        (json.dumps({"dependencies": ANSWER["dependencies"][2:]}), 0, "Vulnerabilities were not looked up"),
        (json.dumps({"dependencies": ANSWER["dependencies"][:1]}), 0, "1 pinned packages were looked up, 0 are not"),
        (json.dumps(ANSWER), 1, "ill 2: X-1, mended in 3"),
    ],
)
def test_the_audit_says_what_it_learned(monkeypatch, capsys, text, code, sentence):
    audit = script("audit")
    monkeypatch.setattr(audit, "answered", lambda: text)
    assert audit.main() == code
    assert sentence in capsys.readouterr().out


def test_an_accepted_vulnerability_ends_no_check(monkeypatch, capsys):
    audit = script("audit")
    monkeypatch.setattr(audit, "answered", lambda: json.dumps(ANSWER))
    monkeypatch.setattr(audit, "ACCEPTED", {"Y-1": "dlfund opens no such file"})
    assert audit.main() == 0
