"""A run's network at several epochs: trained once more, from the same start, on the same rows in the same order.

A run saves the weights that it ended with. The epochs are shown only if the second training ends at them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result import Result
from dlfund.task import Task

EPOCHS = 24  # of a training that are replayed, beside its start
SECONDS = 2.0  # that replaying may take at the end of a run: fewer epochs are replayed of a longer training
FEWEST = 3  # epochs that are worth a slider


def epochs_again(
    model: Any, name: str, result: Result, rows: Callable[[Protocol], tuple[Any, Any]], network: Any, *, hurry: bool
) -> tuple[list[Any], str]:
    """The network's weights by epoch, and a sentence on them; none where the training can't be repeated.

    Args:
        model: keras.Model, as the run saved it.
        name: str. The contender.
        rows: function of the protocol that gives inputs and targets as the network learned from them.
        network: function (task, hp) -> keras.Model, or None where the recipe is gone.
        hurry: bool. Take fewer epochs where it would take long, or none.
    """
    final = result.contender(name)["final"]
    count = int(2 * SECONDS / max(final["fit_seconds"], 1e-3)) if hurry else EPOCHS  # half a training each, on average
    if network is None:
        return [], f"Its epochs are left out: there is no recipe that says how {name} is built."
    if count < FEWEST:
        return [], "Its epochs are left out, since training it again takes long: dlfund look brings them."
    epochs = some_of(final["epochs"], min(count, EPOCHS))
    try:
        replayed = _replayed(network, final, result, rows, epochs)
    except Exception as error:  # the network is the recipe's code, which may be another by now
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return [], f"Its epochs are left out: it could not be trained again ({reason})."
    if not _same(replayed[-1].weights, model.get_weights()):
        return [], "Its epochs are left out: trained again here, it ended at other weights than the saved ones."
    replayed[-1] = type(replayed[-1])(replayed[-1].epoch, model.get_weights())
    return replayed, "The epochs come from training it again from the same start; it ended at the saved weights."


def _replayed(
    network: Any, final: dict[str, Any], result: Result, rows: Callable[[Protocol], tuple[Any, Any]], epochs: list[int]
) -> list[Any]:
    from keras_tuner import HyperParameters

    from dlfund import training
    from dlfund.data import TrainRows
    from dlfund.explain.look_data import Frame
    from dlfund.tuning.space import compiled
    from dlfund.tuning.tune import seed_of

    content, chosen = result.content, HyperParameters()
    chosen.values.update(final["hyperparameters"])  # a network that asks for one of these is given it
    words = {key: tuple(value) if isinstance(value, list) else value for key, value in content["task"].items()}
    member = training.Member(
        build=lambda: compiled(network, Task(**words), chosen.copy()),
        train=TrainRows(*rows(Protocol(**content["protocol"]))),
        epochs=epochs[-1],
        seed=seed_of(content["protocol"]["seed"], "final", "refit"),
    )
    found = training.replay(member, epochs, batch_size=content["search"]["batch_size"])
    return [Frame(epoch, weights) for epoch, weights in found]


def some_of(last: int, count: int) -> list[int]:
    """At most `count` epochs from 1 to the last, closer together where most happens: at the start."""
    return sorted({max(1, round(last * (place / count) ** 1.5)) for place in range(1, count + 1)})


def _same(one: list[Any], other: list[Any]) -> bool:
    pairs = list(zip(one, other, strict=False))
    return len(one) == len(other) and all(
        np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-4, atol=1e-5) for a, b in pairs
    )
