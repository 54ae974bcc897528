"""The same network, the same answer everywhere: within the range that it learned where its regimen says so."""

import keras
import numpy as np
import pandas as pd
import pytest

from dlfund import NetworkRegressor, Task
from dlfund.comparison.running.saved_models import load_network, save_network
from dlfund.data import Column, Dataset, Fold, Schema
from dlfund.data.folds_to_fit import FoldsToFit
from dlfund.training.tuning.fitted_network import as_trained, outputs_of
from dlfund.training.tuning.search import Search
from dlfund.training.tuning.tune import fit_folds
from dlfund.zoo.regimen import Regimen, trained_by


def straight(task, hp):
    """A weighted sum, which goes on beyond the rows."""
    model = keras.Sequential([keras.Input(task.input_shape), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.1), "mse")
    return model


@trained_by(Regimen(60, None, ((None, 16),), clamped=True))
def within(task, hp):
    """The same, whose answers stay where its targets were."""
    return straight(task, hp)


def trend(rows=80):
    """Targets from 0 to 79; the last rows lie beyond what is learned from."""
    schema = Schema(name="trend", title="Trend", target="y", columns=(Column("x"),), kind="regression")
    return Dataset(schema, pd.DataFrame({"x": np.arange(rows, dtype=float)}), np.arange(rows, dtype=float))


def trained(network, epochs):
    """The data set, its one fold, and what the network does there."""
    dataset, places = trend(), np.arange(80)
    fold = Fold("1-1", places[:60:2], places[1:60:2], places[60:])
    task = Task(kind="regression", input_shape=(1,), metric="rmse")
    (result,) = fit_folds(network, FoldsToFit(task, dataset, (fold,), Search("random", 1, epochs=epochs), seed=0))
    return dataset, fold, *result


@pytest.mark.parametrize("network", [straight, within])
def test_fold_and_saved_model_answer_alike(network, tmp_path):
    dataset, fold, outcome, model = trained(network, epochs=60)
    save_network(model, tmp_path)
    again = load_network(tmp_path).predict(dataset.x.iloc[fold.test])
    assert np.array_equal(outcome.predictions, again)
    if network is within:
        assert set(outcome.predictions) == {59.0}
    else:
        assert max(outcome.predictions) > 70


@pytest.mark.parametrize("network, most", [("realmlp_td_s", 59.0), ("perceptron", np.inf)])
def test_the_estimator_does_as_the_comparison(network, most):
    dataset = trend()
    model = NetworkRegressor(network, members=1, epochs=60, random_state=0).fit(dataset.x[:60], dataset.y[:60])
    output = model.predict(dataset.x[60:])
    assert output.max() <= most
    assert network == "realmlp_td_s" or output.max() > 59


@pytest.mark.parametrize("network", [straight, within])
def test_as_trained_is_the_network_before_its_units(network):
    """Whoever looks inside or writes a script finds the scale, whether answers are clipped behind it or not."""
    dataset, _, _, model = trained(network, epochs=3)
    inner, units = as_trained(model.model)
    x = model.encoder.transform(dataset.x).astype("float32")
    output = keras.ops.convert_to_numpy(units(outputs_of(inner, x)))[:, 0]
    ends = (0.0, 59.0) if network is within else (-np.inf, np.inf)
    np.testing.assert_allclose(output.clip(*ends), model.predict(dataset.x), rtol=1e-6)
    assert float(units.offset) == np.mean(dataset.y[:60])
    assert [layer.name for layer in inner.layers if layer.name == "units"] == []
