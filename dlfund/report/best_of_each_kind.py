"""Rule, machine learning, deep learning: the best contender of each kind, and the difference from one to the next.

The difference is not that of the two best, whose scores chose them, but of the two kinds: in each fold, validation rows
choose who represents a kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.question import Question
from dlfund.report.contender import COLOURS, ShownContender, ranked
from dlfund.report.figures.probability_bar import probabilities, probability_bar
from dlfund.report.numbers import difference, interval, score, signed_interval


@dataclass(frozen=True)
class Best:
    """The best contender of a kind and its score, as text and as the number itself."""

    contender: ShownContender
    value: float
    mean: str
    interval: str


@dataclass(frozen=True)
class Gain:
    """The difference from the best contender of a simpler kind."""

    difference: str
    value: float
    interval: str
    bar: Markup
    numbers: list[tuple[str, str]]
    sentence: str


@dataclass(frozen=True)
class Kind:
    """A kind of contender: how many there are, the best one, and its difference from the kind before."""

    name: str
    colour: str
    count: int
    best: Best | None
    step: Gain | None


def best_of_each_kind(result: Result) -> list[Kind]:
    """The kinds that have contenders, simplest first; the best is the one whose model the run published, if any."""
    kinds: list[Kind] = []
    published = (result.saved.network, result.saved.baseline)
    for name, colour in COLOURS.items():
        contenders = [contender for contender in ranked(result) if contender.kind == name]
        if contenders:
            best = next((entry for entry in contenders if entry.name in published), contenders[0])
            step = _step(result, name) if kinds else None
            kinds.append(Kind(name, colour, len(contenders), _best(best), step))
    return kinds


def _best(contender: ShownContender | None) -> Best | None:
    if contender is None or contender.interval is None:
        return None
    own = contender.interval
    return Best(contender, own.mean, score(own.mean), interval(own.low, own.high))


def _step(result: Result, kind: str) -> Gain | None:
    """The difference from the kind before; for networks it is the primary answer, where that is about families."""
    verdict = result.verdict
    networks = verdict.primary if verdict.question == Question() else None
    pair = {"machine learning": verdict.over_rules, "deep learning": networks}.get(kind)
    if pair is None:
        return None
    text, _, _ = pair.sentence.partition(": ")
    return Gain(
        difference=difference(pair.difference),
        value=pair.difference,
        interval=signed_interval(pair.low, pair.high),
        bar=probability_bar(pair),
        numbers=probabilities(pair),
        sentence=f"{text}.",
    )
