"""The page: words of people, numbers of runs. A sentence that the numbers don't support is not on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dlfund.ai_ml_dl.pictures import curves, regions
from dlfund.comparison.metrics import METRICS
from dlfund.report import numbers
from dlfund.whole_file import whole_file

LADDER = "student_pass_fail"  # the recipe whose rule, baseline and network explain the words
NETWORK, TREES = "cnn", "gradient_boosting"  # of the learning curves
MATTERS = 0.02  # smaller differences are not spoken of
RUNGS = {"rule": "artificial intelligence", "machine learning": "machine learning", "deep learning": "deep learning"}
HEAD = """# Artificial intelligence, machine learning, deep learning, data science

Four words, one question. Every number on this page was measured by a recipe of this project and stands in
[measured.json](measured.json); the page is written from that file by `python -m dlfund.ai_ml_dl docs/ai_ml_dl.md`.

    artificial intelligence   whatever acts as if it were clever, also by rules that a person wrote
      └─ machine learning     what finds its numbers in rows of examples
           └─ deep learning   what finds its features too: layers of neurons, each built on the one before
    data science              asking the question, getting the rows, comparing honestly, saying how sure the answer is
"""
INTRODUCTIONS = {
    "rule": "**Artificial intelligence** is older than learning. Somebody who knows the matter writes down what to do. "
    "A rule is clear, needs no rows and never improves.",
    "machine learning": "**Machine learning** gives the numbers to the machine: a person says which columns count and "
    "what form the answer has; weights and thresholds are found in rows.",
    "deep learning": "**Deep learning** is machine learning in layers: a hidden layer makes new columns out of the old "
    "ones, and the next layer learns from those. Nobody says which columns they are to be.",
}
SCIENCE = """## Data science

**Data science** is everything around the model, and most of the work: where the rows come from, what they mean,
which rows judge, what would be reached by chance, whether a difference is one. All of a recipe is data science;
see [protocol.md](protocol.md) for how contenders are compared. This table is its result: of every question the
best of each rung.
"""
POPULAR = """## Why deep learning became popular

The idea is old. What was missing were rows, machines that multiply many numbers at once, and a few tricks
(better starts, activations that don't saturate, better optimizers; see [concepts.md](concepts.md)). The first
can be measured here: the same contenders learn from more and more rows, of pictures whose pattern may lie
anywhere and of a table with numbers and categories.
"""
MACHINES = """The second can be measured too: how many rows a second one core, or a graphics card, trains in batches of
growing size. The table is in [performance.md](performance.md#training-speed-against-batch-size).
"""


def pages(content: dict[str, Any]) -> dict[str, str]:
    """Every file by its name; the page itself is `.md`."""
    files: dict[str, str] = {}
    parts = [HEAD]
    if LADDER in content["recipes"]:
        parts += _ladder(content, files)
    parts += [SCIENCE, _table(content["recipes"])]
    if content.get("learning"):
        parts += _learning(content, files)
    return {".md": "\n".join(parts), **files}


def write(target: Path, source: Path) -> int:
    """Write the page and its pictures beside it; returns the number of pictures."""
    files = pages(json.loads(source.read_text(encoding="utf-8")))
    for name, text in files.items():
        path = target if name == ".md" else target.with_suffix("") / name
        with whole_file(path) as beside:
            beside.write_text(text, encoding="utf-8")
    return len(files) - 1


def _ladder(content: dict[str, Any], files: dict[str, str]) -> list[str]:
    recipe = content["recipes"][LADDER]
    parts = [f"## One question, three answers: {recipe['title']}\n", _how(recipe)]
    for rung, introduction in INTRODUCTIONS.items():
        if best := _best(recipe, rung):
            title = METRICS[recipe["metric"]].title
            own = f"{numbers.score(best['mean'])} {numbers.interval(best['low'], best['high'])}"
            parts.append(f"{introduction} Here: `{best['name']}`, {_about(best)} It reaches a {title} of {own}.\n")
    if picture := content.get("picture"):
        rungs = {one["name"]: one["rung"] for one in recipe["contenders"]}
        files["regions.svg"] = regions(picture, {name: name.replace("_", " ") for name in rungs})
        parts.append(
            "![Three squares, one a contender: where it says yes and where no](ai_ml_dl/regions.svg)\n\n"
            "Blue: passes. Orange: does not. A rule has corners, a weighted sum one straight border, trees have steps, "
            "and a network bends.\n"
        )
    return parts


def _how(recipe: dict[str, Any]) -> str:
    known = f" Nobody can do better than {numbers.score(recipe['best_possible'])}." if recipe["best_possible"] else ""
    return f"{numbers.count(recipe['rows'])} rows.{known}\n"


def _about(contender: dict[str, Any]) -> str:
    about = " ".join(contender["about"].split())
    if contender["rung"] == "rule" and ": " in about:
        about = about.replace(": ", ": `", 1) + "`"
    return about if about.endswith(".") else f"{about}."


def _best(recipe: dict[str, Any], rung: str) -> dict[str, Any] | None:
    """Contenders stand in the order of their scores."""
    return next((one for one in recipe["contenders"] if one["rung"] == rung), None)


def _table(recipes: dict[str, Any]) -> str:
    head = "| question | metric | best possible | no learning | machine learning | deep learning | seconds |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for recipe in recipes.values():
        cells = [recipe["title"], METRICS[recipe["metric"]].title, numbers.score(recipe["best_possible"])]
        cells += [_cell(_best(recipe, rung), recipe) for rung in RUNGS]
        lines.append(f"| {' | '.join(cells)} | {numbers.count(recipe['seconds'])} |")
    first = any(recipe["budget"] == "quick" for recipe in recipes.values())
    looks = "\nSome lines come from a first look (`BUDGET=quick`), which is less sure.\n" if first else ""
    return "\n".join(lines) + f"\n\nIn brackets: where the score lies with 95 % confidence.\n{looks}"


def _cell(best: dict[str, Any] | None, recipe: dict[str, Any]) -> str:
    if best is None:
        return numbers.NONE
    leads = best is recipe["contenders"][0]
    score = f"{numbers.score(best['mean'])} {numbers.interval(best['low'], best['high'])}"
    return f"{best['name']}: **{score}**" if leads else f"{best['name']}: {score}"


def _learning(content: dict[str, Any], files: dict[str, str]) -> list[str]:
    learning = content["learning"]
    rungs = {one["name"]: one["rung"] for one in content["recipes"]["why_now"]["contenders"]}
    files["learning_curves.svg"] = curves(learning, rungs)
    parts = [POPULAR, "![Scores over the number of rows, a line a contender](ai_ml_dl/learning_curves.svg)\n"]
    for curve in learning["curves"].values():
        parts.append(_rows(curve, METRICS[learning["metric"]].title))
        parts += [f"{sentence}\n" for sentence in told(curve)]
    judged = numbers.count(learning["judged_on"])
    return [*parts, f"Each score is of one training part, judged on {judged} further rows.\n", MACHINES]


def _rows(curve: dict[str, Any], metric: str) -> str:
    names = list(curve["points"][-1]["means"])
    lines = [f"| {curve['title']}: rows | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for point in curve["points"]:
        means = [numbers.score(point["means"].get(name)) for name in names]
        lines.append(f"| {numbers.count(point['rows'])} | {' | '.join(means)} |")
    known = f" (best possible {numbers.score(curve['best_possible'])})" if curve["best_possible"] else ""
    return "\n".join(lines) + f"\n\nIn the cells: {metric}{known}.\n"


def told(curve: dict[str, Any]) -> list[str]:
    """What the curves say, each sentence only where they do."""
    first, last = curve["points"][0], curve["points"][-1]
    network = NETWORK if NETWORK in last["means"] else "ann"
    if first is last or not {network, TREES} <= set(first["means"]) & set(last["means"]):
        return []
    start, end = ({who: point["means"][who] for who in (network, TREES)} for point in (first, last))
    way = f"from {numbers.count(first['rows'])} to {numbers.count(last['rows'])} rows"
    sentences = [
        f"{way[0].upper()}{way[1:]} "
        f"`{network}` goes from {numbers.score(start[network])} to {numbers.score(end[network])}, "
        f"`{TREES}` from {numbers.score(start[TREES])} to {numbers.score(end[TREES])}."
    ]
    gained = {who: end[who] - start[who] for who in start}
    if start[network] < start[TREES] + MATTERS:
        sentences.append("With few rows the network is no better: it has more to find than they can tell.")
    if gained[network] > gained[TREES] + MATTERS:
        sentences.append("More rows help the network more than the trees.")
    if end[network] > end[TREES] + MATTERS:
        sentences.append(
            "In the end the network leads: its layers fit what the rows hold, and the rows are enough to fill them."
        )
    elif end[network] < end[TREES] - MATTERS:
        sentences.append("In the end the trees lead all the same: rows alone don't make a network the right model.")
    else:
        sentences.append("In the end they are about equal: rows alone don't make a network the better model.")
    return sentences
