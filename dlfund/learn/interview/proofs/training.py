"""A real training's updates, Keras's metrics, a real normalisation."""

import functools

import keras
import numpy as np

from dlfund import layers, training
from dlfund.data.rows import TrainRows
from dlfund.learn.interview.networks import first, to_numpy


@functools.cache
def _compiled():
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


def weight_updates(rows, batch, epochs):
    model, x = _compiled(), np.zeros((rows, 1), "float32")
    before = int(model.optimizer.iterations)
    training.fit(model, TrainRows(x, x[:, 0]), epochs=epochs, batch_size=batch, seed=0)
    return int(model.optimizer.iterations) - before


def _rows(tp, fp, fn, tn):
    truth = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn])
    return truth, np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])


def precision(tp, fp, fn, tn):
    metric = keras.metrics.Precision()
    metric.update_state(*_rows(tp, fp, fn, tn))
    return float(metric.result())


def recall(tp, fp, fn, tn):
    metric = keras.metrics.Recall()
    metric.update_state(*_rows(tp, fp, fn, tn))
    return float(metric.result())


def normalised_value(batch):
    column = np.reshape(batch, (4, 1)).astype("float32")
    return first(to_numpy(layers.BatchNormalization(epsilon=0.001)(column, training=True)))
