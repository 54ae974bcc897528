"""A regimen: how a published network is trained, stored on the function that builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlfund.core.network_function import NetworkFunction


@dataclass(frozen=True)
class Regimen:
    """Training settings that belong to a published network as its layers do.

    Args:
        epochs: int. Maximum number of epochs; with a schedule, the number that it is defined over.
        patience: int or None. Epochs without improvement after which training stops; None trains all epochs and keeps
            the best.
        batch_sizes: tuple of (rows, size). A training with fewer rows than `rows` uses batches of `size`; the last
            `rows` is None.
        encoding: str. The function of `dlfund.data.encode` that encodes a table for it.
        adapt: function of (model, x) or None. For initial weights that depend on the training rows.
        whole_batches: bool. Whether the rows that don't fill a batch at the end of an epoch are left out of it.
        clamped: bool. Whether predictions are limited to the range of the training targets, as those of trees are.
            This limits the cost of an extreme prediction, but no trend is extrapolated; plain networks are not
            limited. Validation losses for choosing trials are computed without the limit.

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
        """Batch size for a training with `rows` rows."""
        return next(size for most, size in self.batch_sizes if most is None or rows < most)

    def steps(self, rows: int, epochs: int | None = None) -> int:
        """Steps of the whole training."""
        size = self.batch_size(rows)
        of_an_epoch = max(1, rows // size) if self.whole_batches else -(-rows // size)
        return of_an_epoch * (epochs or self.epochs)


def trained_by(regimen: Regimen) -> Callable[[NetworkFunction], NetworkFunction]:
    """Attach a regimen to a network function, as `network.regimen`."""

    def put(network: NetworkFunction) -> NetworkFunction:
        network.regimen = regimen  # type: ignore[attr-defined]
        return network

    return put


def regimen_of(network: NetworkFunction) -> Regimen | None:
    """The regimen of a network, or of the one that it wraps; None where there is none."""
    return getattr(network, "regimen", None) or getattr(getattr(network, "__wrapped__", None), "regimen", None)
