"""A picture for every concept: its curve, its walk through a valley, or what flows in and out.

Drawn without a ground of their own, in colours that can be read on light and on dark paper; the slope is dashed, so
that nothing hangs on telling colours apart.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence

from dlfund.learn.cards.card import Card
from dlfund.learn.cards.curves import CURVES, Curve
from dlfund.learn.cards.walks import CURVATURE, RULES, walk
from dlfund.report.figures.svg import element, line

INK, VALUE, SLOPE = "#747b84", "#2f7fd0", "#c2600f"  # each at least 4:1 on GitHub's white and on its black
WIDTH, HEIGHT = 420, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 408, 14, 178
TEXT = {"font_family": "system-ui, sans-serif", "font_size": 12, "fill": INK}


def picture(card: Card) -> str:
    """The concept's picture, as the text of an SVG file."""
    if card.kind == "process":
        return importlib.import_module(f"dlfund.{card.place}.{card.path.stem}").picture()
    if card.name in CURVES:
        return _curve(card.name, CURVES[card.name])
    if card.name in RULES:
        return _walk(card.name)
    if card.kind == "initializer":
        return _stems(card.name) if card.name in STEMS else _turned()
    return _flow(card)


def caption(card: Card) -> str:
    """What the picture shows, as text for readers who can't see it."""
    if card.kind == "process":
        return f"{card.name}: {card.promise}"
    if card.name in CURVES:
        curve = CURVES[card.name]
        return f"{card.name}: its {curve.name}{' and its slope' if curve.slope else ''} along {curve.along}"
    if card.name in RULES:
        return f"{card.name}: thirty steps in a narrow valley, at a learning rate of {RULES[card.name][1]:g}"
    if card.kind == "initializer":
        return f"{card.name}: which weights it draws" if card.name in STEMS else "Orthogonal: two axes, turned together"
    return f"{card.name}: what goes in and what comes out"


def drawing(title: str, *children: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    parts = element(
        "svg",
        element("title", title),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
    )
    return f"{parts}\n"


def label(x: float, y: float, text: str, anchor: str = "middle", **more: object) -> str:
    return element("text", text, x=x, y=y, text_anchor=anchor, **(TEXT | more))


def stroke(path: str, colour: str, width: float = 2, dash: str | None = None) -> str:
    return element("path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash)


def _curve(name: str, curve: Curve) -> str:
    bottom, top = curve.window()
    across, up = _scale(curve.low, curve.high, LEFT, RIGHT), _scale(bottom, top, BOTTOM, TOP)

    def path(function: Callable[[float], float]) -> str:
        """A line through the points inside the window; a jump is drawn as a jump."""
        points = [(across(x), up(y)) for x, y in curve.points(181, function) if bottom - 1e-9 <= y <= top + 1e-9]
        return line(points)

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
    across, up = _scale(-4.6, 1.8, LEFT, RIGHT), _scale(-1.9, 1.9, BOTTOM, TOP)
    middle = {"cx": across(0), "cy": up(0), "fill": "none", "stroke": INK, "stroke_width": 1, "stroke_opacity": 0.6}
    rings = [
        element(
            "ellipse",
            rx=across((2 * level / CURVATURE[0]) ** 0.5) - across(0),
            ry=up(0) - up((2 * level / CURVATURE[1]) ** 0.5),
            **middle,
        )
        for level in (0.3, 1.2, 3.5, 8)
    ]
    points = [(across(x), up(y)) for x, y in walk(name)]
    steps = [element("circle", cx=x, cy=y, r=2.5, fill=VALUE) for x, y in points]
    labels = [
        label(points[0][0], points[0][1] - 8, "start"),
        label(across(0), up(0) - 6, "minimum"),
        label((LEFT + RIGHT) / 2, HEIGHT - 10, f"30 steps, learning rate {RULES[name][1]:g}", fill=VALUE),
    ]
    window = element("clipPath", element("rect", width=WIDTH, height=BOTTOM + 14), id="frame")
    return drawing(
        name, window, element("g", *rings, stroke(line(points), VALUE, 1.5), *steps, clip_path="url(#frame)"), *labels
    )


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


def _flow(card: Card) -> str:
    """Input, component, output, from left to right; each line of a box is a shape or a few words."""
    into, out = (_lines(text) for text in card.shapes)
    columns = [into, [card.name], out if out != ["the same"] else ["the same shape"]]
    widths = [max(7.6 * max(map(len, lines)) + 20, 60) for lines in columns]
    tall = 16 * max(map(len, columns)) + 20
    gap, edge = 40, 4
    width, height = round(sum(widths) + 2 * gap + 2 * edge), tall + 2 * edge
    x, middle, parts = float(edge), height / 2, []
    for place, (lines, wide) in enumerate(zip(columns, widths, strict=True)):
        parts += _box(lines, x, middle, wide, tall if place != 1 else 40, SLOPE if place == 1 else INK)
        x += wide
        if place < 2:
            parts.append(stroke(f"M{x + 6:.0f} {middle:.0f}h{gap - 14}m-6 -5l6 5l-6 5", VALUE))
            x += gap
    return drawing(card.name, *parts, width=width, height=height)


def _box(lines: Sequence[str], x: float, middle: float, wide: float, tall: float, colour: str) -> list[str]:
    frame = element(
        "rect", x=x, y=middle - tall / 2, width=wide, height=tall, rx=6, fill="none", stroke=colour, stroke_width=1.5
    )
    first = middle - 8 * (len(lines) - 1) + 4
    bold = {"font_weight": "bold", "fill": colour} if colour != INK else {"font_family": "ui-monospace, monospace"}
    return [frame, *(label(x + wide / 2, first + 16 * at, text, **bold) for at, text in enumerate(lines))]


def _lines(shape: str) -> list[str]:
    """A sentence about shapes in lines of a box: one line per shape, with the words before it."""
    parts = re.split(r"(?<=\))[,;]? (?:and |or )?|; |, (?![^(\[]*[)\]])|: ", shape)
    return [part for part in parts if part not in ("", "and", "a list")]
