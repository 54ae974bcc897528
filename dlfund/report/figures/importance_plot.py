"""Each column's importance for the best network and the best baseline, one row a column, on one axis."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.report.contender import Contender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.interval_plot import grid, placed, scale, whisker
from dlfund.report.figures.svg import element, mark, share, together
from dlfund.report.numbers import difference, signed_interval

STEP = 24  # between the tracks of two models
EDGE = 13  # above the first one


def importance_plot(found: dict[str, Any], contenders: list[Contender]) -> dict[str, Any]:
    """Axis and rows of the plot."""
    ends = [of[side] for one in found["columns"] for of in one["of"].values() for side in ("low", "high")]
    axis = Axis.around(f"rise of the {found['title']}", [0.0, *ends], room=0.03)
    height = 2 * EDGE + STEP * (len(contenders) - 1)
    zero = element("line", x1=share(axis.share(0.0)), x2=share(axis.share(0.0)), y1=0, y2=height, class_="zero")
    lines = together([*grid(axis, height), zero])
    rows = [
        {
            "name": one["name"],
            "alike": {"name": one["alike"]["name"], "strength": f"{one['alike']['strength']:.2f}"}
            if one["alike"]
            else None,
            "track": _track(one, contenders, axis, lines, height),
            "numbers": [_words(one["of"][who.name], who) for who in contenders],
        }
        for one in found["columns"]
    ]
    return {"rows": rows, "axis": scale(axis), "axis_title": axis.title, "contenders": contenders}


def _track(one: dict[str, Any], contenders: list[Contender], axis: Axis, lines: Markup, height: int) -> Markup:
    drawn = []
    for place, who in enumerate(contenders):
        of, y = one["of"][who.name], EDGE + STEP * place
        parts = [whisker(axis, of["low"], of["high"], y), placed(axis, of["change"], y, mark(who.family))]
        drawn.append(element("g", *parts, class_=f"{who.colour}{'' if of['shown'] else ' faint'}"))
    label = "; ".join(_label(one["of"][who.name], who) for who in contenders)
    return element(
        "svg", lines, *drawn, class_="track", height=height, role="img", aria_label=f"{one['name']}: {label}."
    )


def _label(of: dict[str, Any], who: Contender) -> str:
    shown = "" if of["shown"] else ", not shown to matter"
    return f"{who.name} {difference(of['change'])} {signed_interval(of['low'], of['high'])}{shown}"


def _words(of: dict[str, Any], who: Contender) -> dict[str, Any]:
    word = "" if of["shown"] and of["low"] > 0 else "misleads" if of["shown"] else "not shown to matter"
    return {
        "contender": who,
        "main": difference(of["change"]),
        "small": signed_interval(of["low"], of["high"]),
        "word": word,
    }
