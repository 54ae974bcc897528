"""What `dlfund run` and `dlfund compare` print of a result: tables for people, JSON for programs, or a path."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dlfund.core.terminal import say

if TYPE_CHECKING:
    from rich.console import Console

    from dlfund.comparison.result.result import Result

SCHEMA = 1  # of the printed summary; raised where a key is renamed or goes


@dataclass(frozen=True)
class ContenderSummary:
    """A contender's scores over the folds: mean and 95 % interval; None where too few folds have a score."""

    name: str
    family: str
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class RunSummary:
    """A finished run in a few values; docs/command_line.md describes them."""

    schema: int
    name: str
    folder: str
    results: str
    page: str
    conclusion: str | None
    answer: str
    metric: str
    higher_is_better: bool
    first: str | None
    second: str | None
    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    margin: float
    contenders: list[ContenderSummary]
    notes: list[str]
    seconds: float


def console_of(arguments: Namespace) -> Console:
    """Where progress is shown: standard output; standard error beside JSON; nowhere with --quiet."""
    from rich.console import Console

    return Console(stderr=arguments.json, quiet=arguments.quiet)


def print_result(result: Result, arguments: Namespace, console: Console, seconds: float) -> None:
    """Print what was asked for."""
    if arguments.json:
        say(json.dumps(asdict(summary(result, seconds)), indent=1, allow_nan=False))
    elif arguments.quiet:
        say(summary(result, seconds).page)
    else:
        from dlfund.comparison.result.text_table import show

        show(result, console)
        say(f"{seconds:.0f} s. Page: {summary(result, seconds).page}", console)


def summary(result: Result, seconds: float) -> RunSummary:
    """The values that a program asks for."""
    from dlfund.comparison.result.headline import headline
    from dlfund.comparison.scoring.metrics import METRICS

    folder, primary = str(result.folder), result.verdict.primary
    values = ("conclusion", "first", "second", "difference", "low", "high", "p_value")
    return RunSummary(
        schema=SCHEMA,
        name=result.recipe.name,
        folder=folder,
        results=f"{result.folder and result.folder / 'results.json'}",
        page=f"{result.folder and result.folder / 'report.html'}",
        answer=headline(result).answer,
        metric=result.metric,
        higher_is_better=METRICS[result.metric].higher_is_better,
        margin=result.verdict.margin,
        contenders=_standings(result),
        notes=result.notes,
        seconds=round(seconds, 1),
        **{value: getattr(primary, value, None) for value in values},
    )


def _standings(result: Result) -> list[ContenderSummary]:
    """Of every contender, the best mean first."""
    standings = []
    for contender in result.ranked():
        interval = result.verdict.interval(contender.name)
        mean = result.mean(contender.name)
        low, high = (interval.low, interval.high) if interval else (None, None)
        standings.append(ContenderSummary(contender.name, contender.family, mean, low, high))
    return standings
