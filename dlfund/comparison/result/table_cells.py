"""The cells of a result's tables, as text: a row per contender, and how far each is behind the true rule."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import TYPE_CHECKING

from dlfund.comparison.result.content_sections import ContenderResult, ExpectedRegret, Regret
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.score_text import USUAL, decimals, interval_text
from dlfund.comparison.truth import regret
from dlfund.core.contender_labels import label_of, named

if TYPE_CHECKING:
    from dlfund.comparison.result.result import Result


def rows(result: Result) -> tuple[list[str], list[list[str]]]:
    """Header and cells, as text: one row per contender, best mean first."""
    others = [name for name in result.other_metrics() if METRICS[name].brief]
    title = METRICS[result.metric].title
    header = ["contender", f"{title} [95 %]", "Δ to reference [95 %]", "p (Holm)", "worse / equal / better"]
    header += [METRICS[name].title for name in others]
    header += ["trials", "fit s", "ms/1000 rows", "parameters", "bytes"]
    shown = _shown_decimals(result)
    contenders = [_row(result, contender, others, shown) for contender in result.ranked()]
    return header, [*_truth_row(result, others, shown), *contenders]


def _shown_decimals(result: Result) -> dict[str, int]:
    """Decimals of each metric's column: what the median of its intervals is worth."""
    widths: dict[str, list[float]] = {}
    for intervals in result.verdict.intervals.values():
        for name, known in intervals.items():
            widths.setdefault(name, []).append(known.high - known.low)
    return {name: decimals(METRICS[name], median(known)) for name, known in widths.items()}


def _truth_row(result: Result, others: list[str], shown: Mapping[str, int]) -> list[list[str]]:
    """The true rule's scores on the same folds, above all contenders because it is none of them."""
    truth = result.truth
    own = truth.intervals.get(result.metric) if truth else None
    if truth is None or own is None:
        return []
    gap, places = regret(result, result.verdict.reference), shown.get(result.metric, USUAL)
    ahead = _ahead(gap, METRICS[result.metric].higher_is_better, places) if gap else "–"
    cells = [truth.name, _between(own, places), ahead, "", ""]
    cells += [_mean(truth.intervals.get(other), shown.get(other)) for other in others]
    return [cells + [""] * 5]


def _ahead(gap: Regret, higher_is_better: bool, places: int) -> str:
    """The true rule's score minus a contender's, from the contender's regret."""
    values = (gap.mean, gap.low, gap.high) if higher_is_better else (-gap.mean, -gap.high, -gap.low)
    return f"{values[0]:+.{places}f} {interval_text(values[1], values[2], places)}"


def regret_rows(result: Result, *, intervals: bool = True) -> tuple[list[str], list[list[str]]]:
    """Header and cells: how far each contender is behind the true rule, with the labels and without their luck.

    Without `intervals`, only the first of these numbers has one.
    """
    truth = result.truth
    if truth is None:
        return [], []
    brief = [name for name, metric in METRICS.items() if metric.brief and metric.proper]
    names = dict.fromkeys((result.metric, *brief))
    names = dict.fromkeys(name for name in names if any(name in expected for expected in truth.expected.values()))
    header = ["behind the true rule", f"{METRICS[result.metric].title} [95 %]"]
    header += [f"expected\n{METRICS[name].regret_title or METRICS[name].title}" for name in names]
    cells, shown = [], _shown_decimals(result).get(result.metric, USUAL)
    for contender in result.ranked():
        expected = truth.expected[contender.name]
        means = [_between(expected.get(name), shown, interval=intervals) for name in names]
        cells.append([label_of(contender.name), _between(regret(result, contender.name), shown), *means])
    return header, cells


def _between(known: Interval | Regret | ExpectedRegret | None, shown: int, *, interval: bool = True) -> str:
    if known is None:
        return "–"
    if known.low is None or not interval:
        return f"{known.mean:.{shown}f}"
    return f"{known.mean:.{shown}f} [{known.low:.{shown}f}, {known.high:.{shown}f}]"


def _mean(known: Interval | None, shown: int | None, without: str = "–") -> str:
    return without if known is None else f"{known.mean:.{USUAL if shown is None else shown}f}"


def _row(result: Result, contender: ContenderResult, others: list[str], shown: Mapping[str, int]) -> list[str]:
    name, intervals = contender.name, result.verdict.intervals[contender.name]
    label = f"{named(name)} ({contender.missing})" if contender.missing else named(name)
    own = intervals.get(result.metric)
    score = _between(own, shown[result.metric]) if own else result.without_score(name, result.metric)
    scores = [_mean(intervals.get(other), shown.get(other), result.without_score(name, other)) for other in others]
    return [label, score, *_difference(result, name), *scores, *_costs(contender)]


def _costs(contender: ContenderResult) -> list[str]:
    """Trials, times and sizes; a dash for what no model of all rows has."""
    cost, (fewest, most) = contender.cost, contender.trials
    return [
        f"{fewest}–{most}" if fewest < most else str(cost.trials),
        f"{cost.fit_seconds:.2f}",
        "–" if cost.predict_seconds_per_1000 is None else f"{1000 * cost.predict_seconds_per_1000:.1f}",
        "–" if contender.parameters is None else f"{contender.parameters:,}",
        "–" if cost.bytes is None else f"{cost.bytes:,}",
    ]


def _difference(result: Result, name: str) -> list[str]:
    if name == result.verdict.reference:
        return ["reference", "", ""]
    pair = result.difference(name)
    if pair is None:
        return ["–", "–", "–"]
    shown = _shown_decimals(result).get(result.metric, USUAL)
    return [
        f"{pair.difference:+.{shown}f} {interval_text(pair.low, pair.high, shown)}",
        "<0.001" if pair.p_adjusted < 0.001 else f"{pair.p_adjusted:.3f}",
        f"{pair.worse:.2f} / {pair.equivalent:.2f} / {pair.better:.2f}",
    ]
