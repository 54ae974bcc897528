"""Altered files of every kind are read or refused by a sentence: what is in the corpus, and what is drawn anew."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "fuzz" / "corpus"
KEPT = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", KEPT)
def test_what_was_a_finding_is_none_any_more(tmp_path, name):
    from fuzz.targets import TARGETS

    target, _, file = name.partition("/")
    _, wrong = TARGETS[target].answer(TARGETS[target].kept()[file], tmp_path)
    assert wrong == ""


@pytest.mark.filterwarnings("ignore:.*encountered in divide:RuntimeWarning")  # texts that are all alike
def test_what_is_altered_is_sound(tmp_path):
    from fuzz.targets import TARGETS

    for name, target in TARGETS.items():
        for number, content in enumerate(target.seeds()):
            folder = tmp_path / f"{name}{number}"
            folder.mkdir()
            target.check(content, folder)


def fuzz(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "fuzz", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_search_has_no_finding():
    """As `make fuzz` does, with the same inputs at every run; `make nightly` draws others."""
    fuzz("--inputs", "200", "--seed", "1")


@pytest.mark.nightly
def test_a_longer_search_has_no_finding():
    fuzz("--minutes", "10")


def test_a_search_finds_what_is_wrong_and_makes_it_small():
    from dataclasses import replace

    from fuzz.search import searched
    from fuzz.targets import TARGETS

    def check(content, folder):
        if b"NaN" in content:
            raise KeyError("NaN")

    fails = replace(TARGETS["plan"], check=check)
    tried = searched(fails, seconds=600, first_seed=1)
    [(sentence, content)] = tried.findings.items()
    assert sentence == "KeyError: 'NaN'"
    assert b"NaN" in content
    assert tried.inputs > 1
