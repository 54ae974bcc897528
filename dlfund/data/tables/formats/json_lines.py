"""JSON with a row in every line, or a list of rows: each row an object with a value for each column."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path

from dlfund.core.typed_json import JsonObject
from dlfund.data import DataError
from dlfund.data.tables.csv_sample import MOST_COLUMNS
from dlfund.data.tables.file_limits import check_cells
from dlfund.data.tables.formats.text_writer import as_csv
from dlfund.data.tables.missing import cut, named


def is_json(data: bytes) -> bool:
    """Whether text begins like an object, or a list of them."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] == b"{" or (start[:1] == b"[" and start[1:].lstrip()[:1] in (b"{", b"]", b""))


def rows_text(data: bytes, path: Path) -> tuple[bytes, tuple[str, ...]]:
    """The rows as CSV under their keys' names, and what a reader should know.

    Raises:
        DataError: a line is no JSON, no object, or holds a key twice.
    """
    names: dict[str, None] = {}
    nested: dict[str, None] = {}
    count = 0
    for row in _rows(data, path):
        names |= dict.fromkeys(row)
        nested |= dict.fromkeys(name for name, value in row.items() if isinstance(value, dict | list))
        count += 1
        if len(names) > MOST_COLUMNS:
            raise DataError(f"Expected at most {MOST_COLUMNS:,} columns. Received: more keys in the rows of {path}.")
    if not count or not names:
        raise DataError(f"Expected {path} to hold at least one row. It holds none.")
    check_cells(count, len(names), path)
    rows = ([_plain(row.get(name)) for name in names] for row in _rows(data, path))
    notes = (f"Lists and objects in {named(list(nested))} are read as their JSON text.",) if nested else ()
    return as_csv([list(names)], path) + as_csv(rows, path), notes


def _rows(data: bytes, path: Path) -> Iterator[JsonObject]:
    if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
        yield from _rows_of_list(data, path)
        return
    start, number = 0, 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        number += 1
        if line := data[start:end].strip():
            where = f"line {number:,}"
            yield _object(_parsed(line, path, where), path, where)
        start = end + 1


def _rows_of_list(data: bytes, path: Path) -> Iterator[JsonObject]:
    """The objects of a list, parsed one after the other."""
    text = data.decode("utf-8-sig", "replace")
    place, number = text.index("[") + 1, 0
    while END.match(text, place) is None:
        number += 1
        where = f"row {number:,}"
        try:
            row, place = DECODER.raw_decode(text, SPACE.match(text, place).end())  # type: ignore[union-attr]
            following = NEXT.match(text, place)
            if following is None:
                raise ValueError("neither a comma nor the end of the list behind it")
        except (ValueError, RecursionError) as error:
            raise _no_json(error, path, where) from None
        place = following.end()
        yield _object(row, path, where)


def _parsed(text: bytes, path: Path, where: str) -> object:
    try:
        return DECODER.decode(text.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise _no_json(error, path, where) from None


def _no_json(error: Exception, path: Path, where: str) -> DataError:
    reason = "lists within lists without end" if isinstance(error, RecursionError) else cut(str(error), 100)
    return DataError(
        f"Expected {path} to hold JSON: one object a line, or a list of objects. Received in {where}: {reason}."
    )


def _object(row: object, path: Path, where: str) -> JsonObject:
    if not isinstance(row, dict):
        raise DataError(
            f'Expected each row of {path} to be a JSON object, such as {{"age": 31}}. Received in {where}: '
            f"{cut(repr(row))}."
        )
    return row


def _no_number(name: str) -> float | None:
    """NaN is written where a number is missing."""
    return None if name == "NaN" else float(name)


def _unique(pairs: list[tuple[str, object]]) -> JsonObject:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return row


DECODER = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_unique)
SPACE, NEXT, END = re.compile(r"\s*"), re.compile(r"\s*(?:,|(?=\]))"), re.compile(r"\s*\]")


def _plain(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
