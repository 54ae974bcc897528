"""A user's table becomes the same kind of data set as a recipe's, and new rows are read as the old ones were."""

import json
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
from small_tables import people, read_text, written

from dlfund.data import DataError, Schema, check_columns
from dlfund.data.tables import as_dataset, columns_of, read_rows_like, read_table, table_of, task_of


def dataset_of(table, target, **given):
    return as_dataset(table, columns_of(table, target=target, **given), task_of(table, target), name="mine")


def test_columns_have_the_types_of_their_roles(tmp_path):
    data = dataset_of(read_text(tmp_path, people()), "bought")
    assert {column.name: column.role for column in data.schema.columns} == {
        "age": "numeric", "stars": "ordinal", "smokes": "boolean", "city": "categorical", "born": "date",
        "words": "text", "price": "numeric",
    }  # fmt: skip
    assert {name: str(dtype) for name, dtype in data.x.dtypes.items()} == {
        "age": "float64", "stars": "float64", "smokes": "str", "city": "str", "born": "datetime64[ns]",
        "words": "str", "price": "float64",
    }  # fmt: skip
    assert (data.schema.kind, data.schema.classes, data.schema.rows) == ("binary", ("no", "yes"), 40)
    assert (data.schema.generated, data.schema.role, data.schema.target) == (False, "table", "bought")
    assert len(data.schema.sha256) == 64
    assert len(data) == len(data.x) == 40


def test_what_is_not_used_is_told_by_name(tmp_path):
    data = dataset_of(read_text(tmp_path, people()), "bought", drop=["age"])
    assert any("dropped" in note and "'age'" in note for note in data.notes)
    assert any("identifier" in note and "'id'" in note for note in data.notes)


def test_marks_are_arrays_and_no_inputs():
    frame = pd.DataFrame(
        {
            "x": np.linspace(0, 1, 20),
            "who": [1, 2, 3, 4] * 5,
            "day": pd.date_range("2024-01-01", periods=20).strftime("%d.%m.%Y"),
            "w": np.arange(20),
            "y": [0.5, None, *np.linspace(0, 3, 18)],
        }
    )
    data = dataset_of(table_of(frame), "y", group="who", time="day", weight="w")
    assert data.schema.inputs == ["x"]
    assert (data.schema.group, data.schema.order) == ("who", "day")
    assert data.group.tolist()[:2] == ["1", "3"]
    assert data.order.dtype == "datetime64[ns]"
    assert data.weight.tolist()[:2] == [0, 2]
    assert len(data) == 19
    assert "1 row without a target was left out." in data.notes


def test_a_column_may_be_empty_where_it_was(tmp_path):
    table = read_text(tmp_path, people() + "9,NA,3,no,?,,,5,yes\n")
    data = dataset_of(table, "bought")
    assert {column.name for column in data.schema.columns if column.missing} == {"age", "city", "born", "words"}
    assert data.x.iloc[-1].isna().tolist() == [True, False, False, True, True, True, False]


def test_a_date_that_nanoseconds_can_not_tell_becomes_empty_and_is_told(tmp_path):
    rows = "".join(f"{n / 2},{'31.12.9999' if n % 3 else f'{n + 1:02}.01.2024'},{n % 2}\n" for n in range(30))
    path = written(tmp_path, "a,until,y\n" + rows)
    data = dataset_of(read_table(path), "y")
    assert data.x["until"].isna().sum() == 20
    assert "20 dates before 1678 or after 2261 became empty, in column 'until'." in data.notes
    again = check_columns(read_rows_like(path, data.schema).frame, data.schema)
    pd.testing.assert_frame_equal(again, data.x)


def test_one_column_of_text_is_a_table():
    frame = pd.DataFrame({"words": [f"he said {n} to us" for n in range(30)], "y": [0, 1] * 15})
    assert dataset_of(table_of(frame), "y").schema.role == "table"


def test_the_schema_survives_json(tmp_path):
    schema = dataset_of(read_text(tmp_path, people()), "bought", categorical=["stars"]).schema
    texts = json.loads(json.dumps(asdict(schema)))
    assert Schema.from_content(texts.pop("name"), texts) == schema


@pytest.mark.parametrize("given", [{}, {"categorical": ["stars", "price", "id"]}, {"categorical": ["age"]}])
def test_each_row_alone_is_read_as_it_was_among_all(tmp_path, given):
    lines = people().splitlines()
    data = dataset_of(read_text(tmp_path, people()), "bought", **given)
    for number, line in enumerate(lines[1:]):
        path = written(tmp_path, f"{lines[0]}\n{line}\n", "one.csv")
        row = check_columns(read_rows_like(path, data.schema).frame, data.schema)
        pd.testing.assert_frame_equal(row, data.x.iloc[[number]].reset_index(drop=True))


def test_versions_that_look_like_numbers_keep_their_last_zero(tmp_path):
    rows = "".join(f"{('1.1', '1.10', '2.0.1')[n % 3]},{n / 4},{n % 2}\n" for n in range(30))
    data = dataset_of(read_text(tmp_path, "version,a,y\n" + rows), "y")
    path = written(tmp_path, "version,a\n1.10,3\n")
    assert check_columns(read_rows_like(path, data.schema).frame, data.schema)["version"].tolist() == ["1.10"]


def test_numbers_that_are_categories_are_the_same_with_and_without_a_point(tmp_path):
    rows = "".join(f"{8000 + n % 4},{n / 4},{n % 2}\n" for n in range(40))
    data = dataset_of(read_text(tmp_path, "zip,a,y\n" + rows), "y", categorical=["zip"])
    path = written(tmp_path, "zip,a\n8001.0,3\n8002,4\n")
    assert check_columns(read_rows_like(path, data.schema).frame, data.schema)["zip"].tolist() == ["8001", "8002"]


def test_new_rows_with_another_delimiter_and_a_decimal_comma(tmp_path):
    data = dataset_of(read_text(tmp_path, people()), "bought")
    lines = people().splitlines()[:6]
    other = "\n".join(line.replace(".5,", "#5,").replace(",", ";").replace("#", ",") for line in lines)
    row = check_columns(read_rows_like(written(tmp_path, other, "o.csv"), data.schema).frame, data.schema)
    pd.testing.assert_frame_equal(row, data.x.iloc[:5])


def test_a_missing_column_of_new_rows_is_named(tmp_path):
    data = dataset_of(read_text(tmp_path, people()), "bought")
    path = written(tmp_path, "age,stars\n1,2\n")
    with pytest.raises(DataError, match=r"Missing: \['smokes', 'city'"):
        check_columns(read_rows_like(path, data.schema).frame, data.schema)
