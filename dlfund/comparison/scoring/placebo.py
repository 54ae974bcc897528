"""The placebo: does the test that compares the sides of the question also tell a contender from its own twin?

    placebo difference = score of the twin − score of its original, on the same folds, by the same test

A twin differs from its original by its seeds alone. Where the two are called different, a difference of that size can
come from seeds alone on these folds, and so no verdict is given.

On one test part, whose rows say nothing about other seeds, a difference also has to be there when the twins take the
places of their originals: all four combinations must lead to the same conclusion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from dlfund.comparison.scoring.conclusion import Conclusion, conclusion
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.paired_difference import PairedDifference
from dlfund.comparison.scoring.score_text import difference_text
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import Verdict
from dlfund.core.as_json import JsonRecord
from dlfund.core.contender_labels import label_of, phrase
from dlfund.core.counted import counted

SHOWN = (Conclusion.BETTER, Conclusion.WORSE)


@dataclass(frozen=True)
class TwinDifference(PairedDifference):
    """A twin's score minus that of its original. `first` is the twin's name, `second` the original's.

    Args:
        seeds: list of int or None. The twin's seed in each fold that both finished.
        conclusion: str. One of `Conclusion`, by the rule that decides the primary question.
    """

    seeds: list[int | None] = field(default_factory=list)
    conclusion: str = Conclusion.OPEN

    @property
    def differs(self) -> bool:
        """Whether the twin is called different from its original."""
        return self.conclusion in SHOWN

    def sentence(self, metric: Metric) -> str:
        """The difference with its interval, such as "Placebo: …: +0.001 ROC AUC [−0.004, +0.006], p = 0.61."."""
        p_value = f"p {'< 0.001' if self.p_value < 0.001 else f'= {self.p_value:.3f}'}"
        return (
            f"Placebo: {label_of(self.second)} with other seeds and another search minus itself, on "
            f"{counted(self.folds, 'fold')}: {difference_text(self, metric)}, {p_value}: "
            f"{'different' if self.differs else 'no difference'}."
        )


@dataclass(frozen=True)
class Placebo(JsonRecord):
    """The twins of the two contenders that represent the sides of the question in most folds.

    Args:
        twins: list of TwinDifference. Of those whose twin finished enough folds.
        left_out: str. Why there is none, or one alone; empty if both are there.
        crossed: list of str. On one test part, the conclusions with one twin or both in the place of their originals.
    """

    twins: list[TwinDifference]
    left_out: str = ""
    crossed: list[str] = field(default_factory=list)

    @property
    def differs(self) -> list[TwinDifference]:
        """The twins that are called different from their originals."""
        return [twin for twin in self.twins if twin.differs]

    @property
    def summary(self) -> str:
        """That the test tells none of them from its twin; empty where it does, or where a twin is missing."""
        if self.differs or not self.twins or self.left_out:
            return ""
        names = " nor ".join(label_of(twin.second) for twin in self.twins)
        return f"Placebo: fitted once more with other seeds, neither {names} is called different from itself."

    def sentences(self, metric: str) -> list[str]:
        """What a reader should know, one sentence per twin."""
        return [twin.sentence(METRICS[metric]) for twin in self.twins] + ([self.left_out] if self.left_out else [])


def twin_difference(
    original: Scored, twin: Scored, seeds: Sequence[int | None], metric: Metric, margin: float
) -> TwinDifference | None:
    """The difference of a twin from its original; None if both finished too few folds.

    Args:
        seeds: sequence of int or None. The twin's, one per fold of the comparison.
    """
    pair = twin.minus(original, metric.name, metric, margin)
    if pair is None:
        return None
    common = twin.finished(metric.name) & original.finished(metric.name)
    of_folds = [seed for seed, shared in zip(seeds, common, strict=True) if shared]
    plain = {name: getattr(pair, name) for name in PairedDifference.__dataclass_fields__}
    return TwinDifference(**plain, seeds=of_folds, conclusion=conclusion(pair, metric, margin, pair.p_value))


def crossed(
    firsts: tuple[Scored, Scored], seconds: tuple[Scored, Scored], metric: Metric, margin: float
) -> list[Conclusion]:
    """The conclusions with a twin in the place of at least one original.

    Args:
        firsts, seconds: pairs of Scored. The original and the twin of each side.
    """
    pairs = [first.minus(second, metric.name, metric, margin) for first, second in list(product(firsts, seconds))[1:]]
    return [conclusion(pair, metric, margin, pair.p_value) for pair in pairs if pair is not None]


def with_placebo(verdict: Verdict, placebo: Placebo) -> Verdict:
    """The verdict, or none where the placebo says that seeds alone could have made the difference.

    The numbers stay. An answer that no difference is shown needs no placebo.
    """
    known = verdict.primary
    if known is None:
        return verdict
    why = _why_not(verdict, placebo)
    if not why:
        return verdict
    answer = replace(known, conclusion=Conclusion.OPEN, sentence=why)
    return replace(verdict, sentence=why, primary=answer, withheld=why)


def _why_not(verdict: Verdict, placebo: Placebo) -> str:
    """Why there is no verdict; empty if there is."""
    metric, known = METRICS[verdict.metric], verdict.primary
    if placebo.differs:
        twin = placebo.differs[0]
        return (
            f"No verdict: on these folds the test also calls {label_of(twin.second)} different from itself with other "
            f"seeds ({difference_text(twin, metric)}), so seeds alone can make such a difference. "
            f"Between {_sides(verdict)} it is {_numbers(verdict, metric)}."
        )
    if known is not None and known.conclusion in SHOWN and set(placebo.crossed) - {known.conclusion}:
        return (
            f"No verdict: the difference between {_sides(verdict)} on this test part, {_numbers(verdict, metric)}, is "
            "not shown where either side is fitted once more with other seeds."
        )
    return ""


def _sides(verdict: Verdict) -> str:
    return f"{phrase(verdict.primary.first)} and {phrase(verdict.primary.second)}" if verdict.primary else ""


def _numbers(verdict: Verdict, metric: Metric) -> str:
    return "" if verdict.primary is None else difference_text(verdict.primary, metric)
