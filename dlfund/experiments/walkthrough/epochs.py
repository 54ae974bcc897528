"""A run's network at several epochs: trained again from the same initial weights, on the same rows in the same order.

A run saves the weights at the end of training. The epochs are shown only if the second training ends with the same
weights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.result import Result
from dlfund.core.outcome import Outcome
from dlfund.core.seeds import seed_of

EPOCHS = 24  # that are replayed, besides the initial weights
SECONDS = 2.0  # that replaying may take at the end of a run: of a longer training, fewer epochs are replayed
FEWEST = 3  # epochs that are worth a slider


def epochs_again(
    model: Any, name: str, result: Result, rows: Callable[[Protocol], tuple[Any, Any]], network: Any, *, hurry: bool
) -> tuple[list[Any], str]:
    """The network's weights by epoch, and a sentence about them; none where the training can't be repeated.

    Args:
        model: keras.Model, as the run saved it.
        name: str. The contender.
        rows: function of the protocol; returns the inputs and targets that the network was trained on.
        network: function (task, hp) -> keras.Model, or None where the recipe is gone.
        hurry: bool. Replay fewer epochs, or none, where it would take long.
    """
    final = result.contender(name).final
    count = int(2 * SECONDS / max(final.fit_seconds, 1e-3)) if hurry else EPOCHS  # half a training each, on average
    if network is None:
        return [], f"Its epochs are left out: there is no recipe that says how {name} is built."
    if count < FEWEST:
        return [], "Its epochs are left out, since training it again takes long: dlfund look shows them."
    epochs = some_of(final.epochs or 0, min(count, EPOCHS))
    try:
        replayed = _replayed(network, final, result, rows, epochs)
    except Exception as error:  # the network is the recipe's code, which may have changed
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return [], f"Its epochs are left out: it could not be trained again ({reason})."
    if not _same(replayed[-1].weights, model.get_weights()):
        return [], "Its epochs are left out: trained again here, it ended with other weights than the saved ones."
    replayed[-1] = type(replayed[-1])(replayed[-1].epoch, model.get_weights())
    return (
        replayed,
        "The epochs come from training it again from the same initial weights; it ended with the saved weights.",
    )


def _replayed(
    network: Any, final: Outcome, result: Result, rows: Callable[[Protocol], tuple[Any, Any]], epochs: list[int]
) -> list[Any]:
    from keras_tuner import HyperParameters

    from dlfund import training
    from dlfund.data import TrainRows
    from dlfund.explain.look_data import Frame
    from dlfund.training.tuning.space import compiled

    chosen = HyperParameters()
    chosen.values.update(final.hyperparameters)  # a network that asks for one of these is given it
    member = training.Member(
        build=lambda: compiled(network, result.task, chosen.copy()),
        train=TrainRows(*rows(result.protocol)),
        epochs=epochs[-1],
        seed=seed_of(final.seed, "refit"),
    )
    weights_by_epoch = training.replay(member, epochs, batch_size=result.search.batch_size)
    return [Frame(epoch, weights) for epoch, weights in weights_by_epoch]


def some_of(last: int, count: int) -> list[int]:
    """At most `count` epochs from 1 to the last, closer together at the beginning, where most happens."""
    return sorted({max(1, round(last * (place / count) ** 1.5)) for place in range(1, count + 1)})


def _same(weights: list[Any], other: list[Any]) -> bool:
    pairs = list(zip(weights, other, strict=False))
    return len(weights) == len(other) and all(
        np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-4, atol=1e-5) for a, b in pairs
    )
