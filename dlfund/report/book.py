"""The book: one page with a card a recipe, from the latest finished run of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.comparison.run_folder import RunError, write_beside
from dlfund.report import numbers
from dlfund.report.contender import KEY, RUNGS, Contender, ranked
from dlfund.report.cover import cover
from dlfund.report.figures.interval_plot import interval_plot
from dlfund.report.learned import lessons
from dlfund.report.page import frame, page_environment
from dlfund.report.question import question_of

REPORT = "report.html"


class Named(Protocol):
    """A recipe as the bookshelf describes it."""

    name: str
    title: str


def write_book(recipes: Iterable[Named], runs: Path) -> Path:
    """Write `book.html` into the folder of all runs, whole or not at all."""
    write_beside(runs / "book.html", render_book(recipes, runs))
    return runs / "book.html"


def render_book(recipes: Iterable[Named], runs: Path) -> str:
    """The page's text; the same runs give the same bytes."""
    found: dict[str, Result] = {}
    unread, missing = [], []
    for recipe in recipes:
        folder = latest_finished(runs / recipe.name)
        try:
            if folder is None:
                missing.append({"name": recipe.name, "title": recipe.title})
            else:
                found[recipe.name] = Result.read(folder)
        except RunError as error:
            unread.append({"name": recipe.name, "why": str(error)})
    spent = {name: _spent(result) for name, result in found.items()}
    environment = page_environment()
    return environment.get_template("book.html").render(
        **frame(environment),
        cards=[_card(name, result, runs, spent[name]) for name, result in found.items()],
        rows=[row for name, result in found.items() for row in _rows(name, result)],
        unread=unread,
        missing=missing,
        trainings=numbers.count(sum(trainings for trainings, _ in spent.values())),
        seconds=numbers.seconds(sum(seconds for _, seconds in spent.values())),
        key_entries=_key(found.values()),
    )


def latest_finished(folder: Path) -> Path | None:
    """The newest run that has results; runs are named by their time, those of one second numbered."""
    finished = [path.parent for path in folder.glob("*/results.json")]
    return max(finished, key=lambda path: (path.name[:19], len(path.name), path.name), default=None)


def _card(name: str, result: Result, runs: Path, spent: tuple[int, float]) -> dict[str, Any]:
    verdict, _, told = result.verdict.partition(": ")
    trainings, seconds = spent
    folder = result.folder or runs
    return {
        "name": name,
        "anchor": f"recipe-{name}",
        "question": question_of(result),
        "verdict": {"words": verdict, "numbers": told},
        "picture": cover(result),
        "intervals": interval_plot(result),
        "lessons": lessons(result),
        "path": (folder.relative_to(runs) / REPORT).as_posix(),
        "trainings": numbers.count(trainings),
        "seconds": numbers.seconds(seconds),
        "budget": result.content["environment"].get("budget", numbers.NONE),
        "further": len(result.content.get("beside") or []),
    }


def _rows(name: str, result: Result) -> list[dict[str, Any]]:
    """What the recipe's page says of reached, published and best possible, a row a contender."""
    known = result.content.get("reach") or {}
    near = {None: numbers.NONE, True: "yes", False: "no"}
    best = known.get("best_possible")
    title = METRICS[result.metric].title
    return [
        {
            "recipe": name,
            "anchor": f"recipe-{name}",
            "contender": Contender(result.contender(row["name"]), result),
            "cells": [
                {"value": title, "main": title},
                {"value": row["mean"], "main": numbers.score(row["mean"])}
                | {"small": numbers.interval(row["low"], row["high"])},
                {"value": row["published"], "main": numbers.score(row["published"])},
                {"value": row["to_published"], "main": numbers.difference(row["to_published"])},
                {"value": best, "main": numbers.score(best)},
                {"value": row["to_best"], "main": numbers.difference(row["to_best"])},
                {"value": near[row["near_best"]], "main": near[row["near_best"]]},
            ],
        }
        for row in known.get("rows") or []
    ]


def _spent(result: Result) -> tuple[int, float]:
    """Trainings and seconds of a run, with those of the data sets beside it."""
    parts = [result.content["environment"]]
    for one in result.content.get("beside") or []:
        path = (result.folder or Path()) / Path(one["path"]).parent / "results.json"
        try:
            parts.append(json.loads(path.read_text(encoding="utf-8"))["environment"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # its page says so; the book counts what it can read
    trainings = sum(one.get("trainings") or 0 for one in parts)
    return trainings, float(sum(one.get("seconds") or 0.0 for one in parts))


def _key(results: Iterable[Result]) -> list[tuple[str, str, str]]:
    """What the marks of all cards mean."""
    used = {(one.family, one.rung) for result in results for one in ranked(result)}
    return [(family, RUNGS[rung], words) for (family, rung), words in KEY.items() if (family, rung) in used]
