"""What every optimizer, wrapper and schedule promises, checked on every row of the table."""

import json

import keras
import numpy as np
import pytest
from contracts.checks import skip_where_it_does_not_apply
from contracts.gradients import numbers
from contracts.optimizer_specimens import PLAIN, SCHEDULES, WRAPPERS
from keras import ops

from dlfund import layers as dlfund_layers
from dlfund.losses import MeanSquaredError
from dlfund.optimizers import SOAP, Adam, CosineSchedule, Wrapper


def rows(table):
    return [
        pytest.param(specimen, id=f"{name}-{index}" if index else name)
        for name, specimens in table.items()
        for index, specimen in enumerate(specimens)
    ]


BACKEND = keras.backend.backend()
# Keras compiles a program an optimizer for these; PyTorch, which compiles none, runs them every time
nightly_where_compiled = pytest.mark.nightly if BACKEND != "torch" else lambda test: test
slow_on_jax = pytest.mark.slow if BACKEND == "jax" else lambda test: test
every_optimizer = pytest.mark.parametrize("specimen", rows({**PLAIN, **WRAPPERS}))
every_wrapper = pytest.mark.parametrize("specimen", rows(WRAPPERS))
every_schedule = pytest.mark.parametrize("make", rows(SCHEDULES))

# Each unit's kernel sums to zero, as it does at the start: gradient centralisation can go nowhere else.
GOAL = {"k": np.array([[1.0, -2.0], [0.5, 3.0], [-1.5, -1.0]], "float32"), "b": np.array([0.5, -0.5], "float32")}


def weights():
    return [keras.Variable(np.zeros_like(goal), name=name) for name, goal in GOAL.items()]


def slopes(values):
    """The gradient of ½ Σ (w − goal)²."""
    return [
        ops.stop_gradient(ops.convert_to_tensor(v)) - ops.convert_to_tensor(goal)
        for v, goal in zip(values, GOAL.values(), strict=True)
    ]


def distance(variables):
    return sum(float(np.sum((numbers(v) - goal) ** 2)) for v, goal in zip(variables, GOAL.values(), strict=True))


def network():
    keras.utils.set_random_seed(0)
    layers = [keras.layers.Dense(4, activation="tanh", name="k"), keras.layers.Dense(1, name="b")]
    return keras.Sequential([keras.Input((3,)), *layers])


def table():
    random = np.random.default_rng(0)
    x = random.normal(size=(48, 3)).astype("float32")
    return x, np.sin(x[:, :1]).astype("float32")


def fit(model, epochs, **options):
    x, y = table()
    return model.fit(x, y, batch_size=8, epochs=epochs, shuffle=False, verbose=0, **options)


def text_of(thing):
    return json.dumps(keras.saving.serialize_keras_object(thing))


@every_optimizer
def test_config_comes_back_through_json_and_building_leaves_it_alone(specimen):
    optimizer = specimen.make(specimen.rate)
    before = text_of(optimizer)
    again = keras.saving.deserialize_keras_object(json.loads(before))
    optimizer.build(weights())
    assert type(again) is type(optimizer)
    assert text_of(again) == before == text_of(optimizer)


@every_optimizer
def test_the_loss_falls_on_a_quadratic(specimen):
    optimizer, variables = specimen.make(specimen.rate), weights()
    before = distance(variables)
    for _ in range(120 * specimen.calls):
        optimizer.apply(slopes(variables), variables)
    optimizer.finalize_variable_values(variables)
    assert distance(variables) < 0.05 * before


@every_optimizer
def test_compiled_steps_are_the_eager_steps(request, specimen):
    skip_where_it_does_not_apply(request, specimen)
    eager, compiled = weights(), weights()
    optimizer = specimen.make(specimen.rate)
    for _ in range(7):
        optimizer.apply(slopes(eager), eager)
    again = specimen.make(specimen.rate)
    again.build(compiled)
    COMPILED[keras.backend.backend()](again, compiled, 7)
    for a, b in zip(optimizer.variables + eager, again.variables + compiled, strict=True):
        np.testing.assert_allclose(numbers(a), numbers(b), rtol=1e-5, atol=1e-6)


def _in_one_xla_program(optimizer, variables, steps):
    import tensorflow as tf

    @tf.function(jit_compile=True)
    def step():
        optimizer.apply(slopes(variables), variables)

    for _ in range(steps):
        step()


def _with_stateless_apply(optimizer, variables, steps, compiler=lambda f: f):
    @compiler
    def step(values, state):
        return optimizer.stateless_apply(state, slopes(values), values)

    values, state = [v.value for v in variables], [v.value for v in optimizer.variables]
    for _ in range(steps):
        values, state = step(values, state)
    for variable, value in zip(variables + optimizer.variables, [*values, *state], strict=True):
        variable.assign(value)


def _in_one_jax_program(optimizer, variables, steps):
    import jax

    _with_stateless_apply(optimizer, variables, steps, jax.jit)


COMPILED = {"tensorflow": _in_one_xla_program, "jax": _in_one_jax_program, "torch": _with_stateless_apply}


@slow_on_jax
@every_optimizer
def test_resumed_training_is_uninterrupted_training(specimen, tmp_path):
    """Bit for bit: save after one epoch, load, go on, and stand where two epochs at once would have led."""
    whole, first = network(), network()
    for model in (whole, first):
        model.compile(specimen.make(0.01), MeanSquaredError())
    fit(whole, epochs=2)
    fit(first, epochs=1)
    first.save(tmp_path / "model.keras")
    second = keras.models.load_model(tmp_path / "model.keras")
    fit(second, epochs=1)
    for a, b in zip(whole.weights, second.weights, strict=True):
        np.testing.assert_array_equal(numbers(a), numbers(b))
    for a, b in zip(whole.optimizer.variables, second.optimizer.variables, strict=True):
        np.testing.assert_array_equal(numbers(a), numbers(b))


@nightly_where_compiled
@every_optimizer
def test_mixed_precision_scales_the_loss_and_changes_nothing_else(specimen):
    """In mixed_float16, inside a LossScaleOptimizer, the weights go nearly where they go in float32."""
    ends = []
    for policy in ("float32", "mixed_float16"):
        keras.config.set_dtype_policy(policy)
        try:
            model = network()
        finally:
            keras.config.set_dtype_policy("float32")
        optimizer = specimen.make(0.001)
        if policy == "mixed_float16":  # Keras's own start, 2**15, overflows in the first step, which is then left out
            optimizer = keras.optimizers.LossScaleOptimizer(optimizer, initial_scale=2.0**8)
        model.compile(optimizer, MeanSquaredError())
        fit(model, epochs=1)
        ends.append([numbers(v) for v in model.trainable_variables])
        assert int(model.optimizer.iterations) == 6 // specimen.calls
    for whole, half in zip(*ends, strict=True):
        assert half.dtype == "float32"
        np.testing.assert_allclose(half, whole, rtol=0, atol=4e-3 * max(1.0, specimen.rate / 0.1))


@every_optimizer
def test_a_static_loss_scale_changes_nothing(specimen):
    plain, scaled = weights(), weights()
    optimizer, other = specimen.make(specimen.rate), specimen.make(specimen.rate)
    other.loss_scale_factor = 1024.0
    assert float(other.scale_loss(ops.convert_to_tensor(2.0))) == 2048.0
    for _ in range(4):
        optimizer.apply(slopes(plain), plain)
        other.apply([1024.0 * g for g in slopes(scaled)], scaled)
    for a, b in zip(plain, scaled, strict=True):
        np.testing.assert_allclose(numbers(a), numbers(b), rtol=1e-6)


@every_optimizer
def test_it_follows_a_schedule(specimen):
    optimizer, variables = specimen.make(CosineSchedule(0.1, steps=4)), weights()
    rates = []
    for _ in range(4):
        rates.append(float(optimizer.learning_rate))
        for _ in range(specimen.calls):
            optimizer.apply(slopes(variables), variables)
    np.testing.assert_allclose(rates, 0.05 * (1 + np.cos(np.pi * np.arange(4) / 4)), rtol=1e-6)


@every_wrapper
def test_the_learning_rate_can_be_reduced_on_a_plateau(specimen):
    model = network()
    model.compile(specimen.make(0.01), MeanSquaredError())
    fit(model, 3, callbacks=[keras.callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=1e9)])
    assert float(model.optimizer.learning_rate) == pytest.approx(0.0025)
    assert float(innermost(model.optimizer).learning_rate) == pytest.approx(0.0025)


START = keras.initializers.RandomNormal(seed=1)
# Look-ups: rows 0 and 2 several times in every batch, row 4 never.
IDS = np.array([[0, 0, 1], [2, 2, 2], [0, 3, 2], [1, 1, 0]] * 3, "int32")
EMBEDDINGS = {
    "dlfund": lambda: dlfund_layers.Embedding(5, 2, embeddings_initializer=START, name="k"),
    "keras": lambda: keras.layers.Embedding(5, 2, embeddings_initializer=START, name="k"),
    "one-hot": lambda: OneHot(name="k"),  # the same table with a dense gradient
}


class OneHot(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(5, 2), initializer=START, name="embeddings")

    def call(self, ids):
        return ops.matmul(ops.one_hot(ids, 5, dtype=self.compute_dtype), self.kernel)


def lookup_network(embedding):
    keras.utils.set_random_seed(0)
    head = keras.layers.Dense(1, kernel_initializer=keras.initializers.RandomNormal(seed=2), name="b")
    return keras.Sequential([keras.Input((3,), dtype="int32"), embedding(), keras.layers.Flatten(), head])


def fit_lookups(embedding, optimizer, jit_compile):
    model = lookup_network(embedding)
    model.compile(optimizer, MeanSquaredError(), jit_compile=jit_compile)
    y = np.linspace(-1, 1, len(IDS), dtype="float32")[:, None]
    model.fit(IDS, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    return [numbers(w) for w in model.trainable_weights]


@every_optimizer
@pytest.mark.parametrize("jit_compile", [True, False])
def test_an_embedding_with_repeated_rows_trains_like_its_dense_self(specimen, jit_compile):
    if jit_compile and keras.backend.backend() == "torch":
        pytest.skip("Keras leaves torch's compiler off by default")
    if isinstance(specimen.make(0.01), SOAP):  # which digit it is depends on the backend and on the processor
        pytest.skip("rows that no batch looked up have equal eigenvalues, so the last digit of a sum turns SOAP's axes")
    ends = [fit_lookups(make, specimen.make(0.01), jit_compile) for make in EMBEDDINGS.values()]
    for ours, kerass, dense in zip(*ends, strict=True):
        np.testing.assert_array_equal(ours, kerass)
        np.testing.assert_allclose(ours, dense, rtol=1e-5, atol=2e-6)


def by_rows(values, rows):
    """The backend's own sparse gradient: `values[i]` belongs to row `rows[i]` of five, a row may come twice."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return tf.IndexedSlices(tf.constant(values), tf.constant(rows), tf.constant([5, 2]))
    if keras.backend.backend() == "jax":
        from jax.experimental.sparse import BCOO

        return BCOO((values, np.array(rows)[:, None]), shape=(5, 2))
    import torch

    return torch.sparse_coo_tensor(torch.tensor([rows]), torch.tensor(values), (5, 2), check_invariants=True)


@every_optimizer
def test_a_sparse_gradient_is_its_dense_self_in_a_loop_by_hand(specimen):
    values = np.array([[3.0, -1.0], [1.0, 0.5], [-2.0, 2.0], [0.25, 1.0]], "float32")
    dense = np.zeros((5, 2), "float32")
    np.add.at(dense, [1, 1, 4, 1], values)
    ends = []
    for gradient in (by_rows(values, [1, 1, 4, 1]), ops.convert_to_tensor(dense)):
        table, bias = keras.Variable(np.ones((5, 2), "float32"), name="k"), keras.Variable([0.5], name="b")
        optimizer = specimen.make(0.1)
        for _ in range(3):
            optimizer.apply_gradients([(gradient, table), (ops.convert_to_tensor([1.0]), bias)])
        ends.append([numbers(v) for v in (table, bias, *optimizer.variables)])
    for sparse, whole in zip(*ends, strict=True):
        np.testing.assert_array_equal(sparse, whole)


@every_wrapper
def test_a_model_that_trains_other_weights_is_told_to_take_a_new_optimizer(specimen):
    optimizer, variables = specimen.make(0.1), weights()
    optimizer.build(variables)
    stranger = keras.Variable([1.0], name="stranger")
    with pytest.raises(ValueError, match=r"stranger.* needs a new one"):
        optimizer.apply([*slopes(variables), ops.convert_to_tensor([1.0])], [*variables, stranger])


def innermost(optimizer):
    return innermost(optimizer.inner) if hasattr(optimizer, "inner") else optimizer


@every_wrapper
def test_what_belongs_to_the_inner_optimizer_is_forwarded(specimen):
    optimizer = specimen.make(specimen.rate)
    inner, variables = innermost(optimizer), weights()
    optimizer.apply(slopes(variables), variables)
    assert {id(v) for v in inner.variables} <= {id(v) for v in optimizer.variables}
    assert len({id(v) for v in optimizer.variables}) == len(optimizer.variables)
    assert optimizer.iterations is inner.iterations
    optimizer.learning_rate = 0.25
    assert float(inner.learning_rate) == 0.25


@every_wrapper
def test_a_loss_scale_belongs_outside(specimen):
    cls = type(specimen.make(specimen.rate))
    bare = type("Bare", (cls,), {"__init__": lambda self, inner: Wrapper.__init__(self, inner)})
    with pytest.raises(ValueError, match="Put it outside"):
        bare(keras.optimizers.LossScaleOptimizer(Adam()))


@every_schedule
def test_schedule_comes_back_through_json(make):
    schedule = make(0.1)
    again = keras.saving.deserialize_keras_object(json.loads(text_of(schedule)))
    assert type(again) is type(schedule)
    assert text_of(again) == text_of(schedule)
    steps = range(0, 40, 3)
    np.testing.assert_array_equal([float(schedule(s)) for s in steps], [float(again(s)) for s in steps])


@every_schedule
def test_schedule_stays_between_zero_and_its_top_and_reaches_it(make):
    rates = np.array([float(make(0.1)(ops.convert_to_tensor(step))) for step in range(60)])
    assert np.all(rates >= 0)
    assert np.all(rates <= 0.1 + 1e-7)
    assert rates.max() > 0.0985
    assert len(set(np.round(rates[30:], 9))) == 1  # after the last step it stands still


@every_schedule
def test_schedule_is_saved_with_the_model(make, tmp_path):
    model = network()
    model.compile(keras.optimizers.SGD(make(0.1)), MeanSquaredError())
    fit(model, epochs=1)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert float(again.optimizer.learning_rate) == float(model.optimizer.learning_rate)
