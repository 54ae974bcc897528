"""A sheet of an Excel workbook: values as they are stored. Formulas are never computed, and macros never run."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dlfund.core.counted import counted, verb_for
from dlfund.data import DataError
from dlfund.data.tables.column_names import nearest
from dlfund.data.tables.formats.text_writer import MOST_CELLS, as_csv
from dlfund.data.tables.missing import as_argument, cut

CHUNK = 1 << 20
MOST_UNPACKED = 512 * 1024**2  # bytes of all parts of a workbook together
MOST_PARTS = 10_000
MOST_EMPTY = 100_000  # rows one after the other
UNSET = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>|<f[^>]*/>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
WITH_TIME = re.compile(r"[hHsS]|AM/PM")
IN_QUOTES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def is_workbook(data: bytes) -> bool:
    """Whether a zip file is a workbook of Excel's newer kind."""
    return data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in data


def sheet_text(data: bytes, path: Path, sheet: str | None) -> tuple[bytes, tuple[str, ...]]:
    """A sheet as CSV, and what a reader should know.

    Args:
        sheet: str or None. Its name; None where only one holds cells.

    Raises:
        DataError: openpyxl is not installed; the file is damaged or unpacks to too much; several sheets hold cells.
    """
    unset = _check_parts(data, path)
    try:
        import openpyxl
    except ImportError:
        raise DataError(
            f"Expected openpyxl, which reads Excel workbooks, for {path}. It is not installed: run "
            "`pip install 'dlfund[excel]'`, or save the sheet as CSV."
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on drawings, filters and the like, which are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            chosen = _chosen({page.title: page for page in book.worksheets}, path, sheet)
            text = as_csv(_rows(chosen, path), path)
    except DataError:
        raise
    except Exception as error:  # damaged workbooks raise whatever openpyxl met first
        reason = re.sub(r"\s+", " ", str(error))
        raise DataError(f"Expected {path} to be an Excel workbook. It can't be read: {cut(reason, 200)}.") from None
    notes = [f"Read from the sheet {cut(chosen.title)!r}."] if len(book.sheetnames) > 1 else []
    if unset:
        notes.append(
            f"{counted(unset, 'formula')} of the workbook {verb_for(unset, 'has', 'have')} no stored value: such "
            "cells are empty. Open it in a spreadsheet and save it to store them."
        )
    return text, tuple(notes)


def _check_parts(data: bytes, path: Path) -> int:
    """Unpack every part without keeping it, so that no size has to be believed; the formulas without a value."""
    size, unset = 0, 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_PARTS:
                raise DataError(f"Expected {path} to have at most {MOST_PARTS:,} parts. Received: {len(members):,}.")
            for member in members:
                is_sheet = member.filename.startswith("xl/worksheets/")
                with archive.open(member) as part:
                    while chunk := part.read(CHUNK):
                        size += len(chunk)
                        unset += len(UNSET.findall(chunk)) if is_sheet and b"<f" in chunk else 0
                        if size > MOST_UNPACKED:
                            raise DataError(
                                f"Expected {path} to unpack to at most {MOST_UNPACKED // 1024**2} MiB. It holds more. "
                                "Save the sheet as CSV."
                            )
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"Expected {path} to be an Excel workbook. It is damaged: {cut(str(error), 120)}.") from None
    except Exception as error:
        raise DataError(f"Expected {path} to be an Excel workbook. It is damaged: {cut(str(error), 120)}.") from None
    return unset


def _chosen(sheets: dict[str, Any], path: Path, asked: str | None) -> Any:
    """The sheet that was asked for, or the only one that holds cells."""
    if asked is not None:
        if asked not in sheets:
            raise DataError(
                f"Expected --sheet to name a sheet of {path}. Received: {cut(repr(asked), 80)}. Nearest: "
                f"{nearest(asked, list(sheets))}."
            )
        return sheets[asked]
    filled = [page for page in sheets.values() if next(_rows(page, path), None)]
    if not filled:
        raise DataError(f"Expected {path} to hold a table. Its sheets are empty.")
    if len(filled) > 1:
        names = ", ".join(repr(cut(page.title)) for page in filled[:8])
        raise DataError(
            f"Expected --sheet, as several sheets of {path} hold cells: {names}{' …' if len(filled) > 8 else ''}. "
            f"For the first one, pass --sheet {as_argument(filled[0].title)}."
        )
    return filled[0]


def _rows(page: Any, path: Path) -> Iterator[Sequence[object]]:
    """The rows of a sheet without empty cells at their ends, all as wide as the widest of the first ones."""
    page.reset_dimensions()  # what a file says of its size is not believed
    width, cells, empty = 0, 0, 0
    for row in page.iter_rows():
        values = [_value(cell) for cell in row]
        while values and (values[-1] is None or values[-1] == ""):
            values.pop()
        cells += len(row)
        empty = 0 if values else empty + 1
        if cells > MOST_CELLS or empty > MOST_EMPTY:
            raise DataError(
                f"Expected {path} to hold at most {MOST_CELLS:,} cells, and fewer than {MOST_EMPTY:,} empty rows one "
                "after the other. It holds more. Save the sheet as CSV."
            )
        width = max(width, len(values))
        if values or width:
            yield values + [None] * (width - len(values))


def _value(cell: Any) -> object:
    """A cell's value; a day without a time where its format shows none."""
    value = cell.value
    if getattr(cell, "is_date", False) and hasattr(value, "date") and not _shows_time(cell.number_format):
        return value.date() if not (value.hour or value.minute or value.second) else value
    return value


def _shows_time(number_format: str) -> bool:
    return WITH_TIME.search(IN_QUOTES.sub("", number_format or "")) is not None
