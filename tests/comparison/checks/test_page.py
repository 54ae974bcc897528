"""docs/checks.md is what the checks say of themselves and what was measured of them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund.comparison.checks.catalogue import OF_RESULTS, OF_ROWS
from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.page import page

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "checks.md"
MEASURED = json.loads((ROOT / "docs" / "checks_measured.json").read_text(encoding="utf-8"))
AGAIN = "The checks have changed: run python -m dlfund.comparison.checks docs/checks.md, and commit what it writes."


def test_the_committed_page_is_what_the_checks_say():
    assert PAGE.read_text(encoding="utf-8") == page(MEASURED), AGAIN


def test_codes_are_used_once_and_in_order():
    codes = [entry.code for entry in (*OF_ROWS, *OF_RESULTS)]
    assert len(set(codes)) == len(codes)
    for letter in "LTDSQR":
        mine = [code for code in codes if code[0] == letter]
        assert sorted(mine) == [f"{letter}{number:02}" for number in range(1, len(mine) + 1)]


def test_what_was_measured_is_good_enough_to_say_so():
    """At most one false alarm in 100 sound tables or results a check, and one illness in 20 missed."""
    assert set(MEASURED["codes"]) == {entry.code for entry in (*OF_ROWS, *OF_RESULTS)}
    for code, texts in MEASURED["codes"].items():
        assert texts["sound"][0] <= 0.01 * texts["sound"][1] + 1, code
        assert texts["ill"][0] >= 0.95 * texts["ill"][1], code
    assert MEASURED["made"]["tables"] >= 300


def test_every_link_leads_somewhere():
    text = PAGE.read_text(encoding="utf-8")
    anchors = set(re.findall(r'<a id="(\w+)">', text))
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert target[1:] in anchors if target[0] == "#" else (PAGE.parent / target).exists(), target


def test_a_check_without_a_card_is_refused():
    def silent(sample):
        """A title alone.

        Means: nothing.
        """

    with pytest.raises(TypeError, match="Missing: Measured, Threshold, To do"):
        check("X01")(silent)


def test_the_command_writes_it(tmp_path):
    command = [sys.executable, "-m", "dlfund.comparison.checks"]
    done = subprocess.run([*command, str(tmp_path / "new" / "page.md")], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "page.md").read_text(encoding="utf-8") == page(MEASURED)
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "docs/checks.md" in done.stderr


def test_checks_load_no_network_library():
    loaded = "any(name in sys.modules for name in ('keras', 'tensorflow', 'torch'))"
    code = f"import sys, dlfund.comparison.checks; sys.exit({loaded})"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
