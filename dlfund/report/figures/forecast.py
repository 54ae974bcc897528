"""Forecasts and true values over the last days that were tested, and each contender's error over all the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.report import numbers
from dlfund.report.contender import ShownContender, ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, line, together

if TYPE_CHECKING:
    from dlfund.comparison.result.views.forecast import ErrorsInTime, Forecast, LastRows

WIDE, HIGH = 1100, 320
DAY = 130  # pixels that a day's name needs
EVERY = 24  # rows from mark to mark, where the order is no clock


class ForecastFigure(TypedDict, total=False):
    svg: Required[Markup | None]
    shown: list[ShownContender]
    table: list[list[str]]
    order: str
    target: str
    rows: int
    errors: list[dict[str, object]]
    span: tuple[str, str] | None


def forecast(result: Result, width: int = WIDE, height: int = HIGH) -> ForecastFigure:
    """One wide panel with the truth and two forecasts, small panels of errors, and the same as a table."""
    view: Forecast | None = result.views.get("forecast") or None
    if view is None:
        return {"svg": None}
    last, errors, target = view["last"], view["errors"], result.dataset.target
    shown = [ShownContender(result.contender(name), result) for name in last["said"]]
    table = [
        [when, numbers.amount(truth), *(numbers.amount(last["said"][contender.name][at]) for contender in shown)]
        for at, (when, truth) in enumerate(zip(last["when"], last["truth"], strict=True))
    ]
    return {
        "svg": _last(last, shown, _axes(last, target, view["order"], width), (width, height)),
        "shown": shown,
        "table": table,
        "order": view["order"],
        "target": target,
        "rows": len(table),
        "errors": _errors(result, errors) if errors else [],
        "span": (errors["starts"][0], errors["starts"][-1]) if errors else None,
    }


def _axes(last: LastRows, target: str, order: str, width: int) -> tuple[Axis, Axis]:
    """Time, with a mark for as many days as have room, and the target."""
    every = [*last["truth"], *(value for values in last["said"].values() for value in values)]
    days = [(day["at"], day["day"]) for day in last["days"]]
    days = days or [(at, last["when"][at]) for at in range(0, len(last["when"]), EVERY)]
    marks = tuple((float(at), name) for at, name in days[:: max(1, -(-len(days) // max(2, width // DAY)))])
    time = Axis(order, 0.0, float(max(1, len(last["truth"]) - 1)), whole=True, marks=marks)
    return time, Axis.around(target, every)


def _last(last: LastRows, shown: list[ShownContender], axes: tuple[Axis, Axis], size: tuple[int, int]) -> Markup:
    panel = Panel(*axes, width=size[0], height=size[1], left=54, right=26)
    places = range(len(last["truth"]))
    lines = [panel.line(places, last["truth"], class_="true-values")]
    for contender in shown:
        style = f"forecast {contender.family} {contender.colour}"
        lines.append(panel.line(places, last["said"][contender.name], class_=style))
    names = " and ".join(contender.label for contender in shown)
    label = f"{axes[1].title} over the last {len(places)} test rows: true values, and the forecasts of {names}."
    return panel.draw(*lines, label=label, class_="panel wide")


def _errors(result: Result, errors: ErrorsInTime) -> list[dict[str, object]]:
    """A panel per contender, with the other contenders' errors in grey."""
    places = range(len(errors["starts"]))
    every = sorted(value for values in errors["means"].values() for value in values)
    y = Axis("mean absolute error", 0.0, (every[int(0.98 * (len(every) - 1))] or 1.0) * 1.15)
    panel = Panel(
        Axis("blocks of rows, in time", 0.0, float(max(1, len(places) - 1)), whole=True), y, width=380, height=220
    )
    paths = {
        name: line(panel.at(at, min(value, y.high)) for at, value in zip(places, values, strict=True))
        for name, values in errors["means"].items()
    }
    panels: list[dict[str, object]] = []
    for contender in ranked(result):
        if contender.name in paths:
            others = together(element("path", d=path) for name, path in paths.items() if name != contender.name)
            marks = (element("g", others, class_="shadow"), element("path", d=paths[contender.name], class_="curve"))
            label = f"Mean absolute error of {contender.label} over {len(places)} blocks of test rows in time."
            svg = panel.draw(*marks, label=label, class_=f"panel {contender.colour}", ticks=3)
            panels.append({"contender": contender, "svg": svg})
    return panels
