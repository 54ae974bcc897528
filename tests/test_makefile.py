"""What `make` promises before anything is installed."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def make(*words, cwd=ROOT, **environment):
    return subprocess.run(
        ["make", *words], cwd=cwd, capture_output=True, text=True, env=os.environ | environment, timeout=120
    )


def test_make_alone_lists_the_verbs():
    printed = make().stdout
    for verb in ("recipe", "recipes", "gpu", "test", "slow", "check", "bench"):
        assert f"make {verb}" in printed


def test_a_python_without_tensorflow_gets_one_sentence(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("")
    old = tmp_path / "python2.7"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && { echo Python 2.7.18; exit 0; }\nexit 1\n')
    old.chmod(0o755)
    done = make("recipe", "NAME=student_pass_fail", f"PYTHON={old}", cwd=tmp_path)
    assert done.returncode == 2
    assert "needs Python 3.11, 3.12 or 3.13" in done.stdout
    assert "is Python 2.7.18" in done.stdout
    assert "make recipe PYTHON=python3.12" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_a_recipe_without_a_name_lists_them():
    done = make("recipe", "NAME=")
    assert done.returncode == 2
    assert "student_pass_fail" in done.stdout


def test_a_name_is_a_word_never_a_command(tmp_path):
    done = make("recipe", f"NAME=$$(touch {tmp_path}/owned)")
    assert done.returncode == 2
    assert not (tmp_path / "owned").exists()
    assert "Nearest" in done.stderr


def test_no_registry_host_and_no_machine_path_is_written_down():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    registry = ("pypi" + ".org", "files.python" + "hosted")
    for name in files:
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
        assert not any(host in text for host in registry), name
        assert str(ROOT) + "/" not in text, name
