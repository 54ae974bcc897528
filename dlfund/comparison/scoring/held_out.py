"""Held-out rows: they take no part in a comparison, and score the saved models at its end.

Folds show how well a way of making models works; their answer counts. Rows on which nothing was tuned, chosen or
compared confirm it, or don't, by one paired test of the two models that the folds' validation rows chose: a statement
about these two fitted models.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlfund.comparison.scoring.bootstrap import percentile_interval, redrawn_scores
from dlfund.comparison.scoring.conclusion import Conclusion, conclusion
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.metrics import METRICS, for_kind, scores
from dlfund.comparison.scoring.paired_difference import PairedDifference
from dlfund.comparison.scoring.score_text import difference_text
from dlfund.comparison.scoring.scored import Scored
from dlfund.core.contender_labels import phrase, verb
from dlfund.core.json_checks import Count
from dlfund.data import DataError, Dataset
from dlfund.data.class_parts import GroupedClasses, strata
from dlfund.data.split_by_group import groups_parted

LEAST_GROUPS = 3  # of every class that stay in the comparison if possible: for training, validation and test rows


def drawn(dataset: Dataset, rows: int, *, seed: int, stratify: bool) -> Dataset:
    """This number of the data set's rows, in their order: the latest if rows are ordered in time, else random ones.

    The rows of a group are taken or left together, so there may be slightly fewer.
    """
    if rows >= len(dataset):
        return dataset
    return dataset.of_rows(_parted(dataset, len(dataset) - rows, seed, stratify)[0])


def held_out(dataset: Dataset, rows: int, *, seed: int, stratify: bool) -> tuple[Dataset, Dataset | None]:
    """The rows to compare on, and about `rows` others that are held out; None if that is 0.

    Raises:
        DataError: there are too few groups to hold some of them out.
    """
    if not rows:
        return dataset, None
    others, held = _parted(dataset, rows, seed, stratify)
    return dataset.of_rows(others), dataset.of_rows(held)


def _parted(dataset: Dataset, rows: int, seed: int, stratify: bool) -> tuple[np.ndarray, np.ndarray]:
    places = np.arange(len(dataset))
    if dataset.order is not None:
        earliest_first = np.argsort(dataset.order, kind="stable")
        return np.sort(earliest_first[:-rows]), np.sort(earliest_first[-rows:])
    if dataset.group is not None:
        grouped = GroupedClasses(dataset.group, dataset.y if stratify else None, dataset.weight)
        try:
            kept, left = groups_parted(grouped, rows / len(dataset), seed, least=LEAST_GROUPS)
        except ValueError:
            raise DataError(
                f"Expected enough groups in {dataset.schema.group!r} to hold some of them out. Received: "
                f"{len(grouped)}. Pass --hold-out 0, or leave out --group."
            ) from None
        return grouped.rows(kept), grouped.rows(left)
    classes = strata(dataset.y, dataset.weight, stratify=stratify, least=2, most=min(rows, len(dataset) - rows))
    if classes is not None and np.unique(classes, return_counts=True)[1].min() < 2:
        classes = None
    from sklearn.model_selection import train_test_split

    kept, left = train_test_split(places, test_size=rows, random_state=seed, stratify=classes)
    return np.sort(kept), np.sort(left)


@dataclass(frozen=True)
class HeldOutScore:
    """A saved model's score on the held-out rows, with its bootstrap interval."""

    score: float
    low: float
    high: float


@dataclass(frozen=True)
class HeldOut:
    """The saved models' scores on the held-out rows.

    Args:
        rows: int. Number of held-out rows.
        scores: dict. Contender to metric to score; an undefined metric has none.
        undefined: dict. Metric to the reason why it is undefined there.
        pair: PairedDifference or None. The two models that the folds chose, by the deciding metric.
        sentence: str. What the pair shows, and whether that confirms the folds.
    """

    rows: Count
    scores: dict[str, dict[str, HeldOutScore]]
    undefined: dict[str, str] = field(default_factory=dict)
    pair: PairedDifference | None = None
    sentence: str = ""


def judged(
    held: Dataset,
    models: Mapping[str, Any],
    probabilistic: Mapping[str, bool],
    seed: int,
    deciding: str | None = None,
    confirmed: Confirmed | None = None,
) -> HeldOut:
    """Every metric of every saved model on the held-out rows; contenders without a model are left out.

    Args:
        deciding: str or None. The deciding metric.
        confirmed: Confirmed or None. The folds' answer, which one paired test confirms or not.
    """
    kind = held.schema.kind
    undefined = {
        name: why for name, metric in for_kind(kind).items() if (why := metric.undefined_on(held.y, held.weight))
    }
    known: dict[str, dict[str, HeldOutScore]] = {}
    scored: dict[str, Scored] = {}
    for name, model in models.items():
        if model is None:
            continue
        predicted = kind, held.y, np.asarray(model.predict(held.x)).tolist(), probabilistic[name]
        once = scores(*predicted, held.weight, deciding)
        redrawn = redrawn_scores(*predicted, seed=seed, weight=held.weight, deciding=deciding)
        known[name] = {
            metric: _with_ends(metric, value, redrawn[metric])
            for metric, value in once.items()
            if value is not None and metric in redrawn
        }
        scored[name] = Scored(name, "", [once], [(len(held), len(held))], redrawn)
    if confirmed is None or deciding is None:
        return HeldOut(len(held), known, undefined)
    pair = _pair(scored, confirmed, METRICS[deciding])
    sentence = "" if pair is None else confirmation(pair, confirmed, METRICS[deciding])
    return HeldOut(len(held), known, undefined, pair, sentence)


@dataclass(frozen=True)
class Confirmed:
    """The folds' answer.

    Args:
        first, second: str. The contenders that represent the two sides in most folds.
        conclusion: str. The folds' conclusion about the first side.
        margin: float. The equivalence margin.
    """

    first: str
    second: str
    conclusion: str
    margin: float


def _pair(scored: Mapping[str, Scored], confirmed: Confirmed, metric: Metric) -> PairedDifference | None:
    """The paired difference of the two saved models; None if one was not saved or has no score."""
    first, second = scored.get(confirmed.first), scored.get(confirmed.second)
    sides = [side for side in (first, second) if side is not None and side.is_judged(metric.name)]
    return sides[0].minus(sides[1], metric.name, metric, confirmed.margin) if len(sides) == 2 else None


def confirmation(pair: PairedDifference, confirmed: Confirmed, metric: Metric) -> str:
    """What the pair shows on the held-out rows, and how that compares with the folds."""
    shown = conclusion(pair, metric, confirmed.margin, pair.p_value)
    decided, folds = (Conclusion.BETTER, Conclusion.WORSE), confirmed.conclusion
    numbers = f"{difference_text(pair, metric)}, p = {pair.p_value:.2g}"
    first, second = phrase(pair.first), phrase(pair.second)
    what = {
        Conclusion.EQUAL: f"{first} and {second} are practically equal",
        Conclusion.OPEN: f"no difference is shown between {first} and {second}",
    }.get(shown, f"{first} {verb(pair.first, 'is', 'are')} {shown} than {second}")
    if shown in decided and folds in decided:
        end = "This confirms the folds" if shown == folds else "This contradicts the folds: rely on neither alone"
    elif folds in decided:
        end = "This neither confirms nor contradicts the folds"
    elif shown in decided:
        end = "The folds, which also include what another training changes, do not show it"
    else:
        end = "The folds show no difference either"
    return f"On the held-out rows, for the two saved models, {what}: {numbers}. {end}."


def unsaid(held_out: HeldOut, metric: str) -> list[str]:
    """One sentence per metric other than the deciding one that is undefined on the held-out rows."""
    return [
        f"{METRICS[name].title} is undefined on the held-out rows: {why}."
        for name, why in held_out.undefined.items()
        if name != metric
    ]


def _with_ends(metric: str, value: float, redrawn: np.ndarray) -> HeldOutScore:
    interval = percentile_interval(value, redrawn).ending(METRICS[metric].low, METRICS[metric].high)
    return HeldOutScore(value, interval.low, interval.high)
