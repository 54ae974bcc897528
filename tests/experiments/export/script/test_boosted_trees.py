"""Trees that take categories as they are, of scikit-learn and of the boosting libraries, as scripts of their own."""

import io
import subprocess
import sys
from importlib.util import find_spec

import pytest
from ejected_scripts import score_in
from mixed_data import mixed_table
from rich.console import Console

from dlfund import compare
from dlfund.comparison.result.result import Result
from dlfund.experiments.export.script import eject

TREES = ["gradient_boosting", *(name for name in ("lightgbm", "xgboost", "catboost") if find_spec(name))]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Towns are many enough to stay categories, and the answer is in them."""
    folder = tmp_path_factory.mktemp("trees")
    table = mixed_table(400)[["size", "colour", "town", "since"]]
    table["paid"] = table["town"].str[-1].fillna("5").astype(float) + (table["colour"] == "red")
    table.to_csv(folder / "towns.csv", index=False)
    texts = {"contenders": TREES, "trials": 1, "runs": folder / "runs", "console": Console(file=io.StringIO())}
    return compare(folder / "towns.csv", "paid", **texts).folder


@pytest.mark.parametrize("name", TREES)
def test_a_script_reaches_the_score_of_the_run(run, name):
    """Started as a user does, with its own folder in front of Python's path: there it must not hide its library."""
    ejected = eject(run, name)
    text = ejected.script.read_text()
    assert "import dlfund" not in text
    assert "from dlfund" not in text
    if name != "gradient_boosting":
        assert name in text.partition("Needs ")[2].partition(".")[0], "what must be installed"
    done = subprocess.run([sys.executable, ejected.script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert score_in(done.stdout.strip().splitlines()) == pytest.approx(Result.read(run).mean(name), abs=1e-6)
