"""RealMLP-TD: what its start, its schedules and its embeddings promise."""

import keras
import numpy as np
from keras_tuner import HyperParameters

from dlfund import Task, training, zoo
from dlfund.data import TrainRows
from dlfund.zoo.realmlp_td import adapt

X = np.random.default_rng(0).normal(size=(300, 5)).astype("float32")


def built(**options):
    keras.utils.set_random_seed(0)
    task = Task(**{"kind": "regression", "input_shape": (5,), "steps": 40} | options)
    return zoo.realmlp_td(task, HyperParameters())


def test_every_sum_starts_at_unit_deviation_and_bends_amid_the_rows():
    model = built()
    adapt(model, X)
    for name in ("hidden_1", "hidden_2", "hidden_3", "head"):
        sums = keras.ops.convert_to_numpy(keras.Model(model.inputs[0], model.get_layer(name).output)(X))
        np.testing.assert_allclose(sums.std(axis=0), 1, rtol=1e-3)
        assert ((sums.min(axis=0) < 0) & (sums.max(axis=0) > 0)).all()  # each unit's bend lies within the data


def test_the_first_answer_of_the_simple_one_is_the_same_for_every_row():
    model = zoo.realmlp_td_s(Task("regression", (5,)), HyperParameters())
    assert (keras.ops.convert_to_numpy(model(X)) == 0).all()


def test_features_of_many_levels_get_an_embedding_and_the_others_waves():
    model = built(input_shape=(15,), numeric=2, widths=(1, 1, 3, 10))
    assert model.get_layer("waves").input.shape == (None, 5)
    assert model.get_layer("levels_1").output.shape == (None, 8)
    assert model.get_layer("scale").scale.shape == (5 * 4 + 8,)


def test_labels_are_smoothed_where_accuracy_is_judged_and_nowhere_else():
    texts = {"kind": "multiclass", "classes": ("a", "b", "c")}
    assert built(**texts, metric="accuracy").loss.label_smoothing == 0.1
    assert not getattr(built(**texts, metric="log_loss").loss, "label_smoothing", 0.0)


def test_another_number_of_rows_trains_in_the_same_program():
    def member(rows):
        task = Task("regression", (5,), steps=rows)
        return training.Member(
            lambda: zoo.realmlp_td(task, HyperParameters()), TrainRows(X[:rows], X[:rows, 0]), epochs=2, adapt=adapt
        )

    (first,) = training.fit_population([member(250)], batch_size=64)
    compiled = len(training.compilations())
    (second,) = training.fit_population([member(240)], batch_size=64)
    if keras.backend.backend() != "torch":
        assert first.notes == second.notes == []
        assert len(training.compilations()) == compiled
