"""Each column's importance for the best network and the best baseline, one row per column, on one axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from dlfund.report.contender import ShownContender
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.interval_plot import grid, placed, scale, whisker
from dlfund.report.figures.svg import element, mark, share, together
from dlfund.report.numbers import difference, signed_interval

if TYPE_CHECKING:
    from dlfund.comparison.result.insights.importance import ColumnEffect, ColumnImportance, Importance, SimilarColumn

STEP = 24  # between the tracks of two models
EDGE = 13  # above the first of them


def importance_plot(importance: Importance, contenders: list[ShownContender]) -> dict[str, object]:
    """Axis and rows of the plot."""
    changes = [change for column in importance["columns"] for change in column["of"].values()]
    ends = [end for change in changes for end in (change["low"], change["high"])]
    axis = Axis.around(f"rise of the {importance['title']}", [0.0, *ends], room=0.03)
    height = 2 * EDGE + STEP * (len(contenders) - 1)
    zero = element("line", x1=share(axis.share(0.0)), x2=share(axis.share(0.0)), y1=0, y2=height, class_="zero")
    lines = together([*grid(axis, height), zero])
    rows = [
        {
            "name": column["name"],
            "alike": _associated(column["alike"]),
            "track": _track(column, contenders, axis, lines, height),
            "numbers": [_numbers(column["of"][contender.name], contender) for contender in contenders],
        }
        for column in importance["columns"]
    ]
    return {"rows": rows, "axis": scale(axis), "axis_title": axis.title, "contenders": contenders}


def _associated(column: SimilarColumn | None) -> dict[str, str] | None:
    return {"name": column["name"], "strength": f"{column['strength']:.2f}"} if column else None


def _track(
    column: ColumnImportance, contenders: list[ShownContender], axis: Axis, lines: Markup, height: int
) -> Markup:
    drawn = []
    for place, contender in enumerate(contenders):
        change, y = column["of"][contender.name], EDGE + STEP * place
        bar = whisker(axis, change["low"], change["high"], y)
        point = placed(axis, change["change"], y, mark(contender.family))
        drawn.append(element("g", bar, point, class_=f"{contender.colour}{'' if change['shown'] else ' faint'}"))
    label = "; ".join(_label(column["of"][contender.name], contender) for contender in contenders)
    return element(
        "svg", lines, *drawn, class_="track", height=height, role="img", aria_label=f"{column['name']}: {label}."
    )


def _label(change: ColumnEffect, contender: ShownContender) -> str:
    shown = "" if change["shown"] else ", not shown to matter"
    interval = signed_interval(change["low"], change["high"])
    return f"{contender.label} {difference(change['change'])} {interval}{shown}"


def _numbers(change: ColumnEffect, contender: ShownContender) -> dict[str, object]:
    harmful = change["shown"] and change["low"] <= 0
    return {
        "contender": contender,
        "main": difference(change["change"]),
        "small": signed_interval(change["low"], change["high"]),
        "word": "harmful" if harmful else "" if change["shown"] else "not shown to matter",
    }
