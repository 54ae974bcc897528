"""Cost against score: what a better score costs. One panel per cost, in powers of ten."""

from __future__ import annotations

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.comparison.truth import on_these_rows
from dlfund.report.contender import ShownContender, metric_title, ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, mark, number

COSTS = {
    "all_seconds": ("Training time", "seconds of tuning and fitting, all folds (log)"),
    "predict_seconds_per_1000": ("Prediction time", "seconds for 1,000 rows (log)"),
    "parameters": ("Parameters", "learned parameters (log)"),
    "bytes": ("Storage", "bytes on disk (log)"),
}
LABELS = 132  # room for names on the right
LINE = 14  # height of a name
LONGEST = 19  # letters of a name that fit


def cost_plot(result: Result) -> list[dict[str, Markup | str]]:
    """One panel per cost that any contender has."""
    finished = [contender for contender in ranked(result) if contender.interval]
    contenders = [contender for contender in finished if contender.kind != "rule"] or finished
    margin = result.verdict.margin
    scores = [contender.interval.mean for contender in contenders if contender.interval]
    best = on_these_rows(result)
    scores += [] if best is None else [best]
    if scores and max(scores) - min(scores) < 3 * margin:  # so that a difference within the margin does not look large
        scores += [min(scores) - margin, max(scores) + margin]
    y = Axis.around(f"{metric_title(result)}, mean", scores, room=0.06)
    panels: list[dict[str, Markup | str]] = []
    for key, (title, axis) in COSTS.items():
        costs = {contender.name: getattr(result.contender(contender.name).cost, key) for contender in contenders}
        priced = [contender for contender in contenders if costs[contender.name] is not None]
        if priced:
            panels.append({"title": title, "svg": _draw(priced, costs, axis, y, best, margin)})
    return panels


def _draw(
    contenders: list[ShownContender], costs: dict[str, float], title: str, y: Axis, best: float | None, margin: float
) -> Markup:
    height = max(250, 70 + LINE * len(contenders))
    x = Axis.around(title, [costs[contender.name] for contender in contenders], log=True, room=0.12)
    panel = Panel(x, y, width=440, height=height, right=LABELS)
    marks = [] if best is None else [panel.line((x.low, x.high), (best, best), class_="best-line")]
    marks.append(_scale_bar(panel, margin))
    marks += _names(panel, contenders, costs)
    for contender in contenders:
        style = f"mark {contender.colour}"
        marks.append(panel.placed(costs[contender.name], _mean(contender), mark(contender.family), class_=style))
    order = ", ".join(contender.label for contender in sorted(contenders, key=lambda contender: costs[contender.name]))
    return panel.draw(*marks, label=f"Score against {title}. From cheap to expensive: {order}.", ticks=4)


def _scale_bar(panel: Panel, margin: float) -> Markup:
    """How long a difference as large as the margin is, at the bottom left."""
    _, bottom = panel.at(panel.x.low, panel.y.low)
    _, top = panel.at(panel.x.low, panel.y.low + margin)
    if bottom - top > (bottom - panel.top) * 0.9:
        return Markup("")
    x, bottom, top = panel.left + 8, bottom - 6, top - 6
    path = f"M{x - 3} {number(bottom)}h6m-3 0V{number(top)}m-3 0h6"
    text = element("text", f"{margin:g}", x=x + 6, y=number((bottom + top) / 2 + 4), class_="tick")
    return element("g", element("path", d=path, class_="scale-bar"), text)


def _mean(contender: ShownContender) -> float:
    return contender.interval.mean if contender.interval else 0.0


def _names(panel: Panel, contenders: list[ShownContender], costs: dict[str, float]) -> list[Markup]:
    """Names in a column on the right, in the order of the scores, each with a thin line to its mark."""
    places = {contender.name: panel.at(costs[contender.name], _mean(contender)) for contender in contenders}
    order = sorted(contenders, key=lambda contender: places[contender.name][1])
    start = panel.width - panel.right + 10
    names = []
    heights = spread([places[contender.name][1] for contender in order], panel.top, panel.height - panel.bottom)
    for contender, y in zip(order, heights, strict=True):
        across, down = places[contender.name]
        path = f"M{number(across)} {number(down)}L{start - 6} {number(y)}L{start - 2} {number(y)}"
        names.append(element("path", d=path, class_="leader"))
        names.append(
            element("text", shortened(contender.label), x=start, y=number(y + 4), class_=f"name {contender.colour}")
        )
    return names


def shortened(name: str) -> str:
    """A name that fits beside a plot."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def spread(wanted: list[float], top: float, bottom: float, apart: float = LINE) -> list[float]:
    """Places near the wanted ones, in the same order, at least a line apart and inside the plot if they fit."""
    places: list[float] = []
    for want in wanted:
        places.append(max(want, places[-1] + apart) if places else max(want, top))
    limit = bottom
    for at, place in reversed(list(enumerate(places))):
        places[at] = min(place, limit)
        limit = places[at] - apart
    return places
