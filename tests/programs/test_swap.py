"""dlfund's parts in a Keras model's place: docs/swap.md says by how much the two differ."""

import json

import keras
import numpy as np
import pytest
from programs import swap, swap_rows
from programs.library import DLFUND

EQUAL = 2e-6  # a few roundings in float32
DOUBLE = 1e-6  # what ten steps make of roundings in float64, the smallest of which decide a direction


def listed():
    return json.loads(swap.MEASURED.read_text())


def test_the_page_is_current():
    assert swap.MEASURED.with_suffix(".md").read_text() == swap.page(listed()), (
        "PYTHONPATH=tests python -m programs.swap"
    )


@pytest.mark.nightly
@pytest.mark.parametrize("row", swap.swaps(), ids=lambda row: row.program.name)
def test_a_part_in_place_of_keras_gives_the_same(row):
    """Ten steps differ by no more than single precision makes of them: in double precision they are the same."""
    actual = swap.differences(row.program)
    assert isinstance(actual, dict), actual
    actual.pop("ten steps")
    double = actual.pop("in double precision", 0.0)
    assert double <= DOUBLE or row.program.title in swap_rows.OTHER_FORMULA
    assert max(actual.values()) <= EQUAL, actual


def test_every_part_of_both_libraries_has_a_row():
    """A part that comes later gets a row, so that nobody has to remember it."""
    rows = {row.program.title for row in swap.swaps()} | set(swap_rows.NO_ROW)
    for room, of_keras in zip(DLFUND.rooms, (keras.layers, keras.losses, keras.optimizers), strict=True):
        both = {name for name in room.own.__all__ if isinstance(getattr(of_keras, name, None), type)}
        assert both <= rows, f"tests/programs/swap_rows.py has no row for {sorted(both - rows)}"


def test_every_row_is_measured():
    measured = {(kind, title) for kind, titles in listed()["tensorflow"].items() for title in titles}
    assert {(row.kind, row.program.title) for row in swap.swaps()} == measured, (
        "PYTHONPATH=tests python -m programs.swap"
    )


def test_the_largest_difference_is_over_all_weights():
    assert swap.largest([np.zeros(2), np.ones(3)], [np.zeros(2), np.array([1, 1, 0.5])]) == 0.5


def test_what_was_raised_stands_in_the_row():
    assert swap.cells("ValueError: a|b") == ["ValueError: a/b", "", "", "", ""]
    numbers = dict.fromkeys(swap.COLUMNS, 0.0) | {"outputs": 1.23e-7, "ten steps": 0.5, "in double precision": 2e-9}
    assert swap.cells(numbers) == ["1.2e-07", "0", "5.0e-01 (2.0e-09)", "0", "0"]
