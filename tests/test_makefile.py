"""What `make` promises before anything is installed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


# what `make test` sets for the tests themselves
OF_THE_RUN_AROUND = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKECMDGOALS", "PYTEST_ADDOPTS", "ARGS")


def make(*arguments, cwd=ROOT, **environment):
    outside = {name: value for name, value in os.environ.items() if name not in OF_THE_RUN_AROUND}
    return subprocess.run(
        ["make", *arguments], cwd=cwd, capture_output=True, text=True, env=outside | environment, timeout=120
    )


def test_make_alone_lists_the_verbs():
    printed = make().stdout
    verbs = "recipe recipes gpu test slow nightly check bench next-keras conformance docs"
    for verb in verbs.split():
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


INJECTIONS = (
    "$(touch owned)",
    "`touch owned`",
    '"; touch owned; "',
    "'; touch owned; '",
    "x; touch owned",
    "x & touch owned",
    "x | touch owned",
    "x\ntouch owned",
    "x\r\n\ttouch owned\n",
    "$(shell touch owned)",
    "$(eval $(shell touch owned))",
    "${shell touch owned}",
    "$$(touch owned)",
    "\\$(touch owned)",
    '" $(touch owned) "',
    "x > owned",
    "x #\n$(error owned)",
    "\"'$(info owned)`touch owned`'\"",
)
USES = {
    "recipe": ("NAME", "BUDGET", "DATA", "RUNS", "RECIPES", "RESUME"),
    "recipes": ("BUDGET",),
    "test": ("ARGS", "BACKEND"),
    "slow": ("ARGS", "BACKEND"),
    "nightly": ("ARGS",),
    "conformance": ("BACKEND", "WRITE"),
    "fuzz": ("MINUTES",),
    "next-keras": ("KERAS",),
    ".venv/bin/python": ("PYTHON",),
}
SAYS_WHAT_IT_GOT = """#!/bin/sh
[ "$1" = list ] && echo "student_pass_fail  Will this student pass?"
printf '%s\\0' "$@" "$PYTEST_ADDOPTS" "$KERAS_BACKEND" >> "$GOT"
printf '\\n\\0' >> "$GOT"
"""


@pytest.fixture
def stand_in(tmp_path):
    """A folder with the Makefile, whose programs write down what they are given instead of doing it."""
    folder = tmp_path / "project"
    (folder / ".venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", "constraints.txt"):
        (folder / name).write_text("")
    for name in ("python", "dlfund", "uv"):
        (folder / ".venv/bin" / name).write_text(SAYS_WHAT_IT_GOT)
        (folder / ".venv/bin" / name).chmod(0o755)
    for name in ("ready", "ready-dev", "ready-jax", "ready-torch"):
        (folder / ".venv" / name).write_text("")
    return folder


def got(folder):
    """What each program that was started got, and the two variables that it may read."""
    path = folder.parent / "got"
    calls, call = [], []
    for word in path.read_bytes().decode().split("\0")[:-1] if path.exists() else ():
        if word == "\n":
            calls, call = [*calls, call], []
        else:
            call.append(word)
    path.unlink(missing_ok=True)
    return calls


@pytest.mark.parametrize("injection", INJECTIONS)
@pytest.mark.parametrize("where", ["command line", "environment"])
def test_no_variable_is_ever_a_command(stand_in, injection, where):
    """Each variable in turn, in every verb that uses it; what is typed arrives as it was typed."""
    for verb, names in USES.items():
        for name in names:
            variables = {"NAME": "x"} | {name: injection}
            texts = [f"{key}={value}" for key, value in variables.items()] if where == "command line" else []
            environment = {"GOT": str(stand_in.parent / "got")} | (variables if where == "environment" else {})
            if name == "PYTHON":
                (stand_in / ".venv/bin/python").unlink(missing_ok=True)
            make(verb, *texts, cwd=stand_in, **environment)
            calls = got(stand_in)
            if verb == "recipe" and name != "RESUME":
                expected = injection if name == "NAME" else f"--{name.lower()}={injection}"
                assert expected in calls[0], (name, calls)
            if name in ("KERAS", "MINUTES"):
                assert calls[0][-3] == injection
            if name == "ARGS":
                assert calls[0][-2] == f" {injection}"
            assert not list(stand_in.rglob("*owned*")), (name, where)


def test_every_variable_that_a_user_may_set_is_tried():
    text = (ROOT / "Makefile").read_text()
    [taken] = re.findall(r"^override SET := (.*)$", text, re.MULTILINE)
    read = set(re.findall(r"\$\$\{?([A-Z]+)\b", text)) - {"PYTEST_ADDOPTS"}
    tried = {name for names in USES.values() for name in names}
    assert set(taken.split()) == tried | {"MAKECMDGOALS"} == read


def test_an_unknown_variable_is_no_command_either(stand_in):
    make("recipe", "NAME=x", "OTHER=$(shell touch owned)", "BIN=touch owned;", cwd=stand_in, GOT=str(stand_in / "got"))
    assert not (stand_in / "owned").exists()


def test_a_goal_is_no_command(stand_in):
    shutil.rmtree(stand_in / ".venv")
    make(".venv/bin/python", "x`touch owned`", 'y"; touch owned; "', "PYTHON=false", cwd=stand_in)
    assert not (stand_in / "owned").exists()


def test_options_of_pytest_are_parted_as_in_a_shell(stand_in):
    make("test", "ARGS=-k 'a or b' -x", cwd=stand_in, GOT=str(stand_in.parent / "got"))
    assert got(stand_in) == [["-m", "pytest", " -k 'a or b' -x", "tensorflow"]]


def test_jax_is_asked_for_the_promises_and_slowly_for_all_components(stand_in):
    for verb in ("test", "slow"):
        make(verb, "BACKEND=jax", cwd=stand_in, GOT=str(stand_in.parent / "got"))
    quick, whole = (line for line in got(stand_in) if "pytest" in line)
    assert "tests/contracts" in quick
    assert "tests/layers" not in quick
    assert {"tests/contracts", "tests/layers", "dlfund/layers", "not nightly"} <= set(whole)


@pytest.mark.parametrize("verb", ["test", "slow"])
def test_an_unknown_backend_is_a_sentence(stand_in, verb):
    done = make(verb, "BACKEND=mxnet", cwd=stand_in, GOT=str(stand_in.parent / "got"))
    assert done.returncode == 2
    assert "Expected BACKEND to be tensorflow, jax or torch. Received: mxnet" in done.stdout
    assert got(stand_in) == []


def test_no_registry_host_and_no_machine_path_is_written_down():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    registry = ("pypi" + ".org", "files.python" + "hosted")
    for name in files:
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
        assert not any(host in text for host in registry), name
        assert str(ROOT) + "/" not in text, name
