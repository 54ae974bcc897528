"""A first look takes the least of everything, and leaves out what is too large for it."""

import io

import pytest
from rich.console import Console

from dlfund import DataVariant, QuickBudget, Recipe, baselines, protocol, search
from dlfund.comparison.running.executor import InThisProcess, using

SCHEMA = """title = "made"
target = "y"
classes = ["a", "b"]

[[columns]]
name = "x"
"""
CODE = """import numpy as np
import pandas as pd

def table(rows=200, seed=0):
    x = np.random.default_rng(seed).normal(size=rows)
    return pd.DataFrame({"x": x, "y": np.where(x > 0, "a", "b")})
"""


@pytest.fixture(autouse=True)
def made(tmp_path, monkeypatch):
    (tmp_path / "datasets" / "made").mkdir(parents=True)
    (tmp_path / "datasets" / "made" / "schema.toml").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "datasets" / "made" / "generate.py").write_text(CODE, encoding="utf-8")
    monkeypatch.setenv("DLFUND_DATASETS", str(tmp_path / "datasets"))
    monkeypatch.chdir(tmp_path)
    with using(InThisProcess()):
        yield


def run(budget, **options):
    recipe = Recipe(
        dataset="made",
        contenders=[baselines.majority_class(), baselines.logistic_regression()],
        reference="majority_class",
        metric="accuracy",
        protocol=protocol.repeated_k_fold(folds=4, repeats=1),
        search=search.random(trials=4),
        **options,
    )
    return recipe.run(budget=budget, console=Console(file=io.StringIO())).to_dict()


def test_a_first_look_takes_the_least_of_everything():
    content = run("quick", quick=QuickBudget(rows=60, folds=2, trials=1, epochs=7))
    assert content["dataset"]["rows"] == 60
    assert content["protocol"]["folds"] == 2
    assert content["search"]["trials"] == 1
    assert content["search"]["epochs"] == 7


def test_at_other_budgets_it_means_nothing():
    content = run("normal", quick=QuickBudget(rows=60, folds=2, trials=1))
    assert content["dataset"]["rows"] == 200
    assert content["protocol"]["folds"] == content["search"]["trials"] == 4


def test_parts_that_are_too_large_are_left_out_of_a_first_look():
    beside = [
        DataVariant("made", rows=50),
        DataVariant("made", rows=500),
        DataVariant("made", rows=40, budget="normal"),
    ]
    content = run("quick", beside=beside, quick=QuickBudget(rows=60))
    assert [entry["dataset"] for entry in content["beside"]] == ["made-50"]


def test_a_part_may_wait_for_a_larger_budget():
    content = run(
        "normal",
        beside=[DataVariant("made", rows=50, budget="normal"), DataVariant("made", rows=60, budget="thorough")],
    )
    assert [entry["dataset"] for entry in content["beside"]] == ["made-50"]


def test_an_unknown_budget_is_a_sentence():
    with pytest.raises(ValueError, match="Expected budget to be one of quick, normal, thorough"):
        DataVariant("made", budget="huge")


def test_a_part_that_became_the_recipes_own_rows_is_asked_once():
    beside = [DataVariant("made", rows=40), DataVariant("made", rows=60)]
    content = run("quick", rows=100, beside=beside, quick=QuickBudget(rows=60, folds=2, trials=1))
    assert [entry["dataset"] for entry in content["beside"]] == ["made-40"]
    assert content["dataset"]["rows"] == 60
