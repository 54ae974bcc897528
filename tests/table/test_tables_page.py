"""What docs/tables.md says is what the code does."""

import re
from pathlib import Path

import pandas as pd
import pytest
from small_tables import read_text

from dlfund.table import MISSING_MARKERS, columns_of, roles, task, texts
from dlfund.table.content import BYTE_ORDER_MARKS
from dlfund.table.layout import DELIMITERS
from dlfund.table.names import different_names

PAGE = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| (`.*`) \| (\w+) \|$", PAGE, flags=re.MULTILINE)


def test_the_markers_are_the_codes():
    line = next(line for line in PAGE.splitlines() if line.startswith("`NA`"))
    assert tuple(re.findall(r"`([^`]+)`", line)) == MISSING_MARKERS


@pytest.mark.parametrize(
    "sentence",
    [
        f"at most {roles.FEW_CODES} different ones",
        f"count the rows from 0 or 1, at least {roles.ENOUGH_ROWS} rows",
        f"at most {roles.FEW_NUMBERS} different whole numbers | ordinal",
        f"of {roles.FREE_TEXT_WORDS:.0f} words or more on average, at least {roles.MOSTLY_DIFFERENT:.0%}".replace(
            "%", " %"
        ),
        f"at least {roles.NEARLY_ALL:.0%} of the cells, from {roles.ENOUGH_ROWS} rows".replace("%", " %"),
        f"identifier and has more than {roles.FEW_CODES} values",
        f"at most {task.FEW_CLASSES} different whole numbers, with {task.ROWS_A_CLASS} rows each",
        f"At most {task.MOST_CLASSES:,} classes",
        "comma, semicolon, tab, pipe",
    ],
)
def test_the_numbers_are_the_codes(sentence):
    assert sentence in PAGE


def test_what_the_page_names_is_all_there_is():
    assert set(DELIMITERS) == set(",;\t|")
    assert {name for _, name in BYTE_ORDER_MARKS} == {"utf-8", "utf-16", "utf-32"}
    assert texts.TOO_LONG.fullmatch("1" * 16)
    assert not texts.TOO_LONG.fullmatch("1" * 15)
    assert different_names(["a", "age", "", "age"])[0] == ["a", "age", "column_3", "age_2"]
    assert (pd.Timestamp.min.year + 1, pd.Timestamp.max.year - 1) == (1678, 2261)


@pytest.mark.parametrize("cells, role", EXAMPLES, ids=[cells for cells, _ in EXAMPLES])
def test_the_examples(tmp_path, cells, role):
    values = re.findall(r"`([^`]+)`", cells) * 10
    rows = "".join(f'"{value}",{number / 7},{number % 2}\n' for number, value in enumerate(values))
    found = columns_of(read_text(tmp_path, "it,other,y\n" + rows), target="y")[0]
    assert found.role == role


def test_there_are_examples():
    assert len(EXAMPLES) == 10


def test_every_role_of_an_input_is_on_the_page():
    from dlfund.table.columns import INPUTS

    assert all(f"| {role} | yes |" in PAGE for role in INPUTS)
    assert all(f"| {role} | no |" in PAGE for role in ("empty", "constant", "identifier"))
