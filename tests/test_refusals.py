"""A mistake in the words of a command is refused before a heavy library is imported: by `sys.modules`, not by time."""

import json
import subprocess
import sys

import pytest
from report.made_results import made_result

HEAVY = ("tensorflow", "keras", "jax", "torch", "sklearn", "scipy.stats", "skops", "matplotlib")
CODE = """
import json, sys
from dlfund.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
heavy = {heavy!r}
print(json.dumps([code, [name for name in heavy if name in sys.modules]]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a table, and with a finished run."""
    folder = tmp_path_factory.mktemp("refused")
    rows = [f"{number % 40 + 18},{'abc'[number % 3]},{'yes' if number % 7 < 3 else 'no'}" for number in range(60)]
    (folder / "my.csv").write_text("age,city,bought\n" + "\n".join(rows) + "\n")
    (folder / "run").mkdir()
    made_result().write(folder / "run")
    return folder


COMPARE = ["compare", "my.csv", "--target", "bought"]


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["compare", "other.csv", "--target", "bought"], "There is none"),
        (["compare", "my.csv", "--target", "buoght"], "Nearest: 'bought'"),
        ([*COMPARE, "--metric", "aucc"], "Expected --metric"),
        ([*COMPARE, "--task", "sorting"], "Received: 'sorting'"),
        ([*COMPARE, "--contenders", "forest"], "Expected --contenders"),
        ([*COMPARE, "--drop", "aeg"], "Nearest: 'age'"),
        ([*COMPARE, "--minutes", "0.1"], "Expected --minutes"),
        ([*COMPARE, "--hold-out", "99"], "rows to hold out"),
        ([*COMPARE, "--name", "a/b"], "Expected --name"),
        ([*COMPARE, "--minuets", "3"], "--minuets"),
        (["run", "student_pas_fail"], "Nearest: student_pass_fail"),
        (["run", "student_pass_fail", "--budget", "quickk"], "Expected BUDGET"),
        (["predict", "no_run", "my.csv"], "Expected a run: its folder, or its name"),
        (["predict", "run", "my.csv", "--model", "forest"], "Expected --model"),
        (["predict", "run", "other.csv"], "other.csv"),
        (["trace", "no_run"], "Expected the name of a recipe"),
        (["trace", "run", "--model", "forest"], "Expected --model"),
        (["look", "no_run"], "Expected a run: its folder, or its name"),
        (["look", "run", "--model", "forest"], "Expected --model"),
        (["play", "no.csv", "--target", "y"], "There is none of this name"),
        (["play", "winee"], "Nearest: wine"),
        (["play", "my.csv"], "Expected --target"),
        (["play", "my.csv", "--target", "buoght"], "Nearest: 'bought'"),
        (["play", "my.csv", "--target", "bought", "--out", "a.txt"], "Expected --out to end in .html"),
        (["play", "my.csv", "--load", "session.json"], "Expected --load alone"),
        (["play", "--load", "session.json"], "Press Keep again"),
        (["eject", "no_run"], "Expected a run: its folder, or its name"),
        (["eject", "run", "--model", "forest"], "Expected --model"),
        (["export", "no_run", "--as", "onnx"], "Expected a run: its folder, or its name"),
        (["export", "run", "--as", "pickle"], "Expected --as"),
        (["export", "run", "--as", "skops", "--model", "forest"], "Expected --model"),
        (["report", "no_run"], "Expected a run: its folder, or its name"),
        (["explain", "sigmoidd"], "Nearest"),
    ],
)
def test_what_is_misspelt_is_refused_without_heavy_imports(folder, arguments, sentence):
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(heavy=HEAVY), *arguments], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [2, []]
    assert sentence in done.stderr
