"""Read a user's file into a table: CSV in its many forms, or Parquet."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pandas as pd

from dlfund.data import DataError, Schema
from dlfund.table.content import Content, file_content, in_utf8
from dlfund.table.csv_rows import csv_rows
from dlfund.table.layout import layout_of
from dlfund.table.missing import cut
from dlfund.table.names import different_names
from dlfund.table.table import Table, table_of, tidied

AS_TEXT = ("categorical", "boolean", "text", "date", "identifier")


def read_table(
    path: str | Path,
    *,
    delimiter: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    header: bool | None = None,
    as_written: Collection[str] = (),
) -> Table:
    """The table in a file. What is not given is found in the file itself, and told by the table.

    Args:
        path: str or Path. CSV (comma, semicolon, tab or pipe; also packed as .gz) or Parquet.
        delimiter: str or None. Between cells; one character, or a word such as `"tab"`.
        decimal: str or None. `"."` or `","`.
        encoding: str or None. Such as `"cp1252"`.
        header: bool or None. Whether the first line names the columns; `None` decides, and asks where it can't.
        as_written: names of columns whose cells stay text, whatever they look like.

    Returns:
        Table.

    Raises:
        DataError: a sentence that says what is wrong with the file, and in which row.
    """
    try:
        path = Path(path)
    except TypeError:
        raise DataError(f"Expected the path of a file. Received: {cut(repr(path))}.") from None
    content = file_content(path)
    if content.data.startswith(b"PAR1"):
        return _parquet(content, path)
    content = in_utf8(content, path, encoding)
    # Excel takes the delimiter from such a first line
    excel = re.match(rb"sep=([,;|\t])\r?\n", content.data)
    if excel:
        content = replace(content, data=content.data[excel.end() :])
        delimiter = delimiter or excel[1].decode()
    layout = layout_of(content.data, path, delimiter=delimiter, decimal=decimal, header=header)
    names, notes = different_names(layout.names)
    frame = csv_rows(content.data, path, layout, names, as_written=as_written)
    if layout.trailing:
        notes += ("Every row ends in a delimiter with nothing behind it; this made no column.",)
    found, more = tidied(frame, written=True, decimal=layout.decimal, as_written=as_written)
    return Table(
        found,
        (*content.notes, *notes, *more),
        source=str(path),
        sha256=content.sha256,
        delimiter=layout.delimiter,
        encoding=content.encoding,
        decimal=layout.decimal,
    )


def read_rows_like(path: str | Path, schema: Schema, **how: object) -> Table:
    """New rows for what was learned from other rows: categories stay as they are written, so that 1.10 is not 1.1.

    Args:
        path: str or Path. As `read_table` has it, and `how` too.
        schema: Schema. Of the rows that were learned from; `dlfund.data.check_columns` then says whether these fit.
    """
    written = [one.name for one in schema.columns if one.role in AS_TEXT and not one.by_value]
    if how.get("header") is None:  # the names are known: `check_columns` says which are not there
        how["header"] = True
    return read_table(path, as_written=written, **how)  # type: ignore[arg-type]


def _parquet(content: Content, path: Path) -> Table:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise DataError(
            f"Expected pyarrow, which reads Parquet, for {path}. It is not installed: run `pip install pyarrow`, "
            "or write the table as CSV."
        ) from None
    try:
        frame = pd.read_parquet(io.BytesIO(content.data), engine="pyarrow")
    except Exception as error:  # damaged files raise whatever pyarrow met first
        reason = re.sub(r"\s+", " ", str(error))
        raise DataError(f"Expected {path} to be a Parquet file. It can't be read: {cut(reason, 200)}.") from None
    return replace(table_of(frame), source=str(path), sha256=content.sha256)
