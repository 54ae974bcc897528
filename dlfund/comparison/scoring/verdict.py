"""From scores per fold to a verdict: intervals, differences, and one sentence that the numbers support."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Annotated

import numpy as np

from dlfund.comparison.scoring import statistics
from dlfund.comparison.scoring.conclusion import ALPHA, Conclusion, conclusion, size
from dlfund.comparison.scoring.family import PrimaryAnswer, answer, members_sentence, over_the_rules
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metrics import METRICS, for_kind
from dlfund.comparison.scoring.paired_difference import PairedDifference
from dlfund.comparison.scoring.question import Question
from dlfund.comparison.scoring.score_text import difference_text, equivalence_text
from dlfund.comparison.scoring.scored import Scored
from dlfund.core.as_json import OPTIONAL, JsonRecord
from dlfund.core.contender_labels import opening, phrase, verb
from dlfund.core.json_checks import between


@dataclass(frozen=True)
class Verdict(JsonRecord):
    """Which contenders are better, worse or practically equal, and how certain that is.

    Args:
        metric: str. The metric that decides.
        margin: float. The equivalence margin: smaller differences in the metric are called practically equal.
        reference: str. The contender that the others are compared with.
        intervals: dict. Contender to metric to mean and interval; a metric with too few scores is left out.
        pairs: list of PairedDifference. Every two contenders, in the metric; their p-values are Holm-adjusted.
        sentence: str. The answer to the primary question, or why there is none.
        also: list of str. Further sentences.
        question: Question. The primary question, registered before training.
        primary: PrimaryAnswer or None. Its answer; None in an older result, or where too little is finished.
        margin_about: str. How the margin was set.
        over_rules: PrimaryAnswer or None. The classical family against the rules: whether anything was learned.
        withheld: str. Why no verdict is given although the numbers are there; empty: it is given.
    """

    metric: str
    margin: Annotated[float, between(0)]
    reference: str
    intervals: dict[str, dict[str, Interval]]
    pairs: list[PairedDifference]
    sentence: str = ""
    also: list[str] = field(default_factory=list)
    question: Question = field(default_factory=Question)
    primary: PrimaryAnswer | None = None
    margin_about: str = ""
    over_rules: PrimaryAnswer | None = None
    withheld: str = field(default="", metadata=OPTIONAL)

    def __str__(self) -> str:
        return self.sentence

    def interval(self, name: str, metric: str | None = None) -> Interval | None:
        """One contender's interval, in the deciding metric if none is named; None if it finished too few folds."""
        return self.intervals.get(name, {}).get(self.metric if metric is None else metric)

    def difference(self, name: str, reference: str | None = None) -> PairedDifference | None:
        """One contender minus another, the reference if none is named; None if both finished too few folds."""
        sides = {name, self.reference if reference is None else reference}
        return next((pair.seen_from(name) for pair in self.pairs if {pair.first, pair.second} == sides), None)

    def says(self, name: str, reference: str) -> str:
        """One sentence about a pair, which claims no more than its interval and its adjusted p-value support."""
        pair, metric = self.difference(name, reference), METRICS[self.metric]
        first, other, be = opening(name), phrase(reference), verb(name, "is", "are")
        if pair is None:
            return f"{first} and {other} share fewer than two finished folds."
        numbers = difference_text(pair, metric)
        fitted = " between these two fitted models on these test rows" if pair.folds == 1 else ""
        if self.withheld:
            return f"No verdict about {phrase(name)} and {other}: {numbers}{fitted}. The placebo says why."
        match conclusion(pair, metric, self.margin, pair.p_adjusted):
            case Conclusion.EQUAL:
                numbers = f"{equivalence_text(pair, metric)}{fitted}"
                return f"{first} and {other} are practically equal: {numbers}, within ±{self.margin:g}."
            case Conclusion.OPEN if pair.p_value < ALPHA:
                p_values = f"p = {pair.p_value:.2g}; among {len(self.pairs)} pairs {pair.p_adjusted:.2g}"
                word = "better" if pair.gain(metric).mean > 0 else "worse"
                return f"{first} {be} {word} than {other} in this pair alone: {numbers}{fitted}, {p_values}."
            case Conclusion.OPEN:
                return f"No difference shown between {phrase(name)} and {other}: {numbers}{fitted}."
            case word:
                return f"{first} {be} {word} than {other}: {numbers}{fitted}{size(pair, metric, self.margin)}."


def judge(
    contenders: Sequence[Scored],
    *,
    kind: str,
    metric: str,
    reference: str,
    margin: float,
    question: Question | None = None,
) -> Verdict:
    """The verdict of a comparison.

    Args:
        margin: float. The equivalence margin: smaller differences in the metric are called practically equal.
        question: Question or None. The primary question; None: the network family against the classical family.
    """
    metrics, question = for_kind(kind, metric), question or Question()
    intervals = {
        contender.name: {name: contender.interval(name, metrics[name]) for name in metrics if contender.is_judged(name)}
        for contender in contenders
    }
    pairs = [
        pair
        for first, second in combinations(contenders, 2)
        if (pair := first.minus(second, metric, metrics[metric], margin)) is not None
    ]
    known = answer(question, contenders, reference, metrics[metric], margin)
    if isinstance(known, str):
        return Verdict(metric, margin, reference, intervals, _adjusted(pairs), sentence=known, question=question)
    also = [sentence] if (sentence := members_sentence(known)) else []
    adjusted = _adjusted(pairs, primary={known.first, known.second})
    return Verdict(
        metric,
        margin,
        reference,
        intervals,
        adjusted,
        sentence=known.sentence,
        also=also,
        question=question,
        primary=known,
        over_rules=over_the_rules(contenders, metrics[metric], margin),
    )


def _adjusted(pairs: list[PairedDifference], primary: Collection[str] = ()) -> list[PairedDifference]:
    """Holm-adjusted p-values of all pairs but the primary one, where the question is about two contenders."""
    secondary = [pair for pair in pairs if {pair.first, pair.second} != primary]
    adjusted = statistics.holm(np.array([pair.p_value for pair in secondary]))
    known = {(pair.first, pair.second): float(value) for pair, value in zip(secondary, adjusted, strict=True)}
    return [replace(pair, p_adjusted=known.get((pair.first, pair.second), pair.p_value)) for pair in pairs]
