"""Files whose cells are separated by spaces: brought into a form with tabs."""

from __future__ import annotations

import re

from dlfund.data.tables.csv_dialect import best_delimiter
from dlfund.data.tables.csv_sample import first_lines, sample_rows

LEAST_LINES = 3
TOKEN = re.compile(r'"[^"]*"|\S+')
BETWEEN = re.compile(rb'("[^"\n]*")|[ \t]+')


def is_in_white_space(data: bytes) -> bool:
    """Whether no delimiter cuts the first lines, and spaces cut all of them into as many cells, at least two."""
    sample = first_lines(data)
    rows = sample_rows(sample, best_delimiter(sample))
    if any(len(row) > 1 for row in rows):
        return False
    widths = {len(TOKEN.findall(line)) for line in sample.splitlines() if line.strip()}
    return len(rows) >= LEAST_LINES and len(widths) == 1 and widths.pop() > 1


def with_tabs(data: bytes) -> bytes:
    """The text with a tab in place of spaces between cells, except in double quotes.

    Example:
        >>> with_tabs(b'  1   2.5 "a b"\\n')
        b'1\\t2.5\\t"a b"\\n'
    """
    lines = (line.strip(b" \t\r") for line in data.split(b"\n"))
    return b"\n".join(BETWEEN.sub(lambda match: match[1] or b"\t", line) for line in lines)
