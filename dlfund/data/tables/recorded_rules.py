"""Rows that come later, by what was settled on an earlier table: nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dlfund.data import DataError
from dlfund.data.tables.disguised_numbers import SHARES, NoNumbers, Numbers, as_recorded, like_numbers
from dlfund.data.tables.durations import seconds_of
from dlfund.data.tables.number_text import SIGN_NAMES, is_currency
from dlfund.data.tables.odd_cells import emptied
from dlfund.data.tables.reading_options import ReadingOptions
from dlfund.data.tables.reading_rules import ZERO_DATES, Cells, Decision, merged, plain_numbers
from dlfund.data.written import Written


def recorded_decision(
    name: str, texts: np.ndarray, counts: np.ndarray, options: ReadingOptions, *, written: bool
) -> Decision:
    """What was settled on an earlier table, for other rows; nothing is guessed.

    Raises:
        DataError: a number that is not written as the earlier ones were, or mostly texts that are none.
    """
    known = options.written(name)
    if known is None:
        unasked = replace(options, given_decimal=None)  # the file's sign; a column may have another one that it proves
        if not written:
            return Decision("text", texts)
        cells = Cells(name, texts, counts, unasked)
        if (
            isinstance(cells.numbers, NoNumbers)
            and cells.numbers.unclear
            and options.recorded
            and name in options.recorded
        ):
            _ask_for_signs(cells, cells.numbers.unclear)
        if options.thousands and isinstance(cells.numbers, Numbers) and not (cells.numbers.unit or cells.numbers.odd):
            return Decision("numbers", cells.numbers.values)
        decision = plain_numbers(cells)
        return _later_numbers(cells) if decision.kind == "text" and name in options.numeric else decision
    empty = np.array([text in known.empty or (text in ZERO_DATES and bool(known.empty)) for text in texts])
    match known.kind:
        case "number":
            values, wrong = as_recorded(texts, known)
        case "duration":
            seconds = [seconds_of(text) for text in texts]
            values = np.array([np.nan if value is None else value for value in seconds])
            wrong = np.isnan(values)
        case _:
            values = merged(texts, known.spellings) if known.spellings else texts.copy()
            values[empty] = np.nan
            return Decision("text", values, known)
    values[empty] = np.nan
    cells = Cells(name, texts, counts, options)
    remarks = _without_odd(cells, wrong & ~empty, known) if (wrong & ~empty).any() else ()
    return Decision("numbers", values, known, remarks)


def _later_numbers(cells: Cells) -> Decision:
    """The numbers of a column of plain numbers that are written otherwise now, where they can be read in one way."""
    result = cells.numbers
    if isinstance(result, Numbers) and result.unit not in SHARES:
        signs, values = result.signs, result.values
        wrong = np.isin(np.arange(len(values)), result.odd)
        how = [f"the unit is {result.unit}, which is left out"] if result.unit else []
        how += [f"{SIGN_NAMES[signs.thousands]} marks thousands"] if signs.thousands else []
    else:
        known = (Written("number", decimal=sign) for sign in (cells.options.decimal, ".", ","))
        values, wrong = min((as_recorded(cells.texts, way) for way in known), key=lambda way: int(way[1].sum()))
        how = []
    remarks = _without_odd(cells, wrong, Written("number", decimal=cells.options.decimal)) if wrong.any() else ()
    if how:
        example = str(cells.texts[np.flatnonzero(~np.isnan(values))[0]])
        remarks = (f"Column {cells.shown}: numbers are written as {example!r} ({'; '.join(how)}).", *remarks)
    return Decision("numbers", values, remarks=remarks)


def _without_odd(cells: Cells, odd: np.ndarray, known: Written) -> tuple[str, ...]:
    """A sentence on the cells that become empty; an error if one may be a number or a span in another notation."""
    if (doubtful := odd & (like_numbers(cells.texts) if known.kind == "number" else False)).any():
        _refuse(cells, np.flatnonzero(doubtful), known)
    what = "time such as 01:30:00" if known.kind == "duration" else "number"
    texts = {str(text): int(count) for text, count in zip(cells.texts[odd], cells.counts[odd], strict=True)}
    return (emptied(cells.name, what, texts, int(cells.counts.sum())),)


def _ask_for_signs(cells: Cells, unclear: str) -> None:
    sign = "," if "," in unclear else "."
    raise DataError(
        f"Expected numbers in column {cells.shown} that can be read in one way. Received: {unclear!r}, in which the "
        f'separator may mark thousands or decimals. Pass --thousands "{sign}" or --decimal "{sign}".'
    )


def _refuse(cells: Cells, places: np.ndarray, known: Written) -> None:
    how = "times such as 01:30:00" if known.kind == "duration" else f"numbers such as {_example(known)!r}"
    say = "" if known.kind == "duration" else "name this file's signs with --decimal and --thousands, "
    raise DataError(
        f"Expected {how} in column {cells.shown}, as in the rows that were learned from. Received: "
        f"{cells.listed(places)}. Write them alike, {say}or leave these cells empty."
    )


def _example(known: Written) -> str:
    digits = f"1{known.thousands}234{known.decimal}5"
    return f"{known.unit}{digits}" if is_currency(known.unit) else f"{digits} {known.unit}".strip()
