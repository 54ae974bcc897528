"""Small pictures: pixels from strings of digits, one path per shade; and sequences as lines."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from markupsafe import Markup

from dlfund.report.figures.svg import element, line

LINE_WIDTH, LINE_HEIGHT = 120, 48


def thumbnail(value: list[Any], label: str, *, ramp: str = "shade") -> Markup:
    """Pixels, if the value is a list of strings, else lines."""
    return pixels(value, label, ramp) if value and isinstance(value[0], str) else lines(value, label)


def pixels(rows: list[str], label: str, ramp: str = "shade") -> Markup:
    """One digit per pixel, one string per row of pixels."""
    paths: dict[str, list[str]] = {}
    for y, digits in enumerate(rows):
        x = 0
        for digit, run in groupby(digits):
            many = len(list(run))
            paths.setdefault(digit, []).append(f"M{x} {y}h{many}v1h-{many}z")
            x += many
    width = max(map(len, rows), default=1)
    parts = [element("path", d="".join(way), class_=f"{ramp}-{digit}") for digit, way in sorted(paths.items())]
    return element(
        "svg",
        *parts,
        class_="pixels",
        viewBox=f"0 0 {width} {len(rows)}",
        shape_rendering="crispEdges",
        role="img",
        aria_label=label,
    )


def lines(channels: list[Any], label: str) -> Markup:
    """One line per channel, all on one scale; a single list is a single channel."""
    channels = channels if channels and isinstance(channels[0], list) else [channels]
    every = [value for channel in channels for value in channel]
    low, high = (min(every), max(every)) if every else (0.0, 1.0)
    wide = high - low or 1.0
    ways = [
        element(
            "path",
            d=line(
                (2 + (LINE_WIDTH - 4) * at / max(1, len(channel) - 1), 3 + (LINE_HEIGHT - 6) * (high - value) / wide)
                for at, value in enumerate(channel)
            ),
            class_=f"channel channel-{number}",
        )
        for number, channel in enumerate(channels)
        if channel
    ]
    return element(
        "svg", *ways, class_="lines", viewBox=f"0 0 {LINE_WIDTH} {LINE_HEIGHT}", role="img", aria_label=label
    )
