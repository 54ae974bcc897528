import importlib
import importlib.util
import os
import subprocess
import sys

import keras
import pytest

from dlfund.core.registration import register


def test_a_name_belongs_to_one_concept():
    from dlfund import layers

    with pytest.raises(ValueError, match=r"already belongs to dlfund\.layers\.dense\.Dense"):

        @register
        class Dense:
            pass

    assert keras.saving.get_registered_object("dlfund>Dense") is layers.Dense


def test_reloading_a_module_is_no_second_owner():
    from dlfund import layers

    before = layers.Dense
    try:
        importlib.reload(sys.modules["dlfund.layers.dense"])
    finally:
        register(before)
    assert keras.saving.get_registered_object("dlfund>Dense") is before


def test_concepts_need_no_tensorflow_on_another_backend():
    if importlib.util.find_spec("jax") is None:
        pytest.skip("needs the jax extra: make test BACKEND=jax")
    script = (
        "import sys\n"
        "from dlfund import activations, initializers, layers, losses, optimizers\n"
        "import numpy\nlayers.Dense(2, activation='relu')(numpy.ones((1, 2)))\n"
        "assert 'tensorflow' not in sys.modules, 'TensorFlow was imported'\n"
    )
    environment = {**os.environ, "KERAS_BACKEND": "jax"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
