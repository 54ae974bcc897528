"""Contenders are called by labels where people read."""

import pytest

from dlfund import baselines
from dlfund.comparison.contender import contender_of
from dlfund.core.contender_labels import label_of, named


@pytest.mark.parametrize(
    "name, label",
    [
        ("logistic_regression", "logistic regression"),
        ("gradient_boosting", "gradient-boosted trees"),
        ("xgboost", "XGBoost"),
        ("realmlp_td_ensemble", "RealMLP-TD ensemble"),
        ("catboost_twin", "CatBoost twin"),
        ("text_cnn", "text CNN"),
        ("logistic_regression_on_switches", "logistic regression on switches"),
        ("my_own_net", "my own net"),
        ("_", "_"),
    ],
)
def test_a_label_is_made_from_the_name(name, label):
    assert label_of(name) == label


def test_the_machine_name_stands_beside_a_label_from_which_it_can_not_be_guessed():
    assert named("random_forest") == "random forest"
    assert named("XGBoost") == "XGBoost"
    assert named("gradient_boosting") == "gradient-boosted trees (gradient_boosting)"


def test_every_contender_has_its_label():
    def my_own_net(task, hp):
        """A network."""

    assert contender_of(my_own_net).label == "my own net"
    assert baselines.support_vectors().label == "support vector machine"


def test_no_two_contenders_share_a_label():
    from dlfund import zoo

    names = [*baselines.__all__, *zoo.__all__]
    assert len({label_of(name) for name in names}) == len(names)
