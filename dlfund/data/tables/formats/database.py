"""A table of an SQLite database, opened so that nothing can be written or run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from dlfund.data import DataError
from dlfund.data.tables.column_names import nearest
from dlfund.data.tables.csv_sample import MOST_COLUMNS
from dlfund.data.tables.formats.text_writer import as_csv
from dlfund.data.tables.missing import cut, named

MOST_STEPS = 200_000_000  # of SQLite's machine, counted in thousands: a table needs a few for each cell
STEP = 1_000_000
MOST_LENGTH = 100_000_000  # bytes of a cell
ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA)
PRAGMAS = ("table_info",)


def is_database(data: bytes) -> bool:
    return data.startswith(b"SQLite format 3\0")


def table_text(data: bytes, path: Path, table: str | None) -> tuple[bytes, tuple[str, ...]]:
    """A table as CSV under its columns' names, and what a reader should know.

    The database is a copy in memory, which no program shares; statements other than reading a table are refused, so
    that no trigger, no extension and no function of the file runs. Views are not read.

    Args:
        table: str or None. Its name; None where there is only one.

    Raises:
        DataError: several tables, none of this name, or a damaged file.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(_without_log(data))
            base.execute("PRAGMA trusted_schema = OFF")
            base.execute("PRAGMA cell_size_check = ON")
            base.set_authorizer(_only_reads)
            base.text_factory = lambda content: content.decode("utf-8", "replace")
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_LENGTH)
            _limit_steps(base)
            name = _chosen(base, path, table)
            names = [str(column[1]) for column in base.execute(f"PRAGMA table_info({_quoted(name)})")]
            if len(names) > MOST_COLUMNS:
                raise DataError(f"Expected at most {MOST_COLUMNS:,} columns. Received: {len(names):,} in {path}.")
            binary: dict[str, None] = {}
            text = as_csv([names], path) + as_csv(_rows(base, name, names, binary), path)
    except DataError:
        raise
    except (sqlite3.Error, ValueError, OverflowError) as error:  # ValueError: a damaged name that is no text
        reason = cut(" ".join(str(error).split()), 120)
        raise DataError(f"Expected {path} to be an SQLite database. It can't be read: {reason}.") from None
    notes = [f"Read from the table {cut(name)!r}."]
    if binary:
        notes.append(f"Cells that hold bytes became empty, in {named(list(binary))}.")
    return text, tuple(notes)


def _without_log(data: bytes) -> bytes:
    """A database that is written with a log beside it is read without: a copy in memory can have none."""
    return data[:18] + b"\1\1" + data[20:] if data[18:20] == b"\2\2" else data


def _only_reads(action: int, first: str | None, *_: str | None) -> int:
    allowed = action in ALLOWED and (action != sqlite3.SQLITE_PRAGMA or first in PRAGMAS)
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _limit_steps(base: sqlite3.Connection) -> None:
    """Stop a database that is made so that reading never ends."""
    left = MOST_STEPS * 1000 // STEP

    def step() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    base.set_progress_handler(step, STEP)


def _chosen(base: sqlite3.Connection, path: Path, asked: str | None) -> str:
    every = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    names = [
        name
        for name, sql in every
        if isinstance(name, str) and not name.startswith("sqlite_") and "virtual" not in str(sql)[:40].lower()
    ]
    if asked is not None and asked not in names:
        raise DataError(
            f"Expected --table to name a table of {path}. Received: {cut(repr(asked), 80)}. Nearest: "
            f"{nearest(asked, names)}."
        )
    if not names:
        raise DataError(f"Expected {path} to hold a table. It holds none (views are not read).")
    if asked is None and len(names) > 1:
        shown = ", ".join(repr(cut(name)) for name in names[:8])
        raise DataError(f"Expected --table, as {path} holds several: {shown}{' …' if len(names) > 8 else ''}.")
    return names[0] if asked is None else asked


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(
    base: sqlite3.Connection, table: str, names: Sequence[str], binary: dict[str, None]
) -> Iterator[Sequence[object]]:
    """The rows; columns that SQLite computes are not read."""
    columns = ", ".join(map(_quoted, names))
    for row in base.execute(f"SELECT {columns} FROM {_quoted(table)}"):  # noqa: S608
        for name, value in zip(names, row, strict=True):
            if isinstance(value, bytes):
                binary[name] = None
        yield [None if isinstance(value, bytes) else value for value in row]
