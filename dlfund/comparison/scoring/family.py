"""The answer to the primary question: two families on their common folds, one paired test at full level.

In each fold a family is represented by the member with the best score on that fold's validation rows, by the deciding
metric. Test rows choose nothing, so the difference is not biased upwards by the number of members.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np

from dlfund.comparison.scoring.conclusion import Conclusion, conclusion, size
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.paired_difference import PairedDifference
from dlfund.comparison.scoring.question import CLASSICAL, NETWORK, RULE, Question
from dlfund.comparison.scoring.score_text import difference_text, equivalence_text
from dlfund.comparison.scoring.scored import Scored
from dlfund.core.contender_labels import label_of, opening, phrase, verb

OTHERS = "the other classical models"
TITLES = {NETWORK: "the network family", CLASSICAL: "the classical family", RULE: "the rules"}


@dataclass(frozen=True)
class PrimaryAnswer(PairedDifference):
    """The primary question's answer: the first side's score minus the second's. Its p-value is not adjusted.

    Args:
        first, second: str. The sides: a family's title, or the name of its only member.
        first_members, second_members: list. The member that represents the side in each fold; None where the fold is
            not common to both sides.
        first_leader, second_leader: str. The contender that represents the side in most folds; of equals the one with
            the best mean score on validation rows.
        conclusion: str. One of `Conclusion`.
        sentence: str. The conclusion with its numbers.
    """

    first_members: list[str | None] = field(default_factory=list)
    second_members: list[str | None] = field(default_factory=list)
    first_leader: str = ""
    second_leader: str = ""
    conclusion: str = Conclusion.OPEN
    sentence: str = ""

    @property
    def leading_members(self) -> tuple[str, str]:
        """The contenders that represent the sides in most folds."""
        return self.first_leader, self.second_leader


@dataclass(frozen=True)
class _Family:
    """A side of the question as one contender, and the member of each fold."""

    scored: Scored
    members: list[Scored | None]
    unscored: bool


def answer(
    question: Question, contenders: Sequence[Scored], reference: str, metric: Metric, margin: float
) -> PrimaryAnswer | str:
    """The answer, or a sentence that says why there is none."""
    sides = question.sides(contenders, reference)
    if not all(sides) or {contender.name for contender in sides[0]} & {contender.name for contender in sides[1]}:
        return NO_SIDES
    first = _title(question.first if question.has_first(contenders) else OTHERS, sides[0])
    return answer_of(*sides, (first, _title(question.second, sides[1])), metric, margin)


def answer_of(
    firsts: Sequence[Scored], seconds: Sequence[Scored], titles: tuple[str, str], metric: Metric, margin: float
) -> PrimaryAnswer | str:
    """The paired test of two sides that are known to have members."""
    first, second = _family(titles[0], firsts, metric), _family(titles[1], seconds, metric)
    pair = first.scored.minus(second.scored, metric.name, metric, margin)
    if pair is None:
        return _too_few(first, second, metric)
    common = first.scored.finished(metric.name) & second.scored.finished(metric.name)
    plain = {entry.name: getattr(pair, entry.name) for entry in fields(PairedDifference)}
    known = PrimaryAnswer(
        **plain,
        first_members=_names(first, common),
        second_members=_names(second, common),
        first_leader=_leader(first, common, metric),
        second_leader=_leader(second, common, metric),
        conclusion=conclusion(pair, metric, margin, pair.p_value),
    )
    return replace(known, sentence=sentence(known, metric, margin, len(common)))


def over_the_rules(contenders: Sequence[Scored], metric: Metric, margin: float) -> PrimaryAnswer | None:
    """The classical family against the rules: whether anything was learned; None where either has no member."""
    rules = [contender for contender in contenders if contender.approach == "rule"]
    learned = [contender for contender in contenders if contender.approach == "machine learning"]
    learned = [contender for contender in learned if contender.family != NETWORK]
    if not rules or not learned:
        return None
    known = answer_of(learned, rules, (_title(CLASSICAL, learned), _title(RULE, rules)), metric, margin)
    return None if isinstance(known, str) else known


NO_SIDES = "No verdict: the question needs contenders on both of its sides."


def sentence(pair: PrimaryAnswer, metric: Metric, margin: float, folds: int) -> str:
    """The conclusion with its numbers, such as "ann is better than ridge: −1.2 RMSE [−2.0, −0.4], p = 0.010"."""
    numbers = difference_text(pair, metric)
    p_value = f"p {'< 0.001' if pair.p_value < 0.001 else f'= {pair.p_value:.3f}'}"
    common = "" if pair.folds == folds else f", on the {pair.folds} of {folds} folds that both finished"
    fitted = "; it compares these two fitted models on these test rows" if folds == 1 else ""
    end = f"{common}{fitted}."
    first, second = opening(pair.first), phrase(pair.second)
    match pair.conclusion:
        case Conclusion.EQUAL:
            numbers = f"{equivalence_text(pair, metric)}{common}{fitted}, within ±{margin:g}"
            return f"{first} and {second} are practically equal: {numbers}."
        case Conclusion.OPEN:
            return f"No difference shown between {phrase(pair.first)} and {second}: {numbers}, {p_value}{end}"
        case word:
            be = verb(pair.first, "is", "are")
            return f"{first} {be} {word} than {second}: {numbers}, {p_value}{size(pair, metric, margin)}{end}"


def members_sentence(known: PrimaryAnswer) -> str:
    """Which contenders represented the sides, and in how many folds; empty where each side has one contender."""
    sides = ((known.first, known.first_members), (known.second, known.second_members))
    counts = [(side, Counter(name for name in names if name)) for side, names in sides]
    if all(list(count) == [side] for side, count in counts):
        return ""
    parts = [
        f"{phrase(side)} {verb(side, 'is', 'are')} represented by "
        + ", ".join(f"{label_of(name)} ({number})" for name, number in count.most_common())
        for side, count in counts
        if list(count) != [side]
    ]
    return f"As the validation rows of each fold chose, {' and '.join(parts)}."


def _title(side: str, members: Sequence[Scored]) -> str:
    return members[0].name if len(members) == 1 else OTHERS if side == OTHERS else TITLES.get(side, TITLES[CLASSICAL])


def _family(title: str, members: Sequence[Scored], metric: Metric) -> _Family:
    """The side as one contender: in each fold the scores of its chosen member."""
    chosen = [_chosen(members, fold, metric) for fold in range(len(members[0].scores))]
    scores = [None if member is None else member.scores[fold] for fold, member in enumerate(chosen)]
    redrawn = chosen[0].redrawn if len(chosen) == 1 and chosen[0] is not None else None
    unscored = len(members) > 1 and not any(score is not None for member in members for score in member.validation)
    return _Family(Scored(title, "", scores, members[0].sizes, redrawn), chosen, unscored)


def _chosen(members: Sequence[Scored], fold: int, metric: Metric) -> Scored | None:
    """The member with the best validation score of those that finished the fold, the first of equals."""
    finished = [member for member in members if member.finished(metric.name)[fold]]
    if len(members) == 1:
        return finished[0] if finished else None
    known = {
        member.name: (member, float(score))
        for member in finished
        if fold < len(member.validation) and (score := member.validation[fold]) is not None
    }
    if not known:
        return None
    return known[metric.best({name: score for name, (_, score) in known.items()})][0]


def _too_few(first: _Family, second: _Family, metric: Metric) -> str:
    """Why two families can't be compared."""
    for side in (first, second):
        if side.members.count(None) == len(side.members) and side.unscored:
            return (
                "No verdict: the scores on validation rows, which choose between the members of "
                f"{phrase(side.scored.name)}, are not known."
            )
    counts = [int(np.sum(side.scored.finished(metric.name))) for side in (first, second)]
    names = [phrase(side.scored.name) for side in (first, second)]
    if min(counts) >= 2:
        return f"No verdict: {names[0]} and {names[1]} share fewer than two finished folds."
    return f"No verdict: too few folds were finished to compare {names[0]} ({counts[0]}) with {names[1]} ({counts[1]})."


def _leader(family: _Family, common: np.ndarray, metric: Metric) -> str:
    """Who represents the family in most of the common folds; of equals the one with the best mean validation score."""
    members = [member for member, shared in zip(family.members, common, strict=True) if member and shared]
    counts = Counter(member.name for member in members)
    most = {member.name: member for member in members if counts[member.name] == max(counts.values())}
    if len(most) == 1:
        return next(iter(most))
    means = {
        name: float(np.mean([score for score in member.validation if score is not None]))
        for name, member in most.items()
    }
    return metric.best(means)


def _names(family: _Family, common: np.ndarray) -> list[str | None]:
    return [member.name if member and shared else None for member, shared in zip(family.members, common, strict=True)]
