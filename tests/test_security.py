"""SECURITY.md names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(tests/[\w/.]+)`", TEXT))))
def test_every_file_that_it_names_is_there(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path, names", re.findall(r"`(tests/[\w/.]+)` \(((?:`test_\w+…?`(?:, )?)+)\)", TEXT))
def test_every_test_that_it_names_is_there(path, names):
    source = (ROOT / path).read_text(encoding="utf-8")
    for name in re.findall(r"`(test_\w+)(…?)`", names):
        assert f"def {name[0]}" + ("" if name[1] else "(") in source
