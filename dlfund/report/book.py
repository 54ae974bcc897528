"""The book: one page with a card per recipe, from the latest finished run of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dlfund.comparison.result.content_sections import Regret
from dlfund.comparison.result.headline import headline
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import reads_a_run, write_beside
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.errors import UserError
from dlfund.core.path_component import inside
from dlfund.report import numbers
from dlfund.report.card_picture import card_picture
from dlfund.report.contender import ShownContender, key_entries
from dlfund.report.figures.interval_plot import interval_plot
from dlfund.report.page import frame, page_environment
from dlfund.report.question import question_of
from dlfund.report.reached import NEAR
from dlfund.report.truth import cell

REPORT = "report.html"


class Named(Protocol):
    """A recipe, as far as the book needs it."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...


def write_book(recipes: Iterable[Named], runs: Path) -> Path:
    """Write `book.html` into the folder of all runs, whole or not at all.

    Raises:
        UserError: there is no such folder.
    """
    if not runs.is_dir():
        raise UserError(
            f"Expected a folder of runs at {runs}. There is none: a run makes it, and --runs names another one."
        )
    write_beside(runs / "book.html", render_book(recipes, runs))
    return runs / "book.html"


def render_book(recipes: Iterable[Named], runs: Path) -> str:
    """The page's text; the same runs give the same bytes."""
    chapters: list[_Chapter] = []
    unread, missing = [], []
    for recipe in recipes:
        try:
            folder = latest_finished(inside(runs, recipe.name, what="a recipe's name"))
            if folder is None:
                missing.append({"name": recipe.name, "title": recipe.title})
            else:
                chapters.append(_chapter(recipe.name, folder, runs))
        except UserError as error:
            unread.append({"name": recipe.name, "why": str(error)})
    spent = [chapter.spent for chapter in chapters]
    environment = page_environment()
    return environment.get_template("book.html").render(
        **frame(environment),
        cards=[chapter.card for chapter in chapters],
        rows=[row for chapter in chapters for row in chapter.rows],
        unread=unread,
        missing=missing,
        trainings=numbers.count(sum(trainings for trainings, _ in spent)),
        seconds=numbers.seconds(sum(seconds for _, seconds in spent)),
        key_entries=key_entries(chapter.result for chapter in chapters),
    )


@dataclass(frozen=True)
class _Chapter:
    """What the book shows of one recipe's run."""

    result: Result
    spent: tuple[int, float]
    card: dict[str, object]
    rows: list[dict[str, object]]


@reads_a_run
def _chapter(name: str, folder: Path, runs: Path) -> _Chapter:
    result = Result.read(folder)
    spent = _spent(result)
    return _Chapter(result, spent, _card(name, result, runs, spent), _rows(name, result))


def latest_finished(folder: Path) -> Path | None:
    """The newest run that has results; runs are named by their time, those of one second numbered."""
    finished = [path.parent for path in folder.glob("*/results.json")]
    return max(finished, key=lambda path: (path.name[:19], len(path.name), path.name), default=None)


def _card(name: str, result: Result, runs: Path, spent: tuple[int, float]) -> dict[str, object]:
    head = headline(result)
    verdict, _, difference = (head.answer, "", head.numbers) if head.numbers else head.answer.partition(": ")
    trainings, seconds = spent
    folder = result.folder or runs
    return {
        "name": name,
        "anchor": f"recipe-{name}",
        "question": question_of(result),
        "verdict": {"opening": head.opening, "text": verdict, "numbers": difference},
        "picture": card_picture(result),
        "intervals": interval_plot(result),
        "lessons": result.lessons,
        "path": (folder.relative_to(runs) / REPORT).as_posix(),
        "trainings": numbers.count(trainings),
        "seconds": numbers.seconds(seconds),
        "budget": result.environment.budget or numbers.NONE,
        "further_data": len(result.beside),
    }


def _rows(name: str, result: Result) -> list[dict[str, object]]:
    """Scores reached, published and of the truth, as on the recipe's page: a row per contender."""
    if result.reach is None:
        return []
    truth = result.reach.truth
    title = METRICS[result.metric].title
    return [
        {
            "recipe": name,
            "anchor": f"recipe-{name}",
            "contender": ShownContender(result.contender(row.name), result),
            "cells": [
                {"value": title, "main": title},
                {"value": row.mean, "main": numbers.score(row.mean), "small": numbers.interval(row.low, row.high)},
                {"value": row.published, "main": numbers.score(row.published)},
                {"value": row.to_published, "main": numbers.difference(row.to_published)},
                {"value": truth, "main": numbers.score(truth)},
                _left(row.to_truth),
                {"value": NEAR[row.near_truth], "main": NEAR[row.near_truth]},
            ],
        }
        for row in result.reach.rows
    ]


def _left(gap: Regret | None) -> dict[str, object]:
    shown = cell(gap)
    return {"value": None if gap is None else gap.mean, "main": shown["mean"], "small": shown["interval"]}


def _spent(result: Result) -> tuple[int, float]:
    """Trainings and seconds of a run, with those of the data sets beside it."""
    parts = [result.environment]
    for other in result.beside:
        try:
            folder = inside(result.folder or Path(), "beside", other.dataset)
            parts.append(Result.read(folder).environment)
        except UserError:
            continue  # that data set's page says so; the book counts what it can read
    return sum(part.trainings for part in parts), float(sum(part.seconds for part in parts))
