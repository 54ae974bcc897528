"""Cost against score: what a better score is paid for with. One panel a cost, in powers of ten."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report.contender import Contender, best_possible, metric_title, ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, mark, number

COSTS = {
    "all_seconds": ("Training, everything", "seconds of tuning and fitting, all folds (log)"),
    "predict_seconds_per_1000": ("Predicting", "seconds for 1,000 rows (log)"),
    "parameters": ("Learning", "learned numbers (log)"),
    "bytes": ("Storing", "bytes on disk (log)"),
}
LABELS = 132  # room for names on the right
LINE = 14  # height of a name
LONGEST = 19  # letters of a name that fit


def cost_plot(result: Result) -> list[dict[str, Any]]:
    """One panel a cost that somebody has."""
    everybody = [one for one in ranked(result) if one.interval]
    contenders = [one for one in everybody if one.rung != "rule"] or everybody
    margin = result.content["judgement"]["margin"]
    scores = [one.interval["mean"] for one in contenders if one.interval]
    best = best_possible(result)
    scores += [] if best is None else [best]
    if scores and max(scores) - min(scores) < 3 * margin:  # so that nothing looks far apart that is not
        scores += [min(scores) - margin, max(scores) + margin]
    y = Axis.around(f"{metric_title(result)}, mean", scores, room=0.06)
    panels = []
    for key, (title, axis) in COSTS.items():
        priced = [one for one in contenders if one.entry["cost"][key] is not None]
        if priced:
            panels.append({"title": title, "svg": _draw(priced, key, axis, y, best, margin)})
    return panels


def _draw(contenders: list[Contender], key: str, title: str, y: Axis, best: float | None, margin: float) -> Markup:
    costs = {one.name: one.entry["cost"][key] for one in contenders}
    height = max(250, 70 + LINE * len(contenders))
    x = Axis.around(title, costs.values(), log=True, room=0.12)
    panel = Panel(x, y, width=440, height=height, right=LABELS)
    marks = [] if best is None else [panel.line((x.low, x.high), (best, best), class_="best-line")]
    marks.append(_scale_bar(panel, margin))
    marks += _names(panel, contenders, costs)
    for one in contenders:
        marks.append(panel.placed(costs[one.name], _mean(one), mark(one.family), class_=f"mark {one.colour}"))
    order = ", ".join(one.name for one in sorted(contenders, key=lambda one: costs[one.name]))
    return panel.draw(*marks, label=f"Score against {title}. From cheap to dear: {order}.", ticks=4)


def _scale_bar(panel: Panel, margin: float) -> Markup:
    """How long a difference of one margin is, at the bottom left."""
    _, bottom = panel.at(panel.x.low, panel.y.low)
    _, top = panel.at(panel.x.low, panel.y.low + margin)
    if bottom - top > (bottom - panel.top) * 0.9:
        return Markup("")
    x, bottom, top = panel.left + 8, bottom - 6, top - 6
    path = f"M{x - 3} {number(bottom)}h6m-3 0V{number(top)}m-3 0h6"
    text = element("text", f"{margin:g}", x=x + 6, y=number((bottom + top) / 2 + 4), class_="tick")
    return element("g", element("path", d=path, class_="scale-bar"), text)


def _mean(one: Contender) -> float:
    return one.interval["mean"] if one.interval else 0.0


def _names(panel: Panel, contenders: list[Contender], costs: dict[str, float]) -> list[Markup]:
    """Names in a column on the right, in the order of the scores, each with a thin line to its mark."""
    places = {one.name: panel.at(costs[one.name], _mean(one)) for one in contenders}
    order = sorted(contenders, key=lambda one: places[one.name][1])
    start = panel.width - panel.right + 10
    names = []
    heights = spread([places[one.name][1] for one in order], panel.top, panel.height - panel.bottom)
    for one, y in zip(order, heights, strict=True):
        across, down = places[one.name]
        path = f"M{number(across)} {number(down)}L{start - 6} {number(y)}L{start - 2} {number(y)}"
        names.append(element("path", d=path, class_="leader"))
        text = one.name if len(one.name) <= LONGEST else one.name[: LONGEST - 1] + "…"
        names.append(element("text", text, x=start, y=number(y + 4), class_=f"name {one.colour}"))
    return names


def spread(wanted: list[float], top: float, bottom: float, apart: float = LINE) -> list[float]:
    """Places near the wanted ones, in the same order, at least a line apart and inside the plot if they fit."""
    places: list[float] = []
    for want in wanted:
        places.append(max(want, places[-1] + apart) if places else max(want, top))
    limit = bottom
    for number_, place in reversed(list(enumerate(places))):
        places[number_] = min(place, limit)
        limit = places[number_] - apart
    return places
