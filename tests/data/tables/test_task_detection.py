"""What is predicted follows from the target's cells, and the reason is a sentence."""

import numpy as np
import pandas as pd
import pytest

from dlfund.data.tables import check_classes, table_of, task_of

TASKS = {
    "two texts": (["b", "a"] * 20, "binary", ("a", "b")),
    "yes and no": (["yes", "no"] * 20, "binary", ("no", "yes")),
    "Pass and Fail": (["Pass", "Fail"] * 20, "binary", ("Fail", "Pass")),
    "true and false": ([True, False] * 20, "binary", ("False", "True")),
    "0 and 1": ([1, 0] * 20, "binary", ("0", "1")),
    "1 and 2 as floats": ([2.0, 1.0] * 20, "binary", ("1", "2")),
    "three texts": (["b", "a", "C"] * 14, "multiclass", ("a", "b", "C")),
    "ten whole numbers": ([10, *range(1, 11)] * 10, "multiclass", tuple(map(str, range(1, 11)))),
    "eleven whole numbers": (list(range(11)) * 10, "regression", ()),
    "few rows a number": (list(range(10)) * 4, "regression", ()),
    "fractions": ([n / 4 for n in range(40)], "regression", ()),
    "two fractions": ([0.5, 1.5] * 20, "regression", ()),
}


@pytest.mark.parametrize("cells, kind, classes", TASKS.values(), ids=TASKS.keys())
def test_the_rules(cells, kind, classes):
    actual = task_of(table_of(pd.DataFrame({"y": cells})), "y")
    assert (actual.kind, actual.classes) == (kind, classes)
    assert actual.reason.startswith("Predict 'y': ")
    if kind == "regression":
        np.testing.assert_array_equal(actual.y, cells)
    else:
        np.testing.assert_array_equal(actual.y, [classes.index(_text(cell)) for cell in cells])
        assert actual.counts == {name: list(map(_text, cells)).count(name) for name in classes}


def _text(cell):
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def test_the_positive_class_is_told():
    assert "'yes' is the positive class" in task_of(table_of(pd.DataFrame({"y": ["no", "yes"] * 5})), "y").reason


@pytest.mark.parametrize("kind", ["multiclass", "regression"])
def test_a_kind_that_is_given_wins(kind):
    actual = task_of(table_of(pd.DataFrame({"y": [1, 2, 3, 4] * 10})), "y", kind=kind)
    assert actual.kind == kind
    other = task_of(table_of(pd.DataFrame({"y": list(range(11)) * 10})), "y", kind=kind)
    assert other.kind == kind
    assert (kind == "multiclass") == ("as asked" in other.reason)


def test_text_that_is_a_number_may_be_a_regression():
    actual = task_of(table_of(pd.DataFrame({"y": ["1,5", "2", "4"] * 4})), "y", kind="regression")
    assert actual.y[:3].tolist() == [1.5, 2, 4]


def test_rows_without_a_target_are_left_out_and_told():
    actual = task_of(table_of(pd.DataFrame({"y": ["a", None, "b", "?", "a", "b"]})), "y")
    assert actual.rows.tolist() == [0, 2, 4, 5]
    assert actual.y.tolist() == [0, 1, 0, 1]
    assert actual.notes == ("2 rows without a target were left out.",)


def test_rare_classes_become_one_and_it_is_told():
    cells = ["a"] * 20 + ["b"] * 10 + ["c"] * 3 + ["d"] * 2
    actual = task_of(table_of(pd.DataFrame({"y": cells})), "y")
    merged = check_classes(actual, 5, merge_rare=True)
    assert merged.classes == ("a", "b", "other")
    assert merged.counts == {"a": 20, "b": 10, "other": 5}
    assert merged.y.tolist() == [0] * 20 + [1] * 10 + [2] * 5
    assert "2 classes with fewer than 5 rows became 'other': 'c' (3), 'd' (2)." in merged.notes


def test_a_merge_may_leave_two_classes():
    cells = ["a"] * 20 + ["b"] * 3 + ["c"] * 3
    merged = check_classes(task_of(table_of(pd.DataFrame({"y": cells})), "y"), 5, merge_rare=True)
    assert (merged.kind, merged.classes) == ("binary", ("a", "other"))


def test_enough_rows_change_nothing():
    actual = task_of(table_of(pd.DataFrame({"y": ["a", "b"] * 10})), "y")
    assert check_classes(actual, 5) is actual
    number = task_of(table_of(pd.DataFrame({"y": [n / 3 for n in range(10)]})), "y")
    assert check_classes(number, 5) is number
