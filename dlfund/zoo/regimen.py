"""A regimen: how a published network wants to be trained, kept on the function that builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Regimen:
    """Numbers that belong to a network as its layers do: with others it is another network.

    Args:
        epochs: int. The most epochs; with a schedule, the number that it waves along.
        patience: int or None. Epochs without a better one after which training stops; None trains all of them and
            keeps the best.
        batch_sizes: tuple of (rows, size). A training of fewer rows than `rows` takes steps of `size` of them; the
            last `rows` is None.
        encoding: str. The function of `dlfund.data.encode` that makes its rows of a table.
        adapt: function of (model, x) or None. For starts that depend on the training rows.
        whole_batches: bool. Whether the rows that don't fill a step at the end of an epoch are left out of it.
        clamped: bool. Whether a predicted number never leaves the range of the targets that were learned, as an answer
            of trees never does. It takes the edge off one wild answer, and no trend goes on beyond the rows: plain
            networks answer what they compute. Losses that trials are chosen by are of the network without it.

    Example:
        >>> Regimen(256, None, ((1000, 32), (None, 256))).batch_size(1500)
        256
    """

    epochs: int
    patience: int | None
    batch_sizes: tuple[tuple[int | None, int], ...]
    encoding: str = "for_network"
    adapt: Callable[[Any, Any], None] | None = None
    whole_batches: bool = False
    clamped: bool = False

    def batch_size(self, rows: int) -> int:
        """Rows a step for a training of `rows` rows."""
        return next(size for most, size in self.batch_sizes if most is None or rows < most)

    def steps(self, rows: int, epochs: int | None = None) -> int:
        """Steps of the whole training."""
        size = self.batch_size(rows)
        of_an_epoch = max(1, rows // size) if self.whole_batches else -(-rows // size)
        return of_an_epoch * (epochs or self.epochs)


def trained_by(regimen: Regimen) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Put a regimen on a network: whoever trains it reads `network.regimen`."""

    def put(network: Callable[..., Any]) -> Callable[..., Any]:
        network.regimen = regimen  # type: ignore[attr-defined]
        return network

    return put


def regimen_of(network: Callable[..., Any]) -> Regimen | None:
    """The regimen of a network, or of the one that it wraps; None where any will do."""
    return getattr(network, "regimen", None) or getattr(getattr(network, "__wrapped__", None), "regimen", None)
