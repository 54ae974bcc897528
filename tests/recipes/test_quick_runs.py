"""The whole book at `BUDGET=quick`: every recipe answers its question, from the command line to the page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund import bookshelf
from dlfund.comparison.result import Result

ROOT = Path(__file__).parents[2]
NAMES = [card.name for card in bookshelf.cards()]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_first_look(name, tmp_path):
    words = [sys.executable, "-m", "dlfund.cli", "run", name, "--budget", "quick", "--runs", str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env=os.environ, timeout=900)
    assert done.returncode == 0, done.stderr
    (folder,) = (tmp_path / name).glob("*/")
    result = Result.read(folder)
    recipe = bookshelf.load(bookshelf.find(name))
    assert not result.verdict.startswith("No verdict")
    assert [one["name"] for one in result.content["contenders"]] == recipe.names
    assert [note for note in result.content["notes"] if "failed in fold" in note] == []
    assert bool(result.content["lessons"]) == bool(recipe.lesson)
    assert len(result.content.get("beside", [])) == len(recipe.asked(budget="quick")) - 1
    assert "</html>" in (folder / "report.html").read_text(encoding="utf-8")
