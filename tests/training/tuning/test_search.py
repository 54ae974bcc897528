"""How many trials, proposed by whom: the same number for networks and baselines, under every budget."""

import pytest

from dlfund.training.tuning import search
from dlfund.training.tuning.search import Search, hyperband_trials


def test_budgets():
    normal = search.random(trials=8, epochs=100)
    assert normal.with_budget("normal") == normal
    assert normal.with_budget("quick") == search.random(trials=5, epochs=50)
    assert normal.with_budget("thorough") == search.random(trials=16, epochs=100)
    assert search.random(trials=2, epochs=9).with_budget("quick") == search.random(trials=2, epochs=9)


def test_hyperbands_trials_follow_from_its_epochs_under_every_budget():
    normal = search.hyperband(epochs=81)
    assert normal.with_budget("normal") == normal
    assert normal.with_budget("quick") == search.hyperband(epochs=50)
    assert normal.with_budget("thorough").trials == 2 * normal.trials


@pytest.mark.parametrize("epochs", [1, 2, 3, 9, 10, 27, 50, 81, 100, 243])
@pytest.mark.parametrize("sweeps", [1, 2])
def test_hyperband_proposes_as_many_trials_as_are_announced(epochs, sweeps):
    from keras_tuner import HyperParameters

    asked = search.hyperband(epochs=epochs)
    oracle = asked.with_budget("thorough" if sweeps == 2 else "normal").new_oracle(seed=0)
    space = HyperParameters()
    space.Float("rate", 0, 1)
    oracle.update_space(space)
    done = 0
    while (trial := oracle.create_trial("tuner")).status == "RUNNING":
        oracle.update_trial(trial.trial_id, {"val_loss": trial.hyperparameters.values["rate"]})
        trial.status = "COMPLETED"
        oracle.end_trial(trial)
        done += 1
    assert done == sweeps * hyperband_trials(epochs) == sweeps * asked.trials


@pytest.mark.parametrize("wrong", [{"trials": 0}, {"epochs": 0}, {"patience": 0}, {"batch_size": 0}])
def test_nothing_to_do_is_refused(wrong):
    with pytest.raises(ValueError, match="Expected trials, epochs, patience and batch_size of at least 1"):
        search.random(**wrong)


def test_an_unknown_oracle_is_refused():
    with pytest.raises(ValueError, match=r"one of random, bayesian, hyperband, grid. Received: oracle='evolution'"):
        Search("evolution", 3)
