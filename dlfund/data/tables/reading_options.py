"""What a user says about how the cells of a table are written, and what was settled when it was first read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from dlfund.data import DataError
from dlfund.data.tables.missing import cut
from dlfund.data.written import Written

THOUSANDS = {"comma": ",", "point": ".", "period": ".", "space": " ", "apostrophe": "'", "’": "'", "\u00a0": " "}


@dataclass(frozen=True)
class ReadingOptions:
    """How cells become values.

    Args:
        decimal: str. The sign of the file's other numbers.
        given_decimal, thousands: str or None. The signs that a user names.
        missing: tuple of str. Texts that are empty cells wherever they stand.
        keep: tuple of str. Markers of empty cells that are values in columns of text.
        merge_spellings: bool. Whether texts that differ only in their spelling become one.
        textual: collection of str. Names of columns whose cells stay text unless they are plain numbers.
        as_written: collection of str. Names of columns whose cells stay text, whatever they look like.
        date_order: str. `"day"` or `"month"`: which comes first in dates of numbers; empty: as the cells show.
        numeric: collection of str. Names of the columns of an earlier table that hold numbers and may have empty cells.
        recorded: mapping or None. Of each column of an earlier table how it was written; nothing is guessed then.
    """

    decimal: str = "."
    given_decimal: str | None = None
    thousands: str | None = None
    missing: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    merge_spellings: bool = False
    textual: Collection[str] = ()
    as_written: Collection[str] = ()
    date_order: str = ""
    numeric: Collection[str] = ()
    recorded: Mapping[str, Written | None] | None = field(default=None)

    def written(self, name: str) -> Written | None:
        """What was settled about a column; None where nothing was, or where nothing is recorded."""
        return None if self.recorded is None else self.recorded.get(name)

    def kept_in(self, name: str) -> frozenset[str]:
        """The markers that are values in this column of text."""
        known = self.written(name)
        return frozenset(self.keep) | frozenset(() if known is None else known.kept)


def thousands_sign(asked: str | None, decimal: str | None) -> str | None:
    """The sign that `--thousands` names.

    Raises:
        DataError: another sign than those that mark thousands, or the decimal sign.
    """
    if asked is None:
        return None
    sign = THOUSANDS.get(asked, asked)
    if sign not in (",", ".", " ", "'"):
        raise DataError(
            "Expected --thousands to be a comma, a point, an apostrophe or the word space. "
            f"Received: {cut(str(asked))!r}."
        )
    if sign == decimal:
        raise DataError(
            f"Expected --thousands and --decimal to be different signs. Received: {sign!r} for both. Leave one out."
        )
    return sign


def checked_order(asked: str | None) -> str:
    """What `--date-order` says; empty where it says nothing.

    Raises:
        DataError: another word than day and month.
    """
    if asked not in (None, "", "day", "month"):
        raise DataError(f"Expected --date-order to be day or month, what comes first. Received: {cut(str(asked))!r}.")
    return asked or ""


def texts_of_option(option: str, asked: Collection[str] | str) -> tuple[str, ...]:
    """The texts that a user names for `--missing` or `--keep`."""
    texts = (asked,) if isinstance(asked, str) else tuple(asked)
    if wrong := [text for text in texts if not isinstance(text, str)]:
        raise DataError(f"Expected {option} to be text. Received: {cut(repr(wrong[0]))}.")
    return tuple(text.strip() for text in texts)
