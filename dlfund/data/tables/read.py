"""Read a user's file into a table: text in its many forms, a workbook, JSON lines, a database, Parquet or Feather."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from dlfund.data import DataError, Schema
from dlfund.data.tables.column_names import different_names
from dlfund.data.tables.content import Content, in_utf8, table_content
from dlfund.data.tables.csv_rows import csv_rows
from dlfund.data.tables.extra_lines import without_last_line
from dlfund.data.tables.formats.as_text import TextPart, text_of
from dlfund.data.tables.formats.columnar import columnar_frame, is_columnar
from dlfund.data.tables.missing import cut
from dlfund.data.tables.reading_options import ReadingOptions, checked_order, texts_of_option, thousands_sign
from dlfund.data.tables.table import Table, tidied, typed_table
from dlfund.data.tables.text_table import Lines, text_table
from dlfund.data.tables.totals import totals_in
from dlfund.data.written import Written

NUMBERS = ("numeric", "ordinal")
AS_TEXT = ("categorical", "boolean", "text", "date", "identifier")


def read_table(
    path: str | Path,
    *,
    delimiter: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    header: bool | None = None,
    quote: str | None = None,
    all_lines: bool = False,
    sheet: str | None = None,
    table: str | None = None,
    thousands: str | None = None,
    missing: Collection[str] = (),
    keep: Collection[str] = (),
    merge_spellings: bool = False,
    textual: Collection[str] = (),
    as_written: Collection[str] = (),
    date_order: str | None = None,
    recorded: Mapping[str, Written | None] | None = None,
    header_lines: int | None = None,
    units: Collection[str] = (),
    numeric: Collection[str] = (),
    texts: bool = False,
) -> Table:
    """The table in a file. What is not given is found in the file itself, and told by the table.

    Args:
        path: str or Path. CSV (comma, semicolon, tab, pipe or spaces; also packed as .gz), an Excel workbook, JSON
            lines, an SQLite database, Parquet or Feather; or the address of such a file, which begins with https.
        delimiter: str or None. Between cells; one character, or a word such as `"tab"` or `"space"`.
        decimal: str or None. `"."` or `","`.
        encoding: str or None. Such as `"cp1252"`.
        header: bool or None. Whether the first line names the columns; `None` decides, and asks where it can't.
        quote: str or None. Around cells that hold the delimiter: `'"'` or `"'"`.
        all_lines: bool. Whether lines such as comments, units and totals are rows too.
        sheet, table: str or None. Of a workbook or a database.
        thousands: str or None. The sign between thousands: a comma, a point, an apostrophe or the word `"space"`.
        missing: texts that are empty cells wherever they stand, besides the usual markers.
        keep: markers of empty cells, such as `"NA"`, that are values in columns of text.
        merge_spellings: bool. Whether texts that differ only in their spelling become one.
        textual: names of columns whose cells are no numbers, dates or spans in disguise.
        as_written: names of columns whose cells stay text, whatever they look like.
        date_order: str or None. `"day"` or `"month"`: which comes first in dates such as 03/04/2024.
        recorded: mapping or None. Of the columns of an earlier table, how their cells were written: nothing is guessed.
        header_lines, units: how many lines named the columns of an earlier table, and its line of units.
        numeric: names of columns that held numbers in an earlier table.
        texts: bool. Whether the table also holds each cell as it is written.

    Returns:
        Table.

    Raises:
        DataError: a sentence that says what is wrong with the file, and in which row.
    """
    try:
        content, path = table_content(path)
    except TypeError:
        raise DataError(f"Expected the path of a file. Received: {cut(repr(path))}.") from None
    order = checked_order(date_order)
    sign = thousands_sign(thousands, decimal)
    if sign is not None and decimal is None:
        decimal = "," if sign == "." else "."
    options = ReadingOptions(
        given_decimal=decimal,
        thousands=sign,
        missing=texts_of_option("--missing", missing),
        keep=texts_of_option("--keep", keep),
        merge_spellings=merge_spellings,
        textual=frozenset(textual),
        as_written=frozenset(as_written),
        date_order=order,
        recorded=recorded,
        numeric=frozenset(numeric),
    )
    part = text_of(content.data, path, sheet=sheet, table=table)
    if is_columnar(content.data):
        read = typed_table(columnar_frame(content.data, path), options)
        read = replace(read, source=content.source, sha256=content.sha256, date_order=order)
        return replace(read, notes=content.notes + read.notes)
    lines = Lines(delimiter, decimal, quote, header, all_lines, header_lines, units, tuple(recorded or ()))
    if part is None:
        return _text(in_utf8(content, path, encoding), path, lines, options, texts=texts)
    content, lines = _of_part(content, part, lines)
    return replace(_text(content, path, lines, options, texts=texts), delimiter="", decimal="", quote="")


def _of_part(content: Content, part: TextPart, lines: Lines) -> tuple[Content, Lines]:
    """The content of another kind of file as text, of which it is known how it is laid out."""
    given = ", ".join(name for name, sign in (("--delimiter", lines.delimiter), ("--quote", lines.quote)) if sign)
    unused = (f"{given}: not used, as the file is {part.kind}.",) if given and not lines.inputs else ()
    content = replace(content, data=part.data, encoding="", notes=content.notes + part.notes + unused)
    lines = replace(lines, delimiter=",", quote='"')
    return content, replace(lines, header=True, all_lines=True) if part.named else lines


def _text(content: Content, path: Path, lines: Lines, options: ReadingOptions, *, texts: bool) -> Table:
    text = text_table(content.data, path, lines)
    layout = text.layout
    names, notes = different_names(layout.names)
    written = [name for name, known in (options.recorded or {}).items() if known is not None]
    as_written = {*options.as_written, *written}
    frame = csv_rows(text.data, path, layout, names, as_written=as_written)
    if layout.trailing:
        notes += ("Every row ends in a delimiter with nothing after it; this was not read as a column.",)
    options = replace(options, decimal=layout.decimal)
    is_total, totals = (False, ()) if lines.all_lines else totals_in(frame, options)
    if is_total:  # without it, a column of numbers may be read as such
        text = replace(text, data=without_last_line(text.data))
        frame = csv_rows(text.data, path, layout, names, as_written=as_written)
    frame, more, settled = tidied(frame, options, written=True)
    left_out = (*text.left_out, *totals)
    return Table(
        frame,
        (*content.notes, *text.notes, *left_out, *notes, *more),
        source=content.source,
        sha256=content.sha256,
        delimiter=text.delimiter,
        encoding=content.encoding,
        decimal=layout.decimal,
        quote=layout.quote,
        header_lines=text.header_lines,
        units=text.units,
        date_order=options.date_order,
        left_out=left_out,
        written=settled,
        texts=csv_rows(text.data, path, layout, names, as_written=names) if texts else None,
    )


def read_rows_like(path: str | Path, schema: Schema, **how: object) -> Table:
    """New rows for what was learned from other rows: categories stay as they are written, so that 1.10 is not 1.1.

    Numbers in disguise, spans, markers of empty cells and spellings are read as those rows were, by what is recorded
    of each column. A text that can be no number becomes empty, with a note; a number that is written otherwise is an
    error.

    Args:
        path: str or Path. As `read_table` has it, and `how` too.
        schema: Schema. Of the rows that were learned from; `dlfund.data.check_columns` then says whether these fit.
    """
    recorded = {column.name: column.written for column in schema.columns}
    numeric = [column.name for column in schema.columns if column.role in NUMBERS and column.missing]
    written = [
        column.name
        for column in schema.columns
        if column.role in AS_TEXT and not column.by_value and (column.written is None or column.written.kind == "text")
    ]
    how["texts"] = True
    if how.get("header") is None:  # the names are known: `check_columns` says which are not there
        how["header"] = True
    return read_table(path, as_written=written, **how | {"recorded": recorded, "numeric": numeric})  # type: ignore[arg-type]
