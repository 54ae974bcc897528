"""A loss and an optimizer as names and numbers, so that they can be computed without Keras."""

from __future__ import annotations

import keras

from dlfund import losses, optimizers
from dlfund.explain.backends.backend import to_numpy
from dlfund.explain.backends.keras_internals import compiled_losses, settings_of_loss

# loss class -> its name here
LOSSES = {
    keras.losses.BinaryCrossentropy: "binary_crossentropy",
    keras.losses.CategoricalCrossentropy: "categorical_crossentropy",
    keras.losses.SparseCategoricalCrossentropy: "sparse_categorical_crossentropy",
    keras.losses.MeanSquaredError: "mean_squared_error",
    keras.losses.MeanAbsoluteError: "mean_absolute_error",
    keras.losses.Huber: "huber",
    keras.losses.Hinge: "hinge",
    losses.BinaryCrossentropy: "binary_crossentropy",
    losses.CategoricalCrossentropy: "categorical_crossentropy",
    losses.SparseCategoricalCrossentropy: "sparse_categorical_crossentropy",
    losses.MeanSquaredError: "mean_squared_error",
    losses.MeanAbsoluteError: "mean_absolute_error",
    losses.Huber: "huber",
    losses.Hinge: "hinge",
    losses.Quantile: "quantile",
    losses.PerceptronLoss: "perceptron_loss",
}
NUMBERS = ("label_smoothing", "delta", "quantile")
AVERAGES = ("sum_over_batch_size", "mean", "sum")  # for one row they are the same

RULES = {
    keras.optimizers.SGD: "gradient_descent",
    optimizers.GradientDescent: "gradient_descent",
    optimizers.PerceptronRule: "gradient_descent",
    optimizers.Momentum: "momentum",
    optimizers.Nesterov: "nesterov",
    keras.optimizers.Adam: "adam",
    keras.optimizers.AdamW: "adam",
    optimizers.Adam: "adam",
    optimizers.AdamW: "adam",
}
LIMITS = ("clipnorm", "clipvalue", "global_clipnorm", "use_ema", "gradient_accumulation_steps", "loss_scale_factor")


def loss_rule(model, loss=None) -> dict | None:
    """The loss's name and numbers; None for any other loss, or several."""
    losses = compiled_losses(model, loss)
    name = LOSSES.get(type(losses[0])) if len(losses) == 1 else None
    if name is None or losses[0].reduction not in AVERAGES:
        return None
    config = losses[0].get_config()
    numbers = {key: float(config[key]) for key in NUMBERS if key in config}
    config = config | settings_of_loss(losses[0])
    numbers |= {key: float(config[key]) for key in NUMBERS if key in config}
    from_logits = bool(config.get("from_logits", False))
    # On TensorFlow, Keras's own crossentropies take the logits from before a sigmoid or softmax; all others get
    # the probability, clipped away from 0 and 1.
    behind = type(losses[0]).__module__.startswith("keras.") and keras.backend.backend() == "tensorflow"
    return {"name": name, "from_logits": from_logits, "behind": behind, "epsilon": keras.config.epsilon(), **numbers}


def optimizer_rule(optimizer) -> dict:
    """The optimizer's rule, its learning rate and its numbers; `known` is False where the rule is not one of these."""
    config = optimizer.get_config()
    rule = RULES.get(type(optimizer))
    if rule == "gradient_descent" and config.get("momentum"):
        rule = "nesterov" if config.get("nesterov") else "momentum"
    if config.get("amsgrad") or any(config.get(name) for name in LIMITS):
        rule = None
    numbers = {name: float(config[name]) for name in ("momentum", "beta_1", "beta_2", "epsilon") if name in config}
    return {
        "name": optimizer.name,
        "known": rule is not None,
        "rule": rule or "gradient_descent",
        "learning_rate": float(to_numpy(keras.ops.convert_to_tensor(optimizer.learning_rate))),
        "weight_decay": float(config.get("weight_decay") or 0.0) if rule else 0.0,
        **numbers,
    }
