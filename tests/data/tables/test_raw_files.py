"""Files as archives have them, read as somebody would who never saw them: docs/tables.md lists what becomes of each."""

import re
from pathlib import Path

import pytest
from small_tables import written

from dlfund.data import DataError
from dlfund.data.tables import read_table

PAGE = (Path(__file__).parents[3] / "docs" / "tables.md").read_text(encoding="utf-8")
PART = PAGE.partition("<!-- raw files -->")[2].partition("<!-- end of raw files -->")[0]
LINES = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PART.strip().splitlines()[2:]]
OPTIONS = {"--no-header": {"header": False}, "--merge-spellings": {"merge_spellings": True}, "": {}}


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("line", LINES, ids=[f"{line[0] or line[1]} {line[2]}" for line in LINES])
def test_a_raw_file_becomes_what_the_page_says_or_is_refused_with_the_way_on(tmp_path, line):
    first, cells, options, columns, told = line
    rows = quoted(cells) * (60 // len(quoted(cells)))
    path = written(tmp_path, "\n".join([*quoted(first), *rows]) + "\n")
    how = OPTIONS["".join(quoted(options))]
    if columns == "refused":
        with pytest.raises(DataError, match=re.escape(told)):
            read_table(path, **how)
        return
    table = read_table(path, **how)
    assert list(table.frame) == quoted(columns)
    assert len(table) == 60 or (first.startswith("`{") and len(table) == 61)
    assert told in " ".join(table.notes)
    assert bool(table.notes) is bool(told)
