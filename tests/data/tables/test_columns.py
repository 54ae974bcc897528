"""Roles follow from rules with a number in them, and a word of the user's is above every rule."""

import numpy as np
import pandas as pd
import pytest
from small_tables import people, read_text

from dlfund.data.tables import columns_of, shown, table_of

N = 40
ROLES = {
    "age": ([20.5 + n for n in range(N)], "numeric", "40 different numbers"),
    "price": ([100 + 3 * n for n in range(N)], "numeric", "40 different whole numbers"),
    "stars": ([n % 5 for n in range(N)], "ordinal", "5 different whole numbers, 0 to 4"),
    "zero_one": ([n % 2 for n in range(N)], "boolean", "only 0 and 1"),
    "truth": ([n % 2 == 0 for n in range(N)], "boolean", "true or false"),
    "smokes": (["yes", "No"] * 20, "boolean", "'No' or 'yes'"),
    "only_yes": (["yes", None] * 20, "boolean", "'yes', or empty"),
    "city": (["Bern", "Genf", "Basel", None] * 10, "categorical", "3 different texts"),
    "two_hundred": ([f"level {n % 20}" for n in range(N)], "categorical", "20 different texts"),
    "born": ([f"{n % 28 + 1:02}.05.1990" for n in range(N)], "date", "every cell is a date (DD.MM.YYYY)"),
    "iso": ([f"2024-01-{n % 28 + 1:02}T10:00" for n in range(N)], "date", "every cell is a date (YYYY-MM-DD)"),
    "american": ([f"05/{n % 28 + 1:02}/1990" for n in range(N)], "date", "every cell is a date (MM/DD/YYYY)"),
    "unclear": ([f"0{n % 5 + 1}/0{n % 7 + 1}/1990" for n in range(N)], "date", "the other way round"),
    "never": ([*["31.12.9999"] * 20, *["01.02.2024"] * 20], "date", "every cell is a date"),
    "moment": (pd.date_range("2024-01-01", periods=N), "date", "dates"),
    "words": ([f"he said {n} times no" for n in range(N)], "text", "5 words a cell on average, 100 % of the cells"),
    "phone": ([f"+41 79 {n:03} {3 * n:02}" for n in range(N)], "identifier", "40 different texts in 40 rows"),
    "place": ([f"{47 + n / 8:.4f}, 8.5" for n in range(N)], "identifier", "two numbers a cell: give each a column"),
    "code": ([f"x{n}" for n in range(N)], "identifier", "40 different texts in 40 rows"),
    "PassengerId": ([7 * n for n in range(N)], "identifier", "named like one, 40 different values in 40 rows"),
    "shop_id": ([n % 4 for n in range(N)], "categorical", "named like an identifier, 4 values"),
    "counter": (range(N), "identifier", "every number from 0 to 39 once"),
    "year": (range(1980, 2020), "numeric", "40 different whole numbers"),
    "same": (["x"] * N, "constant", "one value in every row"),
    "nothing": ([None] * N, "empty", "every cell is empty"),
}


@pytest.mark.parametrize("name, cells, role, why", [(name, *rest) for name, rest in ROLES.items()], ids=ROLES.keys())
def test_the_rules(name, cells, role, why):
    frame = pd.DataFrame({name: cells, "other": np.linspace(0, 1, N), "y": [0, 1] * 20})
    actual = columns_of(table_of(frame), target="y")[0]
    assert (actual.role, actual.name) == (role, name)
    assert why in actual.why
    assert actual.used == (role not in ("identifier", "constant", "empty"))


def test_a_category_of_numbers_is_a_category():
    frame = pd.DataFrame({"a": pd.Categorical([1, 2, 3] * 10), "y": [0, 1] * 15})
    assert columns_of(table_of(frame), target="y")[0].role == "categorical"


@pytest.mark.parametrize(
    "option, name, role",
    [
        ("numeric", "stars", "numeric"),
        ("categorical", "stars", "categorical"),
        ("categorical", "id", "categorical"),
        ("ordinal", "price", "ordinal"),
        ("text", "city", "text"),
        ("date", "born", "date"),
        ("drop", "age", "dropped"),
        ("group", "city", "group"),
        ("time", "born", "time"),
        ("time", "price", "time"),
        ("weight", "price", "weight"),
    ],
)
def test_a_role_that_is_given_wins(tmp_path, option, name, role):
    table = read_text(tmp_path, people())
    given = name if option in ("group", "time", "weight") else [name]
    actual = {entry.name: entry for entry in columns_of(table, target="bought", **{option: given})}
    assert (actual[name].role, actual[name].why) == (role, "as asked")
    assert actual["bought"].role == "target"


def test_every_column_is_there_in_its_order(tmp_path):
    table = read_text(tmp_path, people())
    actual = columns_of(table, target="bought")
    assert [entry.name for entry in actual] == list(table.frame)
    assert [entry.role for entry in actual] == [
        "identifier", "numeric", "ordinal", "boolean", "categorical", "date", "text", "numeric", "target",
    ]  # fmt: skip


def test_a_year_is_a_date_if_somebody_says_so():
    frame = pd.DataFrame({"year": [2019, 2020, 2021] * 10, "y": [0, 1] * 15})
    actual = columns_of(table_of(frame), target="y", date=["year"])[0]
    assert (actual.role, actual.date_format) == ("date", "%Y")


def test_rows_without_a_target_do_not_count():
    frame = pd.DataFrame({"a": [1.5, 2.5, None, None], "b": [None, None, 1.0, 2.0], "y": [0, 1, None, None]})
    actual = {entry.name: entry for entry in columns_of(table_of(frame), target="y")}
    assert actual["b"].role == "empty"
    assert actual["a"].missing == 0


def test_the_shown_table_is_one_line_a_column_and_does_nothing_to_a_terminal():
    frame = pd.DataFrame(
        {
            "a\x1b[31m\u202e": [f"line\x07{n % 3}" for n in range(30)],
            "<script>" + "n" * 300: ["x" * 1000, "y"] * 15,
            "y": [0, 1] * 15,
        }
    )
    text = shown(columns_of(table_of(frame), target="y"))
    assert len(text.splitlines()) == 4
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    assert "a\\x1b[31m\\u202e" in text
    assert max(map(len, text.splitlines())) < 160


def test_many_columns_are_counted_where_they_are_not_shown():
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(20, 100))).assign(same=1, y=[0, 1] * 10)
    text = shown(columns_of(table_of(frame), target="y"), most=10)
    assert "… and 90 more columns that models get: 90 numeric" in text
    assert "same" in text


def test_in_a_narrow_terminal_the_reasons_stand_below_and_nothing_is_wider():
    frame = pd.DataFrame({"a" * 40: [f"{'long text ' * 9}{row % 3}" for row in range(30)], "y": [0, 1] * 15})
    columns = columns_of(table_of(frame), target="y")
    wide, narrow = shown(columns, width=200), shown(columns, width=80)
    assert max(map(len, wide.splitlines())) > 80 >= max(map(len, narrow.splitlines()))
    assert wide == shown(columns)
    assert narrow.splitlines()[2].strip() == columns[0].why
