"""Programs that train by hand, each in its backend's own way: no model.fit, no compile."""

import keras
import numpy as np
from keras import ops
from programs.program import ROWS, Program, generator

BY_HAND = "its loop is written by hand: model.fit has no part in it"
ABSENT = dict.fromkeys(("jit_compile", "steps_per_execution", "mirrored", "distribution"), BY_HAND)


class Loop(Program):
    """A network with an Embedding and a Dropout, and a loop that people copy from Keras's guides."""

    def fit(self, model, epochs=1):
        x, y = self.rows()
        batches = [slice(start, start + 16) for start in range(0, ROWS, 16)]
        step = STEPS[keras.backend.backend()](model)
        return [float(np.mean([step(x[batch], y[batch]) for batch in batches])) for _ in range(epochs)]


def network(library, **options):
    layers, losses, optimizers = library.rooms
    tokens = keras.Input((4,), dtype="int32")
    x = layers.GlobalAveragePooling1D()(layers.Embedding(10, 6)(tokens))
    x = layers.Dense(8, activation="tanh")(x)
    model = keras.Model(tokens, layers.Dense(1, dtype="float32")(x))
    model.compile(optimizers.Adam(1e-2), losses.MeanSquaredError())
    model.optimizer.build(model.trainable_variables)
    return model


def rows():
    tokens = generator().integers(0, 10, (ROWS, 4)).astype("int32")
    return tokens, (tokens == 3).sum(1, keepdims=True).astype("float32")


def tensorflow_step(model):
    import tensorflow as tf

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = model.loss(y, model(x, training=True))
            scaled = model.optimizer.scale_loss(loss)
        gradients = tape.gradient(scaled, model.trainable_variables)
        model.optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    return lambda x, y: float(step(ops.convert_to_tensor(x), ops.convert_to_tensor(y)))


def jax_step(model):
    import jax

    optimizer = model.optimizer

    def loss_of(trainable, rest, x, y):
        predicted, rest = model.stateless_call(trainable, rest, x, training=True)
        loss = model.loss(y, predicted)
        return loss, rest

    @jax.jit
    def update(trainable, rest, state, x, y):
        (loss, rest), gradients = jax.value_and_grad(loss_of, has_aux=True)(trainable, rest, x, y)
        trainable, state = optimizer.stateless_apply(state, gradients, trainable)
        return loss, trainable, rest, state

    def step(x, y):
        groups = (model.trainable_variables, model.non_trainable_variables, optimizer.variables)
        loss, *values = update(*([variable.value for variable in group] for group in groups), x, y)
        for group, new in zip(groups, values, strict=True):
            for variable, value in zip(group, new, strict=True):
                variable.assign(value)
        return float(loss)

    return step


def torch_step(model):
    import torch

    def step(x, y):
        model.zero_grad()
        loss = model.loss(ops.convert_to_tensor(y), model(ops.convert_to_tensor(x), training=True))
        model.optimizer.scale_loss(loss).backward()
        gradients = [variable.value.grad for variable in model.trainable_variables]
        with torch.no_grad():
            model.optimizer.apply(gradients, model.trainable_variables)
        return float(loss)

    return step


STEPS = {"tensorflow": tensorflow_step, "jax": jax_step, "torch": torch_step}
LOOPS = (Loop("loop", "loop written by hand", network, rows, absent=ABSENT),)
