"""What the process's pictures are made of: lines over an axis, and boxes with numbers and arrows between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from dlfund.report.figures.svg import element, line

Points = Sequence[tuple[float, float]]
STYLES = ((VALUE, None, LEFT, "start"), (SLOPE, "5 4", RIGHT, "end"), (INK, "2 4", (LEFT + RIGHT) / 2, "middle"))


def chart(title: str, lines: Mapping[str, Points], along: str, low: float = 0.0, high: float = 1.0) -> str:
    """Up to three lines, named below in their colours: the first drawn through, the second dashed, the third dotted.

    Args:
        title: str. For readers who can't see the picture.
        lines: name -> points (x, y) in order of x. A point above `high` ends its line at the upper edge.
        along: str. What runs along the horizontal axis.
        low, high: the ends of the vertical axis.
    """
    places = [x for points in lines.values() for x, _ in points]
    first, last = min(places), max(places)

    def across(x: float) -> float:
        return LEFT + (x - first) / (last - first) * (RIGHT - LEFT)

    def up(y: float) -> float:
        return BOTTOM - (min(max(y, low), high) - low) / (high - low) * (BOTTOM - TOP)

    parts = [
        stroke(line([(LEFT, BOTTOM), (RIGHT, BOTTOM)]), INK, 1),
        stroke(line([(LEFT, TOP), (LEFT, BOTTOM)]), INK, 1),
        *(label(LEFT - 6, up(y) + 4, _minus(f"{y:.3g}"), "end") for y in (low, high)),
        *(label(across(x), BOTTOM + 16, _minus(f"{x:.3g}"), anchor) for x, anchor in ((first, "start"), (last, "end"))),
        label((LEFT + RIGHT) / 2, BOTTOM + 16, along),
    ]
    for (name, points), (colour, dash, x, anchor) in zip(lines.items(), STYLES, strict=False):
        parts.append(stroke(line([(across(place), up(y)) for place, y in points]), colour, dash=dash))
        parts.append(label(x, HEIGHT - 8, name, anchor, fill=colour))
    return drawing(title, *parts)


def boxes(
    title: str, rows: Sequence[Sequence[tuple[str, str]]], notes: Sequence[str] = (), wide: int = WIDTH, linked: int = 1
) -> str:
    """Rows of boxes, each with an upper line and, in another colour, a lower one.

    Args:
        title: str. For readers who can't see the picture.
        rows: for each row its boxes, as (upper line, lower line).
        notes: lines below.
        wide: int. Width in pixels.
        linked: int. How many rows, from the top, have arrows from box to box.
    """
    height, gap = 72 * len(rows) + 18 * len(notes) + 8, 22
    parts: list[str] = []
    for row, cells in enumerate(rows):
        top, width = 72 * row + 8, (wide - 8 - gap * (len(cells) - 1)) / len(cells)
        for place, (upper, lower) in enumerate(cells):
            x = 4 + place * (width + gap)
            frame = {"x": x, "y": top, "width": width, "height": 54, "rx": 6, "fill": "none", "stroke": INK}
            parts.append(element("rect", **frame))
            parts.append(label(x + width / 2, top + 22, _minus(upper), fill=VALUE))
            parts.append(label(x + width / 2, top + 42, _minus(lower), fill=SLOPE))
            if row < linked and place + 1 < len(cells):
                parts.append(stroke(f"M{x + width + 3:.0f} {top + 27}h{gap - 8}m-5 -4l5 4l-5 4", INK, 1.5))
    parts += [label(wide / 2, 72 * len(rows) + 18 * place + 18, note) for place, note in enumerate(notes)]
    return drawing(title, *parts, width=wide, height=height)


def bars(title: str, rows: Sequence[tuple[str, Sequence[tuple[str, float]]]], note: str) -> str:
    """A bar per row, made of parts whose lengths are shares of the row; the same first word has the same colour.

    Args:
        title: str. For readers who can't see the picture.
        rows: (name, parts), each part as (text, share). A text that does not fit is left out.
        note: str. A line below.
    """
    height = 34 * len(rows) + 34
    parts: list[str] = []
    colours: dict[str, str] = {}
    for place, (name, shares) in enumerate(rows):
        x, top = 92.0, 34 * place + 6
        parts.append(label(86, top + 18, name, "end"))
        for text, share in shares:
            width = share * (RIGHT - 92)
            colour = colours.setdefault(text.split()[0], (VALUE, SLOPE, INK)[len(colours) % 3])
            frame = {"x": x, "y": top, "width": max(width - 2, 1), "height": 26, "rx": 3, "fill": "none"}
            parts.append(element("rect", **frame, stroke=colour, stroke_width=1.5))
            if width > 6 * len(text):
                parts.append(label(x + width / 2 - 1, top + 18, text, fill=colour))
            x += width
    return drawing(title, *parts, label(WIDTH / 2, height - 10, note), height=height)


def _minus(text: str) -> str:
    return text.replace("-", "−")
