"""Each line of docs/tables.md about cells in disguise is a table that is read, and read again as recorded."""

import argparse
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from small_tables import written

from dlfund.data import check_columns
from dlfund.data.tables import read_rows_like
from dlfund.data.tables.given_roles import cell_text
from dlfund.data.tables.missing import NUMBER_MARKERS
from dlfund.experiments.sources.source import Request
from dlfund.experiments.sources.table import TableSource
from dlfund.experiments.sources.table_rows import again
from dlfund.experiments.user_data import options

PAGE = (Path(__file__).parents[3] / "docs" / "tables.md").read_text(encoding="utf-8")
LINES = [
    tuple(part.strip() for part in line.strip("| ").split(" | "))
    for line in PAGE.split("<!-- cells in disguise -->")[1].split("<!-- end -->")[0].splitlines()
    if line.startswith("| `")
]
ROWS = 60


def codes(text):
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", text)


def asked(file, reply, target="y"):
    """The question on a file, as `dlfund compare` has it."""
    parser = argparse.ArgumentParser()
    options.add_to(parser)
    given = options.read(parser.parse_args([str(file), "--target", target, *shlex.split(reply)]))
    source = TableSource(given["source"], given["columns"], given["reading"])
    return source.read(Request(target=target, name="it", kind=given["kind"], positive=given["positive"]))


def file_of(folder, cells):
    values = cells * (ROWS // len(cells))
    rows = "".join(f'"{cell}",{number / 7},{"ab"[number % 2]}\n' for number, cell in enumerate(values))
    return written(folder, "it,other,y\n" + rows)


def test_there_are_lines():
    assert len(LINES) >= 30


@pytest.mark.parametrize("line", LINES, ids=[" ".join(line[::4]) for line in LINES])
def test_what_the_page_says_of_cells(tmp_path, line):
    cells, role, value, other_role, texts = line
    file = file_of(tmp_path, codes(cells))
    question = asked(file, "")
    assert next(column.role for column in question.columns if column.name == "it") == role
    first = question.dataset.x["it"].iloc[0] if "it" in question.dataset.x else None
    assert ("empty" if pd.isna(first) else cell_text(first)) == value
    other = asked(file, codes(texts)[0])
    assert next(column.role for column in other.columns if column.name == "it") == other_role
    for single in (question, other):
        read_again = again(single.recorded, single.dataset.schema)
        pd.testing.assert_frame_equal(read_again.x, single.dataset.x)
        new = read_rows_like(file, single.dataset.schema, **single.recorded.reading.options()).frame
        pd.testing.assert_frame_equal(check_columns(new, single.dataset.schema), single.dataset.x)


CLASSES = [
    tuple(map(codes, line.strip("| ").split(" | ")))
    for line in PAGE.split("<!-- classes -->")[1].split("<!-- end of classes -->")[0].splitlines()
    if line.startswith("| `")
]


@pytest.mark.parametrize("line", CLASSES, ids=[" ".join(line[0] + line[3]) for line in CLASSES])
def test_what_the_page_says_of_classes(tmp_path, line):
    cells, classes, others, (texts,) = line
    values = cells * (ROWS // len(cells))
    rows = "".join(f'"{cell}",{number / 7}\n' for number, cell in enumerate(values))
    file = written(tmp_path, "it,other\n" + rows)
    for options_given, expected in (("", classes), (texts, others)):
        question = asked(file, options_given, target="it")
        assert list(question.dataset.schema.classes) == expected
        read_again = again(question.recorded, question.dataset.schema)
        assert read_again.schema.classes == question.dataset.schema.classes
        assert (read_again.y == question.dataset.y).all()


def test_the_markers_of_numbers_are_the_codes():
    line = next(line for line in PAGE.splitlines() if line.startswith("`.` `..`"))
    errors = {marker for marker in NUMBER_MARKERS if marker.startswith(("#", "Err"))}
    assert set(codes(line)) - {"#DIV/0!"} == NUMBER_MARKERS - errors
