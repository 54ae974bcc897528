"""How much of a network's work is convolution: XLA computes these slowly on a processor.

    products = batch · Σ positions · kernel size · channels in · channels out        over the convolutions

Measured on two cores: XLA takes about 1.4 ns a product, forwards and backwards; TensorFlow's own graph 0.3 ns, and
about 0.7 ms a step for going from operation to operation. They meet at about half a million products a step.
"""

from __future__ import annotations

import math

XLA_LIMIT = 500_000  # products a step; above it TensorFlow's graph is faster on a processor


def products_of_a_step(model, batch_size):
    """Multiplications that the convolutions of one step take, forwards."""
    products = 0
    for layer in model._flatten_layers(include_self=False, recursive=True):
        kernel = getattr(layer, "kernel", None)
        if kernel is None or not hasattr(layer, "kernel_size") or not hasattr(layer, "output"):
            continue
        positions = [size or 1 for size in layer.output.shape[1:-1]]
        products += batch_size * math.prod(positions) * math.prod(kernel.shape)
    return products
