"""A population: members that share a program and nothing else."""

import keras
import numpy as np
import pytest

from dlfund import layers, losses, training
from dlfund.data.rows import TestRows, TrainRows, ValidationRows

pytestmark = pytest.mark.skipif(
    keras.backend.backend() == "torch", reason="the torch backend trains members with Keras's own loop"
)


def rows(kind, count=70, seed=0):
    x = np.random.default_rng(seed).normal(size=(count, 3)).astype("float32")
    return kind(x, (x.sum(axis=1, keepdims=True) > 0).astype("float32"))


TRAIN, VALIDATION = rows(TrainRows), rows(ValidationRows, 30, seed=1)


def network(learning_rate=0.01, rate=0.2, width=4, smoothing=0.1, model=keras.Sequential, **options):
    def build():
        layers = [keras.layers.Dense(width, "tanh"), keras.layers.Dropout(rate), keras.layers.Dense(1, "sigmoid")]
        made = model([keras.Input((3,)), *layers])
        loss = keras.losses.BinaryCrossentropy(label_smoothing=smoothing)
        made.compile(keras.optimizers.AdamW(learning_rate, weight_decay=learning_rate / 2), loss=loss, **options)
        return made

    return build


def member(seed=0, epochs=5, train=TRAIN, validation=VALIDATION, patience=None, build=None, **numbers):
    return training.Member(build or network(**numbers), train, validation, epochs=epochs, patience=patience, seed=seed)


def fit(*members, **options):
    return training.fit_population(members, batch_size=16, **options)


def same(left, right):
    return all(np.array_equal(a, b) for a, b in zip(left.weights, right.weights, strict=True))


CROWD = [member(seed=i, learning_rate=0.01 * (i + 1), rate=0.1 + 0.05 * i, smoothing=0.02 * i + 0.01) for i in range(4)]


@pytest.fixture(scope="module")
def crowd():
    return fit(*CROWD)


def test_members_that_differ_in_numbers_share_a_program(crowd):
    before = len(training.compilations())
    fit(member(seed=9, learning_rate=0.5, rate=0.3, smoothing=0.3))
    assert len(training.compilations()) == before
    assert all(fitted.notes == [] for fitted in crowd)


def test_a_result_does_not_depend_on_the_others(crowd):
    assert same(fit(CROWD[2])[0], crowd[2])
    assert same(fit(CROWD[2], CROWD[0], workers=1)[0], crowd[2])


def test_the_numbers_are_each_members_own(crowd):
    alone = [fit(member(seed=0, learning_rate=0.02, rate=0.15, smoothing=smoothing))[0] for smoothing in (0.03, 0.2)]
    assert alone[0].history["loss"][0] < alone[1].history["loss"][0]  # more smoothing, more loss
    assert not same(*alone)


def test_the_seed_decides(crowd):
    assert same(*fit(CROWD[0], CROWD[0]))
    assert not same(*fit(member(seed=1), member(seed=2)))


def test_the_best_weights_give_the_best_score(crowd):
    for fitted in crowd:
        assert fitted.best_score == min(fitted.history["val_loss"])
        again = fitted.to_model().evaluate(VALIDATION.x, VALIDATION.y, verbose=0)
        assert again == pytest.approx(fitted.best_score, rel=1e-4)


def test_without_validation_the_last_weights_are_kept():
    fitted = fit(member(validation=None, epochs=3))[0]
    assert (fitted.best_epoch, fitted.best_score, fitted.epochs_run) == (3, None, 3)
    assert "val_loss" not in fitted.history


def test_a_number_that_a_layer_keeps_in_a_variable_is_open_too():
    def dropping(rate):
        def build():
            made = keras.Sequential([keras.Input((3,)), layers.Dropout(rate), keras.layers.Dense(1, "sigmoid")])
            made.compile(keras.optimizers.SGD(0.1), loss="binary_crossentropy")
            return made

        return member(build=build)

    before = len(training.compilations())
    apart = fit(*[dropping(rate) for rate in (0.1, 0.5, 0.9)])
    fit(dropping(0.3))
    assert len(training.compilations()) == before + 1
    assert same(apart[1], fit(dropping(0.5))[0])
    assert not same(apart[0], apart[2])


def test_epochs_and_rows_may_differ_between_members(crowd):
    before = len(training.compilations())
    results = fit(member(epochs=2), member(epochs=7, train=rows(TrainRows, 66)))
    assert [result.epochs_run for result in results] == [2, 7]
    assert len(training.compilations()) == before


def test_dropout_trains_as_in_fit():
    numbers = {"learning_rate": 0.05, "rate": 0.4}
    compiled = [entry.best_score for entry in fit(*[member(seed=seed, epochs=8, **numbers) for seed in range(12)])]
    by_keras = []
    for seed in range(12):
        keras.utils.set_random_seed(seed)
        fitted = training.fit(network(**numbers)(), TRAIN, VALIDATION, epochs=8, batch_size=16, seed=seed)
        by_keras.append(fitted.best_score)
    spread = np.hypot(np.std(compiled), np.std(by_keras)) / np.sqrt(12)
    assert abs(np.mean(compiled) - np.mean(by_keras)) < 4 * spread


def test_architectures_may_be_mixed():
    narrow, wide = fit(member(width=4), member(width=6))
    assert [entry.weights[0].shape for entry in (narrow, wide)] == [(3, 4), (3, 6)]


class OwnStep(keras.Sequential):
    def train_step(self, *args, **kwargs):
        return super().train_step(*args, **kwargs)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"model": OwnStep}, "OwnStep has a train_step of its own"),
        ({"run_eagerly": True}, "compiled with run_eagerly=True"),
    ],
)
def test_what_cannot_run_in_a_program_says_why(options, why):
    fitted = fit(member(epochs=1, build=network(**options)))[0]
    assert len(fitted.notes) == 1
    assert "Trained by model.fit" in fitted.notes[0]
    assert why in fitted.notes[0]


def test_memory_bounds_what_runs_together(crowd):
    some_bytes = 5_000  # one member, but not two
    assert all(map(same, fit(*CROWD, memory_limit=some_bytes, workers=4), crowd))
    assert "memory_limit is 100" in fit(CROWD[0], memory_limit=100)[0].notes[0]


def test_every_finished_member_is_reported():
    seen = []
    results = fit(member(seed=1), member(seed=2), on_done=seen.append)
    assert {id(entry) for entry in seen} == {id(result) for result in results}


def test_test_rows_never_train():
    with pytest.raises(TypeError, match="Expected train to be TrainRows"):
        member(train=rows(TestRows))


def test_a_start_is_the_seeds_own(crowd):
    still = fit(member(seed=5, learning_rate=0.0, epochs=1))[0]
    keras.utils.set_random_seed(5)
    for mine, keras_own in zip(still.weights, network()().get_weights(), strict=True):
        np.testing.assert_array_equal(mine, keras_own)


def waving(steps):
    def build():
        from dlfund.optimizers import CosLog4Schedule

        made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, "sigmoid")])
        made.compile(keras.optimizers.Adam(CosLog4Schedule(0.1, steps=steps)), "binary_crossentropy")
        return made

    return build


def test_a_schedule_of_another_length_is_the_same_program():
    (first,) = fit(member(build=waving(10)))
    before = len(training.compilations())
    (second,) = fit(member(build=waving(40)))
    assert len(training.compilations()) == before
    assert not same(first, second)
    by_keras = training.fit(member(build=waving(40)).new_model(), TRAIN, epochs=5, batch_size=16, seed=0, shuffle=False)
    kept = fit(training.Member(waving(40), TRAIN, epochs=5, shuffle=False))[0]
    for single, right in zip(by_keras.weights, kept.weights, strict=True):
        np.testing.assert_allclose(single, right, rtol=1e-4, atol=1e-5)


def test_a_member_can_start_at_its_rows():
    def adapt(model, x):
        kernel, bias = model.layers[0].weights
        kernel.assign(keras.ops.convert_to_numpy(kernel) * 0 + x.mean())
        bias.assign(np.random.normal(size=bias.shape))

    def build():
        made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, "sigmoid")])
        made.compile(keras.optimizers.SGD(0.0), "binary_crossentropy")
        return made

    first = training.Member(build, TRAIN, seed=4, adapt=adapt)
    (fitted,) = fit(first)
    assert fitted.notes == []
    np.testing.assert_allclose(fitted.weights[0], TRAIN.x.mean(), rtol=1e-5)
    for kept, start in zip(fitted.weights, first.new_model().get_weights(), strict=True):
        np.testing.assert_array_equal(kept, start)


@pytest.mark.parametrize(
    "loss", ["BinaryCrossentropy", "BinaryFocalCrossentropy", "Hinge", "MeanSquaredError", "Poisson"]
)
def test_a_loss_that_refuses_wrong_targets_trains_in_a_program(loss):
    """Padding is made of rows that are there: a target of 3 would be refused, and training would leave the program."""

    def build():
        made = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dense(1, activation="sigmoid")])
        made.compile(keras.optimizers.SGD(0.1), getattr(losses, loss)())
        return made

    (fitted,) = fit(member(build=build, epochs=1))
    assert fitted.notes == []
