"""What every network of the zoo promises: it is built for what it serves, all of it learns, and it is saved whole."""

import inspect

import keras
import numpy as np
import pytest
from keras_tuner import HyperParameters

from dlfund import Task, training, zoo
from dlfund.data import TrainRows
from dlfund.training.tuning.search import Search
from dlfund.training.tuning.space import explored

CLASSES = {"binary": ("no", "yes"), "multiclass": ("a", "b", "c"), "regression": (), "clustering": ("a", "b", "c")}
LABELLED = ("binary", "multiclass", "regression")
SHAPES = {"table": (5,), "sequence": (12, 2), "image": (8, 8, 1), "text": (6,), "identifiers": (2,)}
VOCABULARIES = {"text": (20,), "identifiers": (9, 7)}
NUMBERS = ("table", "sequence", "image")

# every public network: what it serves
CONTRACTS = {
    "ann": (LABELLED, NUMBERS),
    "autoencoder": (("clustering",), NUMBERS),
    "bag_of_words": (LABELLED, ("text",)),
    "cnn": (LABELLED, ("sequence", "image")),
    "gru": (LABELLED, ("sequence",)),
    "lstm": (LABELLED, ("sequence",)),
    "neural_collaborative_filtering": (LABELLED, ("identifiers",)),
    "perceptron": (LABELLED, NUMBERS),
    "realmlp": (LABELLED, NUMBERS),
    "realmlp_td": (LABELLED, ("table",)),
    "realmlp_td_s": (LABELLED, ("table",)),
    "residual_cnn": (LABELLED, ("image",)),
    "rnn": (LABELLED, ("sequence",)),
    "simple_rnn": (LABELLED, ("sequence",)),
    "tabm_mini": (LABELLED, ("table",)),
    "text_cnn": (LABELLED, ("text",)),
    "text_rnn": (LABELLED, ("text",)),
    "text_transformer": (LABELLED, ("text",)),
    "transformer": (LABELLED, ("sequence",)),
    "two_tower": (LABELLED, ("identifiers",)),
}
SERVED = [(name, kind, what) for name, (kinds, inputs) in CONTRACTS.items() for what in inputs for kind in kinds]
TRAINED = [(name, kinds[0], inputs[0]) for name, (kinds, inputs) in CONTRACTS.items()]
QUICKLY_COMPILED = ("perceptron", "bag_of_words")
COMPILED = [
    pytest.param(*entry, marks=() if entry[0] in QUICKLY_COMPILED else pytest.mark.slow, id="-".join(entry))
    for entry in TRAINED
]
REFUSED = [
    (name, kind, what)
    for name, (kinds, inputs) in CONTRACTS.items()
    for kind, what in [*((kinds[0], what) for what in SHAPES), *((kind, inputs[0]) for kind in CLASSES)]
    if what not in inputs or kind not in kinds
]


def task_of(kind, what):
    return Task(kind, SHAPES[what], CLASSES[kind], vocabulary=VOCABULARIES.get(what, ()))


def rows_of(task, rows=64, seed=0):
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(rows, *task.input_shape)).astype("float32")
    if task.vocabulary:
        most = np.broadcast_to(task.vocabulary, task.input_shape)
        x = generator.integers(1, most, (rows, *task.input_shape)).astype("int32")
    if task.kind == "clustering":
        return x, x
    if task.kind == "regression":
        return x, generator.normal(size=rows).astype("float32")
    return x, generator.integers(0, len(task.classes), rows).astype("float32")


def built(name, task):
    keras.utils.set_random_seed(0)
    return getattr(zoo, name)(task, HyperParameters())


def test_every_public_network_has_a_contract():
    assert set(zoo.__all__) == set(CONTRACTS)
    for name in CONTRACTS:
        network = getattr(zoo, name)
        assert inspect.isfunction(network)
        assert list(inspect.signature(network).parameters) == ["task", "hp"]
        assert network.__name__ == name


@pytest.mark.parametrize("name, kind, what", SERVED)
def test_it_answers_in_the_tasks_shape(name, kind, what):
    task = task_of(kind, what)
    x, _ = rows_of(task, rows=4)
    y = keras.ops.convert_to_numpy(built(name, task)(x))

    assert y.shape == (4, *task.input_shape) if kind == "clustering" else (4, task.outputs)
    assert np.isfinite(y).all()
    if kind == "binary":
        assert ((y > 0) & (y < 1)).all()
    if kind == "multiclass":
        np.testing.assert_allclose(y.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("name, kind, what", COMPILED)
def test_it_trains_in_a_compiled_program_and_every_weight_learns(name, kind, what):
    task = task_of(kind, what)
    before = [keras.ops.convert_to_numpy(weight) for weight in built(name, task).trainable_weights]
    member = training.Member(build=lambda: built(name, task), train=TrainRows(*rows_of(task)), epochs=1, seed=0)

    (fitted,) = training.fit_population([member], batch_size=16)
    assert np.isfinite(fitted.history["loss"]).all()
    if keras.backend.backend() != "torch":
        assert fitted.notes == []
    for start, weight in zip(before, fitted.to_model().trainable_weights, strict=True):
        assert not np.array_equal(start, keras.ops.convert_to_numpy(weight)), weight.path


@pytest.mark.parametrize("name, kind, what", TRAINED)
def test_saved_and_read_it_predicts_the_same(name, kind, what, tmp_path):
    task = task_of(kind, what)
    model = built(name, task)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras", compile=False)

    x, _ = rows_of(task, rows=5)
    first, two = (keras.ops.convert_to_numpy(either(x)) for either in (model, again))
    np.testing.assert_array_equal(first, two)


@pytest.mark.parametrize("name, kind, what", REFUSED)
def test_another_task_is_refused_with_a_sentence(name, kind, what):
    with pytest.raises(ValueError, match=r"^Expected .* for zoo\.\w+\. Received: .*[Uu]se zoo\.") as caught:
        built(name, task_of(kind, what))
    assert f"zoo.{name}" in str(caught.value)


@pytest.mark.parametrize("name, kind, what", TRAINED)
def test_its_space_has_few_architectures_and_no_rate_of_zero(name, kind, what):
    tuned = explored(getattr(zoo, name), task_of(kind, what)).space
    shapes = [hyperparameter for hyperparameter in tuned if type(hyperparameter).__name__ != "Float"]
    sizes = [len(list(hyperparameter.values)) for hyperparameter in shapes]

    assert np.prod(sizes) <= 12  # each is a program to compile
    assert "learning_rate" in [hyperparameter.name for hyperparameter in tuned]
    assert all(hyperparameter.min_value > 0 for hyperparameter in tuned if hyperparameter not in shapes)


def test_the_code_is_a_layer_of_its_own():
    code = built("autoencoder", task_of("clustering", "table")).get_layer("code")
    assert code.output.shape == (None, 3)


def test_a_residual_block_begins_near_its_input():
    """With its last normalisation at zero, a block of one resolution passes on what it gets."""
    model = built("residual_cnn", task_of("binary", "image"))
    added = next(layer for layer in model.layers if layer.name.startswith("add"))
    *_, last = (layer for layer in model.layers if layer.name.startswith("group_normalization"))
    last.gamma.assign(keras.ops.zeros_like(last.gamma))
    shortcut = added.input[0]
    x, _ = rows_of(task_of("binary", "image"), rows=2)
    before, after = keras.Model(model.inputs[0], [shortcut, added.output])(x)
    np.testing.assert_array_equal(*(keras.ops.convert_to_numpy(y) for y in (before, after)))


def test_distant_words_meet_in_a_transformer():
    """One block sees the whole text: the first position's output depends on the last word."""
    model = built("text_transformer", task_of("binary", "text"))
    block = next(layer for layer in model.layers if layer.name.startswith("transformer_block"))
    of_words = keras.Model(model.inputs[0], block.output)
    first, other = (keras.ops.convert_to_numpy(of_words(np.array([[3, 4, 5, 6, 7, last]]))) for last in (8, 9))
    assert not np.allclose(first[0, 0], other[0, 0])


def test_padding_says_nothing_to_a_reader_of_words():
    task = task_of("binary", "text")
    short, longer = np.array([[3, 4, 0, 0, 0, 0]]), np.array([[3, 4, 5, 0, 0, 0]])
    for name in ("bag_of_words", "text_rnn", "text_transformer"):
        model = built(name, task)
        embedding = next(layer for layer in model.layers if layer.name.startswith("embedding"))
        before = [float(keras.ops.convert_to_numpy(model(x)).item()) for x in (short, longer)]
        table = keras.ops.convert_to_numpy(embedding.embeddings).copy()
        table[0] = 100.0
        embedding.embeddings.assign(table)
        assert [float(keras.ops.convert_to_numpy(model(x)).item()) for x in (short, longer)] == before


@pytest.mark.parametrize("name, kind, what", TRAINED)
def test_the_first_trial_is_the_spaces_default_and_every_range_holds_it(name, kind, what):
    space = explored(getattr(zoo, name), task_of(kind, what))
    for hyperparameter in space.space:
        if hasattr(hyperparameter, "min_value"):
            assert hyperparameter.min_value <= hyperparameter.default <= hyperparameter.max_value, hyperparameter.name
        else:
            assert hyperparameter.default in hyperparameter.values, hyperparameter.name
    for oracle in ("random", "bayesian", "grid", "hyperband"):
        proposing = Search(oracle, 3, epochs=3).new_oracle(7)
        proposing.update_space(space)
        first = proposing.create_trial("tuner0").hyperparameters.values
        own = {
            hyperparameter: value for hyperparameter, value in first.items() if not hyperparameter.startswith("tuner/")
        }
        assert own == {hyperparameter.name: hyperparameter.default for hyperparameter in space.space}
