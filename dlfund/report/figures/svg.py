"""SVG elements as escaped text: everything that is not markup already is data, and is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin
from typing import Any

from markupsafe import Markup, escape


def element(name: str, *children: Any, **attributes: Any) -> Markup:
    """One element. `class_` becomes class, other underscores hyphens; attributes that are None are left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(_hyphened(key), _plain(value))
        for key, value in attributes.items()
        if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, Markup("").join(escape(child) for child in children))


def together(elements: Iterable[Any]) -> Markup:
    """Elements, one after the other."""
    return Markup("").join(escape(part) for part in elements)


def number(value: float) -> str:
    """A coordinate: a tenth of a pixel is fine enough."""
    return f"{value:.1f}".removesuffix(".0")


def share(value: float) -> str:
    """A position as a percentage of the width."""
    return f"{100 * value:.2f}%"


def line(points: Iterable[tuple[float, float]]) -> str:
    """A path through points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def dots(points: Iterable[tuple[float, float]]) -> str:
    """A path that paints one round dot per point, if its stroke has round caps; a tenth of the bytes of circles."""
    return "".join(f"M{number(x)} {number(y)}h0" for x, y in points)


def mark(family: str, size: float = 5.0) -> Markup:
    """The sign of a contender around (0, 0): a diamond for networks, a star for the truth, else a disc."""
    if family == "network":
        reach = number(size * 1.3)
        return element("path", d=f"M0-{reach}L{reach} 0L0 {reach}L-{reach} 0Z")
    if family == "truth":
        points = [
            (radius * sin(turn * pi / 5), -radius * cos(turn * pi / 5))
            for turn in range(10)
            for radius in [size * (1.4 if turn % 2 == 0 else 0.6)]
        ]
        return element("path", d=f"{line(points)}Z")
    return element("circle", r=number(size))


def _hyphened(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _plain(value: Any) -> Any:
    return number(value) if isinstance(value, float) else value
