"""How many products a network's convolutions take: XLA computes convolutions slowly on a CPU.

    products = batch · Σ positions · kernel size · channels in · channels out        over the convolutions

Measured on two cores: XLA takes about 1.4 ns per product, forward and backward; TensorFlow's own graph takes 0.3 ns,
and about 0.7 ms per step to start the operations. Both take equally long at about half a million products per step.
"""

from __future__ import annotations

import math
from typing import Any

from dlfund.core.keras_internals import flat_layers

XLA_LIMIT = 500_000  # products per step; above it TensorFlow's graph is faster on a CPU


def products_of_a_step(model: Any, batch_size: int) -> int:
    """Multiplications in the convolutions of one step's forward pass."""
    products = 0
    for layer in flat_layers(model):
        kernel = getattr(layer, "kernel", None)
        if kernel is None or not hasattr(layer, "kernel_size") or not hasattr(layer, "output"):
            continue
        positions = [size or 1 for size in layer.output.shape[1:-1]]
        products += batch_size * math.prod(positions) * math.prod(kernel.shape)
    return products
