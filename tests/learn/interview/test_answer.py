"""What people type is understood, and nonsense is answered with a sentence."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfund.core.errors import UserError
from dlfund.learn.interview.answer import readings


@pytest.mark.parametrize(
    "typed",
    ["0.25", ".25", "0,25", "1/4", " 1 / 4 ", "25 %", "25%", "+0.25", "2.5e-1", "w = 0.25", "w_new ≈ 0.25", "0.25.",
     "loss: 0.25", "0.250", "-1/-4", "−1/−4"],
)  # fmt: skip
def test_a_quarter_is_read(typed):
    assert 0.25 in readings(typed, 0.0)


@pytest.mark.parametrize("typed", ["-0.5", "−0.5", "–0.5", "-.5", "-1/2", "-0,5"])
def test_every_minus_is_read(typed):
    assert -0.5 in readings(typed, 0.0)


@pytest.mark.parametrize("typed", ["1250", "1,250", "1 250", "1_250", "1'250", "1250.0", "1.25e3"])
def test_a_count_is_read(typed):
    assert 1250 in readings(typed, 0)


@pytest.mark.parametrize(
    "typed",
    ["(3, 3, 8)", "3, 3, 8", "3,3,8", "3x3x8", "3×3×8", "3 x 3 x 8", "3 3 8", "[3, 3, 8]", "3*3*8", "(3, 3, 8,)",
     "(None, 3, 3, 8)", "None x 3 x 3 x 8", "(batch, 3, 3, 8)", "shape = (3, 3, 8)"],
)  # fmt: skip
def test_a_shape_is_read(typed):
    assert readings(typed, (1, 1, 1)) == [(3, 3, 8)]


def test_a_batch_that_is_no_part_of_it_is_no_right_answer():
    assert readings("(32, 3, 3, 8)", (1,)) == [(32, 3, 3, 8)]


@pytest.mark.parametrize(
    "typed", ["", "   ", "what?", "nan", "inf", "--1", "1/0", "0/0", "1//2", "x", "1e999", "½½", "1/"]
)
@pytest.mark.parametrize("like", [0.0, 0])
def test_nonsense_is_a_sentence(typed, like):
    with pytest.raises(UserError, match=r"Expected .* Received: .*Try again"):
        readings(typed, like)


@pytest.mark.parametrize("typed", ["", "3.5x2", "three", "(3, -3)", "3,,3", "x"])
def test_nonsense_for_a_shape_is_a_sentence(typed):
    with pytest.raises(UserError, match="Expected a shape such as"):
        readings(typed, (1, 1))


@given(st.floats(-1e6, 1e6))
def test_any_number_is_read_as_it_is_written(number):
    assert number in readings(repr(number), 0.0)
    assert number in readings(repr(number).replace("-", "−"), 0.0)


@given(st.text(max_size=30))
def test_any_text_is_read_or_answered(text):
    for like in (0.0, 0, (1, 2)):
        with contextlib.suppress(UserError):  # a sentence is an answer; any other exception is not
            assert readings(text, like)
