"""Several classes over two inputs: each place in the colour of the class that the model finds most probable."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from dlfund.report.figures.panel import Panel
from dlfund.report.figures.sign import signs
from dlfund.report.figures.svg import element, number, together

if TYPE_CHECKING:
    from dlfund.comparison.result.decision_surface import DecisionPicture


def class_regions(panel: Panel, picture: DecisionPicture, name: str, label: str) -> Markup:
    """One panel: regions as thin runs of one colour, and the rows on top as signs of their true class."""
    surface: list[str] = picture["surfaces"][name]
    points = zip(*(picture["points"][key] for key in [*picture["inputs"], "y"]), strict=True)
    inside = [(x, y, int(z)) for x, y, z in points if 0 <= panel.x.share(x) <= 1 and 0 <= panel.y.share(y) <= 1]
    return panel.draw(_regions(panel, surface), signs(panel, inside), label=label, class_="panel regions")


def _regions(panel: Panel, surface: list[str]) -> Markup:
    (left, bottom), (right, top) = panel.at(panel.x.low, panel.y.low), panel.at(panel.x.high, panel.y.high)
    wide, high = (right - left) / len(surface[0]), (bottom - top) / len(surface)
    edges = [number(bottom - high * at) for at in range(len(surface) + 1)]
    paths: dict[str, list[str]] = {}
    for at, digits in enumerate(surface):
        place = 0
        for digit, run in groupby(digits):
            many = len(list(run))
            start, end = number(left + wide * place), number(left + wide * (place + many))
            paths.setdefault(digit, []).append(f"M{start} {edges[at]}H{end}V{edges[at + 1]}H{start}z")
            place += many
    return together(
        element("path", d="".join(way), class_=f"region group-{digit}", shape_rendering="crispEdges")
        for digit, way in sorted(paths.items())
    )


def shares(surface: list[str], classes: Sequence[str]) -> str:
    """How much of the picture each class has, as text."""
    total = sum(map(len, surface))
    parts = [(sum(digits.count(str(digit)) for digits in surface), name) for digit, name in enumerate(classes)]
    return ", ".join(f"{name} {100 * count / total:.0f} %" for count, name in parts)
