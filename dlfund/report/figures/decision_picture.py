"""What each model predicts over its two most informative inputs: a surface, with some of the rows on it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Required, TypedDict, cast

import numpy as np
from markupsafe import Markup
from matplotlib.figure import Figure

from dlfund.comparison.result.result import Result
from dlfund.core.task_kind import Answer
from dlfund.report.contender import ShownContender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.class_regions import class_regions, shares
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.sign import sign_key
from dlfund.report.figures.svg import element, together
from dlfund.report.numbers import amount, setting, tick
from dlfund.report.palette import LEVELS

if TYPE_CHECKING:
    from dlfund.comparison.result.decision_surface import DecisionPicture as Picture

NAMED = 6  # inputs that are held still and named with their value


class SurfacePanel(TypedDict):
    contender: ShownContender
    svg: Markup


class DecisionFigure(TypedDict, total=False):
    panels: Required[list[SurfacePanel]]
    others: list[str]
    legend: list[dict[str, str]]
    says: str
    key: list[tuple[Markup, str]]


def decision_picture(result: Result) -> DecisionFigure:
    """One panel per shown model; no panels where the result has no picture."""
    picture = cast("Picture", result.picture)
    if not picture:
        return {"panels": []}
    several = result.task_kind.answer is Answer.PROBABILITIES
    levels, ramp = (np.empty(0), "") if several else _levels(result, picture)
    x, y = (_axis(result, name, values) for name, values in zip(picture["inputs"], _ends(picture), strict=True))
    panel = Panel(x, y, width=340, height=300, left=38)
    if several:
        drawn = {name: class_regions(panel, picture, name, _label(result, name)) for name in picture["surfaces"]}
    else:
        points = _points(panel, picture, levels, ramp)
        drawn = {name: _draw(result, panel, name, levels, ramp, points) for name in picture["surfaces"]}
    return {
        "panels": [
            {"contender": ShownContender(result.contender(name), result), "svg": svg} for name, svg in drawn.items()
        ],
        "others": _others(result, picture),
        "legend": _legend(levels, ramp),
        "says": _meaning_of_colours(result),
        "key": sign_key(result.task.classes) if several else [],
    }


def _ends(picture: Picture) -> list[tuple[float, float]]:
    return [(values[0], values[-1]) for values in (picture["xs"], picture["ys"])]


def _others(result: Result, picture: Picture) -> list[str]:
    """The inputs that are held still, with their values; of many, their number."""
    units = {column.name: column.unit for column in result.dataset.columns}
    others = [f"{name} {setting(value)} {units.get(name, '')}".strip() for name, value in picture["others"].items()]
    return others if len(others) <= NAMED else [f"the {len(others)} others at their most frequent values"]


def _label(result: Result, name: str) -> str:
    """What a screen reader says: how much of the picture each class has."""
    picture, classes = result.picture, result.task.classes
    regions = shares(picture["surfaces"][name], classes)
    return f"{name}: most probable class over {' and '.join(picture['inputs'])}: {regions}."


def _levels(result: Result, picture: Picture) -> tuple[np.ndarray, str]:
    """Edges between the colours, and which ramp: two-sided for a probability, one-sided for a number."""
    if result.task_kind.answer is Answer.PROBABILITY:
        return np.linspace(0, 1, LEVELS + 1), "level"
    every = np.array(list(picture["surfaces"].values()))
    return np.linspace(every.min(), every.max() + 1e-9 * max(1.0, abs(every.max())), LEVELS + 1), "step"


def _axis(result: Result, name: str, ends: tuple[float, float]) -> Axis:
    unit = next((column.unit for column in result.dataset.columns if column.name == name), "")
    return Axis(f"{name} ({unit})" if unit else name, *ends)


def _meaning_of_colours(result: Result) -> str:
    """What the colours mean."""
    classes = result.task.classes
    positive = classes[1] if len(classes) == 2 else ""
    return result.task_kind.surface.format(target=result.dataset.target, positive=positive)


def _draw(result: Result, panel: Panel, name: str, levels: np.ndarray, ramp: str, points: Markup) -> Markup:
    picture = cast("Picture", result.picture)
    surface = np.array(picture["surfaces"][name])
    label = (
        f"{name}: {_meaning_of_colours(result)} over {picture['inputs'][0]} and {picture['inputs'][1]}, "
        f"from {tick(float(surface.min()))} to {tick(float(surface.max()))}."
    )
    border = _border(panel, picture, surface) if ramp == "level" else ""
    return panel.draw(
        _areas(panel, picture, surface, levels, ramp), border, points, label=label, class_="panel surface"
    )


def _areas(panel: Panel, picture: Picture, surface: np.ndarray, levels: np.ndarray, ramp: str) -> Markup:
    """From the lowest colour up, each painted over the last: everything at or above its level."""
    (left, bottom), (right, top) = panel.at(panel.x.low, panel.y.low), panel.at(panel.x.high, panel.y.high)
    ground = element("rect", x=left, y=top, width=right - left, height=bottom - top, class_=f"{ramp}-0")
    axes = Figure().add_subplot()
    areas = [ground]
    for number, level in enumerate(levels[1:-1], start=1):
        if surface.max() >= level:
            band = [level, max(surface.max(), levels[-1]) + 1]
            paths = axes.contourf(picture["xs"], picture["ys"], surface, band, colors="k").get_paths()
            rings = [np.asarray(ring) for path in paths for ring in path.to_polygons()]
            areas.append(element("path", d=_closed(panel, rings), class_=f"{ramp}-{number}", fill_rule="evenodd"))
    return together(areas)


def _border(panel: Panel, picture: Picture, surface: np.ndarray) -> Markup:
    """Where the model is undecided."""
    if not surface.min() < 0.5 < surface.max():
        return Markup("")
    paths = Figure().add_subplot().contour(picture["xs"], picture["ys"], surface, [0.5], colors="k").get_paths()
    lines = [np.asarray(ring) for path in paths for ring in path.to_polygons(closed_only=False)]
    return element("path", d="".join(_open(panel, ring) for ring in lines), class_="border")


def _open(panel: Panel, ring: np.ndarray) -> str:
    return "M" + "L".join("{:.0f} {:.0f}".format(*panel.at(x, y)) for x, y in ring)


def _closed(panel: Panel, rings: list[np.ndarray]) -> str:
    return "".join(_open(panel, ring) + "Z" for ring in rings)


def _points(panel: Panel, picture: Picture, levels: np.ndarray, ramp: str) -> Markup:
    """Rings and discs for two classes; discs in the surface's own colours for a number."""
    rows = zip(*(picture["points"][name] for name in [*picture["inputs"], "y"]), strict=True)
    inside = [(x, y, z) for x, y, z in rows if 0 <= panel.x.share(x) <= 1 and 0 <= panel.y.share(y) <= 1]
    if ramp == "level":
        negative, positive = ([(x, y) for x, y, z in inside if z == value] for value in (0, 1))
        discs = together(panel.dots(positive, class_=name) for name in ("point-rim", "point-positive"))
        rings = together(panel.dots(negative, class_=name) for name in ("point-negative", "point-hole"))
        return element("g", rings, discs)
    places = np.clip(np.searchsorted(levels, [z for _, _, z in inside]) - 1, 0, LEVELS - 1).tolist()
    steps = [
        panel.dots(
            [(x, y) for (x, y, _), at in zip(inside, places, strict=True) if at == step], class_=f"stroke-{step}"
        )
        for step in sorted(set(places))
    ]
    return element("g", panel.dots([(x, y) for x, y, _ in inside], class_="point-edge"), *steps)


def _legend(levels: np.ndarray, ramp: str) -> list[dict[str, str]]:
    ends = [amount(level) for level in levels]
    return [
        {"colour": f"{ramp}-{number}", "text": f"{low}–{high}"} for number, (low, high) in enumerate(pairwise(ends))
    ]
