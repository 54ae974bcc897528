"""Small multiples on the unit square: one panel per contender, with the other curves in grey."""

from __future__ import annotations

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.report.contender import ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, line, together


def unit_square(result: Result, kind: str, titles: tuple[str, str], label: str) -> dict[str, object]:
    """The panels of one kind of curve (`"roc"`, `"calibration"`), and the contenders that have none."""
    panel = Panel(Axis(titles[0], 0, 1), Axis(titles[1], 0, 1), width=220, height=222, left=34, right=8)
    contenders = ranked(result)
    curves = {
        contender.name: curve.points(kind)
        for contender in contenders
        if (curve := result.curves.get(contender.name, {}).get(kind))
    }
    shown = [contender for contender in contenders if contender.name in curves]
    paths = {contender.name: line(panel.at(x, y) for x, y in curves[contender.name]) for contender in shown}
    ids = {contender.name: f"{kind}-{number}" for number, contender in enumerate(shown)}
    shadows = together(element("path", id=ids[name], d=path) for name, path in paths.items())
    diagonal = panel.line((0, 1), (0, 1), class_="diagonal")
    panels = []
    for contender in shown:
        others = together(element("use", href=f"#{ids[name]}") for name in ids if name != contender.name)
        own = element("use", href=f"#{ids[contender.name]}", class_="curve")
        marks = (diagonal, element("g", others, class_="shadow"), own, *_dots(panel, curves[contender.name], kind))
        svg = panel.draw(
            *marks, label=f"{label} of {contender.label}.", class_=f"panel small {contender.colour}", ticks=2
        )
        panels.append({"contender": contender, "svg": svg})
    without = [contender.name for contender in contenders if contender.name not in curves]
    return {"panels": panels, "without": without, "defs": element("defs", shadows)}


def _dots(panel: Panel, points: list[tuple[float, float]], kind: str) -> list[Markup]:
    """A calibration curve has few points, each a group of rows; other curves have no dots."""
    if kind != "calibration":
        return []
    return [panel.dots(points, class_="bins")]
