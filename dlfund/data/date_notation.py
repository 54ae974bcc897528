"""How the format of a date is told to a reader, and the formats that `strptime` has no name for."""

from __future__ import annotations

import pandas as pd

ISO_WEEK = "%G-W%V"  # 2023-W05, which stands for its Monday
QUARTERS = ("%YQ%q", "%Y-Q%q", "%Y Q%q", "Q%q %Y", "Q%q-%Y", "Q%q/%Y", "%qQ%Y", "%qQ %Y")  # the first day of one
EPOCHS = {"unix seconds": "s", "unix milliseconds": "ms"}  # since 1970
YEAR, QUARTER = r"(?P<year>\d{4})", r"(?P<quarter>[1-4])"
FIRST_MONTHS = {"1": "01", "2": "04", "3": "07", "4": "10"}
_LETTERS = {
    "%d": "DD", "%m": "MM", "%Y": "YYYY", "%y": "YY", "%H": "hh", "%I": "hh", "%M": "mm", "%S": "ss", "%f": "ffffff",
    "%p": "AM", "%b": "Mon", "%B": "Month", "%a": "Day", "%A": "Weekday", "%z": "+zzzz", "%G": "YYYY", "%V": "ww",
    "%u": "d", "%q": "q",
}  # fmt: skip


def notation(date_format: str) -> str:
    """A format as a person writes it.

    Example:
        >>> notation("%d.%m.%Y %H:%M"), notation("")
        ('DD.MM.YYYY hh:mm', 'YYYY-MM-DD')
    """
    text = date_format or "%Y-%m-%d"
    for sign, letters in _LETTERS.items():
        text = text.replace(sign, letters)
    return text


def parsed(texts: pd.Series, date_format: str) -> pd.Series:
    """The moments of texts in universal time; NaT where a text is none."""
    if date_format in EPOCHS:
        numbers = pd.to_numeric(texts, errors="coerce")
        return pd.to_datetime(numbers, unit=EPOCHS[date_format], errors="coerce", utc=True)
    if date_format in QUARTERS:
        parts = texts.str.extract(f"^{date_format.replace('%Y', YEAR).replace('%q', QUARTER)}$")
        texts = parts["year"] + "-" + parts["quarter"].map(FIRST_MONTHS)
        date_format = "%Y-%m"
    if date_format == ISO_WEEK:
        texts, date_format = texts + "-1", f"{ISO_WEEK}-%u"
    return pd.to_datetime(texts, format=date_format or "ISO8601", errors="coerce", utc=True)
