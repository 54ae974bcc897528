"""Which columns matter: known importance, the trusted reference, and what becomes of many columns and little time."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LinearRegression
from small_data import small_dataset

from dlfund.comparison.result.insights.importance import Extent, UnseenRows, extent, importance
from dlfund.comparison.result.insights.loss import Loss
from dlfund.data import Column, Dataset, Schema

HOSTILE = "<b>noise</b>"


def line(rows=1000, *, seed=0, noise=1.0, columns=("a", "b", HOSTILE), weight=None, group=None):
    """y = 2a + b + noise; the third column tells nothing."""
    generator = np.random.default_rng(seed)
    x = pd.DataFrame(generator.normal(size=(rows, len(columns))), columns=list(columns))
    schema = Schema("line", "", "y", tuple(Column(name) for name in columns))
    y = 2 * x["a"] + x["b"] + noise * generator.normal(size=rows)
    return Dataset(schema, x, y.to_numpy(), weight=weight, group=group)


def truth(x):
    """What a model that knows the formula says."""
    return (2 * x["a"] + x["b"]).to_numpy()


def measured(dataset, models, loss="rmse", *, seconds=60.0, seed=0, parts=None):
    actual, why = importance(parts or [UnseenRows(dataset, models)], dataset, Loss(loss), seed=seed, seconds=seconds)
    assert why == ""
    return actual, {column["name"]: column["of"] for column in actual["columns"]}


def test_the_known_importance_lies_in_the_interval_and_noise_is_not_shown():
    actual, of = measured(line(), {"net": truth})
    # E[(y − ŷ)²] becomes 1 + 2·4·var(a) = 9 without a, and 3 without b
    for name, expected in (("a", 3.0 - 1.0), ("b", np.sqrt(3) - 1.0)):
        assert of[name]["net"]["low"] < expected < of[name]["net"]["high"]
        assert of[name]["net"]["shown"]
    assert of[HOSTILE]["net"] == {"change": 0.0, "low": 0.0, "high": 0.0, "shown": False}
    assert [column["name"] for column in actual["columns"]] == ["a", "b", HOSTILE]
    assert (actual["rows"], actual["shuffles"]) == (1000, 5)


def test_it_is_what_scikit_learn_measures():
    data = line(1500, seed=3)
    fitted = LinearRegression().fit(data.x[:750], data.y[:750])
    rest = data.of_rows(np.arange(750, 1500))
    reference = permutation_importance(
        fitted, rest.x, rest.y, scoring="neg_mean_absolute_error", n_repeats=60, random_state=0
    )
    _, of = measured(rest, {"net": fitted.predict}, "mae")
    for name, expected, spread in zip(rest.x, reference.importances_mean, reference.importances_std, strict=True):
        assert of[name]["net"]["change"] == pytest.approx(expected, abs=4 * spread / np.sqrt(5) + 1e-9)
        assert of[name]["net"]["low"] <= expected <= of[name]["net"]["high"]


def test_the_interval_holds_the_truth_also_where_the_value_that_is_given_is_what_varies():
    """A few rows have huge values, and whoever gets one is far off: the giver's luck belongs into the interval."""
    inside, tries = 0, 80
    for seed in range(tries):
        generator = np.random.default_rng(seed)
        x = pd.DataFrame({"a": np.where(generator.random(400) < 0.1, 3.0, 0.0), "b": generator.normal(size=400)})
        data = Dataset(Schema("given", "", "y", (Column("a"), Column("b"))), x, x["a"].to_numpy())
        _, of = measured(data, {"net": lambda x: x["a"].to_numpy()}, "mae", seed=seed)
        inside += of["a"]["net"]["low"] <= 3 * 2 * 0.1 * 0.9 <= of["a"]["net"]["high"]
    assert inside / tries >= 0.9


def test_a_column_that_only_misleads_is_told_apart_from_one_that_helps():
    data = line()
    _, of = measured(data, {"net": truth, "base": lambda x: x["a"].to_numpy() - x["b"].to_numpy()})
    assert of["a"]["base"]["low"] > 0
    assert of["b"]["base"]["high"] < 0
    assert of["b"]["base"]["shown"]


def test_weights_say_whose_rows_count():
    first = np.arange(1000) < 500
    data = line(weight=np.where(first, 1.0, 0.0))
    _, of = measured(data, {"net": lambda x: np.where(first, data.y, truth(x))})
    assert of["a"]["net"]["change"] == of["b"]["net"]["change"] == 0.0


def test_rows_of_one_group_make_the_interval_wider():
    data = line(400)
    data.x["a"] = np.repeat(np.random.default_rng(5).normal(size=20), 20)  # a group's rows are alike
    widths = []
    for group in (None, np.repeat(np.arange(20), 20)):
        of = measured(replace(data, y=truth(data.x), group=group), {"net": truth}, "mae")[1]["a"]["net"]
        widths.append(of["high"] - of["low"])
    assert widths[1] > 2 * widths[0]


def test_classes_are_judged_by_a_proper_score():
    data = small_dataset(600)
    model = lambda x: 1 / (1 + np.exp(-1.2 * (x["study"].to_numpy() - 5)))  # noqa: E731
    actual, of = measured(data, {"base": model}, "brier")
    assert actual["title"] == "Brier score"
    assert of["study"]["base"]["shown"]
    assert not of["noise"]["base"]["shown"]


def test_values_change_rows_inside_a_fold_and_all_folds_count():
    data = line(900)
    folds = [UnseenRows(data.of_rows(np.arange(start, start + 300)), {"net": truth}) for start in (0, 300, 600)]
    actual, of = measured(data, {}, parts=folds)
    assert actual["rows"] == 900
    assert of["a"]["net"]["low"] < 2.0 < of["a"]["net"]["high"]


def test_of_many_columns_thirty_are_measured_and_the_others_are_named():
    data = line(300, columns=("a", "b", *(f"c{number}" for number in range(60))))
    actual, of = measured(data, {"net": truth})
    assert len(of) == 30
    assert {"a", "b"} <= set(of)
    assert len(actual["left_out"]) == 32
    assert "30 of 62 columns were measured" in actual["left_out_words"]


def test_a_partner_that_says_the_same_is_named():
    data = line()
    data.x["b"] = data.x["a"] + 0.1 * data.x["b"]
    actual, _ = measured(data, {"net": truth})
    alike = {column["name"]: column["alike"] for column in actual["columns"]}
    assert alike["a"]["name"] == "b"
    assert alike["a"]["strength"] > 0.95
    assert alike[HOSTILE] is None


def test_little_time_means_fewer_shuffles_then_rows_then_columns_then_none():
    assert extent(2000, 30, 0.01, 60) == Extent(2000, 5, 30)
    assert extent(2000, 30, 0.1, 12) == Extent(2000, 3, 30)
    assert extent(2000, 30, 1.0, 20).rows < 2000
    assert extent(2000, 30, 1.0, 3).columns < 30
    assert extent(2000, 30, 1.0, 0.5) is None
    actual, why = importance([UnseenRows(line(), {"net": truth})], line(), Loss("rmse"), seed=0, seconds=-1.0)
    assert actual is None
    assert why.startswith("Which columns matter was not measured: predicting 1,000 rows once takes")
