"""A layer without weights is built when it is made, and a subclass with a build of its own is not."""

import pytest

from dlfund import layers

WITHOUT_WEIGHTS = [
    lambda kind: kind("Dropout")(0.5),
    lambda kind: kind("Activation")("relu"),
    lambda kind: kind("MaxPooling1D")(2),
    lambda kind: kind("GlobalAveragePooling2D")(),
    lambda kind: kind("Identity")(),
    lambda kind: kind("Masking")(),
    lambda kind: kind("GaussianNoise")(0.1),
]


@pytest.mark.parametrize("make", WITHOUT_WEIGHTS)
def test_without_weights_it_is_built_at_once(make):
    assert make(lambda name: getattr(layers, name)).built


@pytest.mark.parametrize("make", WITHOUT_WEIGHTS)
def test_a_subclass_may_have_more_to_build(make):
    def own(name):
        return type("Own", (getattr(layers, name),), {"build": lambda self, input_shape: None})

    assert not make(own).built
