"""Features made by hand: counted by hand here, and enough for a weighted sum."""

import numpy as np
import pandas as pd
import pytest
from made_data import sequences
from sklearn.metrics import accuracy_score

from dlfund import baselines
from dlfund.baselines.features import Summary, Switches


def test_switches_by_hand():
    table = pd.DataFrame([[1, 1, 1, -1, -1], [1, -1, 1, -1, 1], [2, 3, 4, 5, 6]], index=[7, 8, 9])
    features = Switches().fit(table).transform(table)
    assert features.to_dict("list") == {"switches": [1, 4, 0], "longest_run": [3, 1, 5]}
    assert features.index.tolist() == [7, 8, 9]


def test_a_summary_by_hand():
    features = Summary().fit_transform(pd.DataFrame([[0.0, 2.0, 4.0, 2.0]]))
    assert features.iloc[0].to_dict() == pytest.approx(
        {"mean": 2, "deviation": np.sqrt(2), "lowest": 0, "highest": 4, "mean_step": 2}
    )


def test_a_weighted_sum_sees_with_features_what_it_did_not_see_without():
    dataset = sequences()
    accuracies = []
    for baseline in (
        baselines.logistic_regression(),
        baselines.with_features(baselines.logistic_regression(), "switches"),
    ):
        model = baseline.estimator(dataset.schema, 0).fit(dataset.x[:160], dataset.y[:160])
        accuracies.append(accuracy_score(dataset.y[160:], model.predict(dataset.x[160:])))
    assert accuracies[0] < 0.7
    assert accuracies[1] > 0.85


def test_trees_take_features_too():
    baseline = baselines.with_features(baselines.gradient_boosting(), "summary")
    assert baseline.name == "gradient_boosting_on_summary"
    model = baseline.estimator(sequences().schema, 0).fit(sequences().x, sequences().y)
    assert model[-1].n_features_in_ == 5


def test_unknown_features_are_refused():
    with pytest.raises(ValueError, match=r"one of switches, summary\. Received: features='waves'"):
        baselines.with_features(baselines.ridge(), "waves")
