"""Runs to eject from, each made once."""

import pytest
from ejected_scripts import ran

from dlfund import baselines, zoo


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
    contenders = [baselines.ridge(), baselines.support_vectors(), zoo.perceptron, zoo.realmlp_td_s]
    return ran(tmp_path_factory.mktemp("runs"), "friedman", contenders, "rmse", rows=120)
