"""A panel: two axes, a frame of thin lines, and the marks inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dlfund.report.figures.axis import Axis
from dlfund.report.figures.svg import dots, element, line, together


@dataclass(frozen=True)
class Panel:
    """A drawing of its own size in units of about a pixel; the page scales it.

    Args:
        x, y: Axis.
        width, height: int. Of the whole drawing.
        left, right, top, bottom: int. Room around the plot for ticks and titles.
    """

    x: Axis
    y: Axis
    width: int = 320
    height: int = 250
    left: int = 42
    right: int = 10
    top: int = 24
    bottom: int = 40

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a pair of values is drawn."""
        wide, high = self.width - self.left - self.right, self.height - self.top - self.bottom
        return self.left + wide * self.x.share(x), self.height - self.bottom - high * self.y.share(y)

    def line(self, xs: Iterable[float], ys: Iterable[float], **attributes: Any) -> Markup:
        return element("path", d=line(self.at(x, y) for x, y in zip(xs, ys, strict=True)), **attributes)

    def dots(self, pairs: Iterable[tuple[float, float]], **attributes: Any) -> Markup:
        return element("path", d=dots(self.at(x, y) for x, y in pairs), **attributes)

    def placed(self, x: float, y: float, *marks: Any, **attributes: Any) -> Markup:
        """Marks drawn around (0, 0), moved to a pair of values."""
        across, down = self.at(x, y)
        return element("g", *marks, transform=f"translate({across:.1f} {down:.1f})", **attributes)

    def frame(self, ticks: int = 5) -> Markup:
        """Grid, tick labels and titles; the title of y is written horizontally above the plot."""
        right, bottom = self.width - self.right, self.height - self.bottom
        parts = []
        for value, text in self.y.ticks(ticks):
            _, y = self.at(self.x.low, value)
            parts.append(element("path", d=line([(self.left, y), (right, y)]), class_="grid"))
            parts.append(element("text", text, x=self.left - 6, y=float(y + 4), class_="tick end"))
        for value, text in self.x.ticks(ticks):
            x, _ = self.at(value, self.y.low)
            parts.append(element("path", d=line([(x, self.top), (x, bottom)]), class_="grid"))
            parts.append(element("text", text, x=float(x), y=bottom + 15, class_="tick middle"))
        parts.append(element("text", self.y.title, x=2, y=self.top - 10, class_="axis"))
        parts.append(element("text", self.x.title, x=right, y=self.height - 6, class_="axis end"))
        return together(parts)

    def draw(self, *marks: Any, label: str, class_: str = "panel", ticks: int = 5) -> Markup:
        """The whole drawing; `label` describes it for a screen reader."""
        return element(
            "svg",
            self.frame(ticks),
            *marks,
            class_=class_,
            viewBox=f"0 0 {self.width} {self.height}",
            role="img",
            aria_label=label,
        )
