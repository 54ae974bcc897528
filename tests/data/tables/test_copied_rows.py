"""Copies of rows are left out or kept together; rows with other targets are no copies."""

import pandas as pd
import pytest

from dlfund.data import DataError
from dlfund.data.tables import as_dataset, check_dedupe, columns_of, grouped_copies, table_of, task_of, without_copies

FRAME = pd.DataFrame(
    {
        "age": [30.5, 30.5, 41.2, 41.2, None, None, 52.0, 30.5],
        "city": ["Bern", "Bern", "Basel", "Basel", "Bern", "Bern", "Chur", "Bern"],
        "bought": ["yes", "yes", "no", "yes", "no", "no", "yes", "yes"],
    }
)


def read():
    table = table_of(FRAME)
    return table, columns_of(table, target="bought"), task_of(table, "bought")


def test_rows_equal_in_inputs_and_target_are_left_out_once_each():
    task = without_copies(*read())
    assert task.rows.tolist() == [0, 2, 3, 4, 6]
    assert task.counts == {"no": 2, "yes": 3}
    assert task.notes[-1] == "3 rows that equal an earlier one left out, as asked (--dedupe drop)."


def test_nothing_is_left_out_where_no_row_is_a_copy():
    table, columns, task = read()
    once = without_copies(table, columns, task)
    again = without_copies(table, columns, once)
    assert again.rows.tolist() == once.rows.tolist()
    assert again.notes[-1] == "No row is a copy of an earlier one."


def test_rows_with_the_same_inputs_are_one_group_whatever_their_target():
    table, columns, task = read()
    dataset = grouped_copies(as_dataset(table, columns, task, name="shop"))
    assert dataset.group.tolist() == ["0", "0", "1", "1", "2", "2", "3", "0"]
    assert "4 different rows of inputs" in dataset.notes[-1]


def test_another_way_is_refused():
    check_dedupe("")
    with pytest.raises(DataError, match=r"Expected --dedupe to be drop or group. Received: 'merge'"):
        check_dedupe("merge")
