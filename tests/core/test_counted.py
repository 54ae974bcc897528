"""A number and what it counts."""

import pytest

from dlfund.core.counted import counted, verb_for


@pytest.mark.parametrize(
    "number, thing, expected",
    [
        (0, "row", "0 rows"),
        (1, "more class", "1 more class"),
        (2, "more class", "2 more classes"),
        (12_345, "empty cell", "12,345 empty cells"),
        (2, "entry", "2 entries"),
        (2, "day", "2 days"),
        (2, "axis", "2 axes"),
        (2, "batch", "2 batches"),
    ],
)
def test_one_is_singular_and_all_else_plural(number, thing, expected):
    assert counted(number, thing) == expected


def test_the_verb_follows_the_number():
    assert [verb_for(number, "has", "have") for number in (0, 1, 2)] == ["have", "has", "have"]
