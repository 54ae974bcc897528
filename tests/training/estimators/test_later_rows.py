"""The rows of a month later, written another way: an estimator predicts the same for them."""

import datetime

import numpy as np
import pandas as pd
import pytest

from dlfund import NetworkClassifier

SMALL = {"members": 1, "epochs": 5, "random_state": 0}


def rows(count=60):
    generator = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "size": generator.normal(size=count),
            "shop": pd.Categorical(generator.integers(1, 4, count)),
            "member": generator.random(count) < 0.5,
            "city": generator.choice(["Bern", "Zürich"], count),
        }
    )
    return table, np.where(table["member"], "yes", "no")


@pytest.fixture(scope="module")
def fitted():
    return NetworkClassifier("ann", **SMALL).fit(*rows())


def test_a_category_that_became_a_fraction_is_the_same(fitted):
    table, _ = rows()
    later = table.assign(shop=table["shop"].astype(float))
    np.testing.assert_array_equal(fitted.predict_proba(later), fitted.predict_proba(table))


@pytest.mark.parametrize(
    "name, change",
    [
        ("member", lambda cells: cells.astype(int)),
        ("member", lambda cells: cells.map({True: "TRUE", False: "FALSE"})),
        ("member", lambda cells: cells.map({True: "Ja", False: "Nein"})),
        ("city", lambda cells: cells.str.upper().str.normalize("NFD")),
    ],
)
def test_another_spelling_is_told_and_changes_nothing(fitted, name, change):
    table, _ = rows()
    with pytest.warns(UserWarning, match=f"Column '{name}': 60 cells are read as the training rows have it"):
        later = fitted.predict_proba(table.assign(**{name: change(table[name])}))
    np.testing.assert_array_equal(later, fitted.predict_proba(table))


def test_truth_values_are_read_where_1_and_0_were_fitted(fitted):
    table, classes = rows()
    numbers = table.assign(member=table["member"].astype(int))
    other = NetworkClassifier("ann", **SMALL).fit(numbers, classes)
    np.testing.assert_array_equal(other.predict_proba(table), other.predict_proba(numbers))
    with pytest.raises(ValueError, match="Expected column 'member' to be numeric, as in the training rows"):
        other.predict(table.assign(member="often"))


def test_an_empty_cell_in_a_column_that_had_none_gets_an_answer(fitted):
    table, _ = rows()
    table = table.astype({"member": object})
    table.loc[3] = [np.nan, None, None, None]
    assert np.isfinite(fitted.predict_proba(table)).all()


@pytest.mark.parametrize(
    "column",
    [
        [datetime.date(2024, 1, 1) + datetime.timedelta(days=place % 9) for place in range(60)],
        [datetime.datetime(2024, 1, 1, place % 9) for place in range(60)],
        [datetime.timedelta(hours=place % 9) for place in range(60)],
        pd.to_timedelta(np.arange(60) % 9, "D"),
        pd.period_range("2020-01", periods=60, freq="M"),
    ],
)
def test_dates_spans_and_periods_are_columns_as_in_a_comparison(column):
    table = pd.DataFrame({"when": column, "size": np.arange(60.0)})
    model = NetworkClassifier("ann", **SMALL).fit(table.astype({"when": object}), np.arange(60) % 2)
    expected = model.predict_proba(table)
    assert np.isfinite(expected).all()
    np.testing.assert_array_equal(model.predict_proba(table.iloc[5:7]), expected[5:7])


def test_dates_may_come_as_text():
    table = pd.DataFrame({"when": pd.date_range("2024-01-01", periods=60), "size": np.arange(60.0)})
    model = NetworkClassifier("ann", **SMALL).fit(table, np.arange(60) % 2)
    as_text = model.predict_proba(table.astype({"when": "str"}))
    np.testing.assert_array_equal(as_text, model.predict_proba(table))
    with pytest.raises(ValueError, match="Expected column 'when' to be date, as in the training rows"):
        model.predict(table.assign(when="soon"))
