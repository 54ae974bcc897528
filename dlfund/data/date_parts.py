"""A date as numbers: the days since a fixed date, and its position in the year, the week and the day.

    month    sin, cos of 2π (month − 1) / 12        December is next to January
    weekday  sin, cos of 2π weekday / 7             Monday is 0
    hour     sin, cos of 2π hour / 24               hours with their minutes
    days     days since 1 January 2000, with the fraction of a day

An empty cell is empty in every part.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

FIRST_DAY = pd.Timestamp("2000-01-01")


def date_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Nine numbers per date, for models of weighted sums and distances.

    Example:
        >>> parts = date_parts(pd.DataFrame({"sold": pd.to_datetime(["2000-01-08 06:00"])}))  # a Saturday
        >>> parts.iloc[0].round(2).to_dict()["sold: weekend"]
        1.0
    """
    parts: dict[str, pd.Series] = {}
    for name, numbers in _numbers(table).items():
        parts |= {f"{name}: days": numbers["days"], f"{name}: year": numbers["year"]}
        for part, period in (("month", 12), ("weekday", 7), ("hour", 24)):
            angle = 2 * np.pi * (numbers[part] - (part == "month")) / period
            parts |= {f"{name}: {part} sine": np.sin(angle), f"{name}: {part} cosine": np.cos(angle)}
        parts[f"{name}: weekend"] = (numbers["weekday"] >= 5).astype(float).where(numbers["weekday"].notna())
    return pd.DataFrame(parts, index=table.index)


def date_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Days, year, month, weekday and hour of each date, for trees, which split numbers at any threshold."""
    parts = {f"{name}: {part}": values for name, numbers in _numbers(table).items() for part, values in numbers.items()}
    return pd.DataFrame(parts, index=table.index)


def date_names(transformer: Any, columns: Any) -> list[str]:
    """The names of the parts of these columns, for the FunctionTransformer that makes them."""
    none = pd.DataFrame({name: pd.Series(dtype="datetime64[ns]") for name in columns})
    return list(transformer.func(none).columns)


def _numbers(table: pd.DataFrame) -> dict[str, dict[str, pd.Series]]:
    numbers = {}
    for name in table.columns:
        dates = pd.to_datetime(table[name])  # an entirely empty column may have another dtype
        numbers[name] = {
            "days": (dates - FIRST_DAY) / pd.Timedelta(days=1),
            "year": dates.dt.year.astype(float),
            "month": dates.dt.month.astype(float),
            "weekday": dates.dt.day_of_week.astype(float),
            "hour": dates.dt.hour + dates.dt.minute / 60,
        }
    return numbers
