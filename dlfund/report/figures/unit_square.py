"""Small multiples on the unit square: one panel a contender, everybody else's curve as a shadow behind it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report.contender import ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, line, together


def unit_square(result: Result, kind: str, keys: tuple[str, str], titles: tuple[str, str], says: str) -> dict[str, Any]:
    """The panels of one kind of curve (`"roc"`, `"calibration"`), and who has none."""
    panel = Panel(Axis(titles[0], 0, 1), Axis(titles[1], 0, 1), width=220, height=222, left=34, right=8)
    contenders = ranked(result)
    curves = {one.name: result.content["curves"].get(one.name, {}).get(kind) for one in contenders}
    shown = [one for one in contenders if curves[one.name]]
    paths = {
        one.name: line(panel.at(x, y) for x, y in zip(*(curves[one.name][key] for key in keys), strict=True))
        for one in shown
    }
    ids = {one.name: f"{kind}-{number}" for number, one in enumerate(shown)}
    shadows = together(element("path", id=ids[name], d=path) for name, path in paths.items())
    diagonal = panel.line((0, 1), (0, 1), class_="diagonal")
    panels = []
    for one in shown:
        others = together(element("use", href=f"#{ids[name]}") for name in ids if name != one.name)
        own = element("use", href=f"#{ids[one.name]}", class_="curve")
        marks = (diagonal, element("g", others, class_="shadow"), own, *_dots(panel, curves[one.name], kind, keys))
        label = f"{says} of {one.name}."
        svg = panel.draw(*marks, label=label, class_=f"panel small {one.colour}", ticks=2)
        panels.append({"contender": one, "svg": svg})
    without = [one.name for one in contenders if not curves[one.name]]
    return {"panels": panels, "without": without, "defs": element("defs", shadows)}


def _dots(panel: Panel, curve: dict[str, list[float]], kind: str, keys: tuple[str, str]) -> list[Markup]:
    """A calibration curve has few points, and each is a group of rows."""
    if kind != "calibration":
        return []
    return [panel.dots(zip(*(curve[key] for key in keys), strict=True), class_="bins")]
