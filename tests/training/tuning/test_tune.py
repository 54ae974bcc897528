"""KerasTuner proposes, training trains, the oracle is told; a failed trial is counted, none finished is an error."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from small_data import small_dataset

from dlfund import Task
from dlfund.comparison.protocol import Protocol
from dlfund.core.seeds import fold_seed
from dlfund.data import Column, Dataset, Fold, Schema, encode
from dlfund.data.folds_to_fit import FoldsToFit
from dlfund.training.tuning.search import Search

DATASET = small_dataset()
TASK = Task(kind="binary", input_shape=(3,), classes=("no", "yes"), metric="roc_auc")
FOLDS = Protocol(3, 1).splits(DATASET, stratify=True)
FINAL = Protocol(3, 1).final(DATASET, stratify=True)


def net(task, hp):
    import keras

    width = hp.Choice("width", [2, 3, 4, 5])
    return keras.Sequential([keras.Input(task.input_shape), keras.layers.Dense(width, "relu"), task.head()])


def width_of(model):
    return model.layers[0].units


def tuned(network=net, folds=FOLDS, search=None, seed=0, **options):
    from dlfund.training.tuning.tune import fit_folds

    return fit_folds(
        network, FoldsToFit(TASK, DATASET, tuple(folds), search or Search("random", 4, 5), seed, **options)
    )


SEARCHES = [
    Search("random", 6, 5),
    Search("bayesian", 7, 5, at_once=4),
    Search("grid", 6, 5),
    Search("hyperband", 6, 3),
]


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.oracle)
def test_every_oracle_proposes_is_told_and_writes_nothing(population, search, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    population.score = lambda model: abs(width_of(model) - 4) + 0.1

    (outcome, model), *_ = tuned(folds=FOLDS[:1], search=search)

    assert len(outcome.trials) == search.trials
    assert outcome.notes == ()
    best = min(outcome.trials, key=lambda trial: trial.score)
    assert outcome.hyperparameters == best.hyperparameters
    assert set(best.hyperparameters) == {"width", "learning_rate"}
    assert width_of(model.model) == best.hyperparameters["width"]
    assert list(tmp_path.iterdir()) == []


def test_bayesian_search_looks_where_it_was_good(population):
    population.score = lambda model: abs(width_of(model) - 4) + 0.1
    (outcome, _), *_ = tuned(folds=FOLDS[:1], search=Search("bayesian", 14, 5, at_once=4))
    widths = [trial.hyperparameters["width"] for trial in outcome.trials]
    assert widths[8:].count(4) > len(widths[8:]) / 4  # a blind search would take one in four
    assert max(population.calls) == 4


def test_hyperband_goes_on_with_the_better_third(population):
    population.score = lambda model: float(width_of(model))
    (outcome, _), *_ = tuned(folds=FOLDS[:1], search=Search("hyperband", 12, 9))
    epochs = [member.epochs for member in population.trials]
    assert min(epochs) == 1
    assert max(epochs) == 9
    assert outcome.hyperparameters["width"] == 2


def test_a_random_search_trains_all_trials_of_all_folds_at_once(population):
    outcomes = tuned()
    assert population.calls == [4 * 3, 3]  # all trials, then one refit a fold
    assert [outcome.fold for outcome, _ in outcomes] == ["1-1", "1-2", "1-3"]


def test_the_parts_are_kept_apart(population):
    """Trials learn from train, are chosen by validation; the refit learns from both; nobody sees the test rows."""
    tuned(folds=FOLDS[:1])
    fold = FOLDS[0]
    for member in population.trials:
        np.testing.assert_array_equal(member.train.y, DATASET.y[fold.train])
        np.testing.assert_array_equal(member.validation.y, DATASET.y[fold.validation])
        np.testing.assert_allclose(member.train.x.mean(axis=0), 0, atol=1e-6)
    (refit,) = population.refits
    np.testing.assert_array_equal(refit.train.y, DATASET.y[fold.development])
    np.testing.assert_allclose(refit.train.x.mean(axis=0), 0, atol=1e-6)
    assert refit.epochs == 1  # as many as were best


def test_the_same_seed_proposes_the_same_and_another_seed_something_else(population):
    def proposed(seed):
        return [[trial.hyperparameters for trial in outcome.trials] for outcome, _ in tuned(seed=seed)]

    assert proposed(0) == proposed(0)
    assert proposed(0) != proposed(1)


def test_what_a_fold_does_depends_on_no_other_fold(population):
    """Seeds and proposals are the same alone and in company: a continued run ends like a whole one."""

    def of(folds):
        population.members.clear()
        outcomes = {outcome.fold: outcome for outcome, _ in tuned(folds=folds)}
        sizes = len(FOLDS[1].train)
        seeds = sorted(m.seed for m in population.trials if len(m.train) == sizes)
        return [trial.hyperparameters for trial in outcomes["1-2"].trials], seeds

    alone, seeds = of([FOLDS[1]])
    together, every = of([FINAL, *FOLDS])
    assert alone == together
    assert set(seeds) <= set(every)
    assert len(set(every)) == len(every)  # and no two trainings share one


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.oracle)
def test_the_first_trial_is_the_default_in_every_fold_and_no_setting_is_tried_twice(population, search):
    for outcome, _ in tuned(search=search):
        assert outcome.trials[0].hyperparameters == {"width": 2, "learning_rate": 0.01}
        told = [str((trial.hyperparameters, trial.epochs)) for trial in outcome.trials]
        assert search.oracle == "hyperband" or len(set(told)) == len(told)


@pytest.mark.parametrize("oracle", ["random", "bayesian", "grid"])
def test_a_space_that_is_used_up_ends_the_search_with_a_note(population, oracle):
    def small(task, hp):
        import keras

        model = keras.Sequential(
            [keras.Input(task.input_shape), keras.layers.Dense(hp.Choice("width", [2, 3]), "relu"), task.head()]
        )
        model.compile("sgd", task.loss())
        return model

    (outcome, _), *_ = tuned(small, folds=FOLDS[:1], search=Search(oracle, 9, 5))
    assert sorted(trial.hyperparameters["width"] for trial in outcome.trials) == [2, 3]
    assert outcome.notes == ("2 instead of 9 trials: there were no further settings that differ.",)


def test_a_folds_seed_is_its_own_and_how_many_trials_there_are_moves_no_start(population):
    outcomes = [outcome for outcome, _ in tuned(search=Search("random", 2, 5))]
    assert [entry.seed for entry in outcomes] == [fold_seed(0, "net", fold.name) for fold in FOLDS]
    few = [member.seed for member in population.trials]
    population.members.clear()
    tuned(search=Search("random", 20, 5))  # KerasTuner pads the numbers of its trials
    assert set(few) <= {member.seed for member in population.trials}


def test_a_trial_without_a_finite_loss_is_counted_and_said(population, caplog):
    population.score = lambda model: float("nan") if width_of(model) == 3 else width_of(model)
    (outcome, _), *_ = tuned(folds=FOLDS[:1], search=Search("grid", 20, 5))
    failed = [trial for trial in outcome.trials if trial.score is None]
    assert failed
    assert all(trial.hyperparameters["width"] == 3 for trial in failed)
    assert outcome.notes == (
        f"{len(failed)} of {len(outcome.trials)} trials failed: its validation loss is not a finite number",
    )
    assert outcome.hyperparameters["width"] == 2


def test_a_trial_that_can_not_be_built_is_counted_and_said(population):
    def picky(task, hp):
        if hp.Choice("width", [2, 3, 4]) == 3:
            raise ValueError("I don't do odd")
        return net(task, hp)

    counted = []
    (outcome, _), *_ = tuned(
        picky, folds=FOLDS[:1], search=Search("grid", 12, 5), progress=lambda count: counted.append(count)
    )
    failed = [trial for trial in outcome.trials if trial.score is None]
    assert {trial.hyperparameters["width"] for trial in failed} == {3}
    assert outcome.notes == (f"{len(failed)} of 12 trials failed: ValueError: I don't do odd",)
    assert outcome.error == ""
    assert sum(counted) >= 12 + 1


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.oracle)
def test_none_finished_is_an_error_of_this_fold(population, search):
    population.score = lambda model: float("inf")
    (outcome, model), *_ = tuned(folds=FOLDS[:1], search=search)
    assert model is None
    assert outcome.error.startswith(f"None of {len(outcome.trials)} trials finished. The last one said: its validation")
    assert outcome.predictions == []
    assert population.refits == []


def test_a_network_without_a_dial_is_one_trial(population):
    def fixed(task, hp):
        model = net(task, type(hp)())
        model.compile(optimizer="sgd", loss="binary_crossentropy")
        return model

    for oracle in ("random", "grid"):
        (outcome, _), *_ = tuned(fixed, folds=FOLDS[:1], search=Search(oracle, 5, 5))
        assert len(outcome.trials) == 1
        assert outcome.error == ""
    (outcome, model), *_ = tuned(fixed, folds=FOLDS[:1], search=Search("hyperband", 5, 5))
    assert model is None
    assert "The search proposed no trial: the network has no hyperparameter" in outcome.error


def test_a_refit_that_ends_in_no_numbers_is_an_error(population, monkeypatch):
    genuine = population.fit

    def spoiled(member):
        fitted = genuine(member)
        if member.validation is None:
            fitted.weights[0] = np.full_like(fitted.weights[0], np.nan)
        return fitted

    monkeypatch.setattr(population, "fit", spoiled)
    (outcome, model), *_ = tuned(folds=FOLDS[:1])
    assert model is None
    assert "not finite numbers" in outcome.error
    assert len(outcome.trials) == 4


def test_a_refit_that_fails_is_an_error_of_this_fold_alone(population, monkeypatch):
    genuine, rows = population.fit, DATASET.y[FOLDS[1].development]

    def breaks(member):
        if member.validation is None and np.array_equal(member.train.y, rows):
            raise MemoryError("too big")
        return genuine(member)

    monkeypatch.setattr(population, "fit", breaks)
    outcomes = [outcome for outcome, _ in tuned()]
    assert [bool(outcome.error) for outcome in outcomes] == [False, True, False]
    assert outcomes[1].error == "The refit failed. MemoryError: too big"


def test_curves_end_where_the_loss_is_no_number(population, monkeypatch):
    genuine = population.fit

    def diverges(member):
        fitted = genuine(member)
        return dataclasses.replace(
            fitted, history={name: [*curve[:1], float("nan"), 0.1] for name, curve in fitted.history.items()}
        )

    monkeypatch.setattr(population, "fit", diverges)
    (outcome, _), *_ = tuned(folds=FOLDS[:1])
    assert outcome.history == {"loss": [0.9], "val_loss": [0.5]}


def test_real_training_twice_gives_the_same_predictions():
    """Two folds, trained indeed; the same alone and together."""
    search = Search("random", 2, 8)
    together = [outcome for outcome, _ in tuned(folds=FOLDS[:2], search=search)]
    (alone, model), *_ = tuned(folds=FOLDS[1:2], search=search)

    assert together[1].predictions == pytest.approx(alone.predictions, abs=1e-6)
    assert alone.error == ""
    assert len(alone.predictions) == len(FOLDS[1].test)
    np.testing.assert_allclose(model.predict(DATASET.x.iloc[FOLDS[1].test]), alone.predictions, atol=1e-6)
    assert alone.parameters == model.model.count_params()
    assert len(alone.history["val_loss"]) >= alone.epochs


def test_rows_bring_their_weights_into_every_training(population, monkeypatch):
    weight = np.arange(1.0, len(DATASET) + 1)
    monkeypatch.setitem(globals(), "DATASET", dataclasses.replace(DATASET, weight=weight))
    tuned(folds=FOLDS[:1])
    trial, refit = population.members[0], population.members[-1]
    assert trial.train.sample_weight.tolist() == weight[FOLDS[0].train].tolist()
    assert trial.validation.sample_weight.tolist() == weight[FOLDS[0].validation].tolist()
    assert refit.train.sample_weight.tolist() == weight[FOLDS[0].development].tolist()


def test_a_fold_with_fewer_levels_has_a_network_of_its_own_width():
    """What the task says of the columns is what all rows have; a level may be missing among some of them."""
    from dlfund.training.tuning.tune import fit_folds

    schema = Schema("towns", "Towns", "y", (Column("town", "categorical"),), kind="regression")
    towns = pd.DataFrame({"town": ["a", "b", "c", "a", "b", "d"] * 10})
    dataset = Dataset(schema, towns, np.arange(60.0))
    some, others = np.flatnonzero(towns["town"] != "d"), np.flatnonzero(towns["town"] == "d")
    layout = encode.layout(encode.for_network(schema).fit(towns))
    task = Task("regression", (sum(layout.widths),), metric="rmse", numeric=layout.numeric, widths=layout.widths)
    fold = Fold("1-1", some[:30], some[30:], others)
    ((outcome, model),) = fit_folds(net, FoldsToFit(task, dataset, (fold,), Search("random", 1, epochs=2), seed=0))
    assert not outcome.error
    assert model.model.input_shape == (None, sum(layout.widths) - 1)
    assert len(outcome.predictions) == len(others)


@pytest.mark.parametrize("search", SEARCHES[:3], ids=lambda search: search.oracle)
def test_a_search_goes_on_after_its_earlier_trials(population, search):
    population.score = lambda model: abs(width_of(model) - 4) + 0.1
    fewer = dataclasses.replace(search, trials=2)
    (first, _), *_ = tuned(folds=FOLDS[:1], search=fewer)
    (whole, _), *_ = tuned(folds=FOLDS[:1], search=search)
    population.members.clear()
    (continued, model), *_ = tuned(folds=FOLDS[:1], search=search, earlier={first.fold: first})

    assert [trial.hyperparameters for trial in continued.trials] == [trial.hyperparameters for trial in whole.trials]
    assert continued.trials[:2] == first.trials
    assert continued.hyperparameters == whole.hyperparameters
    assert len(population.trials) == search.trials - 2
    assert (model is None) == (continued.hyperparameters == first.hyperparameters)
