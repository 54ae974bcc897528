"""What every metric promises, checked on every row of the table."""

import json

import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from contracts.metric_specimens import METRICS

every_metric = pytest.mark.parametrize(
    "specimen",
    [
        pytest.param(specimen, id=f"{name}-{index}" if index else name)
        for name, specimens in METRICS.items()
        for index, specimen in enumerate(specimens)
    ],
)


def weights(rows=200):
    return np.random.default_rng(5).uniform(0.0, 2.0, rows).astype("float32")


def value(metric, *batches):
    for batch in batches:
        metric.update_state(*batch)
    return float(metric.result())


def network(specimen):
    keras.utils.set_random_seed(0)
    last = {0: None, 1: "sigmoid"}.get(specimen.classes, "softmax")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(max(specimen.classes, 1), activation=last)])
    model.compile("sgd", "mse", metrics=[specimen.make(name="judged")])
    return model


def rows_for(specimen):
    y, _ = specimen.batch(rows=64)
    targets = y if specimen.onehot or specimen.classes < 2 else None
    return np.random.default_rng(1).normal(size=(64, 3)).astype("float32"), y, targets


@every_metric
def test_equals_scikit_learn(specimen):
    y, p = specimen.batch()
    assert value(specimen.make(), (y, p)) == pytest.approx(specimen.reference(y, p, None), abs=1e-4)


@every_metric
def test_batches_give_what_all_rows_give(specimen):
    y, p = specimen.batch()
    metric = specimen.make()
    value(metric, (y[:50], p[:50]))
    metric.reset_state()
    batches = [(y[i : i + 30], p[i : i + 30]) for i in range(0, 200, 30)]
    assert value(metric, *batches) == pytest.approx(specimen.reference(y, p, None), abs=1e-4)


@every_metric
def test_weights_of_rows_count_as_in_scikit_learn(specimen):
    y, p = specimen.batch()
    w = weights()
    w[:20] = 0.0
    assert value(specimen.make(), (y, p, w)) == pytest.approx(specimen.reference(y, p, w), abs=1e-4)


@every_metric
def test_config_comes_back_through_json(specimen):
    metric = specimen.make(name="mine")
    again = keras.saving.deserialize_keras_object(json.loads(json.dumps(keras.saving.serialize_keras_object(metric))))
    assert type(again) is type(metric)
    assert again.get_config() == metric.get_config()
    assert value(again, specimen.batch()) == value(metric, specimen.batch())


@every_metric
def test_evaluate_and_fit_report_it(specimen):
    model = network(specimen)
    x, y, targets = rows_for(specimen)
    if targets is None:
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=[specimen.make(name="judged")])
    history = model.fit(x, y, batch_size=16, verbose=0, validation_data=(x, y)).history
    judged = model.evaluate(x, y, batch_size=16, verbose=0, return_dict=True)["judged"]
    assert np.isfinite(history["judged"]).all()
    assert judged == pytest.approx(history["val_judged"][0])
    assert judged == pytest.approx(specimen.reference(y, model.predict(x, verbose=0), None), rel=1e-4, abs=1e-4)


@every_metric
def test_saved_with_the_model(specimen, tmp_path):
    model = network(specimen)
    x, y, targets = rows_for(specimen)
    if targets is None:
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=[specimen.make(name="judged")])
    model.train_on_batch(x, y)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.evaluate(x, y, verbose=0, return_dict=True)["judged"] == pytest.approx(
        model.evaluate(x, y, verbose=0, return_dict=True)["judged"]
    )


@every_metric
def test_no_rows_are_no_error(specimen):
    y, p = specimen.batch()
    metric = specimen.make()
    assert float(metric.result()) == 0.0
    assert value(metric, (y[:0], p[:0])) == 0.0


@every_metric
def test_stateless_updates_are_the_same(specimen):
    y, p = specimen.batch()
    metric = specimen.make()
    state = metric.stateless_update_state([v.value for v in metric.variables], y, p)
    assert float(metric.stateless_result(state)) == pytest.approx(value(metric, (y, p)), rel=1e-6)
    metric.reset_state()
    assert all((numbers(v) == 0).all() for v in metric.variables)
