"""A fold's numbers are the same bits, whichever folds are fitted with it and whatever was compiled before."""

import keras
import numpy as np
import pytest
from small_data import small_dataset

from dlfund import protocol
from dlfund.core.task import Task
from dlfund.data.folds_to_fit import FoldsToFit
from dlfund.training.compiled import program_cache
from dlfund.training.tuning import search, tune

pytestmark = pytest.mark.skipif(keras.backend.backend() == "torch", reason="PyTorch has no compiled programs")

DATASET = small_dataset(130)
TASK = Task(kind="binary", input_shape=(3,), classes=("no", "yes"), metric="roc_auc")
PROTOCOL = protocol.repeated_k_fold(5, 1)
FOLDS = PROTOCOL.splits(DATASET, stratify=True)
FINAL = PROTOCOL.final(DATASET, stratify=True)
SEARCH = search.random(3, epochs=2, batch_size=8)


def net(task, hp):
    """A number that decides no shape (`rate`), one that decides one (`width`), and one that a function uses."""
    rate, slope = hp.Float("rate", 0.1, 0.4, default=0.3), hp.Choice("slope", [0.1, 0.3, 0.7])
    model = keras.Sequential(
        [
            keras.Input(task.input_shape),
            keras.layers.Dense(hp.Choice("width", [3, 4]), kernel_regularizer=keras.regularizers.L2(rate / 3)),
            keras.layers.LeakyReLU(slope),
            keras.layers.Dropout(rate),
            task.head(),
        ]
    )
    optimizer = keras.optimizers.Adam(hp.Float("learning_rate", 1e-3, 1e-1, sampling="log", default=0.03))
    model.compile(optimizer, task.loss())
    return model


def fitted(folds, searched=SEARCH):
    """What a run would keep of each fold, from a process that has compiled nothing yet."""
    asked = FoldsToFit(TASK, DATASET, tuple(folds), searched, seed=0, every=(*FOLDS, FINAL))
    return {outcome.fold: untimed(outcome.to_dict()) for outcome, _ in tune.fit_folds(net, asked)}


def untimed(outcome):
    trials = [{key: value for key, value in trial.items() if key != "seconds"} for trial in outcome["trials"]]
    return {key: value for key, value in outcome.items() if not key.endswith("_seconds")} | {"trials": trials}


@pytest.fixture
def new_process(monkeypatch):
    def new():
        monkeypatch.setattr(program_cache, "_PROGRAMS", {})
        monkeypatch.setattr(program_cache, "_REFUSED", {})

    new()
    return new


@pytest.fixture(scope="module")
def together():
    return fitted([FINAL, *FOLDS])


@pytest.mark.parametrize("seed", range(2))
def test_any_groups_of_folds_give_the_bits_of_all_together(new_process, together, seed):
    folds = [[FINAL, *FOLDS][place] for place in np.random.default_rng(seed).permutation(6)]
    for group in (folds[:1], folds[1:3], folds[3:]):
        new_process()
        for name, outcome in fitted(group).items():
            assert outcome == together[name], name


def test_a_program_of_another_search_changes_nothing(new_process, together):
    """It is compiled for more epochs and other numbers."""
    fitted(FOLDS[:2], search.random(2, epochs=300, batch_size=8))
    assert fitted(FOLDS[3:4]) == {FOLDS[3].name: together[FOLDS[3].name]}
