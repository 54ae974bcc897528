"""Damaged workbooks, databases, JSON, Parquet and Feather are a table or a sentence, and never end the process."""

import functools
import io
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfund.core.errors import UserError
from dlfund.data.tables import read_table

FRAME = pd.DataFrame({"a": [1.5, None, 3.0] * 20, "b": ["x", "yy", None] * 20, "c": range(60)})


def packed(write):
    file = io.BytesIO()
    write(file, index=False)
    return file.getvalue()


def database():
    with closing(sqlite3.connect(":memory:")) as base:
        FRAME.to_sql("rows", base, index=False)
        return base.serialize()


KINDS = {
    "xlsx": lambda: packed(FRAME.to_excel),
    "parquet": lambda: packed(FRAME.to_parquet),
    "feather": lambda: feather(),
    "jsonl": lambda: FRAME.to_json(orient="records", lines=True).encode(),
    "db": database,
}
NEEDS = {"xlsx": "openpyxl", "parquet": "pyarrow", "feather": "pyarrow"}


def feather():
    file = io.BytesIO()
    FRAME.to_feather(file)
    return file.getvalue()


@functools.cache
def good(kind):
    if kind in NEEDS:
        pytest.importorskip(NEEDS[kind])
    return KINDS[kind]()


def check_sentence(text):
    assert "\n" not in text
    assert text.startswith("Expected ")
    return 0


def answer(content):
    """The rows of a file's table; 0 where a sentence refuses it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        path.write_bytes(content)
        try:
            return len(read_table(path))
        except UserError as error:
            return check_sentence(str(error))


@pytest.mark.parametrize("kind", KINDS)
def test_the_good_file_is_read(kind):
    assert answer(good(kind)) == 60


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_few_bytes_changed(kind, data):
    content = bytearray(good(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["change", "insert", "remove", "cut"])):
            case "change":
                content[place] = data.draw(st.integers(0, 255))
            case "insert":
                content[place:place] = data.draw(st.binary(min_size=1, max_size=8))
            case "remove":
                del content[place : place + data.draw(st.integers(1, 30))]
            case "cut":
                del content[place + 1 :]
        if not content:
            break
    answer(bytes(content))
