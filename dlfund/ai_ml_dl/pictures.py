"""The page's pictures: what each rung says everywhere, and how scores grow with rows.

Drawn without a ground of their own, in colours that can be read on light and on dark paper; lines differ by their
dashes and carry their names, so that nothing hangs on telling colours apart.
"""

from __future__ import annotations

import math
from typing import Any

from markupsafe import Markup

from dlfund.report.figures.svg import element, line, number

INK, YES, NO = "#747b84", "#2f7fd0", "#c2600f"  # each at least 4:1 on GitHub's white and on its black
TEXT = {"font_family": "system-ui, sans-serif", "font_size": 12, "fill": INK}
SIDE, GAP, TOP, FOOT = 190, 34, 30, 40
LOOKS = {  # rung to colour; contenders of one rung differ by dashes
    "rule": INK,
    "machine learning": NO,
    "deep learning": YES,
}
DASHES = (None, "6 4", "2 3", "9 3 2 3")


def regions(picture: dict[str, Any], titles: dict[str, str]) -> str:
    """One panel a contender: blue where it says yes, orange where it says no, the stronger the surer."""
    panels = [
        element("g", *_panel(picture, name, digits, titles), transform=f"translate({place * (SIDE + GAP) + GAP},{TOP})")
        for place, (name, digits) in enumerate(picture["panels"].items())
    ]
    many = len(panels)
    return drawing(f"What {', '.join(picture['panels'])} say", *panels, width=many * (SIDE + GAP) + GAP, height=270)


def _panel(picture, name, digits, titles):
    across, up = (one.replace("_", " ") for one in picture["inputs"])
    (left, right), (low, high) = picture["x"], picture["y"]
    cell, height = SIDE / len(digits[0]), SIDE / len(digits)
    for digit in range(10):
        box = f"h{number(cell)}v{number(height)}h-{number(cell)}z"
        places = [
            f"M{number(column * cell)} {number(SIDE - (row + 1) * height)}{box}"
            for row, cells in enumerate(digits)
            for column, one in enumerate(cells)
            if one == str(digit)
        ]
        if places:
            colour, strength = (YES, digit - 4) if digit > 4 else (NO, 5 - digit)
            yield element("path", d="".join(places), fill=colour, fill_opacity=f"{0.16 * strength:.2f}")
    yield words(SIDE / 2, -10, titles.get(name, name))
    yield words(0, SIDE + 16, f"{left:g}", "start")
    yield words(SIDE, SIDE + 16, f"{right:g}", "end")
    yield words(SIDE / 2, SIDE + 16, across)
    yield words(-6, SIDE, f"{low:g}", "end")
    yield words(-6, 10, f"{high:g}", "end")
    yield words(SIDE / 2, SIDE + 32, f"upwards: {up}")


def curves(learning: dict[str, Any], rungs: dict[str, str]) -> str:
    """One panel a data set: the score of every contender over the rows that it learned from."""
    width, height, left = 330, 200, 46
    panels = [
        element(
            "g",
            *_curves(curve, rungs, width - 130, height),
            transform=f"translate({place * (width + 70) + left},{TOP})",
        )
        for place, curve in enumerate(learning["curves"].values())
    ]
    whole = len(panels) * (width + 70) + left
    return drawing("Scores over the number of rows", *panels, width=whole, height=TOP + height + FOOT)


def _curves(curve, rungs, width, height):
    points = curve["points"]
    names = list(points[-1]["means"])
    values = [mean for point in points for mean in point["means"].values()]
    top = max(values + ([curve["best_possible"]] if curve["best_possible"] else []))
    low, high = math.floor(10 * min(values)) / 10, math.ceil(10 * top) / 10
    logs = [math.log10(point["rows"]) for point in points]
    reach = max(logs[-1] - logs[0], 1e-9)
    xs = [width * (log - logs[0]) / reach for log in logs]

    def up(value):
        return height * (1 - (value - low) / (high - low))

    yield words(width / 2, -12, curve["title"])
    yield stroke(line([(0, height), (width, height)]), INK, 1)
    for value in (low, high):
        yield words(-6, up(value) + 4, f"{value:.1f}", "end")
    for x, point in zip(xs, points, strict=True):
        yield words(x, height + 16, f"{point['rows']:,}")
    yield words(width / 2, height + 32, "rows learned from")
    if curve["best_possible"]:
        yield stroke(line([(0, up(curve["best_possible"])), (width, up(curve["best_possible"]))]), INK, 1, "1 3")
    ends = {name: up(points[-1]["means"][name]) for name in names}
    ends |= {"best possible": up(curve["best_possible"])} if curve["best_possible"] else {}
    for name, y in apart(ends).items():
        yield words(width + 8, y + 4, name.replace("_", " "), "start", fill=LOOKS.get(rungs.get(name, ""), INK))
    seen: dict[str, int] = {}
    for name in names:
        rung = rungs.get(name, "rule")
        dash = DASHES[seen.get(rung, 0) % len(DASHES)]
        seen[rung] = seen.get(rung, 0) + 1
        path = [(x, up(point["means"][name])) for x, point in zip(xs, points, strict=True) if name in point["means"]]
        yield stroke(line(path), LOOKS[rung], 2, dash)


def apart(places: dict[str, float], least: float = 14) -> dict[str, float]:
    """The same order from top to bottom, no two names on one another."""
    moved: dict[str, float] = {}
    below = -math.inf
    for name, place in sorted(places.items(), key=lambda one: one[1]):
        below = moved[name] = max(place, below + least)
    return moved


def words(x, y, text, anchor="middle", **more):
    return element("text", text, x=number(float(x)), y=number(float(y)), text_anchor=anchor, **(TEXT | more))


def stroke(path, colour, width, dash=None) -> Markup:
    return element("path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash)


def drawing(title, *children, width, height) -> str:
    box = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height, "role": "img"}
    return f"{element('svg', element('title', title), *children, xmlns='http://www.w3.org/2000/svg', **box)}\n"
