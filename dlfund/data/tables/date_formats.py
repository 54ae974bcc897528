"""How the dates of a column are written: one format that reads every cell, or none."""

from __future__ import annotations

import functools
import re

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
FORCED = ("%Y%m%d", "%Y", *EPOCHS)  # numbers, which are dates only if somebody says so
EPOCH_RANGE = (3e8, 4e9)  # seconds: the years 1979 to 2096
_PARTS = {
    "%d": r"\d\d?", "%m": r"\d\d?", "%Y": r"\d{4}", "%y": r"\d\d", "%H": r"\d\d?", "%I": r"\d\d?", "%M": r"\d\d?",
    "%S": r"\d\d?", "%f": r"\d{1,9}", "%p": "[AaPp][Mm]", "%b": "[A-Za-z]+", "%B": "[A-Za-z]+", "%a": "[A-Za-z]+",
    "%A": "[A-Za-z]+", "%z": r"(?:Z|[+-]\d\d:?\d\d)", "%G": r"\d{4}", "%V": r"\d\d", "%u": r"\d", "%q": "[1-4]",
}  # fmt: skip
LIKE_ISO = re.compile(r"[0-9]{4}-[0-9]{2}")
LIKE_DATE = re.compile(r"(?=.*[0-9]{2})[0-9A-Za-z][0-9A-Za-z ,:./+-]{5,47}")
OTHER_ORDER = {"%m": "%d", "%d": "%m"}
FIRST_LOOK, QUICK_LOOK = 100, 20


def date_format(cells: pd.Series, *, forced: bool = False) -> str | None:
    """The first format that reads every cell that isn't empty, or None.

    Example:
        >>> date_format(pd.Series(["31.01.2024", "01.02.2024", None]))
        '%d.%m.%Y'
        >>> date_format(pd.Series(["Bern", "Basel"])) is None
        True
    """
    different = pd.Series(texts_of(cells).dropna().unique(), dtype="str")
    if not len(different) or (not all(LIKE_DATE.fullmatch(text) for text in different[:FIRST_LOOK]) and not forced):
        return None
    for candidate in (*FORMATS, *(FORCED if forced else ())):
        if not _may_read(candidate, different.iloc[0]):
            continue
        if all(moments(part, candidate).notna().all() for part in (different[:FIRST_LOOK], different)):
            return candidate
    return None


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
    if not pattern.startswith(("%m/", "%d/", "%m-", "%d-%m", "%d.%m.%y")):
        return False
    swapped = re.sub("%[md]", lambda part: OTHER_ORDER[part[0]], pattern)
    return "." not in pattern and date_format_reads(cells, swapped)


def date_format_reads(cells: pd.Series, date_format: str) -> bool:
    """Whether this format reads every cell that isn't empty."""
    different = pd.Series(texts_of(cells).dropna().unique(), dtype="str")
    return bool(moments(different, date_format).notna().all())
