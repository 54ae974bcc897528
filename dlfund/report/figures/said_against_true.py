"""Numbers that were said against numbers that came true, and how the misses are spread."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element


def said_against_true(result: Result) -> dict[str, Any]:
    """Two panels a shown contender, and the quantiles of its misses."""
    view = (result.content.get("views") or {}).get("residuals") or {}
    if not view:
        return {"panels": []}
    unit, every = (
        result.content["dataset"]["target"],
        [*view["true"], *(one for said in view["said"].values() for one in said)],
    )
    axis = Axis.around(f"true {unit}", every, room=0.02)
    most = max(share for spread in view["spread"].values() for share in spread["shares"])
    panels = [
        {
            "contender": (one := Contender(result.contender(name), result)),
            "scatter": _scatter(one, axis, view["true"], said, unit),
            "spread": _spread(one, view["edges"], view["spread"][name], most, unit),
            "quantiles": [numbers.amount(value) for value in view["spread"][name]["quantiles"].values()],
            "mean": numbers.amount(view["spread"][name]["mean"]),
        }
        for name, said in view["said"].items()
    ]
    names = [f"{name} %" for name in next(iter(view["spread"].values()))["quantiles"]]
    return {"panels": panels, "quantiles": names, "rows": numbers.count(view["rows"])}


def _scatter(one: Contender, axis: Axis, truth: list[float], said: list[float], unit: str) -> Markup:
    panel = Panel(axis, Axis(f"said by {one.name}", axis.low, axis.high), width=340, height=310, left=48)
    ends = (axis.low, axis.high)
    marks = panel.line(ends, ends, class_="diagonal") + panel.dots(zip(truth, said, strict=True), class_="told")
    label = f"{one.name}: {unit} said against true for {len(said)} rows; on the diagonal both are the same."
    return panel.draw(marks, label=label, class_=f"panel {one.colour}")


def _spread(one: Contender, edges: list[float], spread: dict[str, Any], most: float, unit: str) -> Markup:
    panel = Panel(
        Axis("said − true", edges[0], edges[-1]), Axis("share of rows", 0, most * 1.08), width=340, height=180, left=48
    )
    bars = []
    for low, high, share in zip(edges, edges[1:], spread["shares"], strict=False):
        (left, top), (right, bottom) = panel.at(low, share), panel.at(high, 0)
        bars.append(
            element("rect", x=left + 0.5, y=top, width=max(right - left - 1, 0.5), height=bottom - top, class_="column")
        )
    zero = panel.line((0, 0), (0, panel.y.high), class_="zero")
    middle = panel.line((spread["low"], spread["high"]), (most * 1.04,) * 2, class_="whisker")
    low, high = (numbers.amount(spread[side]) for side in ("low", "high"))
    label = f"{one.name}: nine of ten misses of {unit} lie between {low} and {high}."
    return panel.draw(*bars, zero, middle, label=label, class_=f"panel {one.colour}", ticks=4)
