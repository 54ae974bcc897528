"""Rows that come later, by what was settled on an earlier table: nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dlfund.data import DataError
from dlfund.data.tables.disguised_numbers import NoNumbers, Numbers, as_recorded
from dlfund.data.tables.durations import seconds_of
from dlfund.data.tables.number_text import is_currency
from dlfund.data.tables.reading_options import ReadingOptions
from dlfund.data.tables.reading_rules import ZERO_DATES, Cells, Decision, merged, plain_numbers
from dlfund.data.written import Written


def recorded_decision(
    name: str, texts: np.ndarray, counts: np.ndarray, options: ReadingOptions, *, written: bool
) -> Decision:
    """What was settled on an earlier table, for other rows; nothing is guessed.

    Raises:
        DataError: a cell that is not written as the earlier ones were.
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
        return plain_numbers(cells)
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
    if (wrong := wrong & ~empty).any():
        _refuse(Cells(name, texts, counts, options), np.flatnonzero(wrong), known)
    return Decision("numbers", values, known)


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
