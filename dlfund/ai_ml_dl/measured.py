"""What finished runs measured, as one small file without dates.

    python -m dlfund.ai_ml_dl.measured runs docs/measured.json

Of every recipe the latest finished run counts, one at the normal budget before any other.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dlfund import bookshelf
from dlfund.baselines.rule import evaluate
from dlfund.comparison.result import Result
from dlfund.comparison.run_folder import RunError
from dlfund.sentence import UserError
from dlfund.whole_file import whole_file

PICTURE, LEARNING = "student_pass_fail", "why_now"  # the recipes whose picture and curves the page shows
CELLS = 20  # of the picture, along each side
WRITTEN = "written by hand: "


def measured(names: list[str], runs: Path) -> dict[str, Any]:
    """Every recipe's scores, the picture of one and the learning curves of another."""
    results = {name: result for name in names if (result := latest(runs / name)) is not None}
    content: dict[str, Any] = {"recipes": {name: _recipe(result) for name, result in results.items()}}
    if PICTURE in results:
        content["picture"] = _picture(results[PICTURE])
    if LEARNING in results:
        content["learning"] = _learning(results[LEARNING])
    return content


def latest(folder: Path) -> Result | None:
    """The newest finished run of a recipe on its own data, at the normal budget if there is one."""
    found: dict[str, Result] = {}
    for path in sorted(folder.glob("*/results.json")):
        try:
            result = Result.read(path)
        except RunError:
            continue
        found[str(result.content["environment"].get("budget"))] = result
    return next((found[budget] for budget in ("normal", "thorough", "quick") if budget in found), None)


def _recipe(result: Result) -> dict[str, Any]:
    content = result.content
    best = (content["dataset"].get("best_possible") or {}).get(result.metric)
    return {
        "title": content["recipe"]["about"].partition("\n")[0],
        "metric": result.metric,
        "budget": content["environment"]["budget"],
        "rows": content["dataset"]["rows"],
        "trainings": content["environment"]["trainings"],
        "seconds": round(content["environment"]["seconds"]),
        "best_possible": None if best is None else round(best["value"], 4),
        "contenders": [_contender(one, result) for one in result.ranked() if result.mean(one["name"]) is not None],
    }


def _contender(one: dict[str, Any], result: Result) -> dict[str, Any]:
    interval = result.content["judgement"]["intervals"][one["name"]][result.metric]
    words = {key: one[key] for key in ("name", "rung", "family", "about")}
    return words | {key: round(interval[key], 4) for key in ("mean", "low", "high")}


def _picture(result: Result) -> dict[str, Any]:
    """What each rung says on a grid of two inputs: a digit a place, 0 surely not … 9 surely."""
    picture = result.content.get("picture") or {}
    if not picture:
        return {}
    across, up = picture["inputs"]
    xs, ys = (np.linspace(picture[side][0], picture[side][-1], CELLS) for side in ("xs", "ys"))
    panels = {name: _digits(np.asarray(surface, dtype=float)) for name, surface in picture["surfaces"].items()}
    grid = pd.DataFrame({across: np.tile(xs, CELLS), up: np.repeat(ys, CELLS)}).assign(**picture["others"])
    for one in result.content["contenders"]:
        if one["about"].startswith(WRITTEN):
            holds = evaluate(one["about"].removeprefix(WRITTEN), grid)
            panels = {one["name"]: _digits(np.asarray(holds, dtype=float).reshape(CELLS, CELLS))} | panels
    ends = {side: [round(float(values[0]), 1), round(float(values[-1]), 1)] for side, values in (("x", xs), ("y", ys))}
    return {"inputs": picture["inputs"], **ends, "others": picture["others"], "panels": panels}


def _digits(surface: np.ndarray) -> list[str]:
    """A coarser grid, lowest values of the second input first."""
    rows, columns = (np.linspace(0, side - 1, CELLS).round().astype(int) for side in surface.shape)
    coarse = surface[np.ix_(rows, columns)]
    return ["".join(str(min(9, int(10 * value))) for value in line) for line in coarse]


def _learning(result: Result) -> dict[str, Any]:
    """Scores by the number of rows learned from, a list a data set."""
    content, judging = result.content, result.content["protocol"]["test_rows"]
    own = {
        "dataset": content["dataset"]["name"],
        "title": content["dataset"]["title"],
        "rows": content["dataset"]["rows"],
        "means": {one["name"]: result.mean(one["name"]) for one in content["contenders"]},
        "best_possible": content["dataset"]["best_possible"].get(result.metric),
    }
    curves: dict[str, Any] = {}
    for part in [*content.get("beside", ()), own]:
        name = str(part["dataset"]).partition("-")[0]
        best = part["best_possible"]
        curve = curves.setdefault(
            name, {"title": part["title"], "best_possible": round(best["value"], 4) if best else None, "points": []}
        )
        means = {who: round(mean, 4) for who, mean in part["means"].items() if mean is not None}
        curve["points"].append({"rows": part["rows"] - judging, "means": means})
    for curve in curves.values():
        curve["points"].sort(key=lambda point: point["rows"])
    return {"metric": result.metric, "judged_on": judging, "curves": dict(sorted(curves.items()))}


def main(words: list[str]) -> None:
    if len(words) != 2:
        raise UserError(
            "Expected a folder of runs and a file: python -m dlfund.ai_ml_dl.measured runs docs/measured.json"
        )
    runs, target = map(Path, words)
    content = measured([card.name for card in bookshelf.cards()], runs)
    if not content["recipes"]:
        raise UserError(f"Expected finished runs in {runs}. There are none: answer the recipes with `make recipes`.")
    with whole_file(target) as beside:
        beside.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{target}: {len(content['recipes'])} recipes")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UserError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
