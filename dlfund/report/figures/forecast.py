"""Forecast against truth over the last days that were tested, and everybody's error over all the time."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender, ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, line, together

WIDE, HIGH = 1100, 320
DAY = 130  # pixels that a day's name needs
EVERY = 24  # rows from mark to mark, where the order is no clock


def forecast(result: Result, width: int = WIDE, height: int = HIGH) -> dict[str, Any]:
    """One wide panel with the truth and two forecasts, small panels of errors, and the same as a table."""
    view = (result.content.get("views") or {}).get("forecast") or {}
    if not view:
        return {"svg": None}
    last, target = view["last"], result.content["dataset"]["target"]
    shown = [Contender(result.contender(name), result) for name in last["said"]]
    table = [
        [when, numbers.amount(truth), *(numbers.amount(last["said"][one.name][at]) for one in shown)]
        for at, (when, truth) in enumerate(zip(last["when"], last["truth"], strict=True))
    ]
    return {
        "svg": _last(last, shown, target, view["order"], width, height),
        "shown": shown,
        "table": table,
        "order": view["order"],
        "target": target,
        "rows": len(table),
        "errors": _errors(result, view["errors"]),
        "span": (view["errors"]["starts"][0], view["errors"]["starts"][-1]) if view["errors"] else None,
    }


def _last(last: dict[str, Any], shown: list[Contender], target: str, order: str, width: int, height: int) -> Markup:
    every = [*last["truth"], *(value for one in shown for value in last["said"][one.name])]
    days = last["days"] or [{"at": at, "day": last["when"][at]} for at in range(0, len(last["when"]), EVERY)]
    marks = tuple((float(day["at"]), day["day"]) for day in days[:: max(1, -(-len(days) // max(2, width // DAY)))])
    x = Axis(order, 0.0, float(max(1, len(last["truth"]) - 1)), whole=True, marks=marks)
    panel = Panel(x, Axis.around(target, every), width=width, height=height, left=54, right=26)
    places = range(len(last["truth"]))
    lines = [panel.line(places, last["truth"], class_="truth")]
    lines += [panel.line(places, last["said"][one.name], class_=f"forecast {one.family} {one.colour}") for one in shown]
    names = " and ".join(one.name for one in shown)
    label = f"{target} over the last {len(last['truth'])} tested rows: the truth, and the forecasts of {names}."
    return panel.draw(*lines, label=label, class_="panel wide")


def _errors(result: Result, errors: dict[str, Any]) -> list[dict[str, Any]]:
    """A panel a contender, everybody else's errors as a shadow behind it."""
    if not errors:
        return []
    places = range(len(errors["starts"]))
    every = sorted(value for values in errors["means"].values() for value in values)
    y = Axis("mean absolute error", 0.0, (every[int(0.98 * (len(every) - 1))] or 1.0) * 1.15)
    panel = Panel(
        Axis("blocks of rows, in time", 0.0, float(max(1, len(places) - 1)), whole=True), y, width=380, height=220
    )
    ways = {
        name: line(panel.at(at, min(value, y.high)) for at, value in zip(places, values, strict=True))
        for name, values in errors["means"].items()
    }
    panels = []
    for one in ranked(result):
        if one.name in ways:
            shadow = together(element("path", d=way) for name, way in ways.items() if name != one.name)
            marks = (element("g", shadow, class_="shadow"), element("path", d=ways[one.name], class_="curve"))
            label = f"Mean absolute error of {one.name} over {len(places)} blocks of tested rows in time."
            svg = panel.draw(*marks, label=label, class_=f"panel {one.colour}", ticks=3)
            panels.append({"contender": one, "svg": svg})
    return panels
