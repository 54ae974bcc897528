"""The whole book at `BUDGET=quick`: every recipe answers its question, from the command line to the page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund.comparison.result.result import Result
from dlfund.experiments import recipe_files

ROOT = Path(__file__).parents[2]
NAMES = [card.name for card in recipe_files.cards()]
# a table, texts and pictures; the others answer every night
OFTEN = ("friedman", "good_or_bad_review", "read_digits")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in OFTEN else pytest.mark.nightly) for name in NAMES]
)
def test_a_first_look(name, tmp_path):
    command = [sys.executable, "-m", "dlfund.cli", "run", name, "--budget", "quick", "--runs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ, timeout=900)
    assert done.returncode == 0, done.stderr
    (folder,) = (tmp_path / name).glob("*/")
    result = Result.read(folder)
    recipe = recipe_files.load(recipe_files.find(name))
    if result.verdict.sentence.startswith("No verdict"):  # chance may part a contender from its twin; nothing else may
        assert "itself with other seeds" in result.verdict.sentence
    assert [contender["name"] for contender in result.to_dict()["contenders"]] == recipe.names
    assert [note for note in result.to_dict()["notes"] if "failed in fold" in note] == []
    assert bool(result.to_dict()["lessons"]) == bool(recipe.lesson)
    assert len(result.to_dict().get("beside", [])) == len(recipe.asked(budget="quick")) - 1
    assert "</html>" in (folder / "report.html").read_text(encoding="utf-8")
