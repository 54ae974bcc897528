"""The answer to the registered question in plain words, then how sure it is and what it costs.

Everything is computed from the result's primary answer; a result of an older dlfund has its verdict's sentence alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from dlfund.comparison.result.content_sections import ContenderResult
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.conclusion import ALPHA, Conclusion
from dlfund.comparison.scoring.family import OTHERS, PrimaryAnswer
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.question import NETWORK
from dlfund.core.contender_labels import label_of, phrase, verb

FIRST_LOOK = 5  # folds below which a result is a first look
TRIED = (5, 10, 15, 25, 50)  # folds of further comparisons
IN_WORDS = {
    "the network family": "a network",
    "the classical family": "classical models",
    OTHERS: "another classical model",
}


@dataclass(frozen=True)
class Headline:
    """What a reader in a hurry sees.

    Args:
        opening: str. That this is a first look, or nothing.
        answer: str. The answer in plain words.
        numbers: str. The difference, its interval and the p-value.
        certainty: str. The probabilities of worse, practically equal and better.
        cost: str. What both sides took.
        next_step: str. What would decide a first look.
    """

    opening: str
    answer: str
    numbers: str = ""
    certainty: str = ""
    cost: str = ""
    next_step: str = ""

    @property
    def lines(self) -> list[str]:
        """Everything below the answer, as far as it is known."""
        return [line for line in (self.numbers, self.next_step, self.certainty, self.cost) if line]


def headline(result: Result) -> Headline:
    """The headline of a result."""
    known = result.verdict.primary
    if known is None:
        return Headline("", result.verdict.sentence)
    few = 1 < known.folds < FIRST_LOOK
    if result.verdict.withheld:
        return Headline(f"A first look: {known.folds} folds" if few else "", result.verdict.withheld)
    return Headline(
        opening=f"A first look: {known.folds} folds" if few else "",
        answer=_answer(result, known),
        numbers=known.sentence,
        certainty=_certainty(result, known),
        cost=_cost(result, known),
        next_step=_next_step(result, known) if few else "",
    )


def _answer(result: Result, known: PrimaryAnswer) -> str:
    first, second = (_shown(result, side) for side in (known.first, known.second))
    rows = result.dataset.rows or sum(len(fold.test) for fold in result.folds[: result.protocol.folds])
    where, predicts = f"{_missing(result, known)}On these {rows:,} rows", verb(first, "predicts", "predict")
    if len(result.folds) == 1:
        where = f"{_missing(result, known)}On these {len(result.folds[0].test):,} test rows"
        predicts = f"as {verb(first, 'it was', 'they were')} fitted, {predicts}"
    match known.conclusion:
        case Conclusion.EQUAL:
            return f"{where} {first} and {second} predict practically equally well."
        case Conclusion.OPEN:
            ahead = known.gain(METRICS[result.metric]).mean > 0
            be, word = verb(first, "is", "are"), "better" if ahead else "better or worse"
            return f"{where} {first} {be} not shown to predict {word} than {second}."
        case word:
            comma = ", " if len(result.folds) == 1 else " "
            return f"{where} {first}{comma}{predicts} {word} than {second}."


def _missing(result: Result, known: PrimaryAnswer) -> str:
    """That the question's first side has no contender with a finished fold; empty where it has."""
    asked = result.verdict.question.first
    represented = known.first_leader and result.contender(known.first_leader).family == NETWORK
    if asked == NETWORK and not represented:
        networks = any(contender.family == NETWORK for contender in result.contenders)
        if not networks and not result.environment.budget.endswith("minutes"):
            return "No network takes part, so this says nothing about networks. "
        return "No network has a finished fold, so this says nothing about networks. "
    if known.first == OTHERS:
        return f"No fold of {phrase(asked)} was finished, so this says nothing about it. "
    return ""


def _shown(result: Result, side: str) -> str:
    """A side in words; a contender's name as readers know it."""
    if side in IN_WORDS:
        return IN_WORDS[side]
    contender = result.contender(side)
    name = contender.label or label_of(side)
    if contender.family != NETWORK:
        return phrase(side) if name == label_of(side) else name
    return f"the {name}" if name.endswith("network") else f"a network ({name})"


def _certainty(result: Result, known: PrimaryAnswer) -> str:
    """The three probabilities, and the margin that they depend on."""
    margin = result.verdict.margin
    first = f"{phrase(known.first)} {verb(known.first, 'is', 'are')}"
    return (
        f"Probability that {first} better by more than {margin:g}: {known.better:.0%}; practically equal: "
        f"{known.equivalent:.0%}; worse by more than {margin:g}: {known.worse:.0%}."
    )


def _cost(result: Result, known: PrimaryAnswer) -> str:
    """The mean time to tune and fit one model of each side, of the members that represented it."""
    times = [_seconds(result, members) for members in (known.first_members, known.second_members)]
    first, second = times
    if first is None or second is None or min(first, second) <= 0:
        return ""
    ratio = max(first, second) / min(first, second)
    dearer = known.first if first > second else known.second
    longer = (
        f"{phrase(dearer)} {verb(dearer, 'takes', 'take')} {ratio:,.3g} times as long"
        if ratio >= 1.15
        else "both take about as long"
    )
    return (
        f"Cost: tuning and fitting one model took {_duration(first)} for {phrase(known.first)} and "
        f"{_duration(second)} for {phrase(known.second)}; {longer}."
    )


def _seconds(result: Result, members: list[str | None]) -> float | None:
    contenders: dict[str, ContenderResult] = {contender.name: contender for contender in result.contenders}
    times = [
        contenders[name].outcomes[fold].tune_seconds + contenders[name].outcomes[fold].fit_seconds
        for fold, name in enumerate(members)
        if name is not None
    ]
    return float(np.mean(times)) if times else None


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.1f} min" if seconds >= 120 else f"{seconds:.2g} s"


def _next_step(result: Result, known: PrimaryAnswer) -> str:
    """Who leads and by how much, and how many folds would decide if the difference and its spread stay as they are."""
    metric = METRICS[result.metric]
    leader = known.first if known.gain(metric).mean > 0 else known.second
    lead = f"So far {phrase(leader)} {verb(leader, 'leads', 'lead')} by {abs(known.difference):.3g} {metric.title}"
    if known.p_value < ALPHA:
        return f"{lead}. Five folds or more would confirm it."
    folds = folds_to_decide(result, known)
    if folds is None:
        return f"{lead}. If it stays so, more folds of these rows would not decide; more rows would."
    return f"{lead}. If the difference and its spread stay as they are, about {folds} folds would decide."


def folds_to_decide(result: Result, known: PrimaryAnswer) -> int | None:
    """The number of folds whose corrected test would find this difference significant; None if 50 would not.

    p(k) = 2 · P(t > |mean| / sqrt((1/k + n_test/n_train) · var)),   k − 1 degrees of freedom
    """
    half, ratio = (known.high - known.low) / 2, _ratio(result)
    error = half / float(stats.t.ppf(0.975, known.folds - 1))
    variance = error**2 / (1 / known.folds + ratio)
    if variance == 0:
        return TRIED[0] if known.difference else None
    later = min(ratio, 0.25)  # of five folds or more
    for folds in TRIED:
        needed = abs(known.difference) / np.sqrt((1 / folds + later) * variance)
        if 2 * stats.t.sf(needed, folds - 1) < ALPHA:
            return folds
    return None


def _ratio(result: Result) -> float:
    """Test rows per development row."""
    test, development = (
        float(np.mean(sizes))
        for sizes in zip(*((len(fold.test), fold.development) for fold in result.folds), strict=True)
    )
    return test / development
