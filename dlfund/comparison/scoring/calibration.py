"""How often a comparison names a winner where its target tells nothing: measured with the same rows and contenders.

    rate = comparisons of permuted targets that name a winner / comparisons of permuted targets

with the exact binomial interval of Clopper and Pearson (1934).
"""

from __future__ import annotations

from dataclasses import dataclass

from dlfund.comparison.scoring.conclusion import ALPHA, Conclusion
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.as_json import JsonRecord
from dlfund.core.json_checks import Count

FILE = "calibration.json"  # in a folder of permuted comparisons
SUFFIX = "_calibration"  # of that folder's name, so that no comparison is continued in it


@dataclass(frozen=True)
class NullComparison(JsonRecord):
    """One comparison of a permuted target.

    Args:
        seed: int. Of the permutation, the folds and every contender.
        plain: str. The conclusion about the primary question without the placebo; empty: it has no answer.
        shown: str. The conclusion with it; empty where no verdict was given.
        twins: list of str. The conclusion about each twin.
        difference: float or None.
    """

    seed: int
    plain: str
    shown: str
    twins: list[str]
    difference: float | None


@dataclass(frozen=True)
class Calibration(JsonRecord):
    """What comparisons of permuted targets showed.

    Args:
        comparisons: list of NullComparison.
        metric: str. The metric that decided.
        how: str. How the target was permuted, as a sentence.
        contenders: list of str.
        trials: int. Of every contender in every fold.
        folds: int.
        data: str. The checksum of the table.
    """

    comparisons: list[NullComparison]
    metric: str
    how: str
    contenders: list[str]
    trials: Count
    folds: Count
    data: str

    @property
    def answered(self) -> list[NullComparison]:
        """The comparisons whose question had an answer."""
        return [entry for entry in self.comparisons if entry.plain]

    @property
    def named(self) -> int:
        """How many named a winner."""
        return sum(entry.shown in (Conclusion.BETTER, Conclusion.WORSE) for entry in self.answered)

    @property
    def sentences(self) -> list[str]:
        """What was measured, for the page and the terminal."""
        of = len(self.answered)
        if not of:
            return ["Calibration: no comparison of a permuted target had an answer."]
        low, high = binomial_interval(self.named, of)
        counted = (
            f"Calibration: with the target permuted, {self.named} of {of} comparisons of this table named a winner: "
            f"{self.named / of:.1%} [{low:.1%}, {high:.1%}]; {ALPHA:.0%} is the level of the test."
        )
        return [counted, self.how, *self._limits(), *self._without_answer()]

    def _limits(self) -> list[str]:
        if METRICS[self.metric].level_on_noise:
            return []
        title, twins = METRICS[self.metric].title, [twin for entry in self.answered for twin in entry.twins]
        differ = sum(twin in (Conclusion.BETTER, Conclusion.WORSE) for twin in twins)
        return [
            f"By {title}, a method that follows noise is truly worse on a permuted target, so some "
            "of these winners may be true ones. Twins, which differ by chance alone, were called different in "
            f"{differ} of {len(twins)} cases."
        ]

    def _without_answer(self) -> list[str]:
        left = len(self.comparisons) - len(self.answered)
        return [f"{left} of {len(self.comparisons)} comparisons had no answer."] if left else []


def binomial_interval(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of a share, by Clopper and Pearson.

    Example:
        >>> [round(end, 3) for end in binomial_interval(2, 40)]
        [0.006, 0.169]
    """
    from scipy.stats import beta

    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(beta.ppf(tail, count, of - count + 1))
    high = 1.0 if count == of else float(beta.ppf(1 - tail, count + 1, of - count))
    return low, high
