"""A network's search space: the hyperparameters that its own lines ask for, and the network for one choice of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dlfund.core.network_function import HyperParameters, NetworkFunction
from dlfund.core.outcome import HyperparameterValues
from dlfund.core.task import Task

if TYPE_CHECKING:
    import keras


def compiled(network: NetworkFunction, task: Task, hp: HyperParameters) -> keras.Model:
    """The network for these hyperparameters; if it did not compile itself, with Adam and a tuned learning rate."""
    import keras

    from dlfund import optimizers

    model = network(task, hp)
    if not isinstance(model, keras.Model):
        raise TypeError(
            f"Expected {network.__name__} to return a keras.Model. Received: {model!r}. Does it end in `return model`?"
        )
    if not getattr(model, "compiled", False):
        learning_rate = hp.Float("learning_rate", 1e-3, 1e-1, sampling="log", default=0.01)
        model.compile(optimizer=optimizers.Adam(learning_rate=learning_rate), loss=task.loss())
    return model


def explored(network: NetworkFunction, task: Task) -> HyperParameters:
    """Every hyperparameter of a network: those of its default shape, and those that appear when another one changes.

    With `hp.Int(f"width_{number}", …)` in a loop over `hp.Int("hidden_layers", 1, 3)`, only one width appears
    at first. A hyperparameter that the oracle does not know would keep its default in every trial.
    """
    from keras_tuner import HyperParameters

    space = HyperParameters()
    compiled(network, task, space)  # an error here is the network's own
    # the values of other hyperparameters with which each one appeared
    conditions: dict[str, HyperparameterValues] = {hyperparameter.name: {} for hyperparameter in space.space}
    waiting = [(hyperparameter.name, value) for hyperparameter in space.space for value in _choices(hyperparameter)]
    while waiting:
        name, value = waiting.pop(0)
        other = changed(space, conditions[name] | {name: value})
        try:
            compiled(network, task, other)
        except Exception:  # noqa: S112  (a shape that can't be built is a failed trial, if it is ever proposed)
            continue
        space.merge(other.space, overwrite=False)
        for hyperparameter in space.space:
            if hyperparameter.name not in conditions:
                conditions[hyperparameter.name] = conditions[name] | {name: value}
                waiting += [(hyperparameter.name, choice) for choice in _choices(hyperparameter)]
    return space


def _choices(hyperparameter: Any) -> list[Any]:
    """The values of a hyperparameter with which another one may appear: every choice, the highest count."""
    match type(hyperparameter).__name__:
        case "Choice":
            return hyperparameter.values
        case "Boolean":
            return [False, True]
        case "Int":
            return [hyperparameter.max_value]
    return []


def other_numbers(hyperparameters: HyperParameters) -> list[HyperparameterValues]:
    """Other values for the numbers that may vary without another architecture: of all at once, then of each alone.

    What else the search changes (counts, names, switches) stays as it is.
    """
    others = {hyperparameter.name: _other(hyperparameter, hyperparameters) for hyperparameter in hyperparameters.space}
    changes = {name: value for name, value in others.items() if value is not None}
    every = [changes, *({name: value} for name, value in changes.items())] if len(changes) > 1 else [changes]
    return [change for change in every if change]


def changed(hyperparameters: HyperParameters, change: HyperparameterValues) -> HyperParameters:
    """A copy with these values."""
    copy = hyperparameters.copy()
    copy.values.update(change)
    return copy


def _other(hyperparameter: Any, hyperparameters: HyperParameters) -> float | None:
    """Another value of a real number; None for every other kind of hyperparameter."""
    now = hyperparameters.values.get(hyperparameter.name)
    match type(hyperparameter).__name__:
        case "Float":
            values = [hyperparameter.max_value, hyperparameter.min_value]
        case "Choice":
            values = list(hyperparameter.values)
        case _:
            return None
    return next(
        (value for value in values if isinstance(value, float) and isinstance(now, float) and value != now), None
    )
