"""Classes that the training rows or the validation rows lack are part of the answer all the same."""

import numpy as np
from made_data import groups, three_classes

from dlfund import baselines
from dlfund.baselines.fit import fit_fold, predict
from dlfund.data import Fold


def test_a_class_without_a_training_row_gets_the_probability_0():
    dataset = three_classes()
    kept = dataset.y != 1
    model = baselines.logistic_regression().estimator(dataset.schema, 0).fit(dataset.x[kept], dataset.y[kept])

    probabilities = predict(model, dataset.schema, dataset.x)
    assert probabilities.shape == (240, 3)
    assert set(probabilities[:, 1]) == {0.0}


def test_a_search_survives_validation_rows_of_one_class():
    dataset = three_classes()
    first, others = (np.flatnonzero(part) for part in (dataset.y == 1, dataset.y != 1))
    fold = Fold("1-1", np.concatenate([others[:100], first[:20]]), first[20:40], others[100:120])

    outcome = fit_fold(baselines.logistic_regression(), dataset, fold, trials=3, seed=0)[0]
    assert outcome.notes == ()
    assert np.shape(outcome.predictions) == (20, 3)


def test_groups_are_found_without_looking_at_labels():
    dataset = groups()
    fold = Fold("1-1", np.arange(140), np.arange(140, 180), np.arange(180, 240))
    scrambled = type(dataset)(dataset.schema, dataset.x, np.roll(dataset.y, 1))

    for make in (baselines.k_means, baselines.gaussian_mixture, baselines.pca_k_means):
        first, two = (fit_fold(make(), data, fold, trials=3, seed=0)[0] for data in (dataset, scrambled))
        assert first.predictions == two.predictions
        assert [trial.score for trial in first.trials] == [trial.score for trial in two.trials]
