"""Epoch, batch and step: how often weights change while the rows pass by.

    steps = epochs · ⌈rows / batch size⌉        one step: w_new = w_old − learning_rate · mean gradient of the batch

An epoch is one pass through all training rows, a batch the rows of one step.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from dlfund.learn.process.drawing import bars


def epoch_batch_and_step() -> Iterator[str]:
    """Every batch makes one update of all weights; an epoch has as many updates as batches.

    Rows are shuffled before each epoch, so that each batch is a small random sample and its gradient an unbiased,
    noisy estimate of that of all rows. The noise shrinks with the square root of the batch size.

    Numbers: 100 rows in batches of 32 make 4 steps per epoch, in 3 epochs 12. The noise of a batch's mean: 1.00 with
        1, 0.32 with 10, 0.10 with 100 rows.
    Use: to compare trainings: equal numbers of steps, not only of epochs, and the batch size with its learning rate.
    Misconception: "With the same epochs, a larger batch trains as well and faster." It makes fewer steps; without a
        higher learning rate it gets less far.
    Interview: A training has 1,000 rows, batches of 32 and 5 epochs: how many steps? — 5 · 32 = 160: the last batch
        of each epoch has only 8 rows.
    Drills: weight_updates, warm_up_rate, cosine_rate
    Reference: Bottou, Curtis and Nocedal, 2018, Optimization methods for large-scale machine learning
        (doi:10.1137/16M1080173).
    """
    import numpy as np

    from dlfund.learn.interview.proofs.training import weight_updates

    yield f"100 rows in batches of 32 make {ceil(100 / 32)} steps per epoch, in 3 epochs {weight_updates(100, 32, 3)}."
    numbers = np.random.default_rng(0)
    rows = numbers.normal(size=100_000)
    noise = {size: float(rows.reshape(-1, size).mean(axis=1).std()) for size in (1, 10, 100)}
    yield f"The noise of a batch's mean: {', '.join(f'{value:.2f} with {size}' for size, value in noise.items())} rows."


def picture() -> str:
    """Three epochs of 100 rows in batches of 32, shuffled anew each time."""
    batches = [(str(size), size / 100) for size in (32, 32, 32, 4)]
    return bars("Three epochs of four batches", [(f"epoch {k}", batches) for k in (1, 2, 3)], "12 steps: one per batch")
