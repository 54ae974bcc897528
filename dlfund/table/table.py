"""A user's table: its cells in plain types, and what was changed on the way, in sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from dlfund.data import DataError
from dlfund.table.missing import Tally, cut
from dlfund.table.names import different_names
from dlfund.table.tidy import tidy


@dataclass(frozen=True)
class Table:
    """Columns as they were read, under names that are text and all different.

    Args:
        frame: DataFrame. Columns are int64, float64, bool, boolean, datetime64[ns] or str; never infinite.
        notes: tuple of str. What was changed, one sentence each.
        source: str. Where it came from.
        sha256: str. Checksum of the file, or of the frame's cells.
        delimiter, encoding, decimal: str. How the file was read; empty where there was none.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    source: str = ""
    sha256: str = ""
    delimiter: str = ""
    encoding: str = ""
    decimal: str = ""

    def __len__(self) -> int:
        return len(self.frame)


def table_of(frame: pd.DataFrame) -> Table:
    """A data frame through the same door as a file.

    Text stays text here, whatever it looks like: a column's type is somebody's choice. The index is no column.

    Raises:
        DataError: no frame, no rows, no columns, or names on several levels.

    Example:
        >>> table = table_of(pd.DataFrame({"age": [31, None], "city": ["Bern", "NA"]}))
        >>> table.notes
        ("2 cells are empty: 1 without any content, 1 holding 'NA'.",)
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
    names, notes = different_names(frame.columns)
    if not isinstance(frame.index, pd.RangeIndex):
        notes += ("The frame's index is not used; frame.reset_index() would make it a column.",)
    plain = frame.reset_index(drop=True)
    found, more = tidied(plain.set_axis(names, axis=1))
    return Table(found, notes + more, source="a data frame", sha256=_checksum(found))


def _checksum(frame: pd.DataFrame) -> str:
    return hashlib.sha256(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()).hexdigest()


def tidied(
    frame: pd.DataFrame, *, written: bool = False, decimal: str = ".", as_written: Collection[str] = ()
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """All columns in plain types, and sentences about the cells that became empty."""
    tally = Tally()
    columns = {
        name: tidy(frame[name], tally, written=written and name not in as_written, decimal=decimal) for name in frame
    }
    return pd.DataFrame(columns), tally.sentences()
