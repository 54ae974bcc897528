"""A user's table: its cells in plain types, and what was changed on the way, in sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from dlfund.core.counted import counted
from dlfund.data import DataError
from dlfund.data.tables.clean import tidy
from dlfund.data.tables.column_names import different_names
from dlfund.data.tables.date_formats import date_format
from dlfund.data.tables.missing import Tally, cut, named
from dlfund.data.tables.reading_options import ReadingOptions, texts_of_option
from dlfund.data.tables.text_columns import ReadColumn
from dlfund.data.written import Written

FREQUENT = 0.1  # of the rows: a word that is so frequent is more than a gap here and there


@dataclass(frozen=True)
class Table:
    """Columns as they were read, under names that are text and all different.

    Args:
        frame: DataFrame. Columns are int64, float64, bool, boolean, datetime64[ns] or str; never infinite.
        notes: tuple of str. What was changed, one sentence each.
        source: str. Where it came from.
        sha256: str. Checksum of the file, or of the frame's cells.
        delimiter, encoding, decimal, quote: str. How the file was read; empty where there was none.
        header_lines: int. How many lines name the columns.
        date_order: str. `"day"` or `"month"`: which comes first where both can; empty: as the cells show.
        units: tuple of str. The cells of a line of units below the header.
        left_out: tuple of str. Those of the notes that tell of lines which are no rows.
        written: dict. By column, how its cells are written where that is not plain.
        texts: DataFrame or None. Each cell as it is written, where that was asked for.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    source: str = ""
    sha256: str = ""
    delimiter: str = ""
    encoding: str = ""
    decimal: str = ""
    quote: str = ""
    header_lines: int = 1
    date_order: str = ""
    units: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    written: dict[str, Written] = field(default_factory=dict)
    texts: pd.DataFrame | None = None

    def __len__(self) -> int:
        return len(self.frame)


def table_of(
    frame: pd.DataFrame, *, missing: Collection[str] = (), keep: Collection[str] = (), merge_spellings: bool = False
) -> Table:
    """A data frame through the same door as a file.

    Text stays text here, whatever it looks like: a column's type is somebody's choice. The index is no column.

    Args:
        missing, keep: texts that are empty cells; markers of empty cells that are values in columns of text.
        merge_spellings: bool. Whether texts that differ only in their spelling become one.

    Raises:
        DataError: no frame, no rows, no columns, or names on several levels.

    Example:
        >>> table = table_of(pd.DataFrame({"age": [31, None, 5], "city": ["Bern", None, "NA"]}))
        >>> table.notes
        ("3 cells are empty: 2 without any content, 1 holding 'NA'.",)
    """
    if not isinstance(frame, pd.DataFrame):
        raise DataError(f"Expected a pandas DataFrame. Received: {type(frame).__name__}. Pass pandas.DataFrame(…).")
    if isinstance(frame.columns, pd.MultiIndex):
        raise DataError(
            f"Expected columns with one name each. Received: names on {frame.columns.nlevels} levels, such as "
            f"{cut(str(frame.columns[0])) if len(frame.columns) else '()'}. Join them: "
            "frame.columns = ['_'.join(map(str, name)) for name in frame.columns]."
        )
    if frame.empty:
        raise DataError(f"Expected rows and columns. Received: a frame of shape {frame.shape}.")
    options = ReadingOptions(
        missing=texts_of_option("missing", missing), keep=texts_of_option("keep", keep), merge_spellings=merge_spellings
    )
    return typed_table(frame, options)


def typed_table(frame: pd.DataFrame, options: ReadingOptions) -> Table:
    """A data frame whose columns have types, by options of reading."""
    names, notes = different_names(frame.columns)
    if not isinstance(frame.index, pd.RangeIndex):
        notes += ("The frame's index is not used; frame.reset_index() turns it into a column.",)
    plain = frame.reset_index(drop=True)
    frame, more, written = tidied(plain.set_axis(names, axis=1), options)
    return Table(frame, notes + more, source="a data frame", sha256=_checksum(frame), written=written)


def _checksum(frame: pd.DataFrame) -> str:
    return hashlib.sha256(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()).hexdigest()


def tidied(
    frame: pd.DataFrame, options: ReadingOptions, *, written: bool = False
) -> tuple[pd.DataFrame, tuple[str, ...], dict[str, Written]]:
    """All columns in plain types, sentences about the cells that became empty, and how columns are written."""
    tallies = {name: Tally() for name in frame}
    looks = {name: written and name not in options.as_written for name in frame}
    is_empty = frame.isna().all().to_dict()  # thousands of empty columns are read at once
    columns = {
        name: _nothing(frame[name], tallies[name])
        if written and is_empty[name]
        else tidy(frame[name], tallies[name], options, written=looks[name])
        for name in frame
    }
    values = _values_all_the_same(columns, tallies)
    remarks = _on_markers(columns, tallies, values)
    for name, markers in values.items():
        tallies[name] = Tally()
        columns[name] = tidy(frame[name], tallies[name], options, written=looks[name], keep=markers)
    tally = Tally()
    for part in tallies.values():
        tally.add(part)
    notes = (*tally.sentences(), *remarks, *_unused(options, tally))
    cells = pd.DataFrame({name: column.cells for name, column in columns.items()})
    return cells, notes, {str(name): column.written for name, column in columns.items() if column.written}


def _nothing(cells: pd.Series, tally: Tally) -> ReadColumn:
    tally.markers[""] += len(cells)
    return ReadColumn(pd.Series(np.full(len(cells), np.nan), index=cells.index, name=cells.name))


def _values_all_the_same(columns: dict[Any, ReadColumn], tallies: dict[Any, Tally]) -> dict[Any, tuple[str, ...]]:
    """The columns of text in which a marker such as NA is a value: it stands for an empty cell nowhere else.

    Where a column of numbers, dates or truth values has the marker too, or it is rarer than every other text of the
    column and than a tenth of the rows, it means empty.
    """
    doubtful = {name: column.doubtful for name, column in columns.items() if column.doubtful}
    if not doubtful:
        return {}
    asked = {marker for markers in doubtful.values() for marker in markers}
    means_empty: set[str] = set()
    for name, column in columns.items():
        mine = asked & set(tallies[name].markers)
        is_text = isinstance(column.cells.dtype, pd.StringDtype)
        if mine - means_empty and not (is_text and date_format(column.cells) is None):
            means_empty |= mine
    return {
        name: markers
        for name, markers in doubtful.items()
        if not means_empty & set(markers) and _are_levels(columns[name].cells, markers, tallies[name])
    }


def _are_levels(cells: pd.Series, markers: tuple[str, ...], tally: Tally) -> bool:
    """Whether each marker is at least as frequent as some other text, or fills a tenth of the rows."""
    enough = min(int(cells.value_counts().min()), len(cells) * FREQUENT)
    return all(tally.markers[marker] >= enough for marker in markers)


def _on_markers(
    columns: dict[Any, ReadColumn], tallies: dict[Any, Tally], values: dict[Any, tuple[str, ...]]
) -> list[str]:
    """A sentence on each marker that may be a value: what it was taken for, in which columns, and the other way."""
    kept: dict[str, list[str]] = {}
    emptied: dict[str, list[str]] = {}
    for name, column in columns.items():
        for marker in column.doubtful:
            (kept if name in values else emptied).setdefault(marker, []).append(str(name))
    cells = {
        marker: sum(tallies[name].markers[marker] for name in values if marker in columns[name].doubtful)
        for marker in kept
    }
    return [
        *(
            f"{marker!r} ({counted(cells[marker], 'cell')}) is a value in {named(names)}, where no other cell is "
            f"empty; --missing {marker} makes it empty."
            for marker, names in kept.items()
        ),
        *(
            f"{marker!r} is an empty cell in {named(names)}, as it is rare there or stands in a column of numbers; "
            f"--keep {marker} makes it a value in columns of text."
            for marker, names in emptied.items()
        ),
    ]


def _unused(options: ReadingOptions, tally: Tally) -> tuple[str, ...]:
    """A sentence for each text of `--missing` that stands in no cell."""
    if options.recorded is not None:
        return ()
    return tuple(
        f"No cell holds {cut(text)!r}, which --missing names." for text in options.missing if not tally.markers[text]
    )
