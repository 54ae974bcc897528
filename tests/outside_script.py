"""A Keras model made of dlfund parts, in a project that has nothing else of dlfund: train, save, load, go on.

python outside_script.py train model.keras       build, train, save
python outside_script.py go-on model.keras       in a new process: load and train on
"""

import sys

import keras
import numpy as np

from dlfund import activations, layers, losses, optimizers

rows = np.random.default_rng(0).normal(size=(256, 4)).astype("float32")
answers = (rows[:, :1] * rows[:, 1:2] > 0).astype("float32")  # XOR: no single line separates it


def build():
    x = inputs = keras.Input((4,))
    x = layers.Dense(32, activation=activations.ParametricBlend("mish"))(x)
    x = layers.Residual(keras.Sequential([layers.RMSNormalization(), layers.Dense(32, activation="relu")]))(x)
    model = keras.Model(inputs, layers.Perceptron(activation="sigmoid")(x))
    rate = optimizers.WarmUpSchedule(optimizers.CosineSchedule(0.02, steps=400), steps=20)
    optimizer = optimizers.Lookahead(optimizers.ClipByGlobalNorm(optimizers.AdamW(rate), limit=1.0))
    model.compile(optimizer=optimizer, loss=losses.BinaryCrossentropy(), metrics=["accuracy"])
    return model


if __name__ == "__main__":
    phase, path = sys.argv[1:]
    keras.utils.set_random_seed(0)
    model = build() if phase == "train" else keras.saving.load_model(path)
    model.fit(rows, answers, epochs=10, verbose=0)
    model.save(path)
    loss, accuracy = model.evaluate(rows, answers, verbose=0)
    print(f"{keras.backend.backend()} step {int(model.optimizer.iterations)} loss {loss:.4f} accuracy {accuracy:.3f}")
