"""A workbook's sheet, rows of JSON or a database's table as CSV, which the rules for text then read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dlfund.data import DataError
from dlfund.data.tables.formats import database, json_lines, workbook


@dataclass(frozen=True)
class TextPart:
    """What a file of another kind holds.

    Args:
        data: bytes. CSV in UTF-8, with commas and double quotes.
        kind: str. What the file is.
        notes: tuple of str.
        named: bool. Whether the first line surely holds the columns' names, and every other line is a row.
    """

    data: bytes
    kind: str
    notes: tuple[str, ...] = ()
    named: bool = True


def text_of(data: bytes, path: Path, *, sheet: str | None = None, table: str | None = None) -> TextPart | None:
    """The table in such a file; None where it is text already.

    Raises:
        DataError: `sheet` or `table` is given for a file that has none.
    """
    if sheet is not None and not workbook.is_workbook(data):
        raise DataError(f"Expected --sheet for an Excel workbook. Received: {path}, which is not one. Leave it out.")
    if table is not None and not database.is_database(data):
        raise DataError(f"Expected --table for an SQLite database. Received: {path}, which is not one. Leave it out.")
    if workbook.is_workbook(data):
        text, notes = workbook.sheet_text(data, path, sheet)
        return TextPart(text, "an Excel workbook", notes, named=False)
    if database.is_database(data):
        _refuse_log(path)
        return TextPart(*_with_kind(database.table_text(data, path, table), "an SQLite database"))
    if json_lines.is_json(data):
        return TextPart(*_with_kind(json_lines.rows_text(data, path), "JSON"))
    return None


def _with_kind(read: tuple[bytes, tuple[str, ...]], kind: str) -> tuple[bytes, str, tuple[str, ...]]:
    return read[0], kind, read[1]


def _refuse_log(path: Path) -> None:
    """Refuse a database whose latest rows are in a log beside it."""
    log = path.with_name(path.name + "-wal")
    if log.is_file() and log.stat().st_size:
        raise DataError(
            f"Expected all rows of {path} in the file itself. Received: some in {log.name}: close the programs that "
            "use the database, or copy it with SQLite's .backup."
        )
