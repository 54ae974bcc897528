"""How much air conditioning tomorrow?

Question  How much power will a building's cooling need in 24 hours? Does a sequence network use more than lags?
Data      datasets/cooling_load (generated; optimum on average: RMSE 0.417); DATA=taylor downloads electricity demand
Concepts  lags, windows, time-ordered folds, gap, convolution over time, LSTM, squared error
Run       make recipe NAME=cooling_load
"""

import keras

from dlfund import QuickBudget, Recipe, activations, baselines, layers, lessons, optimizers, protocol, search


def ann(task, hp):
    """All lags side by side: 48 hours of load, temperature, hour and weekend, and two hidden layers."""
    inputs = keras.Input(task.input_shape)
    x = keras.layers.Flatten()(inputs)
    for _ in range(2):
        x = layers.Dense(32, activation=activations.relu)(x)
    return finished(x, inputs, task, hp)


def cnn(task, hp):
    """Two layers of filters over 5 hours, then a layer that uses where they responded."""
    x = inputs = keras.Input(task.input_shape)
    for _ in range(2):
        x = layers.Conv1D(16, 5, strides=2, padding="same", activation=activations.relu)(x)
    return finished(keras.layers.Flatten()(x), inputs, task, hp)


def lstm(task, hp):
    """Reads the hours one by one; the last one is the hour to forecast, and the memory contains the earlier ones."""
    inputs = keras.Input(task.input_shape)
    return finished(layers.LSTM(16)(inputs), inputs, task, hp)


def finished(x, inputs, task, hp):
    """Dropout, the head, and AdamW."""
    x = layers.Dropout(hp.Float("dropout", 0.02, 0.3, sampling="log"))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 1e-2, sampling="log", default=3e-3)
    decay = hp.Float("weight_decay", 1e-3, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay, global_clipnorm=1.0), loss=task.loss())
    return model


recipe = Recipe(
    dataset="cooling_load",
    metric="rmse",
    # a forecast is made a day ahead: the day in between is not known yet
    protocol=protocol.time_ordered(folds=4, gap=24),
    search=search.random(trials=8, epochs=60, patience=10, batch_size=32),
    contenders=[
        baselines.mean_value(),
        baselines.seasonal_naive("load_24h_ago"),
        baselines.ridge(),
        baselines.gradient_boosting(),
        ann,
        cnn,
        lstm,
    ],
    reference="gradient_boosting",
    margin=0.02,
    quick=QuickBudget(rows=2_000, trials=2, epochs=25),
    lesson=[
        lessons.better("ridge", than="seasonal_naive", because="it weights all lags, and uses tomorrow's temperature."),
        lessons.better("gradient_boosting", than="ridge", because="cooling begins above 22 °C: a bend, not a line."),
        lessons.better("lstm", than="gradient_boosting", because="it combines each hour with those before it."),
        lessons.better(
            "gradient_boosting", than="cnn", because="single hours matter, not a shape that may occur anywhere."
        ),
        lessons.near_best("lstm", 0.08, because="the calendar and the weather can be learned."),
        lessons.near_best("gradient_boosting", 0.05, because="a few lags and bends are all there is to learn."),
    ],
)
