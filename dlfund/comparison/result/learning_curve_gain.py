"""A learning curve over the number of rows: scores with intervals, the network's lead at each size, and the gain.

    gain of a doubling = score with all rows − score with half of them          turned so that positive is better

All intervals come from the same 1,000 bootstrap samples of the test rows, so that differences between contenders and
between sizes are paired. They do not cover what other training rows, or other initial weights, would have changed.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

import numpy as np

from dlfund.comparison.contender import Contender
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.learning_curve import Sizes, read_point
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.bootstrap import percentile_interval, redrawn_score
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.metrics import METRICS, scores
from dlfund.comparison.scoring.score_text import decimals, interval_text
from dlfund.core.contender_labels import label_of, phrase, verb
from dlfund.core.outcome import Outcome

Point = tuple[float, np.ndarray]  # a score, and the same on bootstrap samples of the test rows


class ScoreInterval(TypedDict):
    """A score or a difference, with its 95 % interval."""

    value: float
    low: float
    high: float


class LearningCurve(TypedDict):
    """What `results.json` has under `row_curve`.

    `scores` has one entry per size for each contender, None where it has no score. `differences` are the network's
    scores minus the baseline's. `seconds` is how long the curve took, and `note` why a part of it is missing.
    """

    rows: list[int]
    shares: list[float]
    folds: list[str]
    test_rows: int
    roles: dict[str, str]
    scores: dict[str, list[ScoreInterval | None]]
    differences: list[ScoreInterval | None]
    failed: list[str]
    sentences: list[str]
    seconds: NotRequired[float]
    note: NotRequired[str]


def learning_curve(
    comparison: Comparison, folder: RunFolder, sizes: Sizes, roles: dict[str, Contender], margin: float
) -> LearningCurve:
    """The curve as data, with its sentences.

    Args:
        roles: dict. `"reference"`, `"baseline"` and `"network"` to contenders, as far as there are any.
        margin: float. Differences in the metric smaller than this are practically none.
    """
    shares = (*sizes.shares, 1.0)
    contenders = {contender.name: contender for contender in roles.values()}
    points = {
        name: [_point(comparison, folder, sizes, contender, share) for share in shares]
        for name, contender in contenders.items()
    }
    names = {role: contender.name for role, contender in roles.items()}
    metric = METRICS[comparison.task.metric]
    pairs = [_minus(a, b) for a, b in _pairs(points, names)]
    failed = [f"{name} at {_rows(sizes.rows(share))} rows" for name, own in points.items()
              for share, point in zip(shares, own, strict=True) if point is None]  # fmt: skip
    return {
        "rows": [round(sizes.rows(share)) for share in shares],
        "shares": list(shares),
        "folds": [fold.name for fold in sizes.folds],
        "test_rows": sum(len(fold.test) for fold in sizes.folds),
        "roles": names,
        "scores": {name: [_interval(point, metric) for point in own] for name, own in points.items()},
        "differences": [_interval(pair) for pair in pairs],
        "failed": failed,
        "sentences": _sentences(points, names, [sizes.rows(share) for share in shares], metric, margin),
    }


def _pairs(points: dict[str, list[Point | None]], names: dict[str, str]) -> list[tuple[Point | None, Point | None]]:
    if "network" not in names or "baseline" not in names:
        return []
    return list(zip(points[names["network"]], points[names["baseline"]], strict=True))


def _point(comparison: Comparison, folder: RunFolder, sizes: Sizes, contender: Contender, share: float) -> Point | None:
    """Mean over the folds; None where one failed, or the metric is undefined on its rows."""
    kind, name, dataset = comparison.task.kind, comparison.task.metric, comparison.dataset
    probabilistic = contender.probabilistic
    values, draws = [], []
    for number, fold in enumerate(sizes.folds):
        outcome = _outcome(folder, contender.name, fold.name, share)
        if outcome is None or outcome.error:
            return None
        y, weight = dataset.y[fold.test], dataset.weight_of(fold.test)
        value = scores(kind, y, outcome.predictions, probabilistic, weight, name)[name]
        if value is None:
            return None
        seed = comparison.protocol.seed + number
        values.append(value)
        redrawn = redrawn_score(kind, y, outcome.predictions, probabilistic, metric=name, seed=seed, weight=weight)
        if redrawn is None:
            return None
        draws.append(redrawn)
    fewest = min(map(len, draws))  # a sample with one class only has no ROC AUC, for any contender
    return float(np.mean(values)), np.mean([samples[:fewest] for samples in draws], axis=0)


def _outcome(folder: RunFolder, name: str, fold: str, share: float) -> Outcome | None:
    if share == 1:
        return folder.read_outcome(name, fold)
    return read_point(folder, name, fold, share)


def _minus(first: Point | None, second: Point | None) -> Point | None:
    return None if first is None or second is None else (first[0] - second[0], first[1] - second[1])


def _interval(point: Point | None, metric: Metric | None = None) -> ScoreInterval | None:
    """Value and 95 % interval; that of a score stays inside its metric's range."""
    if point is None:
        return None
    interval = percentile_interval(*point)
    low, high = (-np.inf, np.inf) if metric is None else (metric.low, metric.high)
    return {"value": interval.mean, "low": max(interval.low, low), "high": min(interval.high, high)}


def _sentences(
    points: dict[str, list[Point | None]], names: dict[str, str], rows: list[float], metric: Metric, margin: float
) -> list[str]:
    """What the numbers support."""

    def gain(later: Point | None, earlier: Point | None) -> Point | None:
        """A difference with its sign changed where needed, so that positive is better."""
        difference = _minus(later, earlier)
        return difference and (float(metric.gain(np.asarray(difference[0]))), metric.gain(difference[1]))

    network, baseline = (names.get(role) for role in ("network", "baseline"))
    steps = {name: gain(own[-1], own[-2]) for name, own in points.items()}
    sentences = []
    if network and baseline:
        more, lead = _minus(steps[network], steps[baseline]), gain(points[network][-1], points[baseline][-1])
        sentences += _more(network, baseline, steps, more, rows, metric, margin)
        sentences += _catching_up(network, baseline, more, lead, metric)
    last = {name: own[-1] for name, own in points.items() if own[-1] is not None}
    if last:
        best = max(last, key=lambda name: float(metric.gain(np.asarray(last[name][0]))))
        sentences += _whether_more_rows(best, steps[best], rows, metric, margin)
    return sentences


def _more(
    network: str,
    baseline: str,
    steps: dict[str, Point | None],
    more: Point | None,
    rows: list[float],
    metric: Metric,
    margin: float,
) -> list[str]:
    """Whether the network still gains more from rows than the baseline does."""
    own, others = steps[network], steps[baseline]
    if more is None or own is None or others is None:
        both = f"{label_of(network)} and {label_of(baseline)}"
        return [f"Not every fit of {both} with {_rows(rows[-2])} or more rows was finished."]
    gains = (
        f"From {_rows(rows[-2])} to {_rows(rows[-1])} rows {phrase(network)} {verb(network, 'gains', 'gain')} "
        f"{_number(own, metric)} in {metric.title}, {phrase(baseline)} {_number(others, metric)} (positive is better)"
    )
    if not _shown(more):
        return [f"{gains}. No difference shown between these gains: {_number(more, metric)}."]
    small = "" if abs(more[0]) >= margin else f", though by less than the {margin:g} that matters"
    comparative = f"The network {'still ' if more[0] > 0 else ''}gains {'more' if more[0] > 0 else 'less'} from rows"
    return [f"{gains}. {comparative}: {_number(more, metric)}{small}."]


def _catching_up(network: str, baseline: str, more: Point | None, lead: Point | None, metric: Metric) -> list[str]:
    """What more rows would change between the network and the baseline; who is ahead now is the verdict's to say."""
    if lead is None or more is None:
        return []
    models = f"{label_of(network)} minus {label_of(baseline)} with all rows, for these fitted models"
    where = f"{models}: {_number(lead, metric)} {metric.title}"
    if _shown(more) and more[0] > 0:
        return [f"More rows would probably move the difference in the network's favour ({where}, positive is better)."]
    if _shown(more):
        return [f"More rows would probably move the difference in the baseline's favour ({where}, positive is better)."]
    return [f"It is not shown that more rows would favour the network or the baseline ({where}, positive is better)."]


def _whether_more_rows(best: str, step: Point | None, rows: list[float], metric: Metric, margin: float) -> list[str]:
    """Whether more rows would improve the best contender."""
    if step is None:
        return []
    low, high = percentile_interval(*step).low, percentile_interval(*step).high
    gains = f"{phrase(best)} {verb(best, 'gains', 'gain')} {_number(step, metric)} {metric.title}"
    gain = f"from {_rows(rows[-2])} to {_rows(rows[-1])} rows {gains}"
    if -margin <= low and high <= margin:
        return [f"More rows of this kind would probably change little: {gain}, within ±{margin:g}."]
    if low > 0:
        return [f"More rows would probably help: {gain}."]
    return [f"More rows are not shown to help: {gain}."]


def _shown(point: Point) -> bool:
    interval = percentile_interval(*point)
    return not interval.low <= 0 <= interval.high


def _number(point: Point, metric: Metric) -> str:
    interval = percentile_interval(*point)
    shown = decimals(metric, interval.high - interval.low)
    return f"{point[0]:+.{shown}f} {interval_text(interval.low, interval.high, shown)}"


def _rows(number: float) -> str:
    return f"{number:,.0f}"
