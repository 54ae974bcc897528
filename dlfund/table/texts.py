"""A column of text: what stands for an empty cell, and whether the rest are numbers or truth values after all."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from dlfund.data.cells import COMMA_NUMBER, PLAIN_NUMBER, TRUTH, decimal_comma
from dlfund.table.missing import MISSING_MARKERS, Tally, cut

INFINITE = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)
LEADING_ZERO = re.compile(r"[+-]?0[0-9]+")
TOO_LONG = re.compile(r"[+-]?[0-9]{16,}")  # whole numbers that 64-bit floats can't tell apart
MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")


def texts(cells: pd.Series, tally: Tally, *, written: bool, decimal: str) -> pd.Series:
    """A column of text without its missing markers; numbers or truth values where it was `written` and all cells are.

    Each different text is looked at once: a million rows may hold few.
    """
    codes, different = pd.factorize(cells.astype(object))
    known = np.array([str(value).strip() for value in different], dtype=object)
    empty = np.array([not text or text in MISSING_MARKERS for text in known], dtype=bool)
    counts = np.bincount(codes[codes >= 0], minlength=len(known))
    for text, count in zip(known[empty], counts[empty], strict=True):
        tally.markers[text] += int(count)
    tally.markers[""] += int((codes < 0).sum())
    values = known[~empty]
    kind = _kind(values, decimal, str(cells.name), tally) if written and len(values) else "text"
    found = np.full(len(known) + 1, np.nan, dtype=float if kind == "numbers" else object)  # the last is for −1: empty
    found[:-1][~empty] = _values(values, kind)
    column = pd.Series(found[codes], index=cells.index, name=cells.name)
    match kind:
        case "numbers":
            return _without_infinite(column, tally)
        case "truth":
            return column.astype("boolean" if column.isna().any() else bool)
    return column.astype("str")


def _values(texts: np.ndarray, kind: str) -> Any:
    match kind:
        case "numbers":
            return [float(text.replace(",", ".")) for text in texts]
        case "truth":
            return [TRUTH[text.casefold()] == "True" for text in texts]
    return texts


def _without_infinite(column: pd.Series, tally: Tally) -> pd.Series:
    infinite = np.isinf(column)
    if infinite.any():
        tally.infinite[str(column.name)] += int(infinite.sum())
    return column.mask(infinite)


def _kind(values: np.ndarray, decimal: str, name: str, tally: Tally) -> str:
    if all(text.casefold() in TRUTH for text in values):
        return "truth"
    plain = [bool(PLAIN_NUMBER.fullmatch(text) or INFINITE.fullmatch(text)) for text in values]
    with_comma = [text for text, is_plain in zip(values, plain, strict=True) if not is_plain]
    if not all(COMMA_NUMBER.fullmatch(text) for text in with_comma):
        return "text"
    if any(LEADING_ZERO.fullmatch(text) or TOO_LONG.fullmatch(text) for text in values):
        return "text"  # a code: as a number it would lose what tells it apart
    points = [text for text in values if "." in text]
    unclear = ""
    if with_comma and (points or not (decimal == "," or decimal_comma(pd.Series(with_comma)))):
        unclear = with_comma[0]
    if decimal == "," and points and all(MAY_BE_THOUSANDS.fullmatch(text) for text in points):
        unclear = points[0]
    if unclear:
        tally.remarks.append(
            f"Column {cut(name)!r} is read as text: in {cut(unclear)!r} the sign may group thousands or begin "
            "decimals. Write its numbers without groups, or pass --decimal."
        )
    return "text" if unclear else "numbers"
