import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.optimizers import Adam, ClipByNorm, ClipByValue, GradientDescent, Lookahead, Wrapper


def test_a_class_or_a_name_is_refused_with_the_remedy():
    for inner in (Adam, "adam"):
        with pytest.raises(TypeError, match=r"Pass an instance, not a class or a name: Lookahead\(Adam"):
            Lookahead(inner)


def test_wrappers_nest_outermost_first():
    w = keras.Variable([0.0, 0.0])
    g = ops.convert_to_tensor([3.0, 4.0])
    ClipByValue(ClipByNorm(GradientDescent(1.0), limit=1.0), limit=3.0).apply([g], [w])
    np.testing.assert_allclose(numbers(w), -np.array([3.0, 3.0]) / np.sqrt(18.0), rtol=1e-6)


def test_a_weight_without_gradient_is_named_and_stays():
    used, unused = keras.Variable([1.0], name="used"), keras.Variable([1.0], name="unused")
    with pytest.warns(UserWarning, match="unused"):
        Lookahead(Adam(0.1)).apply([ops.convert_to_tensor([1.0]), None], [used, unused])
    assert numbers(used)[0] < 1.0
    assert numbers(unused)[0] == 1.0


def test_no_gradient_at_all_is_an_error():
    with pytest.raises(ValueError, match="Expected a gradient for at least one weight"):
        Lookahead(Adam(0.1)).apply([None], [keras.Variable([1.0])])


def test_weights_can_be_set():
    first, second = keras.Variable([1.0]), keras.Variable([1.0])
    a, b = Lookahead(Adam(0.1)), Lookahead(Adam(0.1))
    a.apply([ops.convert_to_tensor([1.0])], [first])
    b.build([second])
    b.set_weights([numbers(v) for v in a.variables])
    for left, right in zip(a.variables, b.variables, strict=True):
        np.testing.assert_array_equal(numbers(left), numbers(right))


def test_a_wrapper_of_ones_own_overrides_step():
    class Reversed(Wrapper):
        def step(self, gradients, variables):
            super().step([-g for g in gradients], variables)

    w = keras.Variable([0.0])
    Reversed(GradientDescent(1.0)).apply([ops.convert_to_tensor([2.0])], [w])
    assert numbers(w)[0] == 2.0
