"""Would more data make the network win? Asked of tables whose answer is known."""

import dataclasses
import io
import json
import re
import sys
import time

import cloudpickle
import numpy as np
import pandas as pd
import pytest
from rich.console import Console
from sklearn.base import BaseEstimator, RegressorMixin

from dlfund import baselines, compare
from dlfund.comparison.running.executor import InThisProcess, using

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # another process can't import a test by its name


class Sluggish(RegressorMixin, BaseEstimator):
    """Right enough to be the best baseline, and two seconds a fit."""

    def fit(self, X, y):
        time.sleep(2)
        self.features_, self.targets_ = X.to_numpy(), y
        return self

    def predict(self, X):
        return np.sign(X["a"] * X["b"]).to_numpy() + 0.5 * X["c"].to_numpy()


@pytest.fixture(autouse=True)
def in_this_process():
    with using(InThisProcess()):
        yield


def waves(rows, seed=0):
    """A weighted sum sees one column; the sign of a product takes a hidden layer, and rows."""
    generator = np.random.default_rng(seed)
    x = generator.uniform(-1, 1, (rows, 4))
    y = np.sign(x[:, 0] * x[:, 1]) + 0.5 * x[:, 2] + 0.1 * generator.normal(size=rows)
    return pd.DataFrame(x, columns=list("abcd")).assign(y=y)


def line(rows, seed=0):
    """Nothing but a weighted sum with much noise: a few rows are enough."""
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(rows, 2))
    return pd.DataFrame(x, columns=list("ab")).assign(y=x[:, 0] + generator.normal(size=rows))


def asked(table, tmp_path, **options):
    texts = {"trials": 1, "runs": tmp_path, "console": Console(file=io.StringIO()), "hold_out": 0} | options
    return compare(table, "y", **texts)


@pytest.mark.slow
def test_a_network_that_needs_rows_is_told_to_gain_more_from_them(tmp_path):
    result = asked(waves(900), tmp_path, contenders=["ann"])
    curve = result.to_dict()["row_curve"]
    assert curve["roles"] == {"reference": "ridge", "baseline": "ridge", "network": "ann"}
    assert curve["rows"] == [90, 180, 360, 720]
    values = [point["value"] for point in curve["differences"]]
    assert values == sorted(values, reverse=True)  # of errors: lower and lower
    assert "The network still gains more from rows" in curve["sentences"][0]
    assert "More rows would probably move the difference in the network's favour" in curve["sentences"][1]
    assert "ahead" not in " ".join(curve["sentences"]), "who is ahead is the verdict's to say"
    assert curve["sentences"][2].startswith("More rows would probably help")
    assert curve["scores"]["ann"][-1]["value"] == pytest.approx(np.mean(result.scores("ann")[:5]))
    page = (result.folder / "report.html").read_text(encoding="utf-8")
    assert "Would more rows help?" in page
    points = sorted(path.name for path in (result.folder / "fewer_rows" / "folds" / "ann").iterdir())
    assert len(points) == 15


def test_where_rows_are_enough_more_of_them_change_little(tmp_path):
    once, again = (asked(line(2_000), tmp_path, contenders=[]).to_dict()["row_curve"] for _ in range(2))
    (sentence,) = once["sentences"]
    assert sentence.startswith("More rows of this kind would probably change little")
    assert re.search(r"within ±0\.01", sentence)
    assert once | {"seconds": 0} == again | {"seconds": 0}
    assert once["differences"] == []


def fits_in(folder):
    """Trials and refits that a run wrote down, those of its curve included."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("folds/*/*.json")]
    return sum(len(file["outcome"]["trials"]) + 1 for file in files)


@pytest.mark.parametrize("rows", [60, 200])
def test_trainings_are_counted_as_they_were_made_with_the_curve_or_without(tmp_path, rows):
    result = asked(line(rows), tmp_path, contenders=[], hold_out=None)
    assert ("left_out" in result.to_dict()["row_curve"]) == (rows == 60)
    assert result.to_dict()["environment"]["trainings"] == fits_in(result.folder) > 10


def test_a_small_table_says_why_it_has_no_curve(tmp_path):
    result = asked(line(60), tmp_path, contenders=[])
    why = result.to_dict()["row_curve"]["left_out"]
    assert "half of the training rows must be at least 40 rows" in why
    assert why in result.to_dict()["notes"]
    assert "was left out" in (result.folder / "report.html").read_text(encoding="utf-8")


def test_users_stay_whole_and_the_future_is_never_learned_from(tmp_path):
    table = line(600).assign(user=np.arange(600) // 6, day=np.arange(600))
    grouped = asked(table.drop(columns="day"), tmp_path, contenders=[], columns={"group": "user"})
    assert grouped.to_dict()["row_curve"]["rows"][-1] == pytest.approx(480, abs=6)
    in_time = asked(table.drop(columns="user"), tmp_path, contenders=[], columns={"time": "day"})
    assert in_time.to_dict()["row_curve"]["folds"] == [in_time.to_dict()["folds"][-1]["name"]]


@pytest.mark.slow
def test_minutes_are_kept_with_a_slow_contender_in_the_curve(tmp_path):
    texts = {"name": "sluggish", "estimator": lambda schema, seed: Sluggish(), "space": {}}
    sluggish = dataclasses.replace(baselines.ridge(), **texts)
    started = time.monotonic()
    result = asked(waves(400), tmp_path, contenders=[sluggish], minutes=1.0, hold_out=None)
    assert time.monotonic() - started < 60
    curve = result.to_dict()["row_curve"]
    if "left_out" in curve:
        assert curve["left_out"] in result.to_dict()["notes"]
    else:
        assert curve["roles"]["baseline"] == "sluggish"
        assert all(point is not None for point in curve["scores"]["sluggish"])
