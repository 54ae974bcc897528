"""What every layer promises, checked on every row of the table."""

import json

import keras
import numpy as np
import pytest
from contracts.checks import skip_where_it_does_not_apply
from contracts.gradients import gradients_of, numbers
from contracts.specimens import ACTIVATION_LAYERS, LAYERS
from keras import ops
from keras.src.testing import TestCase

from dlfund import losses

ROWS = [
    pytest.param(specimen, id=f"{name}-{index}" if index else name)
    for name, specimens in {**LAYERS, **ACTIVATION_LAYERS}.items()
    for index, specimen in enumerate(specimens)
]
every_layer = pytest.mark.parametrize("specimen", ROWS)
slow_on_jax = pytest.mark.slow if keras.backend.backend() == "jax" else lambda test: test


@pytest.fixture(autouse=True)
def same_start():
    keras.utils.set_random_seed(0)


def model_of(specimen, layer=None):
    """A functional model of the layer alone."""
    inputs = keras.tree.map_structure(lambda a: keras.Input(a.shape[1:], dtype=a.dtype.name), specimen.inputs())
    layer = layer or specimen.layer()
    return keras.Model(inputs, layer(inputs, **specimen.call))


def flat(output):
    return [numbers(part) for part in keras.tree.flatten(output)]


def assert_same(left, right, tolerance=1e-6):
    for a, b in zip(flat(left), flat(right), strict=True):
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


def quiet(specimen):
    """Call arguments under which a random layer repeats itself."""
    return {**specimen.call, "training": False} if specimen.random else specimen.call


@every_layer
def test_config_comes_back_through_json(specimen):
    layer = specimen.layer()
    text = json.dumps(keras.saving.serialize_keras_object(layer))
    again = keras.saving.deserialize_keras_object(json.loads(text))
    assert type(again) is type(layer)
    assert json.dumps(keras.saving.serialize_keras_object(again)) == text


@every_layer
def test_building_leaves_the_config_alone(specimen):
    layer = specimen.layer()
    before = json.dumps(keras.saving.serialize_keras_object(layer)["config"])
    layer(specimen.inputs(), **specimen.call)
    assert json.dumps(keras.saving.serialize_keras_object(layer)["config"]) == before


@every_layer
def test_a_saved_model_predicts_the_same(specimen, tmp_path):
    model = model_of(specimen)
    x = specimen.inputs()
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert_same(model(x, training=False), again(x, training=False), tolerance=0)


@every_layer
def test_output_has_the_promised_shape_and_the_symbolic_call_agrees(specimen):
    layer = specimen.layer()
    x = specimen.inputs()
    output = layer(x, **quiet(specimen))
    shapes = [tuple(a.shape) for a in x] if isinstance(x, list) else tuple(x.shape)
    promised = layer.compute_output_shape(shapes)
    received = keras.tree.map_structure(lambda part: tuple(part.shape), output)
    assert promised == received
    symbolic = model_of(specimen, layer)
    assert_same(symbolic(x, training=False), layer(x, **{**specimen.call, **training_off(layer)}))


def training_off(layer):
    return {"training": False} if layer._call_has_training_arg else {}


@every_layer
def test_every_trainable_weight_gets_a_gradient(request, specimen):
    skip_where_it_does_not_apply(request, specimen)
    layer = specimen.layer()
    training = {"training": True} if layer._call_has_training_arg else {}
    gradients = gradients_of(layer, specimen.inputs(), **{**specimen.call, **training})
    for path, value in gradients.items():
        assert value is not None, f"{path} has no gradient"
        assert np.isfinite(value).all(), path
        assert np.any(value != 0), f"the gradient of {path} is zero everywhere"


@slow_on_jax
@every_layer
@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
def test_mixed_precision_computes_in_half_and_keeps_weights_whole(request, specimen, policy):
    skip_where_it_does_not_apply(request, specimen)
    layer = specimen.layer(dtype=policy)
    output = layer(specimen.inputs(), **quiet(specimen))
    for part in keras.tree.flatten(output):
        assert keras.backend.standardize_dtype(part.dtype) == layer.compute_dtype
    assert all(np.isfinite(part).all() for part in flat(output))
    assert {weight.dtype for weight in layer.trainable_variables} <= {"float32"}
    whole = specimen.layer()
    whole(specimen.inputs(), **quiet(specimen))
    whole.set_weights(layer.get_weights())
    exact = whole(specimen.inputs(), **quiet(specimen))
    assert_same(output, exact, tolerance=0.02 if policy == "mixed_float16" else 0.1)


@every_layer
def test_masks(request, specimen):
    skip_where_it_does_not_apply(request, specimen)
    layer = specimen.layer()
    assert layer.supports_masking
    x = specimen.inputs()
    if specimen.mask == "makes":
        np.testing.assert_array_equal(numbers(layer.compute_mask(ops.convert_to_tensor(x))), x != 0)
    if isinstance(x, list) or np.ndim(x) != 3 or specimen.below is not None:
        return
    mask = np.ones(x.shape[:2], bool)
    mask[:, -1] = False
    if specimen.mask == "keeps":
        passed = layer.compute_mask(x, ops.convert_to_tensor(mask))
        np.testing.assert_array_equal(numbers(passed), mask)
    if specimen.mask == "uses":
        moved = x.copy()
        moved[:, -1] += 100.0
        kept = layer(x, mask=ops.convert_to_tensor(mask), **quiet(specimen))
        assert_same(kept, layer(moved, mask=ops.convert_to_tensor(mask), **quiet(specimen)))


@every_layer
@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights:UserWarning")  # pooling has none
@pytest.mark.filterwarnings("ignore:.torch.jit.script_method. is deprecated:DeprecationWarning")  # torch.compile's own
@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor that is not a leaf:UserWarning")  # and this
@pytest.mark.slow  # compiling takes seconds a layer; on PyTorch, Keras leaves it off unless asked
def test_compiled_and_eager_training_agree(request, specimen):
    """One step with jit_compile on, one with it off, from the same start: the same weights and loss."""
    skip_where_it_does_not_apply(request, specimen)
    results = []
    x = specimen.inputs()
    start = None
    for jit in (True, False):
        keras.utils.set_random_seed(0)
        model = model_of(specimen)
        start = start or model.get_weights()
        model.set_weights(start)
        y = [np.ones(part.shape, "float32") for part in keras.tree.flatten(model(x))]
        rate = 0.0 if specimen.random else 0.1
        loss = "mse"
        if specimen.kwargs.get("mean_in_prediction"):  # in training each member has its own output
            loss = losses.MeanOfMembers(keras.losses.MeanSquaredError(), mean_in_prediction=True)
        model.compile(optimizer=keras.optimizers.SGD(rate), loss=loss, jit_compile=jit)
        history = model.train_on_batch(x, y if len(y) > 1 else y[0])
        results.append((np.ravel(history), [numbers(weight) for weight in model.trainable_weights]))
    if not specimen.random:
        np.testing.assert_allclose(results[0][0], results[1][0], rtol=1e-4, atol=1e-6)
    for compiled, eager in zip(results[0][1], results[1][1], strict=True):
        np.testing.assert_allclose(compiled, eager, rtol=1e-4, atol=1e-5)


@every_layer
def test_a_batch_of_no_rows_gives_no_rows(specimen):
    layer = specimen.layer()
    full = layer(specimen.inputs(), **quiet(specimen))
    empty = layer(specimen.inputs(rows=0), **quiet(specimen))
    for some, none in zip(keras.tree.flatten(full), keras.tree.flatten(empty), strict=True):
        assert tuple(none.shape) == (0, *tuple(some.shape)[1:])


@every_layer
@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights:UserWarning")
@pytest.mark.filterwarnings("ignore:`shuffle=True` was passed:UserWarning")  # Keras's test does that itself
def test_keras_own_layer_test(request, specimen):
    skip_where_it_does_not_apply(request, specimen)
    x = specimen.inputs()
    case = TestCase()
    case.setUp()
    case.run_layer_test(
        specimen.cls,
        init_kwargs=specimen.kwargs,
        input_data=[ops.convert_to_tensor(a) for a in x] if isinstance(x, list) else ops.convert_to_tensor(x),
        call_kwargs=specimen.call or None,
        supports_masking=None if specimen.mask is None else True,
        **{
            "run_training_check": specimen.trains,
            "run_mixed_precision_check": specimen.mixed_precision,
            **specimen.keras_test,
        },
    )
