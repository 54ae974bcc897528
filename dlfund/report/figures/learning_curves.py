"""How the networks learned: training and validation loss over epochs, a thin line per fold."""

from __future__ import annotations

import math

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.core.counted import counted
from dlfund.core.outcome import Outcome
from dlfund.report.contender import ShownContender, ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import together

MOST = 150  # points of a line; more could not be told apart


def learning_curves(result: Result) -> list[dict[str, object]]:
    """One panel per contender that learned in epochs."""
    panels = []
    for contender in ranked(result):
        curves = [outcome for outcome in contender.outcomes if outcome.history.get("loss")]
        if curves:
            panels.append({"contender": contender, "svg": _draw(contender, curves), "folds": len(curves)})
    return panels


def _draw(contender: ShownContender, curves: list[Outcome]) -> Markup:
    losses = [value for curve in curves for name in ("loss", "val_loss") for value in curve.history.get(name, ())]
    longest = max(len(curve.history["loss"]) for curve in curves)
    y = Axis.around("loss", [value for value in losses if value is not None], log=None)
    panel = Panel(Axis("epoch", 1.0, float(max(longest, 2)), whole=True), y, width=380, height=260)
    lines = [
        _line(panel, curve.history.get(name), class_)
        for name, class_ in (("loss", "training"), ("val_loss", "validation"))
        for curve in curves
    ]
    chosen = [
        (curve.epochs, curve.history["val_loss"][curve.epochs - 1])
        for curve in curves
        if curve.epochs and len(curve.history.get("val_loss", ())) >= curve.epochs
    ]
    chosen = [(epoch, value) for epoch, value in chosen if math.isfinite(value)]
    drawn = f"{counted(longest, 'epoch')}, {counted(len(curves), 'line')} each"
    label = f"{contender.label}: training and validation loss over {drawn}."
    marks = together(lines) + panel.dots(chosen, class_="chosen-rim") + panel.dots(chosen, class_="chosen")
    return panel.draw(marks, label=label, class_=f"panel {contender.colour}")


def _line(panel: Panel, values: list[float] | None, class_: str) -> Markup:
    if not values:
        return Markup("")
    every = max(1, len(values) // MOST)
    points = [(epoch, value) for epoch, value in enumerate(values, start=1) if epoch % every == 0 or epoch == 1]
    points = [(epoch, value) for epoch, value in points if value is not None and math.isfinite(value)]
    return panel.line(*zip(*points, strict=True), class_=class_) if points else Markup("")
