"""A date as numbers, by hand."""

import numpy as np
import pandas as pd
import pytest

from dlfund.data.date_parts import date_numbers, date_parts

TABLE = pd.DataFrame(
    {"sold": pd.to_datetime(["2000-01-01 00:00", "2003-07-09 06:30", None])}
)  # a Saturday, a Wednesday


def test_for_trees():
    numbers = date_numbers(TABLE)
    assert numbers.columns.tolist() == [f"sold: {part}" for part in ("days", "year", "month", "weekday", "hour")]
    np.testing.assert_allclose(numbers.iloc[0], [0, 2000, 1, 5, 0])
    np.testing.assert_allclose(numbers.iloc[1], [1285 + 6.5 / 24, 2003, 7, 2, 6.5])
    assert numbers.iloc[2].isna().all()


def test_on_their_circles():
    parts = date_parts(TABLE).rename(columns=lambda name: name.removeprefix("sold: "))
    first, second = parts.iloc[0], parts.iloc[1]
    assert (first["month sine"], first["month cosine"], first["weekend"]) == (0, 1, 1)
    assert (second["month sine"], second["month cosine"]) == pytest.approx((0, -1))  # July is opposite January
    assert second["hour sine"] == pytest.approx(np.sin(2 * np.pi * 6.5 / 24))
    assert second["weekday cosine"] == pytest.approx(np.cos(2 * np.pi * 2 / 7))
    assert second["weekend"] == 0
    assert parts.iloc[2].isna().all()


def test_december_is_next_to_january():
    months = pd.DataFrame({"sold": pd.to_datetime([f"2001-{month:02}-05" for month in range(1, 13)])})
    circle = date_parts(months)[["sold: month sine", "sold: month cosine"]].to_numpy()
    steps = np.linalg.norm(circle - np.roll(circle, 1, axis=0), axis=1)
    np.testing.assert_allclose(steps, steps[0])
