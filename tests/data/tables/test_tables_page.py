"""What docs/tables.md says is what the code does."""

import re
from pathlib import Path

import pandas as pd
import pytest
from small_tables import read_text

from dlfund.data import DataError
from dlfund.data.tables import MISSING_MARKERS, columns_of, file_limits, number_text, roles, task_detection
from dlfund.data.tables.column_names import different_names
from dlfund.data.tables.content import BYTE_ORDER_MARKS
from dlfund.data.tables.csv_sample import DELIMITERS, MOST_COLUMNS
from dlfund.data.tables.formats import text_writer, workbook

PAGE = (Path(__file__).parents[3] / "docs" / "tables.md").read_text(encoding="utf-8")
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
        f"at most {task_detection.FEW_CLASSES} different whole numbers, with {task_detection.ROWS_A_CLASS} rows each",
        f"At most {task_detection.MOST_CLASSES:,} classes",
        "comma, semicolon, tab, pipe",
    ],
)
def test_the_numbers_are_the_codes(sentence):
    assert sentence in PAGE


def test_what_the_page_names_is_all_there_is():
    assert set(DELIMITERS) == set(",;\t|")
    assert {name for _, name in BYTE_ORDER_MARKS} == {"utf-8", "utf-16", "utf-32"}
    assert number_text.TOO_LONG.fullmatch("1" * 16)
    assert not number_text.TOO_LONG.fullmatch("1" * 15)
    assert different_names(["a", "age", "", "age"])[0] == ["a", "age", "column_3", "age_2"]
    assert (pd.Timestamp.min.year + 1, pd.Timestamp.max.year - 1) == (1678, 2261)


@pytest.mark.parametrize("cells, role", EXAMPLES, ids=[cells for cells, _ in EXAMPLES])
def test_the_examples(tmp_path, cells, role):
    values = re.findall(r"`([^`]+)`", cells) * 10
    rows = "".join(f'"{value}",{number / 7},{number % 2}\n' for number, value in enumerate(values))
    actual = columns_of(read_text(tmp_path, "it,other,y\n" + rows), target="y")[0]
    assert actual.role == role


def test_there_are_examples():
    assert len(EXAMPLES) == 10


def test_every_role_of_an_input_is_on_the_page():
    from dlfund.data.tables.columns import INPUTS

    assert all(f"| {role} | yes |" in PAGE for role in INPUTS)
    assert all(f"| {role} | no |" in PAGE for role in ("empty", "constant", "identifier"))


LINES = [
    tuple(part.strip() for part in line.strip("| ").split(" | "))
    for line in PAGE.split("<!-- lines -->")[1].split("**Raw files")[0].splitlines()
    if line.startswith("| `")
]
ROWS = "\n".join(f"{number / 2},{number % 7},{'yes' if number % 2 else 'no'}" for number in range(40))


def file_of(cells):
    """The file that a line of the page stands for."""
    return "\n".join(ROWS if part.strip() == "rows" else part.strip() for part in cells.strip("`").split(" / ")) + "\n"


@pytest.mark.parametrize("line", [line for line in LINES if len(line) > 2], ids=lambda line: line[0])
def test_lines_that_are_no_rows(tmp_path, line):
    file, columns, rows, note = (*line, "")[:4]
    table = read_text(tmp_path, file_of(file))
    assert (list(table.frame), len(table)) == (re.findall(r"`([^`]+)`", columns), int(rows))
    assert any(note in sentence for sentence in table.notes) if note.strip("| ") else not table.notes
    if table.left_out:
        try:
            every = len(read_text(tmp_path, file_of(file), all_lines=True, header=True))
        except DataError:  # the line has other cells than a row
            return
        assert every > len(table)


@pytest.mark.parametrize("line", [line for line in LINES if len(line) == 2], ids=lambda line: line[0])
def test_files_that_a_sentence_refuses(tmp_path, line):
    file, told = line
    with pytest.raises(DataError, match=re.escape(told)):
        read_text(tmp_path, file_of(file))


def test_the_limits_are_the_codes():
    section = PAGE.split("**Limits.**")[1]
    for limit in (
        f"| a file, unpacked | {file_limits.MOST_BYTES // file_limits.GIB} GiB; {file_limits.MOST_RATIO} times",
        f"| gzip members | {file_limits.MOST_MEMBERS:,} |",
        f"| a line | {file_limits.MOST_LINE >> 20} MiB; the first one {file_limits.MOST_HEADER >> 20} MiB |",
        f"| blank lines | {file_limits.MOST_BLANK:,} |",
        f"| columns | {MOST_COLUMNS:,} |",
        f"| cells | {file_limits.MOST_CELLS:,}; {text_writer.MOST_CELLS:,} in a sheet",
        f"| a cell | {file_limits.MOST_CELL:,} characters |",
        f"| a workbook, unpacked | {workbook.MOST_UNPACKED >> 20} MiB |",
    ):
        assert limit in section
