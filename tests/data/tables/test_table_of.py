"""A data frame of any type becomes the few types that the rest of dlfund knows; what was changed is told."""

import datetime
import decimal

import numpy as np
import pandas as pd
import pytest

from dlfund.data.tables import as_dataset, columns_of, table_of, task_of

NAN = float("nan")
TYPES = {
    "category of text": (pd.Categorical(["a", None, "b"], categories=["a", "b", "never"]), "str", ["a", None, "b"]),
    "category of numbers": (pd.Categorical([1, None, 2]), "str", ["1", None, "2"]),
    "category of nothing": (pd.Categorical([None, None, None]), "str", [None, None, None]),
    "nullable integers": (pd.array([1, None, 3], dtype="Int64"), "float64", [1, None, 3]),
    "whole nullable integers": (pd.array([1, 2, 3], dtype="Int8"), "int64", [1, 2, 3]),
    "nullable floats": (pd.array([1.5, None, 3], dtype="Float32"), "float64", [1.5, None, 3]),
    "nullable booleans": (pd.array([True, None, False], dtype="boolean"), "boolean", [True, None, False]),
    "strings": (pd.array(["x", None, " y "], dtype="string"), "str", ["x", None, "y"]),
    "objects": (np.array(["x", None, NAN], dtype=object), "str", ["x", None, None]),
    "numbers as objects": (np.array([1, 2.5, None], dtype=object), "float64", [1, 2.5, None]),
    "truth as objects": (np.array([True, None, False], dtype=object), "boolean", [True, None, False]),
    "decimals": (np.array([decimal.Decimal("1.5"), None, 2], dtype=object), "float64", [1.5, None, 2]),
    "days as objects": (
        np.array([datetime.date(2020, 1, 1), None, datetime.date(2020, 1, 2)], dtype=object),
        "datetime64[ns]",
        [pd.Timestamp("2020-01-01"), None, pd.Timestamp("2020-01-02")],
    ),
    "months": (
        pd.period_range("2020-01", periods=3, freq="M"),
        "datetime64[ns]",
        list(pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01"])),
    ),
    "sparse": (pd.arrays.SparseArray([0, 0, 7]), "int64", [0, 0, 7]),
    "small floats": (np.array([0.5, NAN, 1], dtype="float16"), "float64", [0.5, None, 1]),
    "numbers as text": (["1", "2", "3"], "str", ["1", "2", "3"]),
    "only empty": ([None, NAN, None], None, [None, None, None]),
}


@pytest.mark.parametrize("cells, dtype, expected", TYPES.values(), ids=TYPES.keys())
def test_every_type_becomes_a_plain_one(cells, dtype, expected):
    actual = table_of(pd.DataFrame({"a": cells})).frame["a"]
    assert dtype is None or str(actual.dtype) == dtype
    assert [None if pd.isna(entry) else entry for entry in actual] == expected


def test_arrows_types_are_read_like_pandas_own():
    arrow = pytest.importorskip("pyarrow")
    cells = {
        "whole": arrow.array([1, None, 3]),
        "number": arrow.array([1.5, None, float("inf")]),
        "text": arrow.array(["a", None, "NA"]),
        "truth": arrow.array([True, None, False]),
        "decimal": arrow.array([decimal.Decimal("1.50"), None, decimal.Decimal("2.25")]),
        "day": arrow.array([datetime.date(2020, 1, 1), None, datetime.date(2021, 1, 1)]),
        "moment": arrow.array([datetime.datetime(2020, 1, 1), None, None], type=arrow.timestamp("us", tz="UTC")),
        "list": arrow.array([[1], None, [2, 3]]),
    }
    frame = pd.DataFrame({name: pd.array(entry, dtype=pd.ArrowDtype(entry.type)) for name, entry in cells.items()})
    actual = table_of(frame).frame
    assert [str(dtype) for dtype in actual.dtypes] == [
        "float64", "float64", "str", "boolean", "float64", "datetime64[ns]", "datetime64[ns]", "str",
    ]  # fmt: skip
    assert actual.iloc[1].isna().all()
    assert actual.iloc[0].isna().sum() == 0


TOLD = {
    "infinite": ([np.inf, 1, -np.inf], "2 infinite cells became empty, in column 'a'"),
    "mixed": ([1, "two", 3.0], "holds mixed-integer cells; they are read as text"),
    "lists": ([[1], [2], [3]], "they are read as text"),
    "a zone": (pd.date_range("2020", periods=3, tz="Asia/Tokyo"), "has a time zone; its moments are in universal time"),
    "spans": (pd.to_timedelta([1, 2, 3], "h"), "counted in seconds"),
    "far": ([datetime.datetime(9999, 1, 1)] * 3, "3 dates before 1678 or after 2261 became empty"),
    "markers": (["NA", "-", "x"], "2 cells are empty: 1 holding 'NA', 1 holding '-'"),
}


@pytest.mark.parametrize("cells, note", TOLD.values(), ids=TOLD.keys())
def test_what_is_changed_is_told(cells, note):
    assert any(note in entry for entry in table_of(pd.DataFrame({"a": cells})).notes)


def test_names_are_text_and_all_different():
    frame = pd.DataFrame([range(7)], columns=[0, "0", None, NAN, ("t", 1), "a b", "a\nb"])
    table = table_of(frame)
    assert list(table.frame) == ["0", "0_2", "column_3", "column_4", "('t', 1)", "a b", "a b_2"]
    assert table.frame.iloc[0].tolist() == list(range(7))
    assert len(table.notes) == 2


def test_an_index_is_no_column_and_that_is_told():
    table = table_of(pd.DataFrame({"a": [1, 2]}, index=["x", "y"]))
    assert list(table.frame) == ["a"]
    assert "index is not used" in table.notes[0]


def test_the_frame_itself_is_not_changed():
    frame = pd.DataFrame({"a": [np.inf, 1.0], "b": ["?", "x"]})
    before = frame.copy(deep=True)
    table_of(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_the_checksum_follows_the_cells():
    first, same, other = (table_of(pd.DataFrame({"a": cells})).sha256 for cells in ([1, 2], [1, 2], [2, 1]))
    assert first == same != other


@pytest.mark.parametrize("name", ["strings", "nullable integers", "nullable booleans", "category of text", "decimals"])
def test_every_type_becomes_an_input(name):
    frame = pd.DataFrame({"a": np.repeat(np.array(TYPES[name][0], dtype=object), 10), "y": [0, 1] * 15})
    table = table_of(frame)
    columns = columns_of(table, target="y")
    x = as_dataset(table, columns, task_of(table, "y"), name="frame").x
    assert str(x["a"].dtype) in ("str", "float64")
    assert x["a"].isna().sum() == 10
