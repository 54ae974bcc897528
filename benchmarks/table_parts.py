"""Two parts of tabular networks against the plain way to compute the same: python benchmarks/table_parts.py

`cosine_of_turns` against ops.cos inside a PBLDEmbedding, and `MemberDense` against MemberScale and Dense. Each is a
training's gradients, in one compiled program of many steps on one core; told is the median of the pairs' ratios.
"""

import os
import statistics
import time

THREADS = ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"), TF_CPP_MIN_LOG_LEVEL="3", KERAS_BACKEND="tensorflow")
os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} --xla_cpu_multi_thread_eigen=false".strip()

import importlib
import math

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from dlfund import layers

STEPS, PAIRS = 100, 7
MEMBERS, EMBEDDED, UNITS = 16, 16, 256


def seconds_a_step(layer, x):
    """A program of so many steps, each the gradients of every weight and of the input; compiled beforehand."""
    layer(x)
    weights = [ops.convert_to_tensor(weight) for weight in layer.trainable_variables]
    state = [ops.convert_to_tensor(weight) for weight in layer.non_trainable_variables]

    @tf.function(jit_compile=True, autograph=False)
    def steps(x, weights):
        def step(number, x, *weights):
            with tf.GradientTape() as tape:
                tape.watch([x, *weights])
                loss = tf.reduce_sum(tf.square(layer.stateless_call(weights, state, x)[0]))
            slopes = tape.gradient(loss, [x, *weights])
            return number + 1, *(old - 1e-9 * slope for old, slope in zip([x, *weights], slopes, strict=True))

        return tf.while_loop(lambda number, *_: number < STEPS, step, (0, x, *weights))

    steps(x, weights)

    def measure():
        started = time.process_time()
        np.asarray(steps(x, weights)[1])
        return (time.process_time() - started) / STEPS

    return measure


class ScaledThenDense(keras.layers.Layer):
    """MemberScale, and a dense layer behind it."""

    def __init__(self, widths):
        super().__init__()
        self.scale = layers.MemberScale(MEMBERS, widths=widths)
        self.dense = layers.Dense(UNITS)

    def build(self, shape):
        self.scale.build(shape)
        self.dense.build(self.scale.compute_output_shape(shape))

    def call(self, x):
        return self.dense(self.scale(x))


def embeddings(rows, features):
    x = tf.random.stateless_normal((rows, features), seed=(0, 0))
    module = importlib.import_module("dlfund.layers.pbld_embedding")
    ours = seconds_a_step(layers.PBLDEmbedding(), x)
    by_products, module.cosine_of_turns = module.cosine_of_turns, lambda turns: ops.cos(2 * math.pi * turns)
    try:
        return ours, seconds_a_step(layers.PBLDEmbedding(), x)
    finally:
        module.cosine_of_turns = by_products


def members(rows, features):
    x = tf.random.stateless_normal((rows, features * EMBEDDED), seed=(0, 0))
    widths = [EMBEDDED] * features
    return seconds_a_step(layers.MemberDense(UNITS, MEMBERS, widths=widths), x), seconds_a_step(
        ScaledThenDense(widths), x
    )


def main():
    print("| | rows, features | dlfund, ms a step | the plain way, ms | ratio |\n|---|---|---|---|---|")
    for what, make, shapes in (
        ("PBLDEmbedding: its cosine by products; `ops.cos`", embeddings, [(256, 30), (256, 64)]),
        ("MemberDense; MemberScale and Dense", members, [(32, 4), (32, 13), (32, 64), (256, 30)]),
    ):
        for rows, features in shapes:
            ours, plain = make(rows, features)
            pairs = [(ours(), plain()) for _ in range(PAIRS)]
            own, other = (1000 * statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = statistics.median(b / a for a, b in pairs)
            print(f"| {what} | {rows} × {features} | {own:.2f} | {other:.2f} | {ratio:.1f} |", flush=True)


if __name__ == "__main__":
    main()
