"""Whatever a file holds: a table whose rows and columns are all accounted for, or a sentence."""

import csv
import io
import itertools
import re
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from dlfund.core.errors import UserError
from dlfund.data.tables import Table, columns_of, read_table, shown, task_of

GOOD = (
    "id;name;height;score;born;sex;words;y\n"
    + "".join(
        f'{number};"Name; {number}";1,{number:02};{number % 7};{number % 28 + 1:02}.01.2024;{"mf"[number % 2]};'
        f'"He said ""{number}"" to us";{("no", "yes")[number % 3 == 0]}\n'
        for number in range(30)
    )
).encode()
SIGNS = st.sampled_from(list(",;\t|\"\n\r '0123456789.-+eExnaNANULL?/:<>=éßИ😀\ufeff"))
CELLS = st.one_of(
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        ["", "NA", "?", "-", "inf", "1,5", "1.234,5", "007", "true", "yes", "2024-01-31", '"a,b"', '"', " x "]
    ),
    st.text(SIGNS, max_size=8),
)


def read_bytes(content, **how):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(content)
        try:
            return read_table(path, **how)
        except UserError as error:
            return check_sentence(str(error))


def check_sentence(text):
    assert "\n" not in text
    assert text.startswith("Expected ")


def check(content):
    table = read_bytes(content, all_lines=True)
    if table is None:
        return
    inferred = read_bytes(content)
    assert inferred is None or inferred.left_out or len(inferred) == len(table)
    assert isinstance(table, Table)
    if table.delimiter not in ("", " "):  # spaces are no signs of csv
        rows, columns = counted_by_csv(content, table)
        assert len(table) == rows
        assert set(columns) == {table.frame.shape[1]}
    names = list(table.frame)
    assert len(set(names)) == len(names)
    assert all(isinstance(name, str) and name for name in names)
    for target in names[:2]:
        try:
            shown(columns_of(table, target=target))
            task_of(table, target)
        except UserError as error:
            check_sentence(str(error))


def counted_by_csv(content, table):
    """Rows and cells as Python's own reader counts them; a trailing delimiter makes no cell."""
    text = content.decode(table.encoding).removeprefix("\ufeff")
    if text.startswith(f"sep={table.delimiter}"):
        text = text.split("\n", 1)[1]
    # as the table was: line ends alike
    text = re.sub("\r\n?", "\n", text) if text.count("\r") != text.count("\r\n") else text
    lines = list(io.StringIO(text, newline=""))
    reader, rows = csv.reader(iter(lines), delimiter=table.delimiter, quotechar=table.quote, skipinitialspace=True), []
    for row in reader:
        if len(row) > 1 or lines[reader.line_num - 1].strip(" \t\r\n"):  # else a blank line
            rows.append(row)
    trailing = any("ends in a delimiter" in note for note in table.notes)
    return len(rows) - 1, [len(row) - trailing for row in rows[1:]]


@given(st.binary(max_size=300))
def test_random_bytes(content):
    check(content)


@given(st.text(SIGNS, max_size=200))
def test_random_signs_that_tables_are_made_of(text):
    check(text.encode("utf-8", "replace"))


@st.composite
def like_csv(draw):
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    width = draw(st.integers(1, 4))
    names = st.sampled_from(["a", "b", "y", "", '"c d"', "a"]) if draw(st.integers(0, 3)) else CELLS
    header = draw(st.lists(names, min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8))
    return end.join(delimiter.join(row) for row in [header, *rows]) + draw(st.sampled_from(["", end]))


@given(like_csv())
def test_text_like_a_table(text):
    check(text.encode("utf-8", "replace"))


@given(st.data())
def test_a_good_file_with_a_few_bytes_changed(data):
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["change", "insert", "remove", "cut"])):
            case "change":
                content[place] = data.draw(st.integers(0, 255))
            case "insert":
                content[place:place] = data.draw(
                    st.sampled_from([b'"', b";", b"\n", b"\r", b"\xff", b",", b"inf", b" "])
                )
            case "remove":
                del content[place : place + data.draw(st.integers(1, 40))]
            case "cut":
                del content[place:]
        if not content:
            break
    check(bytes(content))


def test_the_good_file_is_read():
    table = read_bytes(GOOD)
    assert (len(table), table.frame.shape[1], table.delimiter, table.decimal) == (30, 8, ";", ",")


LONGER = {
    "text": like_csv().map(lambda text: text.encode("utf-8", "replace")),
    "signs": st.text(SIGNS, max_size=400).map(lambda text: text.encode("utf-8", "replace")),
    "bytes": st.binary(max_size=3000),
}


@pytest.mark.slow
@pytest.mark.parametrize("contents", LONGER.values(), ids=LONGER.keys())
def test_twenty_seconds_of_random_files(contents):
    end = time.monotonic() + 20
    for number in itertools.count():  # seeds one after the other: the same files every time, as far as the time goes

        @seed(number)
        @settings(max_examples=200, derandomize=False, deadline=None, database=None)
        @given(contents)
        def once(content):
            check(content)

        once()
        if time.monotonic() > end:
            break
