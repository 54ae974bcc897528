import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.optimizers import GradientDescent, Lookahead

RATE, GOAL = 0.3, np.array([1.0, -2.0, 4.0], "float32")


def walk(optimizer, w, steps):
    for _ in range(steps):
        optimizer.apply([ops.stop_gradient(ops.convert_to_tensor(w)) - ops.convert_to_tensor(GOAL)], [w])
    return numbers(w)


def test_it_is_the_papers_algorithm():
    slow = fast = np.array([5.0, 5.0, 5.0])
    for step in range(1, 12):
        fast = fast - RATE * (fast - GOAL)
        if step % 4 == 0:
            slow = fast = slow + 0.6 * (fast - slow)
    w = keras.Variable([5.0, 5.0, 5.0])
    ours = walk(Lookahead(GradientDescent(RATE), period=4, share=0.6), w, 11)
    np.testing.assert_allclose(ours, fast, rtol=1e-6)


def test_following_all_the_way_is_the_inner_optimizer():
    a, b = keras.Variable([5.0, 5.0, 5.0]), keras.Variable([5.0, 5.0, 5.0])
    followed = walk(Lookahead(GradientDescent(RATE), period=2, share=1.0), a, 7)
    np.testing.assert_allclose(followed, walk(GradientDescent(RATE), b, 7), rtol=1e-6)


def test_weights_set_after_building_are_where_it_starts():
    w, other = keras.Variable([0.0, 0.0, 0.0]), keras.Variable([9.0, 9.0, 9.0])
    optimizer = Lookahead(GradientDescent(RATE), period=2)
    optimizer.build([w])
    w.assign([9.0, 9.0, 9.0])
    np.testing.assert_array_equal(walk(optimizer, w, 2), walk(Lookahead(GradientDescent(RATE), period=2), other, 2))


def test_the_slow_weights_move_only_every_period():
    w = keras.Variable([5.0, 5.0, 5.0])
    optimizer = Lookahead(GradientDescent(RATE), period=3)
    moments = [numbers(optimizer.slow_weights[0]) for _ in range(6) if walk(optimizer, w, 1) is not None]
    assert [bool(np.all(m == 5.0)) for m in moments] == [True, True, False, False, False, False]
    np.testing.assert_array_equal(moments[2], moments[4])
    assert np.any(moments[4] != moments[5])


def test_an_inner_optimizer_that_accumulates_gradients_counts_its_own_steps():
    a, b = keras.Variable([5.0, 5.0, 5.0]), keras.Variable([5.0, 5.0, 5.0])
    walk(Lookahead(GradientDescent(RATE), period=2), a, 4)
    accumulating = Lookahead(GradientDescent(RATE, gradient_accumulation_steps=3), period=2)
    walk(accumulating, b, 12)
    np.testing.assert_allclose(numbers(b), numbers(a), rtol=1e-6)


@pytest.mark.parametrize("period", [0, 2.5, True])
def test_a_wrong_period_is_refused(period):
    with pytest.raises(ValueError, match="Expected period to be an int ≥ 1"):
        Lookahead(GradientDescent(RATE), period=period)


def test_a_wrong_share_is_refused():
    with pytest.raises(ValueError, match="Expected share in"):
        Lookahead(GradientDescent(RATE), share=1.5)


def test_weights_set_from_outside_are_where_the_slow_ones_start_anew():
    w, untouched = keras.Variable([0.0]), keras.Variable([0.0])
    optimizer = Lookahead(GradientDescent(1.0), period=2, share=0.5)
    first, none = ops.convert_to_tensor([1.0]), ops.convert_to_tensor([0.0])
    optimizer.apply([first, first], [w, untouched])
    w.assign([100.0])  # loaded, or restored by early stopping
    optimizer.apply([none, first], [w, untouched])
    assert numbers(w)[0] == 100.0  # not halfway back to 0
    assert numbers(untouched)[0] == -1.0  # from 0 to −2, and half of the way back
