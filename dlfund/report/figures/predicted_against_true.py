"""Predicted numbers against true ones, and how the errors are distributed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.core.counted import counted
from dlfund.report import numbers
from dlfund.report.contender import ShownContender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element

if TYPE_CHECKING:
    from dlfund.comparison.result.views.residuals import Residuals, ResidualSpread


class PredictionPanel(TypedDict):
    contender: ShownContender
    scatter: Markup
    spread: Markup
    quantiles: list[str]
    mean: str


class PredictedAgainstTrue(TypedDict, total=False):
    panels: Required[list[PredictionPanel]]
    quantiles: list[str]
    rows: str


def predicted_against_true(result: Result) -> PredictedAgainstTrue:
    """Two panels per shown contender, and the quantiles of its errors."""
    view: Residuals | None = result.views.get("residuals") or None
    if view is None:
        return {"panels": []}
    every = [*view["true"], *(value for values in view["said"].values() for value in values)]
    axis = Axis.around(f"true {result.dataset.target}", every, room=0.02)
    names = [f"{name} %" for name in next(iter(view["spread"].values()))["quantiles"]]
    panels = [_panel(ShownContender(result.contender(name), result), view, axis) for name in view["said"]]
    return {"panels": panels, "quantiles": names, "rows": numbers.count(view["rows"])}


def _panel(contender: ShownContender, view: Residuals, axis: Axis) -> PredictionPanel:
    spread = view["spread"][contender.name]
    most = max(share for other in view["spread"].values() for share in other["shares"])
    return {
        "contender": contender,
        "scatter": _scatter(contender, axis, view["true"], view["said"][contender.name]),
        "spread": _spread(contender, view["edges"], spread, most),
        "quantiles": [numbers.amount(value) for value in spread["quantiles"].values()],
        "mean": numbers.amount(spread["mean"]),
    }


def _scatter(contender: ShownContender, axis: Axis, truth: list[float], predicted: list[float]) -> Markup:
    target = contender.result.dataset.target
    panel = Panel(axis, Axis(f"predicted by {contender.label}", axis.low, axis.high), width=340, height=310, left=48)
    ends = (axis.low, axis.high)
    points = panel.dots(zip(truth, predicted, strict=True), class_="prediction")
    label = (
        f"{contender.label}: predicted {target} against the true value for {counted(len(predicted), 'row')}; on the "
        "diagonal both are equal."
    )
    return panel.draw(
        panel.line(ends, ends, class_="diagonal") + points, label=label, class_=f"panel {contender.colour}"
    )


def _spread(contender: ShownContender, edges: list[float], spread: ResidualSpread, most: float) -> Markup:
    x, y = Axis("predicted − true", edges[0], edges[-1]), Axis("share of rows", 0, most * 1.08)
    panel = Panel(x, y, width=340, height=180, left=48)
    bars = []
    for low, high, share in zip(edges, edges[1:], spread["shares"], strict=False):
        (left, top), (right, bottom) = panel.at(low, share), panel.at(high, 0)
        bars.append(
            element("rect", x=left + 0.5, y=top, width=max(right - left - 1, 0.5), height=bottom - top, class_="column")
        )
    zero = panel.line((0, 0), (0, panel.y.high), class_="zero")
    middle = panel.line((spread["low"], spread["high"]), (most * 1.04,) * 2, class_="whisker")
    ends = f"{numbers.amount(spread['low'])} and {numbers.amount(spread['high'])}"
    label = f"{contender.label}: nine tenths of the errors of {contender.result.dataset.target} lie between {ends}."
    return panel.draw(*bars, zero, middle, label=label, class_=f"panel {contender.colour}", ticks=4)
