"""Every contender's score with its interval, one row each, on one axis that is as wide as the page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.comparison.result import Result
from dlfund.report.contender import Contender, best_possible, metric_title, ranked
from dlfund.report.figures.axis import Axis
from dlfund.report.figures.svg import element, mark, share, together
from dlfund.report.numbers import interval, score

HEIGHT = 46  # of a row's track
MIDDLE = HEIGHT // 2


def interval_plot(result: Result) -> dict[str, Any]:
    """Axis and rows of the plot; empty rows say why they are."""
    contenders = ranked(result)
    axis = _axis(result, contenders)
    best = best_possible(result)
    reference = next((one for one in contenders if one.is_reference and one.interval), None)
    lines = _lines(axis, best, reference)
    rows = [{"contender": one, "track": _track(one, axis, lines), **_words(one)} for one in contenders]
    colour = "" if reference is None else reference.colour
    return {"rows": rows, "axis": scale(axis), "best": best, "title": axis.title, "reference": colour}


def scale(axis: Axis, ticks: int = 6) -> Markup:
    """The ticks' text, for the row under the tracks."""
    words = (
        element("text", text, x=share(axis.share(value)), y=14, class_="tick middle")
        for value, text in axis.ticks(ticks)
    )
    return element("svg", *words, class_="track", height=20, aria_hidden="true")


def grid(axis: Axis, height: int, ticks: int = 6) -> list[Markup]:
    """One thin line a tick."""
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


def _axis(result: Result, contenders: list[Contender]) -> Axis:
    best = best_possible(result)
    values = [value for one in contenders for value in one.fold_scores] + ([] if best is None else [best])
    values += [one.interval[side] for one in contenders if one.interval for side in ("low", "high")]
    return Axis.around(metric_title(result), values, room=0.03)


def _lines(axis: Axis, best: float | None, reference: Contender | None) -> Markup:
    """Grid, the reference's mean and the best possible score."""
    parts = grid(axis, HEIGHT)
    mean = reference.interval["mean"] if reference and reference.interval else None
    for value, name in ((mean, f"reference-line {reference.colour if reference else ''}"), (best, "best-line")):
        if value is not None:
            place = share(axis.share(value))
            parts.append(element("line", x1=place, x2=place, y1=0, y2=HEIGHT, class_=name))
    return together(parts)


def _track(one: Contender, axis: Axis, lines: Markup) -> Markup:
    folds = [
        element("circle", cx=share(axis.share(value)), cy=MIDDLE + 9, r="2.6", class_="fold")
        for value in one.fold_scores
    ]
    own = one.interval
    marks = [] if own is None else [whisker(axis, own["low"], own["high"], MIDDLE - 4)]
    marks += [] if own is None else [placed(axis, own["mean"], MIDDLE - 4, mark(one.family))]
    return element(
        "svg",
        lines,
        *folds,
        *marks,
        class_=f"track {one.colour}",
        height=HEIGHT,
        role="img",
        aria_label=_label(one, axis.title),
    )


def _label(one: Contender, title: str) -> str:
    own = one.interval
    if own is None:
        return f"{one.name}: no interval."
    folds = ", ".join(score(value) for value in one.fold_scores)
    between = f"95 % interval {score(own['low'])} to {score(own['high'])}"
    return f"{one.name}: {title} {score(own['mean'])}, {between}; folds: {folds}."


def _words(one: Contender) -> dict[str, str]:
    """The row's numbers, and why there are none or fewer."""
    folds, failed = len(one.entry["scores"]), one.failed_folds
    note = f"{failed} of {folds} folds failed" if failed else ""
    if one.interval is None:
        return {"mean": "failed" if failed == folds else "no interval", "interval": "", "note": note}
    own = one.interval
    return {"mean": score(own["mean"]), "interval": interval(own["low"], own["high"]), "note": note}
