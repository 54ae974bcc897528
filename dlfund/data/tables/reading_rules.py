"""What the text of a column is: the rules in their order. The first that applies decides; a note says so.

| rule | a column of text becomes | otherwise |
|---|---|---|
| truth | true and false, where every cell is one of them | --categorical |
| numbers | numbers in one format, where at least 95 % of the cells are some | --categorical, --thousands, --decimal |
| durations | seconds, where at least 95 % of the cells are spans such as 01:30:00 | --categorical |
| dates | text that is a date in one format, the few other cells empty | --categorical |
| text | text; texts that are spelled alike stay different | --merge-spellings |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dlfund.core.counted import counted
from dlfund.data.cells import TRUTH, number_text
from dlfund.data.date_notation import notation
from dlfund.data.tables import exact_numbers, spellings
from dlfund.data.tables.date_formats import date_format, formats_in, most_may_be_dates, usual_format
from dlfund.data.tables.disguised_numbers import ENOUGH_CELLS, NEARLY_ALL, NoNumbers, Numbers, numbers_in
from dlfund.data.tables.durations import seconds_of
from dlfund.data.tables.missing import NUMBER_MARKERS, as_argument, cut, listed
from dlfund.data.tables.number_text import SIGN_NAMES
from dlfund.data.tables.reading_options import ReadingOptions
from dlfund.data.written import Written

ZERO_DATES = frozenset(
    f"{zero}{time}"
    for zero in ("0000-00-00", "00-00-0000", "00/00/0000", "00.00.0000", "0000/00/00")
    for time in ("", " 00:00", " 00:00:00", "T00:00:00")
)
MOSTLY = 0.8  # of the cells are numbers: a note names the others


@dataclass(frozen=True)
class Decision:
    """What the different texts of a column become.

    Args:
        kind: str. `"text"`, `"numbers"` or `"truth"`.
        values: array. What each text becomes: str, float or bool; NaN for an empty cell.
        written: Written or None. What is recorded.
        remarks: tuple of str. What a reader should know.
    """

    kind: str
    values: Any
    written: Written | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cells:
    """The different texts of a column, none empty, and how many cells hold each."""

    name: str
    texts: np.ndarray
    counts: np.ndarray
    options: ReadingOptions

    @property
    def shown(self) -> str:
        return repr(cut(self.name))

    @property
    def argument(self) -> str:
        return as_argument(self.name)

    @cached_property
    def numbers(self) -> Numbers | NoNumbers:
        """The numbers that the texts stand for, or why they are none."""
        return numbers_in(self.texts, self.counts, self.options)

    def listed(self, places: Any) -> str:
        """Some of the texts with their counts."""
        return listed([str(self.texts[place]) for place in places], [int(self.counts[place]) for place in places])


def decided(name: str, texts: np.ndarray, counts: np.ndarray, options: ReadingOptions, *, written: bool) -> Decision:
    """What the rules make of a column.

    Args:
        texts: array of str. All different, none empty.
        counts: array of int. How many cells hold each.
        written: bool. Whether the cells were read from text; the text in a data frame stays text.
    """
    cells = Cells(name, texts, counts, options)
    for rule in RULES if written else ():
        if (decision := rule(cells)) is not None:
            return decision
    return _as_text(cells)


def _truth(cells: Cells) -> Decision | None:
    if not all(text.casefold() in TRUTH for text in cells.texts):
        return None
    return Decision("truth", [TRUTH[text.casefold()] == "True" for text in cells.texts])


def _numbers(cells: Cells) -> Decision | None:
    if cells.name in cells.options.textual:
        decision = plain_numbers(cells)
        return decision if decision.kind == "numbers" else None
    result = cells.numbers
    if not isinstance(result, Numbers):
        return None
    written = Written(
        "number",
        decimal=result.signs.decimal,
        thousands=result.signs.thousands,
        unit=result.unit,
        empty=tuple(str(cells.texts[place]) for place in result.odd),
    )
    remarks = []
    if result.example is not None and (
        result.unit or result.signs.thousands or not _is_decimal(cells.texts[result.example])
    ):
        remarks.append(_how_read(cells, result))
    if result.odd:
        remarks.append(_emptied(cells, result.odd, "numbers"))
    plain = not (result.odd or result.unit) and result.example is None and result.signs.decimal == "."
    return Decision("numbers", result.values, None if plain else written, tuple(remarks))


def _is_decimal(text: str) -> bool:
    """Whether a text differs from Python's numbers in its decimal comma alone."""
    return set(text) <= set("0123456789,+-eE") and not text.endswith("-")


def _how_read(cells: Cells, result: Numbers) -> str:
    text, value = str(cells.texts[result.example]), float(result.values[result.example])
    facts = []
    if result.signs.thousands:
        facts.append(f"{SIGN_NAMES[result.signs.thousands]} marks thousands")
    if result.signs.decimal == ",":
        facts.append("a comma marks decimals")
    if result.unit:
        facts.append(f"the unit is {result.unit}")
    how = f" ({'; '.join(facts)})" if facts else ""
    return (
        f"Column {cells.shown} is read as numbers: {cut(text)!r} is {number_text(value)}{how}. "
        f"--categorical {cells.argument} keeps its text."
    )


def _emptied(cells: Cells, places: tuple[int, ...], what: str) -> str:
    number = int(cells.counts[list(places)].sum())
    total = int(cells.counts.sum())
    share = f"{total - number:,} of {total:,} cells are"
    return (
        f"Column {cells.shown} is read as {what}, as {share}; {counted(number, 'cell')} became empty: "
        f"{cells.listed(places)}. --categorical {cells.argument} keeps its text."
    )


def _why_text(cells: Cells, result: NoNumbers) -> tuple[str, ...]:
    """A remark on a column that looks like numbers and stays text."""
    about = f"Column {cells.shown} is read as text"
    if result.merged:
        return (exact_numbers.sentence(cells.name, *result.merged),)
    if result.unclear:
        sign = "," if "," in result.unclear else "."
        two = "its numbers are written in two ways, and " if result.odd else ""
        return (
            f"{about}: {two}in {cut(result.unclear)!r} the separator may mark thousands or decimals. "
            f'Pass --thousands "{sign}" or --decimal "{sign}".',
        )
    if result.units:
        mixed = ", ".join(f"{unit or 'none'} ({count:,})" for unit, count in result.units.most_common(8))
        return (f"{about}: its numbers have several units: {mixed}. Convert them to one.",)
    if result.odd and cells.counts[list(result.odd)].sum() <= (1 - MOSTLY) * cells.counts.sum():
        first = as_argument(str(cells.texts[result.odd[0]]))
        return (f"{about}, as some cells are no numbers: {cells.listed(result.odd)}. --missing {first} empties them.",)
    return ()


def _durations(cells: Cells) -> Decision | None:
    if cells.name in cells.options.textual or seconds_of(cells.texts[0]) is seconds_of(cells.texts[-1]) is None:
        return None
    seconds = [seconds_of(text) for text in cells.texts]
    odd = tuple(place for place, value in enumerate(seconds) if value is None)
    if not _nearly_all(cells, odd):
        return None
    values = np.array([np.nan if value is None else value for value in seconds])
    place = next(place for place, value in enumerate(seconds) if value is not None)
    remark = (
        f"Column {cells.shown} is read as times, counted in seconds: {str(cells.texts[place])!r} is "
        f"{number_text(values[place])}. --categorical {cells.argument} keeps its text."
    )
    remarks = (remark, _emptied(cells, odd, "times")) if odd else (remark,)
    written = Written("duration", unit="s", empty=tuple(str(cells.texts[place]) for place in odd))
    return Decision("numbers", values, written, remarks)


def _nearly_all(cells: Cells, odd: tuple[int, ...]) -> bool:
    """Whether nearly all cells that hold no marker are none of the odd ones."""
    markers = np.array([text in NUMBER_MARKERS or text in ZERO_DATES for text in cells.texts])
    total = int(cells.counts[~markers].sum())
    others = sum(int(cells.counts[place]) for place in odd if not markers[place])
    return total > 0 and (not others or (others <= (1 - NEARLY_ALL) * total and total >= ENOUGH_CELLS))


def _dates(cells: Cells) -> Decision | None:
    """Dates stay text, which their format reads; this empties the few cells that are none."""
    if cells.name in cells.options.textual or not most_may_be_dates(cells.texts):
        return None
    usual = usual_format(cells.texts, cells.options.date_order)
    odd = () if usual is None else tuple(int(place) for place in np.flatnonzero(~usual[1]))
    if not odd or not _nearly_all(cells, odd) or date_format(pd.Series(cells.texts, dtype="str")) is not None:
        return None
    values = cells.texts.copy()
    values[list(odd)] = np.nan
    written = Written(empty=tuple(str(cells.texts[place]) for place in odd))
    return Decision("text", values, written, (_emptied(cells, odd, "dates"),))


def _text(cells: Cells) -> Decision:
    remarks = _mixed_dates(cells)
    remarks += () if isinstance(cells.numbers, Numbers) else _why_text(cells, cells.numbers)
    return _as_text(cells, remarks)


def _mixed_dates(cells: Cells) -> tuple[str, ...]:
    """A remark on dates that stay text, since no single format reads nearly all of them."""
    if cells.name in cells.options.textual or not most_may_be_dates(cells.texts):
        return ()
    formats = formats_in(cells.texts, cells.counts)
    if len(formats) < 2 or formats.total() < MOSTLY * cells.counts.sum():
        return ()
    ways = ", ".join(f"{notation(pattern)} ({count:,})" for pattern, count in formats.most_common(4))
    more = f" and {counted(len(formats) - 4, 'other way')}" if len(formats) > 4 else ""
    return (
        f"Column {cells.shown} is read as text, though its cells are dates: they are written in several ways, "
        f"{ways}{more}. Write them in one, or leave the column out with --drop {cells.argument}.",
    )


def _as_text(cells: Cells, remarks: tuple[str, ...] = ()) -> Decision:
    """Text, with a remark on what differs only in its spelling, or merged."""
    texts, counts = [str(text) for text in cells.texts], [int(count) for count in cells.counts]
    groups = {} if len(texts) > spellings.MOST_LEVELS else spellings.variants(texts, counts)
    if not groups:
        return Decision("text", cells.texts, remarks=remarks)
    merge = cells.options.merge_spellings
    remarks = (*remarks, spellings.sentence(cells.name, groups, merge=merge))
    if not merge:
        return Decision("text", cells.texts, remarks=remarks)
    chosen = spellings.spellings_of(groups)
    return Decision("text", merged(cells.texts, chosen), Written(spellings=chosen), remarks)


def merged(texts: np.ndarray, chosen: dict[str, str]) -> np.ndarray:
    return np.array([chosen.get(spellings.spelling_key(text), text) for text in texts], dtype=object)


Rule = Callable[[Cells], Decision | None]
RULES: tuple[Rule, ...] = (_truth, _numbers, _durations, _dates, _text)


def plain_numbers(cells: Cells) -> Decision:
    """Truth values and numbers that are plain, or that have a decimal comma that is proven."""
    if (decision := _truth(cells)) is not None:
        return decision
    result = cells.numbers
    if not isinstance(result, Numbers) or result.unit or result.odd or result.signs.thousands:
        return Decision("text", cells.texts)
    usual = result.example is None or _is_decimal(str(cells.texts[result.example]))
    return Decision("numbers", result.values) if usual else Decision("text", cells.texts)
