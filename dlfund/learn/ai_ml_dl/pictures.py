"""The page's pictures: what each kind of model predicts everywhere, and how scores grow with rows.

Drawn without a background, in colours that are legible on light and dark pages; lines differ by their dashes and
are labelled, so that nothing depends on distinguishing colours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from dlfund.learn.ai_ml_dl.measurements import DatasetCurve, LearningCurves, Regions
from dlfund.report.figures.svg import element, line, number

INK, YES, NO = "#747b84", "#2f7fd0", "#c2600f"  # each at least 4:1 on GitHub's white and on its black
TEXT = {"font_family": "system-ui, sans-serif", "font_size": 12, "fill": INK}
SIDE, GAP, TOP, FOOT = 190, 34, 30, 40
LOOKS = {  # approach to colour; contenders of one approach differ by dashes
    "rule": INK,
    "machine learning": NO,
    "deep learning": YES,
}
DASHES = (None, "6 4", "2 3", "9 3 2 3")


def regions(picture: Regions, titles: dict[str, str]) -> str:
    """One panel per contender: blue where it predicts yes, orange where it predicts no, stronger where it is surer."""
    panels = [
        element("g", *_panel(picture, name, digits, titles), transform=f"translate({place * (SIDE + GAP) + GAP},{TOP})")
        for place, (name, digits) in enumerate(picture.panels.items())
    ]
    many = len(panels)
    return drawing(f"What {', '.join(picture.panels)} predict", *panels, width=many * (SIDE + GAP) + GAP, height=270)


def _panel(picture: Regions, name: str, digits: Sequence[str], titles: dict[str, str]) -> Iterator[Markup]:
    across, up = (feature.replace("_", " ") for feature in picture.inputs)
    (left, right), (low, high) = picture.x, picture.y
    cell, height = SIDE / len(digits[0]), SIDE / len(digits)
    for digit in range(10):
        box = f"h{number(cell)}v{number(height)}h-{number(cell)}z"
        places = [
            f"M{number(column * cell)} {number(SIDE - (row + 1) * height)}{box}"
            for row, cells in enumerate(digits)
            for column, value in enumerate(cells)
            if value == str(digit)
        ]
        if places:
            colour, strength = (YES, digit - 4) if digit > 4 else (NO, 5 - digit)
            yield element("path", d="".join(places), fill=colour, fill_opacity=f"{0.16 * strength:.2f}")
    yield label(SIDE / 2, -10, titles.get(name, name))
    yield label(0, SIDE + 16, f"{left:g}", "start")
    yield label(SIDE, SIDE + 16, f"{right:g}", "end")
    yield label(SIDE / 2, SIDE + 16, across)
    yield label(-6, SIDE, f"{low:g}", "end")
    yield label(-6, 10, f"{high:g}", "end")
    yield label(SIDE / 2, SIDE + 32, f"upwards: {up}")


def curves(learning: LearningCurves, approaches: dict[str, str]) -> str:
    """One panel per data set: the score of every contender over the number of training rows."""
    width, height, left = 330, 200, 46
    panels = [
        element(
            "g",
            *_curves(curve, approaches, width - 130, height),
            transform=f"translate({place * (width + 70) + left},{TOP})",
        )
        for place, curve in enumerate(learning.curves.values())
    ]
    whole = len(panels) * (width + 70) + left
    return drawing("Scores over the number of rows", *panels, width=whole, height=TOP + height + FOOT)


def _curves(curve: DatasetCurve, approaches: dict[str, str], width: float, height: float) -> Iterator[Markup]:
    points = curve.points
    names = list(points[-1].means)
    values = [mean for point in points for mean in point.means.values()]
    top = max(values + ([curve.best_possible] if curve.best_possible else []))
    low, high = math.floor(10 * min(values)) / 10, math.ceil(10 * top) / 10
    logs = [math.log10(point.rows) for point in points]
    reach = max(logs[-1] - logs[0], 1e-9)
    xs = [width * (log - logs[0]) / reach for log in logs]

    def up(value: float) -> float:
        return height * (1 - (value - low) / (high - low))

    yield label(width / 2, -12, curve.title)
    yield stroke(line([(0, height), (width, height)]), INK, 1)
    for value in (low, high):
        yield label(-6, up(value) + 4, f"{value:.1f}", "end")
    for x, point in zip(xs, points, strict=True):
        yield label(x, height + 16, f"{point.rows:,}")
    yield label(width / 2, height + 32, "training rows")
    if curve.best_possible:
        yield stroke(line([(0, up(curve.best_possible)), (width, up(curve.best_possible))]), INK, 1, "1 3")
    ends = {name: up(points[-1].means[name]) for name in names}
    ends |= {"optimum": up(curve.best_possible)} if curve.best_possible else {}
    for name, y in apart(ends).items():
        yield label(width + 8, y + 4, name.replace("_", " "), "start", fill=LOOKS.get(approaches.get(name, ""), INK))
    seen: dict[str, int] = {}
    for name in names:
        approach = approaches.get(name, "rule")
        dash = DASHES[seen.get(approach, 0) % len(DASHES)]
        seen[approach] = seen.get(approach, 0) + 1
        path = [(x, up(point.means[name])) for x, point in zip(xs, points, strict=True) if name in point.means]
        yield stroke(line(path), LOOKS[approach], 2, dash)


def apart(places: dict[str, float], least: float = 14) -> dict[str, float]:
    """The same order from top to bottom, without overlapping names."""
    moved: dict[str, float] = {}
    below = -math.inf
    for name, place in sorted(places.items(), key=lambda pair: pair[1]):
        below = moved[name] = max(place, below + least)
    return moved


def label(x: float, y: float, text: str, anchor: str = "middle", **more: Any) -> Markup:
    return element("text", text, x=number(float(x)), y=number(float(y)), text_anchor=anchor, **(TEXT | more))


def stroke(path: str, colour: str, width: float, dash: str | None = None) -> Markup:
    return element("path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash)


def drawing(title: str, *children: Any, width: float, height: float) -> str:
    box = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height, "role": "img"}
    return f"{element('svg', element('title', title), *children, xmlns='http://www.w3.org/2000/svg', **box)}\n"
