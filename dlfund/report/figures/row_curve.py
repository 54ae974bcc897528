"""Would more rows help? Scores over the number of rows, and the network's lead over the best baseline."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender, higher_is_better, metric_title
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.cost_plot import LONGEST, spread
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, line, mark, number, together

APART = 0.025  # of a doubling, between the intervals of two contenders at one size
Ends = dict[str, float] | None


def row_curve(result: Result) -> dict[str, Any]:
    """Both panels, the table and the sentences; empty where no curve was asked for."""
    found = result.content.get("row_curve") or {}
    if not found or "left_out" in found:
        return found
    shown = [Contender(result.contender(name), result) for name in found["scores"]]
    counts, roles = [numbers.count(rows) for rows in found["rows"]], found["roles"]
    columns = [{"contender": one, "cells": [_cell(ends) for ends in found["scores"][one.name]]} for one in shown]
    return {
        "scores": _scores(result, found, shown),
        "differences": _differences(result, found),
        "title": metric_title(result),
        "direction": "higher" if higher_is_better(result) else "lower",
        "columns": columns,
        "gaps": [_cell(ends, signed=True) for ends in found["differences"]],
        "counts": counts,
        "network": roles.get("network", ""),
        "baseline": roles.get("baseline", ""),
        "folds": len(found["folds"]),
        "test_rows": numbers.count(found["test_rows"]),
        "sentences": found["sentences"],
        "seconds": numbers.seconds(found["seconds"]),
        "note": found.get("note", ""),
    }


def _axis(found: dict[str, Any]) -> Axis:
    """The number of rows, each size as far from the next as its multiple says."""
    rows = found["rows"]
    marks = tuple((float(one), numbers.tick(one)) for one in rows)
    return Axis("rows to learn from (logarithmic)", 0.85 * rows[0], 1.15 * rows[-1], True, marks=marks)


def _scores(result: Result, found: dict[str, Any], shown: list[Contender]) -> Markup:
    ends = [one[side] for own in found["scores"].values() for one in own if one for side in ("low", "high")]
    y = Axis.around(metric_title(result), ends)
    panel = Panel(_axis(found), y, width=470, height=300, left=48, right=132)
    marks = []
    for place, one in enumerate(shown):
        shift = 1 + APART * (place - (len(shown) - 1) / 2)
        style = "curve reference-curve" if one.is_reference else "curve"
        marks.append(_drawn(panel, [rows * shift for rows in found["rows"]], found["scores"][one.name], one, style))
    said = "; ".join(
        f"{one.name}: " + ", ".join(_words(rows, ends) for rows, ends in _pairs(found, found["scores"][one.name]))
        for one in shown
    )
    label = f"{metric_title(result)} over the number of rows. {said}."
    return panel.draw(*marks, _names(panel, found, shown), label=label, ticks=4)


def _differences(result: Result, found: dict[str, Any]) -> Markup | None:
    """The network's score minus the best baseline's, with the band that counts as none."""
    known = [one for one in found["differences"] if one]
    if not known:
        return None
    margin, network = result.content["judgement"]["margin"], result.contender(found["roles"]["network"])
    ends = [one[side] for one in known for side in ("low", "high")]
    y = Axis.around(f"difference in {metric_title(result)}", [*ends, -margin, margin])
    panel = Panel(_axis(found), y, width=470, height=300, left=48, right=20)
    (left, top), (right, bottom) = panel.at(panel.x.low, margin), panel.at(panel.x.high, -margin)
    band = element("rect", x=left, y=top, width=right - left, height=bottom - top, class_="margin")
    zero = panel.line((panel.x.low, panel.x.high), (0, 0), class_="zero")
    one = Contender(network, result)
    said = ", ".join(_words(rows, ends) for rows, ends in _pairs(found, found["differences"]))
    label = f"{one.name} minus {found['roles']['baseline']} over the number of rows: {said}."
    curve = _drawn(panel, found["rows"], found["differences"], one, "curve")
    return panel.draw(band, zero, curve, label=label, ticks=4)


def _pairs(found: dict[str, Any], ends: list[Ends]) -> list[tuple[int, Ends]]:
    return list(zip(found["rows"], ends, strict=True))


def _drawn(panel: Panel, rows: list[float], points: list[Ends], one: Contender, style: str) -> Markup:
    """A line, intervals and marks of one contender."""
    known = [(at, ends) for at, ends in zip(rows, points, strict=True) if ends]
    parts = [panel.line([at for at, _ in known], [ends["value"] for _, ends in known], class_=style)] if known else []
    for at, ends in known:
        whisker = line([panel.at(at, ends["low"]), panel.at(at, ends["high"])])
        parts.append(element("path", d=whisker, class_="whisker"))
        parts.append(panel.placed(at, ends["value"], mark(one.family), class_="mark"))
    return element("g", *parts, class_=one.colour)


def _names(panel: Panel, found: dict[str, Any], shown: list[Contender]) -> Markup:
    """Each line's name at its right end, so that nothing hangs on colour alone."""
    ends = {one.name: [value for value in found["scores"][one.name] if value] for one in shown}
    named = [one for one in shown if ends[one.name]]
    heights = {one.name: panel.at(panel.x.high, ends[one.name][-1]["value"])[1] for one in named}
    order = sorted(named, key=lambda one: heights[one.name])
    places = spread([heights[one.name] for one in order], panel.top, panel.height - panel.bottom)
    start = panel.width - panel.right + 8
    return together(
        element(
            "text",
            one.name if len(one.name) <= LONGEST else one.name[: LONGEST - 1] + "…",
            x=start,
            y=number(y + 4),
            class_=f"name {one.colour}",
        )
        for one, y in zip(order, places, strict=True)
    )


def _words(rows: int, ends: Ends) -> str:
    if ends is None:
        return f"none at {numbers.count(rows)} rows"
    return f"{numbers.score(ends['value'])} at {numbers.count(rows)} rows"


def _cell(ends: Ends, *, signed: bool = False) -> dict[str, str]:
    if ends is None:
        return {"main": numbers.NONE, "small": ""}
    if signed:
        return {
            "main": numbers.difference(ends["value"]),
            "small": numbers.signed_interval(ends["low"], ends["high"]),
        }
    return {"main": numbers.score(ends["value"]), "small": numbers.interval(ends["low"], ends["high"])}
