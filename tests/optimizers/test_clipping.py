"""Clipping by value, norm and global norm."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from dlfund.optimizers import ClipByGlobalNorm, ClipByNorm, ClipByValue, GradientDescent

KERAS = {ClipByValue: "clipvalue", ClipByNorm: "clipnorm", ClipByGlobalNorm: "global_clipnorm"}
every_clipping = pytest.mark.parametrize("clipping", KERAS)


def steps_of(optimizer, gradients):
    variables = [keras.Variable(np.zeros_like(g)) for g in gradients]
    optimizer.apply([ops.convert_to_tensor(g) for g in gradients], variables)
    return [-numbers(v) for v in variables]


numbers_between = st.lists(
    st.one_of(st.floats(-1e3, 1e3, width=32), st.sampled_from([0.0, 1e-40, 1e30, -1e30, np.nan, np.inf])),
    min_size=5,
    max_size=5,
)


@every_clipping
@settings(max_examples=25)
@given(values=numbers_between, limit=st.floats(0.01, 100.0))
def test_it_clips_as_keras_does(clipping, values, limit):
    values = np.array(values, "float32")
    gradients = [values[:3], values[3:]]
    ours = steps_of(clipping(GradientDescent(1.0), limit=limit), gradients)
    kerass = steps_of(keras.optimizers.SGD(1.0, **{KERAS[clipping]: limit}), gradients)
    for a, b in zip(ours, kerass, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-6, atol=1e-37)


@every_clipping
def test_what_is_small_stays_as_it_is(clipping):
    gradients = [np.array([0.1, -0.2, 0.0], "float32"), np.zeros(2, "float32")]
    for step, gradient in zip(steps_of(clipping(GradientDescent(1.0), limit=5.0), gradients), gradients, strict=True):
        np.testing.assert_array_equal(step, gradient)


def test_the_global_norm_keeps_the_direction_of_the_whole_gradient():
    gradients = [np.array([30.0, 0.0], "float32"), np.array([[40.0]], "float32")]
    steps = np.concatenate([s.ravel() for s in steps_of(ClipByGlobalNorm(GradientDescent(1.0), limit=5.0), gradients)])
    np.testing.assert_allclose(steps, [3.0, 0.0, 4.0], rtol=1e-6)


def test_the_global_norm_is_torchs():
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(0)
    gradients = [random.normal(size=s).astype("float32") * 10 for s in ((4, 3), (3,))]
    ours = steps_of(ClipByGlobalNorm(GradientDescent(1.0), limit=2.0), gradients)
    parameters = [torch.nn.Parameter(torch.zeros(g.shape)) for g in gradients]
    for parameter, g in zip(parameters, gradients, strict=True):
        parameter.grad = torch.tensor(g)
    torch.nn.utils.clip_grad_norm_(parameters, 2.0)
    for a, parameter in zip(ours, parameters, strict=True):
        np.testing.assert_allclose(a, parameter.grad.numpy(), rtol=1e-5)


@every_clipping
@pytest.mark.parametrize("limit", [0, -1.0, "1"])
def test_a_wrong_limit_is_refused(clipping, limit):
    with pytest.raises(ValueError, match=r"Expected limit above 0\. Received: limit="):
        clipping(GradientDescent(1.0), limit=limit)
