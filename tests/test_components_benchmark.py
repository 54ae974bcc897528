"""The benchmark of parts leaves none out that Keras has, too."""

import importlib.util
from pathlib import Path

import keras
import pytest

import dlfund

FILE = Path(__file__).parents[1] / "benchmarks" / "components.py"


@pytest.fixture(scope="module")
def cases():
    spec = importlib.util.spec_from_file_location("benchmark_of_components", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CASES


@pytest.mark.parametrize("place", ["activations", "layers", "losses", "optimizers"])
def test_every_part_that_keras_also_has_is_timed(cases, place):
    public = set(getattr(dlfund, place).__all__) - {"get", "serialize", "derivative"}
    missing = {name for name in public if hasattr(getattr(keras, place), name)} - cases.keys()
    assert not missing, "add a row to benchmarks/components.py"
    assert len(public & cases.keys()) > 5  # the names are those of this place at all
