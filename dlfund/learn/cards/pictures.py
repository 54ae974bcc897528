"""A picture for every concept: its curve, its walk through a valley, or what it does to numbers.

Drawn without a ground of their own, in colours that can be read on light and on dark paper; the slope is dashed, so
that nothing hangs on telling colours apart.
"""

from __future__ import annotations

import html
import importlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from dlfund.learn.cards.canvas import (
    BOTTOM,
    HEIGHT,
    INK,
    LEFT,
    RIGHT,
    SLOPE,
    TOP,
    VALUE,
    WIDTH,
    drawing,
    label,
    stroke,
)
from dlfund.learn.cards.card import Card
from dlfund.learn.cards.curves import CURVES, DENSITIES, Curve
from dlfund.learn.cards.depth import depth
from dlfund.learn.cards.walks import CURVATURE, RULES, walk
from dlfund.report.figures.svg import element, line

JUMP = 0.15  # of the window: between neighbouring points no continuous curve here rises by as much
DRAWINGS = ("attention", "paths", "recurrent", "scales", "scores", "steps", "sums", "windows", "wrappers")


def picture(card: Card) -> str:
    """The concept's picture, as the text of an SVG file."""
    if card.kind == "process":
        return importlib.import_module(f"dlfund.{card.place}.{card.path.stem}").picture()
    if card.name in DENSITIES:
        return depth(card.name)
    if card.name in CURVES:
        return _curve(card.name, CURVES[card.name])
    if card.name in RULES:
        return _walk(card.name)
    if card.name in STEMS:
        return _stems(card.name)
    return _turned() if card.name == "Orthogonal" else drawn()[card.name]


def caption(card: Card) -> str:
    """What the picture shows, as text for readers who can't see it."""
    if card.kind == "process":
        return f"{card.name}: {card.promise}"
    if card.name in DENSITIES:
        return f"{card.name}: the density of its weights, and how far numbers spread through 20 layers"
    if card.name in CURVES:
        curve = CURVES[card.name]
        return f"{card.name}: its {curve.name}{' and its slope' if curve.slope else ''} along {curve.along}"
    if card.name in RULES:
        return f"{card.name}: thirty steps in a narrow valley, at a learning rate of {RULES[card.name][1]:g}"
    if card.kind == "initializer":
        return f"{card.name}: which weights it draws" if card.name in STEMS else "Orthogonal: two axes, turned together"
    return html.unescape(drawn()[card.name].partition("<title>")[2].partition("</title>")[0])


@cache
def drawn() -> dict[str, str]:
    """Every picture that shows what a component does to numbers, by the component's name."""
    modules = [importlib.import_module(f"dlfund.learn.cards.drawings.{name}") for name in DRAWINGS]
    return {name: draw() for module in modules for name, draw in module.DRAWINGS.items()}


def _curve(name: str, curve: Curve) -> str:
    bottom, top = curve.window()
    across, up = _scale(curve.low, curve.high, LEFT, RIGHT), _scale(bottom, top, BOTTOM, TOP)

    def path(function: Callable[[float], float]) -> str:
        """A line through the points inside the window; a jump is drawn as a jump."""
        points = [(x, y) for x, y in curve.points(181, function) if bottom - 1e-9 <= y <= top + 1e-9]
        least = JUMP * (top - bottom) if curve.slope else top - bottom  # schedules swing fast, and do not jump
        jumps = [at for at in range(1, len(points)) if abs(points[at][1] - points[at - 1][1]) > least]
        parts = [points[start:end] for start, end in pairwise([0, *jumps, len(points)])]
        return "".join(line((across(x), up(y)) for x, y in part) for part in parts)

    parts = _axes(curve, across, up, bottom, top)
    if curve.slope:
        parts.append(stroke(path(curve.slope), SLOPE, dash="5 4"))
        parts.append(label(RIGHT, HEIGHT - 10, "slope (dashed)", "end", fill=SLOPE))
    parts.append(stroke(path(curve.value), VALUE))
    parts.append(label(LEFT, HEIGHT - 10, curve.name, "start", fill=VALUE))
    return drawing(name, *parts)


def _axes(
    curve: Curve, across: Callable[[float], float], up: Callable[[float], float], bottom: float, top: float
) -> list[str]:
    zero_up = up(min(max(0.0, bottom), top))
    parts = [stroke(line([(LEFT, zero_up), (RIGHT, zero_up)]), INK, 1)]
    if curve.low < 0 < curve.high:
        parts.append(stroke(line([(across(0), TOP), (across(0), BOTTOM)]), INK, 1))
    heights = sorted({round(y, 6) for y in (bottom, 0.0, top) if bottom <= y <= top})
    parts += [
        label(LEFT - 6, up(y) + 4, f"{y:.2g}".replace("-", "−"), "end")
        for y in heights
        if y == 0 or abs(up(y) - up(0)) > 14 or not bottom <= 0 <= top
    ]
    ends = ((curve.low, "start"), (curve.high, "end"))
    parts += [label(across(x), BOTTOM + 16, f"{x:g}".replace("-", "−"), anchor) for x, anchor in ends]
    return [*parts, label((LEFT + RIGHT) / 2, BOTTOM + 16, curve.along)]


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    return lambda number: start + (number - low) / (high - low) * (end - start)


def _walk(name: str) -> str:
    across, up = _scale(-4.6, 4.6, LEFT, RIGHT), _scale(-1.9, 1.9, BOTTOM, TOP)
    rings = [_ring(level, across, up) for level in (0.3, 1.2, 3.5, 8)]
    points = [(across(x), up(y)) for x, y in walk(name)]
    steps = [element("circle", cx=x, cy=y, r=2.5, fill=VALUE) for x, y in points]
    beside = BESIDE.get(name)
    other = [stroke(line((across(x), up(y)) for x, y in walk(beside)), SLOPE, 1.5, "4 3")] if beside else []
    note = f"; dashed: {beside}" if beside else ""
    labels = [
        label(points[0][0], points[0][1] - 8, "start"),
        label(across(2.2), up(-1.3), "minimum"),
        stroke(line([(across(1.7), up(-1.15)), (across(0.1), up(-0.08))]), INK, 1),
        label((LEFT + RIGHT) / 2, HEIGHT - 8, f"30 steps, learning rate {RULES[name][1]:g}{note}", fill=VALUE),
    ]
    window = element("clipPath", element("rect", width=WIDTH, height=BOTTOM + 2), id="frame")
    path = element("g", *other, stroke(line(points), VALUE, 1.5), *steps, clip_path="url(#frame)")
    return drawing(name, window, *rings, *_ticks(across, up), path, *labels)


def _ring(level: float, across: Callable[[float], float], up: Callable[[float], float]) -> str:
    """The whole line on which the loss is `level`."""
    return element(
        "ellipse",
        rx=across((2 * level / CURVATURE[0]) ** 0.5) - across(0),
        ry=up(0) - up((2 * level / CURVATURE[1]) ** 0.5),
        cx=across(0),
        cy=up(0),
        fill="none",
        stroke=INK,
        stroke_width=1,
        stroke_opacity=0.6,
    )


def _ticks(across: Callable[[float], float], up: Callable[[float], float]) -> list[str]:
    """Both axes, with the weights x and y along them."""
    parts = [stroke(f"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}", INK, 1)]
    parts += [label(across(x), BOTTOM + 14, f"{x:g}".replace("-", "−")) for x in (-4, -2, 0, 2, 4)]
    parts += [label(LEFT - 5, up(y) + 4, f"{y:g}".replace("-", "−"), "end") for y in (-1.5, 0, 1.5)]
    return [*parts, label(RIGHT, BOTTOM + 14, "x", "end"), label(LEFT - 5, TOP + 4, "y", "end")]


BESIDE = {"AdamW": "Adam", "Nesterov": "Momentum", "Nadam": "Adam", "Adamax": "Adam"}  # what each is best compared with


# initializers that draw from a few numbers: number -> its share
STEMS = {
    "Constant": {1.0: 1.0},
    "IdentityMatrix": {0.0: 0.75, 1.0: 0.25},  # of a 4 × 4 kernel
    "Ones": {1.0: 1.0},
    "RandomSign": {-1.0: 0.5, 1.0: 0.5},
    "Zeros": {0.0: 1.0},
}


def _stems(name: str) -> str:
    across, up = _scale(-2, 2, LEFT, RIGHT), _scale(0, 1.1, BOTTOM, TOP)
    parts = [stroke(line([(LEFT, up(0)), (RIGHT, up(0))]), INK, 1)]
    for number, share in STEMS[name].items():
        parts.append(stroke(line([(across(number), up(0)), (across(number), up(share))]), VALUE, 4))
        parts.append(label(across(number), BOTTOM + 16, f"{number:g}".replace("-", "−")))
    parts += [label(LEFT - 6, up(share) + 4, f"{share:g}", "end") for share in (0, 0.5, 1)]
    note = {"Constant": "weight, for value = 1", "IdentityMatrix": "weight, of a 4 × 4 kernel"}.get(name, "weight")
    return drawing(name, *parts, label(RIGHT, HEIGHT - 10, note, "end"), label(LEFT, HEIGHT - 10, "share", "start"))


def _turned() -> str:
    """The two columns of a 2 × 2 orthogonal kernel beside the axes that they come from."""
    cx, cy, size = WIDTH / 2, (TOP + BOTTOM) / 2, 76
    circle = element("circle", cx=cx, cy=cy, r=size, fill="none", stroke=INK, stroke_dasharray="3 4")
    arrows = []
    for (x, y), colour, dash in (
        ((1, 0), INK, "5 4"),
        ((0, 1), INK, "5 4"),
        ((0.8, 0.6), VALUE, None),
        ((-0.6, 0.8), VALUE, None),
    ):
        arrows.append(stroke(line([(cx, cy), (cx + x * size, cy - y * size)]), colour, 2, dash))
    return drawing(
        "Orthogonal",
        circle,
        *arrows,
        label(cx, HEIGHT - 10, "two axes (dashed), turned together: same length, same right angle", fill=VALUE),
    )
