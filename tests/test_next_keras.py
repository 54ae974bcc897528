"""`make next-keras`: which Keras comes after the tested one, and what happens where there is none."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("next_keras", ROOT / ".ci" / "next_keras.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["3.15.1", "3.15.0", "3.14.1", "2.15.0rc1"], None),
        (["3.16.0rc1", "3.15.1"], "3.16.0rc1"),
        (["3.16.0rc1", "3.16.0", "3.15.1"], "3.16.0"),
        (["4.0.0.dev20260101", "3.16.0", "not-a-version"], "4.0.0.dev20260101"),
        (["3.15.2", "3.15.3rc0"], None),  # a patch of the tested one
    ],
)
def test_the_next_one_is_beyond_the_minor_version(script, versions, expected):
    assert script.next_of(versions, "3.15") == expected


def test_the_tested_version_is_the_one_that_the_guard_asks_for(script):
    from dlfund.core.keras_internals import TESTED

    assert script.tested() == TESTED


def pip_prints(monkeypatch, script, text):
    answer = subprocess.CompletedProcess([], 0, stdout=text, stderr="")
    monkeypatch.setattr(script.subprocess, "run", lambda *command, **options: answer)


def test_none_beyond_is_said_and_passes(script, monkeypatch, capsys):
    pip_prints(monkeypatch, script, f"keras ({script.tested()}.1)\nAvailable versions: {script.tested()}.1, 3.0.0\n")
    assert script.main([]) == 0
    assert f"There is no Keras beyond {script.tested()}" in capsys.readouterr().out


def test_a_registry_out_of_reach_is_a_failure_with_a_sentence(script, monkeypatch):
    pip_prints(monkeypatch, script, "")
    with pytest.raises(SystemExit, match="Can the package registry be reached"):
        script.main([])


def test_what_fails_fails_the_command(script, monkeypatch, capsys):
    monkeypatch.setattr(script, "environment", lambda version: Path("python"))
    monkeypatch.setattr(script, "tests", lambda python, paths, *options: int(paths == script.FALLBACK))
    assert script.main(["3.99.0"]) == 1
    assert "what is borrowed works; training by Keras's own loop fails" in capsys.readouterr().out


def test_the_tests_that_it_names_are_there(script):
    assert all((ROOT / path).exists() for path in script.BORROWED + script.FALLBACK)
