"""The answer at a glance: everybody who learns against the reference, with the margin that counts as equal."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report.contender import Contender, higher_is_better, metric_title, ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.interval_plot import grid, placed, scale, whisker
from dlfund.report.figures.svg import element, mark, share
from dlfund.report.numbers import difference, probability, signed_interval

HEIGHT = 34
MIDDLE = HEIGHT // 2


def difference_plot(result: Result) -> dict[str, Any]:
    """One row a contender that learns; rules would stretch the axis until nothing else is seen."""
    contenders = [one for one in ranked(result) if one.rung != "rule" and not one.is_reference]
    pairs = {one.name: pair for one in contenders if (pair := result.difference(one.name)) is not None}
    margin = result.content["judgement"]["margin"]
    ends = [pair[side] for pair in pairs.values() for side in ("low", "high")]
    axis = Axis.around(f"difference in {metric_title(result)}", [*ends, -2 * margin, 2 * margin], room=0.04)
    rows = [
        {
            "contender": one,
            "track": _track(one, pairs[one.name], axis, margin),
            "difference": difference(pairs[one.name]["difference"]),
            "interval": signed_interval(pairs[one.name]["low"], pairs[one.name]["high"]),
        }
        for one in contenders
        if one.name in pairs
    ]
    ends = ("worse", "better") if higher_is_better(result) else ("better", "worse")
    return {"rows": rows, "axis": scale(axis), "title": axis.title, "ends": ends, "margin": f"{margin:g}"}


def _track(one: Contender, pair: dict[str, Any], axis: Axis, margin: float) -> Markup:
    low, high = axis.share(-margin), axis.share(margin)
    zero = share(axis.share(0.0))
    return element(
        "svg",
        element("rect", x=share(low), width=share(high - low), y=0, height=HEIGHT, class_="margin"),
        *grid(axis, HEIGHT),
        element("line", x1=zero, x2=zero, y1=0, y2=HEIGHT, class_="zero"),
        whisker(axis, pair["low"], pair["high"], MIDDLE),
        placed(axis, pair["difference"], MIDDLE, mark(one.family)),
        class_=f"track {one.colour}",
        height=HEIGHT,
        role="img",
        aria_label=_label(one, pair),
    )


def _label(one: Contender, pair: dict[str, Any]) -> str:
    between = f"95 % interval {difference(pair['low'])} to {difference(pair['high'])}"
    likely = ", ".join(f"{word} {probability(pair[word])}" for word in ("worse", "equivalent", "better"))
    gap = difference(pair["difference"])
    return f"{one.name} against {pair['second']}: {gap}, {between}; probability of being {likely}."
