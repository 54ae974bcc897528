"""The answer at a glance: each contender that learns against the reference, with the equivalence margin."""

from __future__ import annotations

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.paired_difference import PairedDifference
from dlfund.core.contender_labels import label_of
from dlfund.report.contender import ShownContender, higher_is_better, metric_title, ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.interval_plot import grid, placed, scale, whisker
from dlfund.report.figures.probability_bar import probabilities
from dlfund.report.figures.svg import element, mark, share
from dlfund.report.numbers import difference, signed_interval

HEIGHT = 34
MIDDLE = HEIGHT // 2


def difference_plot(result: Result) -> dict[str, object]:
    """One row per contender that learns; rules would stretch the axis until nothing else could be seen."""
    contenders = [contender for contender in ranked(result) if contender.kind != "rule" and not contender.is_reference]
    pairs = {
        contender.name: pair for contender in contenders if (pair := result.difference(contender.name)) is not None
    }
    margin = result.verdict.margin
    ends = [side for pair in pairs.values() for side in (pair.low, pair.high)]
    axis = Axis.around(f"difference in {metric_title(result)}", [*ends, -2 * margin, 2 * margin], room=0.04)
    rows = [
        {
            "contender": contender,
            "track": _track(contender, pairs[contender.name], axis, margin),
            "difference": difference(pairs[contender.name].difference),
            "interval": signed_interval(pairs[contender.name].low, pairs[contender.name].high),
        }
        for contender in contenders
        if contender.name in pairs
    ]
    sides = ("worse", "better") if higher_is_better(result) else ("better", "worse")
    return {"rows": rows, "axis": scale(axis), "title": axis.title, "ends": sides, "margin": f"{margin:g}"}


def _track(contender: ShownContender, pair: PairedDifference, axis: Axis, margin: float) -> Markup:
    low, high = axis.share(-margin), axis.share(margin)
    zero = share(axis.share(0.0))
    return element(
        "svg",
        element("rect", x=share(low), width=share(high - low), y=0, height=HEIGHT, class_="margin"),
        *grid(axis, HEIGHT),
        element("line", x1=zero, x2=zero, y1=0, y2=HEIGHT, class_="zero"),
        whisker(axis, pair.low, pair.high, MIDDLE),
        placed(axis, pair.difference, MIDDLE, mark(contender.family)),
        class_=f"track {contender.colour}",
        height=HEIGHT,
        role="img",
        aria_label=_label(contender, pair),
    )


def _label(contender: ShownContender, pair: PairedDifference) -> str:
    between = f"95 % interval {difference(pair.low)} to {difference(pair.high)}"
    likely = ", ".join(f"{word} {number}" for word, number in probabilities(pair))
    gap = difference(pair.difference)
    return f"{contender.label} against {label_of(pair.second)}: {gap}, {between}; probability of being {likely}."
