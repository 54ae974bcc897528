"""How the dates of a column are written: one format that reads every cell, or none."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from dlfund.data.cells import moments, texts_of
from dlfund.data.date_notation import EPOCHS, ISO_WEEK, QUARTERS

ISO = ""  # 2024-01-31, with or without a time and a zone
_DAYS = ("%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%m/%d/%y", "%d/%m/%y")
_WORDS = (
    "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%y", "%d %b %y", "%d/%b/%Y", "%b %d %Y",
    "%a %d %b %Y", "%A, %d %B %Y", "%A, %B %d, %Y", "%a, %d %b %Y",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", ", %H:%M:%S", ", %I:%M:%S %p")
_MOMENTS = (
    "%a, %d %b %Y %H:%M:%S GMT", "%a, %d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S %z",  # e-mails and web servers
    "%d/%b/%Y:%H:%M:%S %z", "%a %b %d %H:%M:%S %Y",
)  # fmt: skip
_MONTHS = ("%b-%y", "%b-%Y", "%b %Y", "%B %Y", "%m/%Y", "%Y/%m", ISO_WEEK, f"{ISO_WEEK}-%u")
FORMATS = (ISO, *(day + time for day in (*_DAYS, *_WORDS) for time in _TIMES), *_MOMENTS, *_MONTHS, *QUARTERS)
AS_NUMBER = "%Y%m%d"
FORCED = (AS_NUMBER, "%Y", *EPOCHS)  # numbers, which are dates only if somebody says so
EPOCH_RANGE = (3e8, 4e9)  # seconds: the years 1979 to 2096
_PARTS = {
    "%d": r"\d\d?", "%m": r"\d\d?", "%Y": r"\d{4}", "%y": r"\d\d", "%H": r"\d\d?", "%I": r"\d\d?", "%M": r"\d\d?",
    "%S": r"\d\d?", "%f": r"\d{1,9}", "%p": "[AaPp][Mm]", "%b": "[A-Za-z]+", "%B": "[A-Za-z]+", "%a": "[A-Za-z]+",
    "%A": "[A-Za-z]+", "%z": r"(?:Z|[+-]\d\d:?\d\d)", "%G": r"\d{4}", "%V": r"\d\d", "%u": r"\d", "%q": "[1-4]",
}  # fmt: skip
LIKE_ISO = re.compile(r"[0-9]{4}-[0-9]{2}")
LIKE_DATE = re.compile(r"(?=.*[0-9]{2})[0-9A-Za-z][0-9A-Za-z ,:./+-]{5,47}")
OTHER_ORDER = {"%m": "%d", "%d": "%m"}
ORDERS = {"day": ("%d/%m", "%d-%m"), "month": ("%m/%d", "%m-%d")}  # what a format begins with, by what comes first
FIRST_LOOK, QUICK_LOOK = 100, 20


def date_format(cells: pd.Series, *, forced: bool = False, order: str = "") -> str | None:
    """The first format that reads every cell that isn't empty, or None.

    Args:
        forced: bool. Whether somebody says that these are dates: then numbers are some as well.
        order: str. `"day"` or `"month"`: which comes first, as `--date-order` says.

    Example:
        >>> date_format(pd.Series(["31.01.2024", "01.02.2024", None]))
        '%d.%m.%Y'
        >>> date_format(pd.Series(["Bern", "Basel"])) is None
        True
    """
    different = pd.Series(texts_of(cells).dropna().unique(), dtype="str")
    if not len(different) or (not all(LIKE_DATE.fullmatch(text) for text in different[:FIRST_LOOK]) and not forced):
        return None
    for candidate in formats_of((*FORMATS, *(FORCED if forced else ())), order):
        if not _may_read(candidate, different.iloc[0]):
            continue
        if all(moments(part, candidate).notna().all() for part in (different[:FIRST_LOOK], different)):
            return candidate
    return None


def usual_format(texts: np.ndarray, order: str = "") -> tuple[str, np.ndarray] | None:
    """The format that reads the most of some texts, by a first look at a few of them; and which of all it reads."""
    look = pd.Series(texts[:: max(1, len(texts) // FIRST_LOOK)], dtype="str")
    likely = [pattern for pattern in formats_of(FORMATS, order) if any(_may_read(pattern, text) for text in look)]
    reads = {pattern: int(moments(look, pattern).notna().sum()) for pattern in likely}
    if not any(reads.values()):
        return None
    pattern = max(reads, key=lambda candidate: reads[candidate])
    return pattern, moments(pd.Series(texts, dtype="str"), pattern).notna().to_numpy()


def formats_in(texts: np.ndarray, counts: np.ndarray) -> Counter[str]:
    """How many cells are written in each of several formats; a text that may be in two counts for the first."""
    cells: Counter[str] = Counter()
    left = np.ones(len(texts), dtype=bool)
    while left.any() and (usual := usual_format(texts[left])) is not None:
        pattern, read = usual
        if not read.any():
            break
        places = np.flatnonzero(left)[read]
        cells[pattern] += int(counts[places].sum())
        left[places] = False
    return cells


def formats_of(formats: Iterable[str], order: str) -> list[str]:
    """The formats in which the day or the month comes first, as `order` has it, and those in which it is clear."""
    other = {"day": "month", "month": "day"}.get(order)
    return [candidate for candidate in formats if other is None or not candidate.startswith(ORDERS[other])]


def has_order(pattern: str) -> bool:
    """Whether numbers stand for day and month, in an order that a reader can't see."""
    return pattern.startswith((*ORDERS["day"], *ORDERS["month"]))


def swapped(pattern: str) -> str:
    """The format with day and month in each other's place."""
    return re.sub("%[md]", lambda part: OTHER_ORDER[part[0]], pattern)


def most_may_be_dates(texts: np.ndarray) -> bool:
    """Whether, at a first look at a few of them, most texts look like a date in some format."""
    look = texts[:: max(1, len(texts) // QUICK_LOOK)]
    return sum(any(_may_read(candidate, text) for candidate in FORMATS) for text in look) > len(look) / 2


def _may_read(candidate: str, text: str) -> bool:
    """Whether a text looks like this format: few formats are tried."""
    if candidate == ISO:
        return LIKE_ISO.match(text) is not None and "W" not in text
    if candidate in EPOCHS:
        return epoch_of(pd.Series([pd.to_numeric(text, errors="coerce")])) == candidate
    return _pattern(candidate).fullmatch(text) is not None


@functools.cache
def _pattern(candidate: str) -> re.Pattern[str]:
    return re.compile(re.sub("%[a-zA-Z]", lambda part: _PARTS[part[0]], re.sub(r"[.+]", r"\\\g<0>", candidate)))


def epoch_of(values: pd.Series) -> str:
    """The unit of numbers that may be moments since 1970; empty where one is not of our time."""
    for name, factor in zip(EPOCHS, (1, 1000), strict=True):
        if values.between(*(factor * limit for limit in EPOCH_RANGE)).all():
            return name
    return ""


def order_is_unclear(cells: pd.Series, pattern: str) -> bool:
    """Whether day and month could change places: no day is above 12."""
    return has_order(pattern) and date_format_reads(cells, swapped(pattern))


def date_format_reads(cells: pd.Series, date_format: str) -> bool:
    """Whether this format reads every cell that isn't empty."""
    different = pd.Series(texts_of(cells).dropna().unique(), dtype="str")
    return bool(moments(different, date_format).notna().all())
