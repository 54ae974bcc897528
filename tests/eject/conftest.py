"""Runs to eject from, each made once."""

import io

import joblib
import pytest
from rich.console import Console

from dlfund import Recipe, baselines, protocol, search, zoo


def ran(runs, dataset, contenders, metric, rows=None, **options):
    recipe = Recipe(
        dataset=dataset,
        rows=rows,
        metric=metric,
        protocol=protocol.repeated_k_fold(folds=2, repeats=1),
        search=search.random(trials=1, epochs=3),
        contenders=contenders,
        reference=contenders[0].name,
        **options,
    )
    with joblib.parallel_config(backend="threading"):
        return recipe.run(runs=runs, name="to_eject", console=Console(file=io.StringIO())).folder


@pytest.fixture(scope="session")
def of_classes(tmp_path_factory):
    """Two classes, three numbers."""
    classical = [
        baselines.logistic_regression(),
        baselines.random_forest(),
        baselines.gradient_boosting(),
        baselines.support_vectors(),
        baselines.rule("study_hours >= 5"),
    ]
    contenders = [*classical, zoo.perceptron, zoo.ann]
    return ran(tmp_path_factory.mktemp("runs"), "student_pass_fail", contenders, "roc_auc", rows=150)


@pytest.fixture(scope="session")
def of_numbers(tmp_path_factory):
    """Numbers to predict."""
    contenders = [baselines.ridge(), baselines.support_vectors(), zoo.perceptron]
    return ran(tmp_path_factory.mktemp("runs"), "friedman", contenders, "rmse", rows=120)
