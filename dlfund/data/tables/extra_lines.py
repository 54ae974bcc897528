"""Lines of a text file that are no rows: comments, titles above the header, the header once more, footnotes.

Each is replaced by a blank line, so that the numbers of the lines below stay as they are in the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from dlfund.core.counted import counted, verb_for
from dlfund.data.tables.csv_dialect import CsvLayout, best_delimiter
from dlfund.data.tables.csv_rows import rows_of
from dlfund.data.tables.csv_sample import DELIMITERS, first_lines, is_number, numbered_rows, usual_width
from dlfund.data.tables.missing import cut

SIGNS = b",;\t|"
LETTER = re.compile(rb"[A-Za-z]")
COMMENTS = (b"#", b"%", b"//")
EXCEL = re.compile(rb'"?sep=([,;|\t])"?[,;|\t]*\r?\n')
KEEP = "--all-lines keeps every line."
MOST_ABOVE = 30  # lines above a header
MOST_BELOW = 20  # lines of footnotes
TAIL = 65_536  # bytes, in which footnotes are
LEAST_ROWS = 3  # below a header that stands under a title
MOSTLY = 0.8  # of the rows below it are as wide as the header
FOOTNOTE = re.compile(r"(sources?|notes?|quellen?|fuente|nota)\s*:|data from |last updated|©|\*", re.IGNORECASE)


def excels_delimiter(data: bytes) -> tuple[bytes, str | None]:
    """The file without Excel's first line, such as sep=;, and the delimiter that it names.

    Example:
        >>> excels_delimiter(b"sep=;\\na;b\\n")
        (b'\\na;b\\n', ';')
    """
    first = EXCEL.match(data)
    return (data, None) if first is None else (b"\n" + data[first.end() :], first[1].decode())


def without_comments(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The file without the lines above its header that begin with #, % or // and have fewer cells than the line below.

    Example:
        >>> without_comments(b"# exported today\\na,b\\n1,2\\n")[0]
        b'\\na,b\\n1,2\\n'
    """
    mark = next((mark for mark in COMMENTS if data.lstrip(b"\r\n").startswith(mark)), None)
    if mark is None:
        return data, ()
    start = end = len(data) - len(data.lstrip(b"\r\n"))
    number = 0
    while data.startswith((mark, b"\n", b"\r\n"), end) and (line_end := data.find(b"\n", end)) >= 0:
        number += data.startswith(mark, end)
        end = line_end + 1
    if not number or end >= len(data):
        return data, ()
    last = data[:end].rstrip(b"\r\n").rpartition(b"\n")[2]
    below = data[end:].partition(b"\n")[0]
    if any(last.count(sign) == below.count(sign) > 0 for sign in map(bytes, zip(SIGNS))):
        return data, ()  # a header such as #id,age
    shown = mark.decode()
    return _blank(data, start, end), (_comments(number, "above the header", shown),)


def without_titles(data: bytes, delimiter: str | None) -> tuple[bytes, tuple[str, ...]]:
    """The file without titles above its header: lines of one cell, and what a blank line separates from the table.

    Example:
        >>> without_titles(b"Sales of 2023\\na,b,c\\n1,2,3\\n4,5,6\\n7,8,9\\n", None)[0]
        b'\\na,b,c\\n1,2,3\\n4,5,6\\n7,8,9\\n'
    """
    sample = first_lines(data)
    usual = best_delimiter(sample)
    for sign in (delimiter,) if delimiter else (usual, *DELIMITERS):
        rows = numbered_rows(sample, sign)
        if number := _titles(rows):
            return _without_first(data, rows[:number], rows[number][0])
        if sign == usual and rows and len(rows[0][1]) == usual_width([row for _, row in rows])[0] > 1:
            break
    return data, ()


def _titles(rows: Sequence[tuple[int, list[str]]]) -> int:
    """How many of the first rows are titles above a header."""
    for number, (line, row) in enumerate(rows[: MOST_ABOVE + 1]):
        below = [cells for _, cells in rows[number + 1 :]]
        if number and _is_header(row) and _is_table(row, below):
            above = [(begun, _width(cells)) for begun, cells in rows[:number]]
            apart = line > above[-1][0] + 1  # a blank line is between
            most = max(width for _, width in above)
            return number if most == 1 or (apart and 2 * most <= len(row)) else 0
        if _width(row) > 1 and 2 * _width(row) > usual_width(below)[0]:
            return 0  # a row of the table
    return 0


def _width(row: Sequence[str]) -> int:
    """The cells up to the last that is not empty."""
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)


def _is_header(row: Sequence[str]) -> bool:
    """Whether all cells but the first are different names, or years."""
    names = [name for name in row if name]
    return (
        len(row) > 1
        and all(row[1:-1])
        and len(names) > 1
        and len(set(names)) == len(names)
        and sum(map(is_number, names)) < len(names)
    )


def _is_table(header: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the rows below have as many cells as the header, and several that are filled; footnotes need not."""
    end = next((place for place in range(len(below), 0, -1) if _width(below[place - 1]) > 1), 0)
    below = below[:end] if len(below) - end <= MOST_BELOW else below
    alike = sum(len(row) == len(header) and _width(row) > 1 for row in below)
    return len(below) >= LEAST_ROWS and alike >= MOSTLY * len(below)


def _without_first(data: bytes, titles: Sequence[tuple[int, list[str]]], line: int) -> tuple[bytes, tuple[str, ...]]:
    end = 0
    for _ in range(line - 1):
        end = data.find(b"\n", end) + 1
    text = next((cell for cell in titles[0][1] if cell), "")
    were = "line above the header was" if len(titles) == 1 else "lines above the header were"
    more = " …" if len(titles) > 1 else ""
    return _blank(data, 0, end), (f"{len(titles):,} {were} left out: {cut(text)!r}{more}. {KEEP}",)


def without_repeated_header(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The file without the rows that are the first line again, as files that were put together have them.

    Example:
        >>> without_repeated_header(b"a,b\\n1,2\\na,b\\n3,4\\n")[0]
        b'a,b\\n1,2\\n\\n3,4\\n'
    """
    start = len(data) - len(data.lstrip(b"\r\n"))
    first = data[start : data.find(b"\n", start) + 1]
    again = b"\n" + first
    if not first or data.find(again, start + len(first) - 1) < 0 or not _is_first_line(first):
        return data, ()
    above, below = data[: start + len(first) - 1], data[start + len(first) - 1 :]
    number = 0
    while again in below:  # two in a row share a line end
        number += below.count(again)
        below = below.replace(again, b"\n\n")
    were = verb_for(number, "this was", "these were")
    return above + below, (f"The first line stands again in {counted(number, 'row')}; {were} left out. {KEEP}",)


def _is_first_line(line: bytes) -> bool:
    """Whether a line is several different names; a row may hold such texts, but not twice by chance."""
    names = [name.strip(b" \t\r\n'\"") for name in re.split(b"[,;\t|]", line)]
    in_quotes = line.count(b'"') % 2 == 0
    return len(names) > 1 and in_quotes and len(set(names)) == len(names) and all(map(LETTER.search, names))


def without_comments_between(data: bytes, layout: CsvLayout) -> tuple[bytes, tuple[str, ...]]:
    """The file without the lines between or below its rows that begin with #, % or // and are no rows."""
    if len(layout.names) < 2 or not any(b"\n" + mark in data for mark in COMMENTS):
        return data, ()
    marks = tuple(mark.decode() for mark in COMMENTS)
    try:
        lines = [
            line
            for line, row in rows_of(data, layout)
            if row[0].startswith(marks) and len(row) != len(layout.names) and "\n" not in "".join(row)
        ]
    except csv.Error:  # a quote that is never closed: a sentence says so later
        return data, ()
    if not lines:
        return data, ()
    return without_lines(data, lines), (_comments(len(lines), "between the rows", "#, % or //"),)


def _comments(number: int, where: str, marks: str) -> str:
    """What was left out, in one sentence."""
    begin, was = verb_for(number, "begins", "begin"), verb_for(number, "was", "were")
    return f"{counted(number, 'line')} {where} that {begin} with {marks} {was} left out. {KEEP}"


def without_footnotes(data: bytes, layout: CsvLayout) -> tuple[bytes, tuple[str, ...]]:
    """The file without sentences below its last row: lines of one cell, where rows have several."""
    if len(layout.names) < 2:
        return data, ()
    end, number, text = len(data), 0, ""
    tail = max(0, len(data) - TAIL)
    while number <= MOST_BELOW and (place := data.rfind(b"\n", tail, _filled_end(data, tail, end))) >= 0:
        cells = _cells(data[place + 1 : end], layout)
        if len(cells) != 1 or not _is_sentence(cells[0]):
            break
        end, number, text = place + 1, number + 1, cells[0]
    quotes_before = data.count(layout.quote.encode(), 0, end) if number else 1
    if quotes_before % 2 or end <= data.find(b"\n") + 1:
        return data, ()
    were = "line below the rows was" if number == 1 else "lines below the rows were"
    more = " …" if number > 1 else ""
    return _blank(data, end, len(data)), (f"{number:,} {were} left out: {cut(text)!r}{more}. {KEEP}",)


def _filled_end(data: bytes, start: int, end: int) -> int:
    """Where the last line above a place ends that is not blank."""
    return start + len(data[start:end].rstrip(b"\r\n \t"))


def _cells(line: bytes, layout: CsvLayout) -> list[str]:
    """The cells of a line; delimiters at its end, with nothing between them, make none."""
    text = line.decode("utf-8", "replace").strip().strip(layout.delimiter).strip()
    try:
        reader = csv.reader([text], delimiter=layout.delimiter, quotechar=layout.quote, skipinitialspace=True)
        return next(reader, [])
    except csv.Error:
        return []


def _is_sentence(text: str) -> bool:
    """Whether a text is a note on a table, and no row that was cut off: several words, or a label such as Source."""
    return bool(FOOTNOTE.match(text)) or (len(text.split()) > 2 and not is_number(text.split()[0]))


def without_lines(data: bytes, numbers: Sequence[int]) -> bytes:
    """The file with blank lines in place of those with these numbers, which count from 1."""
    lines = data.split(b"\n")
    for number in numbers:
        lines[number - 1] = b""
    return b"\n".join(lines)


def without_last_line(data: bytes) -> bytes:
    """The file without its last line that is not blank."""
    end = len(data.rstrip(b"\r\n \t"))
    return data[: data.rfind(b"\n", 0, end) + 1]


def _blank(data: bytes, start: int, end: int) -> bytes:
    """The file with blank lines alone from one place to another."""
    return data[:start] + b"\n" * data.count(b"\n", start, end) + data[end:]
