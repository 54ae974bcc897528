"""The best possible score on generated data, estimated from many draws.

    score ± standard error = mean of the repeats' scores ± their standard deviation / √repeats

A data set's `generate.py` knows the true rule: its `best_guess(rows, seed)` draws rows and returns their targets with
the predictions of that rule. No model has a better average score over all rows that could be drawn: this is the optimum
of the population. On the rows of a run the same rule has another score; see `truth.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from dlfund.comparison.scoring.metrics import for_kind
from dlfund.data import checksum

Guess = Callable[[int, int], tuple[np.ndarray, np.ndarray]]
FIRST_SEED = 1_000_000  # far from any seed that a table is made with


def best_possible(kind: str, best_guess: Guess, *, draws: int, repeats: int) -> dict[str, tuple[float, float]]:
    """Each metric's best possible score and its standard error, from `repeats` samples of `draws` rows."""
    drawn = [best_guess(draws, FIRST_SEED + repeat) for repeat in range(repeats)]
    scores = {name: [metric.score(*rows) for rows in drawn] for name, metric in for_kind(kind).items()}
    return {name: (float(np.mean(of)), float(np.std(of, ddof=1) / repeats**0.5)) for name, of in scores.items()}


def main(
    kind: str, table: Callable[[], pd.DataFrame], best_guess: Guess, *, draws: int = 100_000, repeats: int = 20
) -> None:
    """Run a `generate.py` as a program: print the lines that are copied into its `schema.toml`."""
    if "--best" not in sys.argv:
        made = table()
        print(f'rows = {len(made)}\nsha256 = "{checksum(made)}"')
        return
    print(f"[best_possible]\ndraws = {draws * repeats:_}")
    for name, (value, error) in best_possible(kind, best_guess, draws=draws, repeats=repeats).items():
        print(f"{name} = {{ value = {value:.5f}, standard_error = {error:.5f} }}")
