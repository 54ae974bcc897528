"""A role that the user gives a column: believed, if its cells can have it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.data import DataError
from dlfund.data.cells import number_text, numbers
from dlfund.data.tables.date_formats import date_format
from dlfund.data.tables.missing import cut
from dlfund.data.tables.no_numbers import wrong_numbers
from dlfund.data.tables.roles import Role


def given_role(cells: pd.Series, filled: pd.Series, option: str, order: str = "") -> Role:
    """The role that an option of `columns_of` stands for.

    Args:
        cells, filled: Series. The column, and its cells that are not empty.
        option: str. The name of the option.
        order: str. `"day"` or `"month"`: which comes first in a date, as `--date-order` says.

    Raises:
        DataError: text for a number, or dates that are not written alike.
    """
    if option in ("target", "group", "weight"):
        return Role(option, "as asked")
    if option == "drop":
        return Role("dropped", "as asked")
    if not len(filled):
        return Role("empty", f"every cell is empty, so it can't be {option}")
    if option == "time":
        return Role("time", "as asked", date_format=_time_format(cells, order))
    by_value = types.is_numeric_dtype(cells)  # bool is numeric here
    match option:
        case "numeric" | "ordinal":
            _check_numbers(cells, filled, option)
            return Role(option, "as asked")
        case "date":
            return Role("date", "as asked", date_format=_given_date(cells, order))
    return Role(option, "as asked", by_value=by_value)


def _check_numbers(cells: pd.Series, filled: pd.Series, option: str) -> None:
    values = numbers(filled)
    wrong = filled[values.isna()]
    if len(wrong):
        raise DataError(
            f"Expected numbers in column {cut(str(cells.name))!r}, which --{option} names. Received: "
            f"{wrong_numbers(filled, wrong)}"
        )


def _given_date(cells: pd.Series, order: str) -> str:
    if types.is_datetime64_any_dtype(cells):
        return ""
    written = date_format(cells, forced=True, order=order)
    if written is None:
        raise DataError(
            f"Expected dates of one format in column {cut(str(cells.name))!r}, such as 2024-01-31, 31.01.2024 or "
            f"01/31/2024. Received: {cut(cell_text(cells.dropna().iloc[0]))!r} first. Write them alike, or leave "
            "the column out of --date."
        )
    return written


def _time_format(cells: pd.Series, order: str) -> str:
    """Rows may be ordered by numbers or by dates."""
    return "" if types.is_numeric_dtype(cells) else _given_date(cells, order)


def cell_text(value: object) -> str:
    """A cell as a person writes it."""
    text = number_text(float(value)) if isinstance(value, (float, np.floating)) else str(value)
    return text.removesuffix(" 00:00:00") if isinstance(value, pd.Timestamp) else text
