"""What finished runs measured, in one small file without dates.

    python -m dlfund.learn.ai_ml_dl.measured runs docs/measured.json

For every recipe the latest finished run counts; one at the normal budget takes precedence.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from dlfund.baselines.rule import evaluate
from dlfund.comparison.result.content_sections import ContenderResult
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import RunError
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.truth import on_these_rows
from dlfund.core.atomic_write import atomic_write
from dlfund.core.errors import UserError
from dlfund.experiments import recipe_files
from dlfund.learn.ai_ml_dl.measurements import (
    DatasetCurve,
    LearningCurves,
    LearningPoint,
    MeasuredContender,
    MeasuredRecipe,
    Measurements,
    Regions,
)

PICTURE, LEARNING = "student_pass_fail", "why_now"  # the recipes whose picture and curves the page shows
CELLS = 20  # of the picture, along each side
WRITTEN = "written by hand: "


def measured(names: list[str], runs: Path) -> Measurements:
    """Every recipe's scores, the picture of one and the learning curves of another."""
    results = {name: result for name in names if (result := latest(runs / name)) is not None}
    return Measurements(
        recipes={name: _recipe(result) for name, result in results.items()},
        picture=_picture(results[PICTURE]) if PICTURE in results else None,
        learning=_learning(results[LEARNING]) if LEARNING in results else None,
    )


def latest(folder: Path) -> Result | None:
    """The newest finished run of a recipe on its own data, at the normal budget if there is one."""
    results: dict[str, Result] = {}
    for path in sorted(folder.glob("*/results.json")):
        try:
            result = Result.read(path)
        except RunError:
            continue
        results[result.environment.budget] = result
    return next((results[budget] for budget in ("normal", "thorough", "quick") if budget in results), None)


def _recipe(result: Result) -> MeasuredRecipe:
    best, truth = result.dataset.best(result.metric), on_these_rows(result)
    return MeasuredRecipe(
        title=result.recipe.about.partition("\n")[0],
        metric=result.metric,
        budget=result.environment.budget,
        rows=result.dataset.rows,
        trainings=result.environment.trainings,
        seconds=round(result.environment.seconds),
        best_possible=None if best is None else round(best.value, 4),
        truth=None if truth is None else round(truth, 4),
        contenders=tuple(
            _contender(contender, interval)
            for contender in result.ranked()
            if (interval := result.verdict.interval(contender.name)) is not None
        ),
    )


def _contender(contender: ContenderResult, interval: Interval) -> MeasuredContender:
    mean, low, high = (round(value, 4) for value in (interval.mean, interval.low, interval.high))
    return MeasuredContender(contender.name, contender.approach, contender.family, contender.about, mean, low, high)


def _picture(result: Result) -> Regions | None:
    """What a model of each kind predicts on a grid of two inputs: one digit per cell, from 0 (no) to 9 (yes)."""
    picture = result.picture
    if not picture:
        return None
    across, up = picture["inputs"]
    xs, ys = (np.linspace(picture[side][0], picture[side][-1], CELLS) for side in ("xs", "ys"))
    panels = {name: _digits(np.asarray(surface, dtype=float)) for name, surface in picture["surfaces"].items()}
    grid = pd.DataFrame({across: np.tile(xs, CELLS), up: np.repeat(ys, CELLS)}).assign(**picture["others"])
    for contender in result.contenders:
        if contender.about.startswith(WRITTEN):
            holds = evaluate(contender.about.removeprefix(WRITTEN), grid)
            panels = {contender.name: _digits(np.asarray(holds, dtype=float).reshape(CELLS, CELLS))} | panels
    x, y = ((round(float(values[0]), 1), round(float(values[-1]), 1)) for values in (xs, ys))
    return Regions((across, up), x, y, picture["others"], panels)


def _digits(surface: np.ndarray) -> tuple[str, ...]:
    """A coarser grid, lowest values of the second input first."""
    rows, columns = (np.linspace(0, side - 1, CELLS).round().astype(int) for side in surface.shape)
    coarse = surface[np.ix_(rows, columns)]
    return tuple("".join(str(min(9, int(10 * value))) for value in line) for line in coarse)


def _learning(result: Result) -> LearningCurves:
    """Scores by the number of training rows, one list per data set."""
    own, judging = result.dataset, result.protocol.test_rows
    means: dict[str, float | None] = {name: result.mean(name) for name in result.names}
    variants = [
        (variant.dataset, variant.title, variant.rows, variant.means, variant.best_possible)
        for variant in result.beside
    ]
    variants.append((own.name, own.title, own.rows, means, own.best(result.metric)))
    curves: dict[str, DatasetCurve] = {}
    for dataset, title, rows, of_all, best in variants:
        name, optimum = dataset.partition("-")[0], round(best.value, 4) if best else None
        curve = curves.get(name) or DatasetCurve(title, optimum, ())
        known = {contender: round(mean, 4) for contender, mean in of_all.items() if mean is not None}
        points = sorted((*curve.points, LearningPoint(rows - judging, known)), key=lambda point: point.rows)
        curves[name] = replace(curve, points=tuple(points))
    return LearningCurves(result.metric, judging, dict(sorted(curves.items())))


def main(arguments: list[str]) -> None:
    if len(arguments) != 2:
        raise UserError(
            "Expected a folder of runs and a file: python -m dlfund.learn.ai_ml_dl.measured runs docs/measured.json"
        )
    runs, target = map(Path, arguments)
    content = measured([card.name for card in recipe_files.cards()], runs)
    if not content.recipes:
        raise UserError(f"Expected finished runs in {runs}. There are none: answer the recipes with `make recipes`.")
    with atomic_write(target) as beside:
        beside.write_text(
            json.dumps(content.to_dict(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
        )
    print(f"{target}: {len(content.recipes)} recipes")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UserError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
