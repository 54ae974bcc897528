"""Where every seed of a comparison comes from.

    seed of a fold   = seed_of(protocol's seed, contender, fold)      kept in the fold's outcome
    seed within it   = seed_of(seed of the fold, what for, …)         a search, a trial, a refit, a member

So every fold of every contender draws its own settings and starts. What is drawn depends on nothing else: not on who
else takes part, in which order, or on how many processes. A fold's luck is not repeated in the next fold, where the
corrected interval could not see it: the scatter over folds holds the scatter over seeds.

Reference: Bouthillier et al., 2021, Accounting for variance in machine learning benchmarks (arXiv:2103.03098).
"""

from __future__ import annotations

import hashlib
from typing import Any


def seed_of(*parts: Any) -> int:
    """A seed from 0 to 2³¹ − 1 that depends on what it is for, and on nothing else.

    Example:
        >>> seed_of(0, "ann", "1-1") == seed_of(0, "ann", "1-1"), seed_of(0, "ann", "1-1") == seed_of(0, "ann", "1-2")
        (True, False)
    """
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:4], "big") >> 1


def fold_seed(seed: int, contender: str, fold: str) -> int:
    """The seed of one contender in one fold, from the protocol's seed."""
    return seed_of(int(seed), str(contender), str(fold))
