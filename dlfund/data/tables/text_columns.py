"""A column of text: what stands for an empty cell, and whether the rest are numbers or truth values after all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dlfund.data.tables.missing import MAY_BE_VALUES, MISSING_MARKERS, Tally
from dlfund.data.tables.reading_options import ReadingOptions
from dlfund.data.tables.reading_rules import Decision, decided
from dlfund.data.tables.recorded_rules import recorded_decision
from dlfund.data.written import Written


@dataclass(frozen=True)
class ReadColumn:
    """A column in a plain type.

    Args:
        cells: Series of int64, float64, bool, boolean (where some are missing), datetime64[ns] or str.
        written: Written or None. How its cells are written, where that is not plain.
        doubtful: tuple of str. Markers that may be values: the only empty cells of a column of text hold them.
    """

    cells: pd.Series
    written: Written | None = None
    doubtful: tuple[str, ...] = ()


class DifferentTexts:
    """Each different text of a column once: a million rows may hold few.

    Args:
        cells: Series of text.
    """

    def __init__(self, cells: pd.Series) -> None:
        self.name = str(cells.name)
        codes, different = pd.factorize(cells.astype(object))
        places, self.texts = pd.factorize(np.array([str(value).strip() for value in different], dtype=object))
        # with and without spaces around it a text is one; −1 stays nothing
        self.codes = codes if len(self.texts) == len(different) else np.append(places, -1)[codes]
        self.counts = np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))
        self.nothing = int((self.codes < 0).sum())

    def column(self, levels: np.ndarray, index: pd.Index) -> pd.Series:
        """The cells, given what each different text became; the last is what nothing became."""
        return pd.Series(levels[self.codes], index=index, name=self.name)


def read_texts(
    cells: pd.Series, tally: Tally, options: ReadingOptions, *, written: bool, keep: tuple[str, ...] = ()
) -> ReadColumn:
    """A column of text without its missing markers; numbers or truth values where it was `written` and all cells are.

    Args:
        tally: Tally. Counts what becomes empty, and is told what a reader should know.
        written: bool. Whether the cells were read from text, so that text that is a number is one.
        keep: tuple of str. Markers that are values in this column, as was found.
    """
    different = DifferentTexts(cells)
    kept = options.kept_in(different.name) | set(keep)
    empty = np.array([_is_empty(text, options, kept) for text in different.texts], dtype=bool)
    decision = _decision(different, ~empty, options, written)
    if decision.kind != "text":  # NA is no number
        markers = np.array([_is_empty(text, options, frozenset()) for text in different.texts], dtype=bool)
        if (markers & ~empty).any():
            empty = markers
            decision = _decision(different, ~empty, options, written)
    for text, count in zip(different.texts[empty], different.counts[empty], strict=True):
        tally.markers[text] += int(count)
    tally.markers[""] += different.nothing
    tally.remarks += decision.remarks
    levels = np.full(len(different.texts) + 1, np.nan, dtype=float if decision.kind == "numbers" else object)
    levels[:-1][~empty] = decision.values  # the last is for −1: empty
    column = different.column(levels, cells.index)
    match decision.kind:
        case "numbers":
            return ReadColumn(_finite(column, tally, options), decision.written)
        case "truth":
            return ReadColumn(column.astype("boolean" if column.isna().any() else bool), decision.written)
    return ReadColumn(column.astype("str"), _with_kept(decision.written, keep), _doubtful(different, empty, options))


def _is_empty(text: str, options: ReadingOptions, kept: frozenset[str]) -> bool:
    return not text or text in options.missing or (text in MISSING_MARKERS and text not in kept)


def _decision(different: DifferentTexts, filled: np.ndarray, options: ReadingOptions, written: bool) -> Decision:
    texts, counts = different.texts[filled], different.counts[filled]
    if not len(texts):
        return Decision("text", texts)
    if options.recorded is not None:
        return recorded_decision(different.name, texts, counts, options, written=written)
    return decided(different.name, texts, counts, options, written=written)


def _doubtful(different: DifferentTexts, empty: np.ndarray, options: ReadingOptions) -> tuple[str, ...]:
    """The markers that may be values: words, where no other cell of the column is empty."""
    markers = [str(text) for text in different.texts[empty]]
    if different.nothing or not markers or empty.all() or options.recorded is not None:
        return ()
    return tuple(markers) if set(markers) <= set(MAY_BE_VALUES) - set(options.missing) else ()


def _with_kept(written: Written | None, keep: tuple[str, ...]) -> Written | None:
    if not keep:
        return written
    base = written or Written()
    return Written(base.kind, base.decimal, base.thousands, base.unit, base.empty, keep, base.spellings)


def _finite(column: pd.Series, tally: Tally, options: ReadingOptions) -> pd.Series:
    """The numbers without infinite ones and without those that a user calls missing."""
    infinite = np.isinf(column)
    if infinite.any():
        tally.infinite[str(column.name)] += int(infinite.sum())
        column = column.mask(infinite)
    return without_markers(column, tally, options)


def without_markers(column: pd.Series, tally: Tally, options: ReadingOptions) -> pd.Series:
    """Numbers without those that `--missing` names."""
    for marker in options.missing:
        try:
            hit = column == float(marker)
        except ValueError:
            continue
        if hit.any():
            tally.markers[marker] += int(hit.sum())
            column = column.astype(float).mask(hit)
    return column
