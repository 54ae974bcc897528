"""Options: what every optimizer takes besides the numbers of its formula, checked by name.

    Adam(learning_rate, ..., clipnorm=1.0)          an option
    Adam(learning_rate, ..., clip_norm=1.0)         an error that names the nearest option

They are the arguments of keras.optimizers.Optimizer, under its names and with its defaults.
"""

import difflib
from collections.abc import Callable
from typing import Any, TypedDict

# A number, a schedule, or a function without arguments that gives the number.
LearningRate = float | Callable[..., Any]
# An optimizer that a wrapper goes around. (Keras has no types; the wrapper refuses anything else.)
Inner = Any


class Options(TypedDict, total=False):
    """The options of an optimizer that names its weight decay itself.

    Example:
        >>> sorted(Options.__annotations__)[:3]
        ['clipnorm', 'clipvalue', 'ema_momentum']
    """

    clipnorm: float | None
    clipvalue: float | None
    global_clipnorm: float | None
    use_ema: bool
    ema_momentum: float
    ema_overwrite_frequency: int | None
    loss_scale_factor: float | None
    gradient_accumulation_steps: int | None


class OptionsWithDecay(Options, total=False):
    """The options of every other optimizer.

    Example:
        >>> set(OptionsWithDecay.__annotations__) - set(Options.__annotations__)
        {'weight_decay'}
    """

    weight_decay: float | None


EVERY = f"Every optimizer takes {', '.join(OptionsWithDecay.__annotations__)}."
INSTEAD = {
    "decay": "The learning rate decays by a schedule (optimizers.CosineSchedule), the weights by weight_decay.",
    "lr": "Did you mean learning_rate?",
    "adam_weight_decay": "All weights have weight_decay; VariableFactors(weight_decay_factors=...) makes exceptions.",
    **dict.fromkeys(("muon_a", "muon_b", "muon_c"), "They are the paper's; keras.optimizers.Muon takes others."),
}


def refuse_unknown(optimizer, options):
    """An error for an option that no optimizer has, with the nearest name.

    Example:
        >>> refuse_unknown("Adam", {"clipnorm": 1.0})
    """
    for name in options:
        if name not in OptionsWithDecay.__annotations__:
            near = [] if name in INSTEAD else difflib.get_close_matches(name, OptionsWithDecay.__annotations__, n=1)
            guess = f"Did you mean {near[0]}?" if near else INSTEAD.get(name, EVERY)
            raise ValueError(f"Expected an argument of {optimizer}. Received: {name}={options[name]!r}. {guess}")
