"""A date as numbers: when it was on the long line of days, and where in the year, the week and the day.

    month    sin, cos of 2π (month − 1) / 12        December is next to January
    weekday  sin, cos of 2π weekday / 7             Monday is 0
    hour     sin, cos of 2π hour / 24               hours with their minutes
    days     days since 1 January 2000, with their part of a day

An empty cell is empty in every part.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

FIRST_DAY = pd.Timestamp("2000-01-01")


def date_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Nine numbers a date, for whatever weighs sums or measures distances.

    Example:
        >>> parts = date_parts(pd.DataFrame({"sold": pd.to_datetime(["2000-01-08 06:00"])}))  # a Saturday
        >>> parts.iloc[0].round(2).to_dict()["sold: weekend"]
        1.0
    """
    parts: dict[str, Any] = {}
    for name, one in _numbers(table).items():
        parts |= {f"{name}: days": one["days"], f"{name}: year": one["year"]}
        for part, period in (("month", 12), ("weekday", 7), ("hour", 24)):
            angle = 2 * np.pi * (one[part] - (part == "month")) / period
            parts |= {f"{name}: {part} sine": np.sin(angle), f"{name}: {part} cosine": np.cos(angle)}
        parts[f"{name}: weekend"] = (one["weekday"] >= 5).astype(float).where(one["weekday"].notna())
    return pd.DataFrame(parts, index=table.index)


def date_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Days, year, month, weekday and hour of each date, for trees, which cut numbers wherever they like."""
    parts = {f"{name}: {part}": values for name, one in _numbers(table).items() for part, values in one.items()}
    return pd.DataFrame(parts, index=table.index)


def date_names(transformer: Any, columns: Any) -> list[str]:
    """What the parts of these columns are called, for the FunctionTransformer that makes them."""
    none = pd.DataFrame({name: pd.Series(dtype="datetime64[ns]") for name in columns})
    return list(transformer.func(none).columns)


def _numbers(table: pd.DataFrame) -> dict[str, dict[str, pd.Series]]:
    numbers = {}
    for name in table.columns:
        dates = pd.to_datetime(table[name])  # a column without one date may have come as text
        numbers[name] = {
            "days": (dates - FIRST_DAY) / pd.Timedelta(days=1),
            "year": dates.dt.year.astype(float),
            "month": dates.dt.month.astype(float),
            "weekday": dates.dt.day_of_week.astype(float),
            "hour": dates.dt.hour + dates.dt.minute / 60,
        }
    return numbers
