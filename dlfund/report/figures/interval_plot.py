"""Every contender's score with its interval, one row each, on one axis that is as wide as the page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.comparison.truth import on_these_rows
from dlfund.report.contender import ShownContender, metric_title
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.svg import element, mark, share, together
from dlfund.report.numbers import interval, score
from dlfund.report.truth import with_truth

HEIGHT = 46  # of a row's track
MIDDLE = HEIGHT // 2


def interval_plot(result: Result) -> dict[str, object]:
    """Axis and rows of the plot; an empty row says why it is empty."""
    contenders = with_truth(result)
    axis = _axis(result, contenders)
    best = on_these_rows(result)
    reference = next((contender for contender in contenders if contender.is_reference and contender.interval), None)
    lines = _lines(axis, best, reference)
    rows = [
        {"contender": contender, "track": _track(contender, axis, lines), **_numbers(contender)}
        for contender in contenders
    ]
    colour = "" if reference is None else reference.colour
    return {"rows": rows, "axis": scale(axis), "best": best, "title": axis.title, "reference": colour}


def scale(axis: Axis, ticks: int = 6) -> Markup:
    """The ticks' text, for the row below the tracks."""
    labels = (
        element("text", text, x=share(axis.share(value)), y=14, class_="tick middle")
        for value, text in axis.ticks(ticks)
    )
    return element("svg", *labels, class_="track", height=20, aria_hidden="true")


def grid(axis: Axis, height: int, ticks: int = 6) -> list[Markup]:
    """One thin line per tick."""
    places = (share(axis.share(value)) for value, _ in axis.ticks(ticks))
    return [element("line", x1=place, x2=place, y1=0, y2=height, class_="grid") for place in places]


def whisker(axis: Axis, low: float, high: float, y: int) -> Markup:
    """An interval, with small ends."""
    ends = [share(axis.share(low)), share(axis.share(high))]
    caps = [element("line", x1=end, x2=end, y1=y - 4, y2=y + 4) for end in ends]
    return element("g", element("line", x1=ends[0], x2=ends[1], y1=y, y2=y), *caps, class_="whisker")


def placed(axis: Axis, value: float, y: int, *marks: Any) -> Markup:
    """Marks drawn around (0, 0), at a value."""
    return element("svg", *marks, x=share(axis.share(value)), y=y, overflow="visible", class_="mark")


def _axis(result: Result, contenders: list[ShownContender]) -> Axis:
    values = [value for contender in contenders for value in contender.fold_scores]
    values += [
        side
        for contender in contenders
        if contender.interval
        for side in (contender.interval.low, contender.interval.high)
    ]
    return Axis.around(metric_title(result), values, room=0.03)


def _lines(axis: Axis, best: float | None, reference: ShownContender | None) -> Markup:
    """Grid, the reference's mean and the truth's score."""
    parts = grid(axis, HEIGHT)
    mean = reference.interval.mean if reference and reference.interval else None
    for value, name in ((mean, f"reference-line {reference.colour if reference else ''}"), (best, "best-line")):
        if value is not None:
            place = share(axis.share(value))
            parts.append(element("line", x1=place, x2=place, y1=0, y2=HEIGHT, class_=name))
    return together(parts)


def _track(contender: ShownContender, axis: Axis, lines: Markup) -> Markup:
    folds = [
        element("circle", cx=share(axis.share(value)), cy=MIDDLE + 9, r="2.6", class_="fold")
        for value in contender.fold_scores
    ]
    own = contender.interval
    marks = [] if own is None else [whisker(axis, own.low, own.high, MIDDLE - 4)]
    marks += [] if own is None else [placed(axis, own.mean, MIDDLE - 4, mark(contender.family))]
    return element(
        "svg",
        lines,
        *folds,
        *marks,
        class_=f"track {contender.colour}",
        height=HEIGHT,
        role="img",
        aria_label=_label(contender, axis.title),
    )


def _label(contender: ShownContender, title: str) -> str:
    own = contender.interval
    if own is None:
        return f"{contender.label}: no interval."
    folds = ", ".join(score(value) for value in contender.fold_scores)
    between = f"95 % interval {score(own.low)} to {score(own.high)}"
    return f"{contender.label}: {title} {score(own.mean)}, {between}; folds: {folds}."


def _numbers(contender: ShownContender) -> dict[str, str]:
    """The row's numbers, and why there are none or fewer."""
    folds, failed = len(contender.entry.scores), contender.failed_folds
    note = f"{failed} of {folds} folds failed" if failed else ""
    if contender.interval is None:
        return {"mean": "failed" if failed == folds else "no interval", "interval": "", "note": note}
    own = contender.interval
    return {"mean": score(own.mean), "interval": interval(own.low, own.high), "note": note}
