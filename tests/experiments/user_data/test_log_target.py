"""--log-target: models learn the logarithm, and everything that leaves a run is in the target's own units."""

import io
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from dlfund import compare
from dlfund.cli import main
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.comparison.running.saved_models import load
from dlfund.core.estimator_file import load_estimator
from dlfund.experiments.export import export
from dlfund.experiments.export.script import eject
from dlfund.experiments.predict import predict_table
from dlfund.experiments.sources.registry import rows_of
from dlfund.experiments.sources.source import Request
from dlfund.experiments.sources.table import TableSource
from dlfund.training.tuning.fitted_network import as_trained


def houses(rows=80):
    generator = np.random.default_rng(0)
    rooms = generator.normal(size=rows).round(3)
    price = np.exp(2 * rooms + 5 + 0.2 * generator.normal(size=rows)).round(2)
    return pd.DataFrame({"rooms": rooms, "garden": generator.choice(["yes", "no"], rows), "price": price})


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("houses")
    houses().to_csv(folder / "houses.csv", index=False)
    with using(InThisProcess()):
        return compare(
            folder / "houses.csv", "price", contenders=["xgboost", "perceptron"], trials=1, folds=2, repeats=1,
            log_target=True, runs=folder, console=Console(file=io.StringIO()),
        )  # fmt: skip


def test_it_is_recorded_and_said_and_the_rows_keep_their_units(run):
    assert run.dataset.target_log == "log"
    assert any("Models learn the logarithm" in note for note in run.notes)
    np.testing.assert_allclose(rows_of(run).y, houses()["price"])


@pytest.mark.parametrize("name", ["ridge", "xgboost", "perceptron"])
def test_new_rows_get_prices_that_follow_the_ratio(run, tmp_path, name):
    houses().to_csv(tmp_path / "new.csv", index=False)
    predicted = predict_table(run.folder, tmp_path / "new.csv", name)["predicted_price"]
    assert (predicted > 0).all()
    ratio = np.log(predicted / houses()["price"])
    assert abs(float(ratio.median())) < 1
    assert np.corrcoef(np.log(predicted), np.log(houses()["price"]))[0, 1] > 0.9


def test_the_network_is_trained_on_the_scaled_logarithm(run):
    network = load(run.folder / "models" / "perceptron", run.dataset.schema)
    _, units = as_trained(network.model)
    assert float(units.offset) == pytest.approx(np.log(houses()["price"]).mean(), rel=1e-4)


@pytest.mark.parametrize("name", ["ridge", "xgboost", "perceptron"])
def test_the_score_on_validation_rows_is_in_the_target_s_units(run, name):
    """In units of the logarithm it would be below 3; prices differ by hundreds."""
    for outcome in run.contender(name).outcomes:
        assert outcome.validation > 10


def test_an_exported_pipeline_transforms_back_by_itself(run, tmp_path):
    export(run.folder, "skops", "ridge", tmp_path)
    rows = houses()[["rooms", "garden"]]
    assert load_estimator(tmp_path / "model.skops").predict(rows).min() > 0


@pytest.mark.parametrize("name", ["ridge", "perceptron"])
def test_an_ejected_script_has_the_runs_score(run, tmp_path, name):
    script = eject(run.folder, name, tmp_path).script
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert float(last.split()[1].rstrip(",")) == pytest.approx(run.mean(name), rel=1e-5)


def test_a_skewed_target_is_offered_the_option():
    question = TableSource(houses()).read(Request("price", "houses"))
    assert any("--log-target lets models learn its logarithm" in note for note in question.notes)
    assert TableSource(houses()).read(Request("rooms", "houses")).notes == ()


@pytest.mark.parametrize(
    "target, sentence", [("garden", "where a number is predicted"), ("rooms", "Expected a target of 0 or more")]
)
def test_other_targets_are_refused(tmp_path, capsys, target, sentence):
    houses().to_csv(tmp_path / "houses.csv", index=False)
    assert main(["compare", str(tmp_path / "houses.csv"), "--target", target, "--log-target"]) == 2
    assert sentence in capsys.readouterr().err
