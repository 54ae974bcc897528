"""Axes: values find their place, ticks are round."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dlfund.report.figures.axis import Axis
from dlfund.report.figures.cost_plot import spread
from dlfund.report.figures.trial_plots import axis_of


def test_ticks_are_round_numbers_between_the_ends():
    assert [text for _, text in Axis("score", 0.49, 1.01).ticks()] == ["0.6", "0.8", "1"]
    assert [text for _, text in Axis("epoch", 1, 8, whole=True).ticks()] == ["2", "4", "6", "8"]
    assert [text for _, text in Axis("epoch", 1, 2, whole=True).ticks()] == ["1", "2"]


def test_powers_of_ten_stand_at_even_steps():
    axis = Axis("bytes", 1, 10_000, log=True)
    assert [axis.share(value) for value in (1, 10, 100, 1000, 10_000)] == pytest.approx([0, 0.25, 0.5, 0.75, 1])


def test_zero_has_a_place_on_a_logarithmic_axis():
    axis = Axis.around("learned numbers", [0, 4, 1217], log=True)
    assert 0 <= axis.share(0) < axis.share(4) < axis.share(1217) <= 1
    assert axis.ticks()[0] == (0.0, "0")


def test_wide_positive_ranges_choose_powers_of_ten():
    assert Axis.around("learning_rate", [1e-4, 1e-1], log=None).log
    assert not Axis.around("dropout", [0.1, 0.5], log=None).log


@given(some.lists(some.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_an_axis_around_values_holds_them_all(values):
    axis = Axis.around("any", values)
    assert all(0 <= axis.share(value) <= 1 for value in values)
    assert axis.ticks()


@given(some.lists(some.floats(0, 200), min_size=1, max_size=12).map(sorted))
def test_names_keep_their_order_and_a_line_between_them(wanted):
    places = spread(wanted, 0, 200, apart=14)
    assert all(lower - upper >= 14 - 1e-9 for upper, lower in pairwise(places))
    assert places[-1] <= 200 + 1e-9


def test_many_numbers_and_a_name_have_room_on_one_axis():
    values = [0.1, 0.25, 0.3, 0.5, 0.7, 0.9, "sqrt"]
    axis, place = axis_of("max_features", values)
    ticks = [text for _, text in axis.ticks(4)]
    assert ticks[-1] == "sqrt"
    assert len(ticks) <= 6
    assert all(0 <= axis.share(place(value)) <= 1 for value in values)
    assert place("sqrt") > place(0.9)
    few, at = axis_of("max_features", [0.3, "sqrt"])
    assert (few.names, at("sqrt")) == (("0.3", "sqrt"), 1.0)
