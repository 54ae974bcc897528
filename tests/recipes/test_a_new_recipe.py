"""CONTRIBUTING's four steps for a new recipe, taken in a temporary folder: nothing else has to be touched."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund.comparison.result.result import Result

ROOT = Path(__file__).parents[2]
RECIPE = '''"""Is it a weekend kind of sleep?

Question  From hours of study, play and sleep: is one hidden neuron enough?
Data      datasets/student_pass_fail (generated; best possible accuracy 0.789)
Concepts  hidden layer, tanh, majority class
Run       make recipe NAME=weekend
"""

import keras

from dlfund import QuickBudget, Recipe, activations, baselines, layers, lessons, protocol, search


def one_hidden(task, hp):
    """One hidden neuron."""
    x = inputs = keras.Input(task.input_shape)
    x = layers.Dense(1, activation=activations.tanh)(x)
    return keras.Model(inputs, task.head()(x))


recipe = Recipe(
    dataset="student_pass_fail",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=5, repeats=1),
    search=search.random(trials=5),
    contenders=[
        baselines.majority_class(),
        baselines.logistic_regression(),
        one_hidden,
    ],
    reference="logistic_regression",
    quick=QuickBudget(rows=300, folds=2, trials=2, epochs=5),
    lesson=[lessons.better("logistic_regression", than="majority_class", because="hours of study count.")],
)
'''


@pytest.mark.slow
def test_the_four_steps(tmp_path):
    recipes, runs = tmp_path / "recipes", tmp_path / "runs"
    environment = os.environ | {"DLFUND_RECIPES": str(recipes)}

    def done(*arguments):
        finished = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, env=environment, timeout=600)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    recipes.mkdir()  # steps 1, 2 and 4: a file
    (recipes / "weekend.py").write_text(RECIPE, encoding="utf-8")
    form = ["tests/recipes/test_book.py", "-k", "weekend", "-q", "-n", "0", "-p", "no:cacheprovider"]
    assert re.search(r"\b[3-9] passed", done(sys.executable, "-m", "pytest", *form))
    assert "weekend" in done(str(Path(sys.executable).with_name("dlfund")), "list")
    output = done("make", "recipe", "NAME=weekend", "BUDGET=quick", f"RUNS={runs}")  # step 3
    assert "one_hidden" in output
    (folder,) = runs.glob("weekend/*/")
    assert Result.read(folder).to_dict()["lessons"]
    assert "Is it a weekend kind of sleep?" in (folder / "report.html").read_text(encoding="utf-8")
