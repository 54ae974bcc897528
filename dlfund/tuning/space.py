"""A network's search space: which dials its own lines ask for, and the network at one setting of them."""

from __future__ import annotations


def compiled(network, task, hp):
    """The network for these hyperparameters; one that did not compile itself gets Adam with a tuned learning rate."""
    import keras

    from dlfund import optimizers

    model = network(task, hp)
    if not isinstance(model, keras.Model):
        raise TypeError(
            f"Expected {network.__name__} to return a keras.Model. Received: {model!r}. Does it end in `return model`?"
        )
    if not getattr(model, "compiled", False):
        learning_rate = hp.Float("learning_rate", 1e-3, 1e-1, sampling="log")
        model.compile(optimizer=optimizers.Adam(learning_rate=learning_rate), loss=task.loss())
    return model


def explored(network, task):
    """Every dial of a network: those of its default shape, and those that show when another one is turned.

    With `hp.Int(f"width_{number}", …)` in a loop over `hp.Int("hidden_layers", 1, 3)`, only one width shows at
    first. A dial that the oracle does not know of would keep its default in every trial.
    """
    from keras_tuner import HyperParameters

    space = HyperParameters()
    compiled(network, task, space)  # an error here is the network's own
    shown_by = {dial.name: {} for dial in space.space}  # the turns under which a dial showed
    waiting = [(dial.name, value) for dial in space.space for value in _turns(dial)]
    while waiting:
        name, value = waiting.pop(0)
        turned = space.copy()
        turned.values.update(shown_by[name] | {name: value})
        try:
            compiled(network, task, turned)
        except Exception:  # noqa: S112  (a shape that can't be built is a failed trial, if it is ever proposed)
            continue
        space.merge(turned.space, overwrite=False)
        for dial in space.space:
            if dial.name not in shown_by:
                shown_by[dial.name] = shown_by[name] | {name: value}
                waiting += [(dial.name, turn) for turn in _turns(dial)]
    return space


def _turns(dial):
    """The values of a dial that may show another one: every choice, the highest count."""
    match type(dial).__name__:
        case "Choice":
            return dial.values
        case "Boolean":
            return [False, True]
        case "Int":
            return [dial.max_value]
    return []
