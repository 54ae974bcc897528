"""How the dates of a column are written: one format that reads every cell, or none."""

from __future__ import annotations

import re

import pandas as pd

from dlfund.data.cells import moments, texts_of

ISO = ""  # 2024-01-31, with or without a time and a zone
_DAYS = ("%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%m/%d/%y", "%d/%m/%y")
_WORDS = ("%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")
_TIMES = ("", " %H:%M", " %H:%M:%S")
FORMATS = (ISO, *(day + time for day in _DAYS for time in _TIMES), *_WORDS)
FORCED = ("%Y%m%d", "%Y")  # numbers, which are dates only if somebody says so
LIKE_ISO = re.compile(r"[0-9]{4}-[0-9]{2}")
LIKE_DATE = re.compile(r"(?=.*[0-9]{2})[0-9A-Za-z][0-9A-Za-z ,:./+-]{5,39}")
OTHER_ORDER = {"%m": "%d", "%d": "%m"}
FIRST_LOOK = 100


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
    for one in (*FORMATS, *(FORCED if forced else ())):
        if one == ISO and not LIKE_ISO.match(different.iloc[0]):
            continue
        if all(moments(part, one).notna().all() for part in (different[:FIRST_LOOK], different)):
            return one
    return None


def order_is_unclear(cells: pd.Series, found: str) -> bool:
    """Whether day and month could change places: no day is above 12."""
    if not found.startswith(("%m/", "%d/", "%m-", "%d-%m", "%d.%m.%y")):
        return False
    swapped = re.sub("%[md]", lambda part: OTHER_ORDER[part[0]], found)
    return "." not in found and date_format_reads(cells, swapped)


def date_format_reads(cells: pd.Series, date_format: str) -> bool:
    """Whether this format reads every cell that isn't empty."""
    different = pd.Series(texts_of(cells).dropna().unique(), dtype="str")
    return bool(moments(different, date_format).notna().all())
