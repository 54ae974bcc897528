"""What the best possible prediction scores on generated data, estimated from many draws.

    score ± standard error = mean of the repeats' scores ± their deviation / √repeats

A data set's `generate.py` knows the truth: its `best_guess(rows, seed)` draws rows and says what somebody would
predict who knows how they are made. Nobody does better on average.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from dlfund.comparison.metrics import METRICS
from dlfund.data import checksum

Guess = Callable[[int, int], tuple[np.ndarray, np.ndarray]]
FIRST_SEED = 1_000_000  # far from any seed that a table is made with


def best_possible(kind: str, best_guess: Guess, *, draws: int, repeats: int) -> dict[str, tuple[float, float]]:
    """Each metric's best possible score and its standard error, from `repeats` × `draws` rows."""
    fitting = {name: metric for name, metric in METRICS.items() if kind in metric.kinds}
    drawn = [best_guess(draws, FIRST_SEED + repeat) for repeat in range(repeats)]
    scores = {name: [metric.score(*rows) for rows in drawn] for name, metric in fitting.items()}
    return {name: (float(np.mean(of)), float(np.std(of, ddof=1) / repeats**0.5)) for name, of in scores.items()}


def main(
    kind: str, table: Callable[[], pd.DataFrame], best_guess: Guess, *, draws: int = 100_000, repeats: int = 20
) -> None:
    """What a `generate.py` does when it is run: print what its `schema.toml` states, to be copied there."""
    if "--best" not in sys.argv:
        made = table()
        print(f'rows = {len(made)}\nsha256 = "{checksum(made)}"')
        return
    print(f"[best_possible]\ndraws = {draws * repeats:_}")
    for name, (value, error) in best_possible(kind, best_guess, draws=draws, repeats=repeats).items():
        print(f"{name} = {{ value = {value:.5f}, standard_error = {error:.5f} }}")
