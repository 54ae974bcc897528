"""A cell means the same wherever it is read: in the rows that are learned from and in those that are predicted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfund.data import Column, DataError, Schema, check_columns
from dlfund.data.cells import dates, number_text, numbers, texts_of


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_written_as_text_come_back_to_the_last_bit(values):
    text = pd.Series([repr(value) for value in values])
    np.testing.assert_array_equal(numbers(text), values)


@given(st.lists(st.floats(0.001, 1e6), min_size=1))
def test_a_decimal_comma_is_a_decimal_point(values):
    text = pd.Series([f"{value:.4f}".replace(".", ",") for value in values])
    np.testing.assert_allclose(numbers(text), [round(value, 4) for value in values])


@pytest.mark.parametrize(
    "texts, expected",
    [
        (["1,234", "2"], [None, 2]),  # one and a bit, or more than a thousand: nobody knows
        (["1,234", "1,5"], [1.234, 1.5]),  # the second proves it
        (["1,5", "2.5"], [None, 2.5]),  # not both
        (["0,125"], [0.125]),
        (["1.234,5"], [None]),
        (["1e3", " 7 "], [1000, 7]),
        (["seven", "", None], [None, None, None]),
    ],
)
def test_which_texts_are_numbers(texts, expected):
    np.testing.assert_array_equal(numbers(pd.Series(texts)), np.array(expected, dtype=float))


def test_dates_are_no_numbers():
    assert numbers(pd.Series(pd.date_range("2024-01-01", periods=3))).isna().all()


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_has_no_point(value):
    assert number_text(float(value)) == str(value)


def test_categories_by_value_and_by_letter():
    cells = pd.Series(["1.0", "1", "1.50", "TRUE", "true", " x ", None])
    by_value = texts_of(cells, by_value=True)
    assert by_value[:6].tolist() == ["1", "1", "1.5", "True", "True", "x"]
    assert texts_of(cells)[:6].tolist() == ["1.0", "1", "1.50", "TRUE", "true", "x"]
    assert by_value.isna().tolist() == texts_of(cells).isna().tolist() == [False] * 6 + [True]


def test_python_objects_of_equal_value_keep_their_own_text():
    assert texts_of(pd.Series([1, True, "1"], dtype=object)).tolist()[0] == "1"
    assert texts_of(pd.Series(pd.array([True, None], dtype="boolean"))).fillna("empty").tolist() == ["True", "empty"]


def test_a_date_is_the_same_in_every_zone_and_unit():
    texts = pd.Series(["2024-01-31T12:00:00+02:00", "2024-01-31T10:00:00Z"])
    assert dates(texts).tolist() == [pd.Timestamp("2024-01-31 10:00")] * 2
    assert dates(pd.Series(pd.to_datetime(texts, utc=True))).tolist() == [pd.Timestamp("2024-01-31 10:00")] * 2


def test_a_year_that_nanoseconds_do_not_reach_is_empty():
    assert dates(pd.Series(["9999-12-31", "2024-01-31"])).isna().tolist() == [True, False]
    assert dates(pd.Series(["0001-01-01"])).isna().all()


def _read(cells, role, **about):
    return check_columns(pd.DataFrame({"a": cells}), Schema("s", "", "y", (Column("a", role, **about),)))["a"]


@pytest.mark.parametrize("role", ["numeric", "ordinal", "boolean", "categorical", "text", "date"])
def test_a_cell_may_be_empty_only_where_the_schema_says_so(role):
    cells = [None, pd.Timestamp("2024-01-31") if role == "date" else "3"]
    assert _read(cells, role, missing=True).isna().tolist() == [True, False]
    with pytest.raises(DataError, match=r"Expected .* in column 'a'. Received: .* in row 1 \(1 such rows\)"):
        _read(cells, role)


def test_each_role_has_its_type():
    assert _read(["1,5", "2"], "numeric").dtype == np.float64
    assert _read(["1", "2"], "ordinal").dtype == np.float64
    assert _read([True, False], "boolean").tolist() == ["True", "False"]
    assert _read([8001.0, 8002.0], "categorical").tolist() == ["8001", "8002"]
    assert _read(["31.01.2024"], "date", date_format="%d.%m.%Y").dtype == "datetime64[ns]"


def test_what_is_no_date_is_refused_also_where_cells_may_be_empty():
    with pytest.raises(
        DataError, match=r"Expected dates \(DD.MM.YYYY\) in column 'a'. Received: '2024-01-31' in row 2"
    ):
        _read(["31.01.2024", "2024-01-31", None], "date", date_format="%d.%m.%Y", missing=True)


def test_what_is_no_number_is_refused_also_where_cells_may_be_empty():
    with pytest.raises(DataError, match=r"Expected finite numbers in column 'a'\. Received: 'many' in row 2"):
        _read(["1", "many", None], "numeric", missing=True)
