"""What other systems than this one would stumble over, found here: names, encodings, and what only POSIX has."""

import ast
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund.core.path_component import path_component
from dlfund.core.terminal import writes_everywhere

ROOT = Path(__file__).parents[1]
FILES = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
CODE = [name for name in FILES if name.endswith(".py") and name.startswith(("dlfund/", "recipes/", "datasets/"))]
TEXT = {"read_text", "write_text"}  # of a Path: the first argument may be the text


def without_encoding(path):
    """The lines on which a text file is opened in whatever encoding the system has."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or any(word.arg in ("encoding", None) for word in call.keywords):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        binary = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        opens = isinstance(call.func, ast.Name) and name == "open" and not any("b" in mode for mode in binary)
        if name in TEXT or opens:
            yield call.lineno


def test_no_text_is_read_or_written_in_the_systems_encoding():
    actual = {name: lines for name in CODE if (lines := list(without_encoding(ROOT / name)))}
    assert not actual


def test_every_file_has_a_name_that_every_system_takes():
    for name in FILES:
        for part in Path(name).parts:
            path_component(part.lstrip("."))
    assert len({name.lower() for name in FILES}) == len(FILES), "Windows and macOS don't tell a from A"


class Terminal(io.TextIOWrapper):
    def isatty(self):
        return True


@pytest.mark.parametrize("stream, printed", [(io.TextIOWrapper, "Δ é"), (Terminal, None)])
def test_windowss_encoding_loses_nothing_in_a_file_and_ends_no_command(monkeypatch, stream, printed):
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", stream(output, encoding="cp1252"))
    writes_everywhere()
    sys.stdout.write("Δ é")
    sys.stdout.flush()
    assert output.getvalue() == (printed.encode() if printed else "? é".encode("cp1252"))


WITHOUT_POSIX = """
import os, signal, sys

from dlfund.core import file_lock  # its module for Windows has tests of its own
import rich.console, joblib, keras, sklearn.ensemble  # they may use what they like
from dlfund import cli

for name in ("getuid", "sysconf", "set_blocking", "pread", "pwrite", "sched_getaffinity", "getppid", "mkfifo",
             "O_NOFOLLOW", "O_NONBLOCK"):
    delattr(os, name)
del signal.SIGHUP
signal.set_wakeup_fd = lambda descriptor, **options: -1  # Windows's doesn't ask for a pipe that doesn't block
for module in ("stop_signals", "folder_lock"):
    import importlib
    importlib.reload(importlib.import_module(f"dlfund.core.{module}"))
sys.exit(cli.main(sys.argv[1:]))
"""

RECIPE = '''"""Does a rule do?"""

from dlfund import Recipe, baselines, protocol, search, zoo

recipe = Recipe(
    dataset="student_pass_fail",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=3, repeats=1),
    search=search.random(trials=1, epochs=2),
    contenders=[baselines.majority_class(), baselines.logistic_regression(), zoo.perceptron],
    reference="majority_class",
)
'''


@pytest.mark.slow
def test_a_run_needs_nothing_that_only_posix_has(tmp_path):
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "rule.py").write_text(RECIPE, encoding="utf-8")
    texts = ["run", "rule", "--budget", "quick", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX, *texts], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    page = tmp_path / done.stdout.strip()
    assert page.name == "report.html", done.stdout
    for place, folders, files in os.walk(tmp_path / "runs"):
        assert all(map(path_component, (*folders, *files))), place
    assert b"\r\n" not in page.read_bytes()
