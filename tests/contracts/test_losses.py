"""What every loss must do, whatever it measures: the checks of the table in loss_specimens.py."""

import json

import keras
import numpy as np
import pytest
from contracts.checks import skip_where_it_does_not_apply
from contracts.gradients import numbers
from contracts.loss_specimens import SPECIMENS

every_loss = pytest.mark.parametrize("specimen", [s for _, s in SPECIMENS], ids=[name for name, _ in SPECIMENS])
BACKEND = keras.backend.backend()
# Keras compiles a program a loss for these
slow_where_compiled = pytest.mark.slow if BACKEND != "torch" else lambda test: test
slow_on_jax = pytest.mark.slow if BACKEND == "jax" else lambda test: test
WEIGHTS = np.array([0.5, 2.0, 0.0, 1.0], "float32")


def network(specimen, optimizer="sgd", **options):
    """A compiled network for the specimen; the same start every time."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((5,)), *specimen.head()])
    model.compile(optimizer, specimen.make(), **options)
    return model


def rows_for(specimen, seed=0):
    y_true, _ = specimen.batch(rows=4, seed=seed)
    return np.random.default_rng(seed).normal(size=(4, 5)).astype("float32"), y_true


@every_loss
def test_config_goes_round_through_json(specimen):
    loss = specimen.make(reduction="sum", name="mine")
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(loss)))
    again = keras.saving.deserialize_keras_object(config)
    assert config["registered_name"].startswith("dlfund>")
    assert type(again) is type(loss)
    assert again.get_config() == loss.get_config()
    y_true, y_pred = specimen.batch()
    np.testing.assert_array_equal(numbers(again(y_true, y_pred)), numbers(loss(y_true, y_pred)))


@every_loss
def test_every_reduction_with_and_without_weights(specimen):
    y_true, y_pred = specimen.batch()
    each = numbers(specimen.make(reduction=None)(y_true, y_pred))  # (4,)
    assert each.shape == (4,)
    for weights in (None, WEIGHTS):
        weighted = each if weights is None else each * weights
        expected = {
            None: weighted,
            "none": weighted,
            "sum": weighted.sum(),
            "sum_over_batch_size": weighted.mean(),
            "mean": weighted.mean(),
            "mean_with_sample_weight": weighted.sum() / (4 if weights is None else weights.sum()),
        }
        for reduction, value in expected.items():
            got = specimen.make(reduction=reduction)(y_true, y_pred, sample_weight=weights)
            np.testing.assert_allclose(numbers(got), value, rtol=1e-5, err_msg=str(reduction))


@every_loss
def test_a_batch_without_rows_costs_nothing(specimen):
    y_true, y_pred = specimen.batch(rows=0)
    assert np.sum(numbers(specimen.make()(y_true, y_pred))) == 0.0


@slow_on_jax
@every_loss
def test_saved_in_a_model_it_goes_on_as_if_never_stopped(specimen, tmp_path):
    model = network(specimen, "adam")
    model.train_on_batch(*rows_for(specimen))
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.loss.get_config() == model.loss.get_config()
    for trained in (model, loaded):
        trained.train_on_batch(*rows_for(specimen, seed=1))
    for weight, other in zip(model.weights, loaded.weights, strict=True):
        np.testing.assert_array_equal(numbers(weight), numbers(other))


@slow_where_compiled
@every_loss
def test_compiled_by_xla_or_not_it_trains_alike(request, specimen):
    skip_where_it_does_not_apply(request, specimen)
    ends = []
    for jit_compile in (False, True):
        model = network(specimen, jit_compile=jit_compile)
        model.train_on_batch(*rows_for(specimen))
        ends.append([numbers(weight) for weight in model.weights])
    for plain, compiled in zip(*ends, strict=True):
        np.testing.assert_allclose(plain, compiled, rtol=1e-5, atol=1e-6)


@slow_where_compiled
@every_loss
def test_under_mixed_precision_it_trains(specimen):
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = network(specimen)
    finally:
        keras.config.set_dtype_policy("float32")
    before = [numbers(weight) for weight in model.trainable_variables]
    for _ in range(4):  # a first step whose scaled gradient overflows is left out, and the scale halved
        model.train_on_batch(*rows_for(specimen))
    after = [numbers(weight) for weight in model.trainable_variables]
    assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
    assert all(np.isfinite(weight).all() for weight in after)
    assert any((a != b).any() for a, b in zip(before, after, strict=True))
