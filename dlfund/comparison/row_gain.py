"""What a learning curve in rows says: scores with intervals, the network's lead at each size, and what rows bring.

    gain of a doubling = score with all rows − score with half of them          turned so that positive is better

All intervals come from the same 1,000 draws of the test rows, so that differences between contenders and between sizes
are paired. Of what other training rows, or another start of a network, would have changed they say nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.baselines import Baseline
from dlfund.comparison.bootstrap import percentile_interval, redrawn_scores
from dlfund.comparison.compare import Comparison, Contender, name_of
from dlfund.comparison.metrics import METRICS, Metric, scores
from dlfund.comparison.row_curve import Sizes, read_point
from dlfund.comparison.run_folder import RunFolder
from dlfund.outcome import Outcome

Point = tuple[float, np.ndarray]  # a score, and the same on test rows drawn anew


def row_gain(
    comparison: Comparison, folder: RunFolder, sizes: Sizes, roles: dict[str, Contender], margin: float
) -> dict[str, Any]:
    """The curve as data, with its sentences; what `results.json` holds under `row_curve`.

    Args:
        roles: dict. `"reference"`, `"baseline"` and `"network"` to contenders, as far as there are any.
        margin: float. Differences in the metric smaller than this are practically none.
    """
    shares = (*sizes.shares, 1.0)
    contenders = list({name_of(one): one for one in roles.values()}.values())
    points = {name_of(one): [_point(comparison, folder, sizes, one, share) for share in shares] for one in contenders}
    names = {role: name_of(one) for role, one in roles.items()}
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
        "scores": {name: [_ends(point, metric) for point in own] for name, own in points.items()},
        "differences": [_ends(pair) for pair in pairs],
        "failed": failed,
        "sentences": _sentences(points, names, [sizes.rows(share) for share in shares], metric, margin),
    }


def _pairs(points: dict[str, list[Point | None]], names: dict[str, str]) -> list[tuple[Point | None, Point | None]]:
    if "network" not in names or "baseline" not in names:
        return []
    return list(zip(points[names["network"]], points[names["baseline"]], strict=True))


def _point(comparison: Comparison, folder: RunFolder, sizes: Sizes, contender: Contender, share: float) -> Point | None:
    """Mean over the folds; None where one failed."""
    kind, name, dataset = comparison.task.kind, comparison.task.metric, comparison.dataset
    sure = not isinstance(contender, Baseline) or contender.probabilistic
    values, draws = [], []
    for number, fold in enumerate(sizes.folds):
        outcome = _outcome(folder, name_of(contender), fold.name, share)
        if outcome is None or outcome.error:
            return None
        y, weight = dataset.y[fold.test], dataset.weight_of(fold.test)
        value = scores(kind, y, outcome.predictions, sure, weight)[name]
        if value is None:
            return None
        seed = comparison.protocol.seed + number
        options: dict[str, Any] = {"seed": seed, "weight": weight, "only": name}
        values.append(value)
        draws.append(redrawn_scores(kind, y, outcome.predictions, sure, **options)[name])
    fewest = min(map(len, draws))  # a sample without both classes has no ranking, in any contender's draws
    return float(np.mean(values)), np.mean([one[:fewest] for one in draws], axis=0)


def _outcome(folder: RunFolder, name: str, fold: str, share: float) -> Outcome | None:
    if share == 1:
        return folder.read_outcome(name, fold)
    return read_point(folder, name, fold, share)


def _minus(first: Point | None, second: Point | None) -> Point | None:
    return None if first is None or second is None else (first[0] - second[0], first[1] - second[1])


def _ends(point: Point | None, metric: Metric | None = None) -> dict[str, float] | None:
    """Value and 95 % interval; a score's ends where its metric ends."""
    if point is None:
        return None
    interval = percentile_interval(*point)
    low, high = (-np.inf, np.inf) if metric is None else (metric.low, metric.high)
    return {"value": interval.mean, "low": max(interval.low, low), "high": min(interval.high, high)}


def _sentences(
    points: dict[str, list[Point | None]], names: dict[str, str], rows: list[float], metric: Metric, margin: float
) -> list[str]:
    """What the numbers support, and no more."""

    def gain(later: Point | None, earlier: Point | None) -> Point | None:
        """What was gained, positive where it is better."""
        difference = _minus(later, earlier)
        return difference and (float(metric.gain(np.asarray(difference[0]))), metric.gain(difference[1]))

    network, baseline = (names.get(role) for role in ("network", "baseline"))
    steps = {name: gain(own[-1], own[-2]) for name, own in points.items()}
    said = []
    if network and baseline:
        more, lead = _minus(steps[network], steps[baseline]), gain(points[network][-1], points[baseline][-1])
        said += _more(network, baseline, steps, more, rows, metric, margin)
        said += _catching_up(network, baseline, more, lead, metric)
    last = {name: own[-1] for name, own in points.items() if own[-1] is not None}
    if last:
        best = max(last, key=lambda name: float(metric.gain(np.asarray(last[name][0]))))
        said += _whether_more_rows(best, steps[best], rows, metric, margin)
    return said


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
        return [f"Not every fit of {network} and {baseline} with {_rows(rows[-2])} and more rows was finished."]
    bring = (
        f"From {_rows(rows[-2])} to {_rows(rows[-1])} rows {network} gains {_number(own)} in {metric.title}, "
        f"{baseline} {_number(others)} (positive is better)"
    )
    if not _shown(more):
        return [f"{bring}. No difference shown between these gains: {_number(more)}."]
    small = "" if abs(more[0]) >= margin else f", though by less than the {margin:g} that matters"
    who = f"The network {'still ' if more[0] > 0 else ''}gains {'more' if more[0] > 0 else 'less'} from rows"
    return [f"{bring}. {who}: {_number(more)}{small}."]


def _catching_up(network: str, baseline: str, more: Point | None, lead: Point | None, metric: Metric) -> list[str]:
    """Whether more rows would make the network win."""
    if lead is None or more is None:
        return []
    where = f"{network} against {baseline}, with all rows: {_number(lead)} {metric.title}, positive where it is better"
    if _shown(lead) and lead[0] > 0:
        return [f"The network is ahead with the rows there are ({where})."]
    if _shown(more) and more[0] > 0:
        return [f"More rows would probably help the network to come closer or to win ({where})."]
    if _shown(more):
        return [f"Nothing here says that more rows would make the network win: it gains less from them ({where})."]
    return [f"Whether more rows would make the network win is not shown by these rows ({where})."]


def _whether_more_rows(best: str, step: Point | None, rows: list[float], metric: Metric, margin: float) -> list[str]:
    """Whether the best of them would be better with more rows."""
    if step is None:
        return []
    low, high = percentile_interval(*step).low, percentile_interval(*step).high
    last = f"from {_rows(rows[-2])} to {_rows(rows[-1])} rows brought {best} {_number(step)} in {metric.title}"
    if -margin <= low and high <= margin:
        return [f"More rows of this kind would probably change little: the step {last}, within ±{margin:g}."]
    if low > 0:
        return [f"More rows would probably help, whoever is chosen: the step {last}."]
    return [f"That more rows would help is not shown: the step {last}."]


def _shown(point: Point) -> bool:
    interval = percentile_interval(*point)
    return not interval.low <= 0 <= interval.high


def _number(point: Point) -> str:
    interval = percentile_interval(*point)
    return f"{point[0]:+.3f} [{interval.low:+.3f}, {interval.high:+.3f}]"


def _rows(number: float) -> str:
    return f"{number:,.0f}"
