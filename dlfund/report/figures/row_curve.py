"""Would more rows help? Scores by number of rows, and the difference of the network from the best baseline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.contender_labels import label_of
from dlfund.report import numbers
from dlfund.report.contender import ShownContender, metric_title
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.cost_plot import shortened, spread
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, line, mark, number, together

if TYPE_CHECKING:
    from dlfund.comparison.result.learning_curve_gain import LearningCurve, ScoreInterval

APART = 0.025  # of a doubling, between the intervals of two contenders at one size


def row_curve(result: Result) -> dict[str, object]:
    """Both panels, the table and the sentences; empty where no curve was asked for."""
    if not result.row_curve or "left_out" in result.row_curve:
        return dict(result.row_curve)
    curve = cast("LearningCurve", result.row_curve)
    shown = [ShownContender(result.contender(name), result) for name in curve["scores"]]
    return {
        "scores": _scores(result, curve, shown),
        "differences": _differences(result, curve),
        "title": metric_title(result),
        "direction": METRICS[result.metric].direction,
        "columns": [
            {"contender": contender, "cells": [_cell(score) for score in curve["scores"][contender.name]]}
            for contender in shown
        ],
        "gaps": [_cell(difference, signed=True) for difference in curve["differences"]],
        "counts": [numbers.count(rows) for rows in curve["rows"]],
        "network": curve["roles"].get("network", ""),
        "baseline": curve["roles"].get("baseline", ""),
        "folds": len(curve["folds"]),
        "test_rows": numbers.count(curve["test_rows"]),
        "sentences": curve["sentences"],
        "seconds": numbers.seconds(curve["seconds"]),
        "note": curve.get("note", ""),
    }


def _axis(curve: LearningCurve) -> Axis:
    """The number of rows, each size as far from the next as its multiple says."""
    rows = curve["rows"]
    marks = tuple((float(size), numbers.tick(size)) for size in rows)
    return Axis("training rows (logarithmic)", 0.85 * rows[0], 1.15 * rows[-1], True, marks=marks)


def _scores(result: Result, curve: LearningCurve, shown: list[ShownContender]) -> Markup:
    known = [score for scores in curve["scores"].values() for score in scores if score]
    y = Axis.around(metric_title(result), [end for score in known for end in (score["low"], score["high"])])
    panel = Panel(_axis(curve), y, width=470, height=300, left=48, right=132)
    marks = []
    for place, contender in enumerate(shown):
        shift = 1 + APART * (place - (len(shown) - 1) / 2)
        style = "curve reference-curve" if contender.is_reference else "curve"
        sizes = [rows * shift for rows in curve["rows"]]
        marks.append(_drawn(panel, sizes, curve["scores"][contender.name], contender, style))
    each = "; ".join(
        f"{contender.label}: {_as_text(curve['rows'], curve['scores'][contender.name])}" for contender in shown
    )
    label = f"{metric_title(result)} by number of rows. {each}."
    return panel.draw(*marks, _names(panel, curve, shown), label=label, ticks=4)


def _differences(result: Result, curve: LearningCurve) -> Markup | None:
    """The network's score minus the best baseline's, with the band that counts as practically equal."""
    differences = curve["differences"]
    known = [difference for difference in differences if difference]
    if not known:
        return None
    margin, network = result.verdict.margin, ShownContender(result.contender(curve["roles"]["network"]), result)
    ends = [end for difference in known for end in (difference["low"], difference["high"])]
    y = Axis.around(f"difference in {metric_title(result)}", [*ends, -margin, margin])
    panel = Panel(_axis(curve), y, width=470, height=300, left=48, right=20)
    (left, top), (right, bottom) = panel.at(panel.x.low, margin), panel.at(panel.x.high, -margin)
    band = element("rect", x=left, y=top, width=right - left, height=bottom - top, class_="margin")
    zero = panel.line((panel.x.low, panel.x.high), (0, 0), class_="zero")
    each = _as_text(curve["rows"], differences)
    label = f"{network.label} minus {label_of(curve['roles']['baseline'])} by number of rows: {each}."
    drawn = _drawn(panel, curve["rows"], differences, network, "curve")
    return panel.draw(band, zero, drawn, label=label, ticks=4)


def _drawn(
    panel: Panel, rows: Sequence[float], estimates: list[ScoreInterval | None], contender: ShownContender, style: str
) -> Markup:
    """Line, intervals and marks of one contender."""
    known = [(at, estimate) for at, estimate in zip(rows, estimates, strict=True) if estimate]
    parts = (
        [panel.line([at for at, _ in known], [estimate["value"] for _, estimate in known], class_=style)]
        if known
        else []
    )
    for at, estimate in known:
        whisker = line([panel.at(at, estimate["low"]), panel.at(at, estimate["high"])])
        parts.append(element("path", d=whisker, class_="whisker"))
        parts.append(panel.placed(at, estimate["value"], mark(contender.family), class_="mark"))
    return element("g", *parts, class_=contender.colour)


def _names(panel: Panel, curve: LearningCurve, shown: list[ShownContender]) -> Markup:
    """Each line's name at its right end, so that colour alone carries no meaning."""
    last = {name: [score["value"] for score in scores if score] for name, scores in curve["scores"].items()}
    heights = {name: panel.at(panel.x.high, values[-1])[1] for name, values in last.items() if values}
    named = [contender for contender in shown if contender.name in heights]
    order = sorted(named, key=lambda contender: heights[contender.name])
    places = spread([heights[contender.name] for contender in order], panel.top, panel.height - panel.bottom)
    start = panel.width - panel.right + 8
    return together(
        element("text", shortened(contender.label), x=start, y=number(y + 4), class_=f"name {contender.colour}")
        for contender, y in zip(order, places, strict=True)
    )


def _as_text(sizes: list[int], estimates: list[ScoreInterval | None]) -> str:
    """Each estimate with its number of rows."""
    return ", ".join(
        f"{numbers.score(estimate['value']) if estimate else 'none'} at {numbers.count(rows)} rows"
        for rows, estimate in zip(sizes, estimates, strict=True)
    )


def _cell(estimate: ScoreInterval | None, *, signed: bool = False) -> dict[str, str]:
    if estimate is None:
        return {"main": numbers.NONE, "small": ""}
    written, between = (numbers.difference, numbers.signed_interval) if signed else (numbers.score, numbers.interval)
    return {"main": written(estimate["value"]), "small": between(estimate["low"], estimate["high"])}
