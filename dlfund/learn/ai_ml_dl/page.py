"""The page: sentences written by hand, numbers from runs. A sentence that the numbers don't support is left out."""

from __future__ import annotations

from pathlib import Path

from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.atomic_write import atomic_write
from dlfund.core.typed_json import read_json
from dlfund.learn.ai_ml_dl.measurements import (
    DatasetCurve,
    LearningCurves,
    MeasuredContender,
    MeasuredRecipe,
    Measurements,
)
from dlfund.learn.ai_ml_dl.pictures import curves, regions
from dlfund.report import numbers

LADDER = "student_pass_fail"  # the recipe whose rule, baseline and network explain the words
NETWORK, TREES = "cnn", "gradient_boosting"  # of the learning curves
MATTERS = 0.02  # smaller differences are not spoken of
TRUE_RULE = (
    "Where the data is generated, the rule that made it is scored on the same rows as every contender; in round "
    "brackets is the optimum, its average over all rows that could have been drawn."
)
APPROACHES = {
    "rule": "artificial intelligence",
    "machine learning": "machine learning",
    "deep learning": "deep learning",
}
HEAD = """# Artificial intelligence, machine learning, deep learning, data science

Four terms, explained with one question. Every number on this page was measured by a recipe of this project and is
in [measured.json](measured.json); the page is written from that file by `python -m dlfund.learn.ai_ml_dl
docs/ai_ml_dl.md`.

    artificial intelligence   programs that do what seems to need intelligence, including by rules that a person wrote
      └─ machine learning     programs that learn their numbers from examples
           └─ deep learning   programs that learn their features, too: layers of neurons, each using the one before
                └─ generative AI   networks that make new text, pictures or sound; language models are those of text
    data science              asking the question, collecting data, comparing fairly, saying how certain the answer is
"""
INTRODUCTIONS = {
    "rule": "**Artificial intelligence** is older than learning from data. Someone who knows the subject writes down "
    "a rule. A rule is clear, needs no data and never improves.",
    "machine learning": "**Machine learning** leaves the numbers to the machine: a person chooses the columns and the "
    "form of the model; weights and thresholds are learned from rows.",
    "deep learning": "**Deep learning** is machine learning in layers: a hidden layer computes new features from the "
    "columns, and the next layer learns from those. No one specifies what these features are.",
}
GENERATIVE = """## Generative AI and language models

**Generative AI** is deep learning whose answer is new text, a picture or sound instead of a class or a number. A
**language model** is a network (today a [transformer](concepts.md#transformerblock)) that was trained to predict the
next token of huge amounts of text; what it writes is drawn from these predictions, token by token
([next_token_prediction](concepts.md#next_token_prediction) shows how, with numbers). No one labels the text: the target
is the text itself, which is why this is called self-supervised learning. A tiny one runs here: the recipe
[next_letter](../recipes/next_letter.py) compares an embedding with causal attention to counts of letters (n-grams), on
a generated text whose entropy is known. A further training on instructions and on
people's preferences turns such a model into an assistant. Pictures are mostly made by diffusion, that is by removing
noise step by step. For the questions on this page, tables of a few thousand rows, such models are not what is needed;
how their parts work is asked under [transformers](interview.md#attention-and-transformers) and
[pretraining](interview.md#pretraining-transfer-and-generative-models).
"""
SCIENCE = """## Data science

**Data science** is everything around the model, and most of the work: where the rows come from, what they mean,
which rows are kept for testing, which score chance would reach, whether a difference is real. All of a recipe
is data science; see [protocol.md](protocol.md) for how contenders are compared. This table is its result: for
every question, the best contender of each kind.
"""
POPULAR = """## Why deep learning became popular

The idea is old. What was missing were data, machines that do many multiplications at once, and a few methods (better
initialisation, activations that don't saturate, better optimizers; see [concepts.md](concepts.md)). The effect of data
can be measured here: the same contenders learn from more and more rows, of pictures whose pattern may be anywhere and
of a table with numbers and categories.
"""
MACHINES = """The effect of the machines can be measured too: how many rows per second one core, or a graphics
card, trains in batches of growing size. The table is in
[performance.md](performance.md#training-speed-and-batch-size).
"""


def pages(content: Measurements) -> dict[str, str]:
    """Every file by its name; the page itself is `.md`."""
    files: dict[str, str] = {}
    parts = [HEAD]
    if LADDER in content.recipes:
        parts += _ladder(content, files)
    parts += [GENERATIVE, SCIENCE, _table(content.recipes)]
    if content.learning:
        parts += _learning(content.learning, content.recipes["why_now"].approaches, files)
    return {".md": "\n".join(parts), **files}


def write(target: Path, source: Path) -> int:
    """Write the page and its pictures beside it; returns the number of pictures."""
    files = pages(read_json(source, Measurements))
    for name, text in files.items():
        path = target if name == ".md" else target.with_suffix("") / name
        with atomic_write(path) as beside:
            beside.write_text(text, encoding="utf-8", newline="\n")
    return len(files) - 1


def _ladder(content: Measurements, files: dict[str, str]) -> list[str]:
    recipe = content.recipes[LADDER]
    parts = [f"## One question, three answers: {recipe.title}\n", _how(recipe)]
    for approach, introduction in INTRODUCTIONS.items():
        if best := recipe.best(approach):
            title = METRICS[recipe.metric].title
            own = f"{numbers.score(best.mean)} {numbers.interval(best.low, best.high)}"
            parts.append(f"{introduction} Here: `{best.name}`, {_about(best)} It reaches a {title} of {own}.\n")
    if content.picture:
        titles = {contender.name: contender.name.replace("_", " ") for contender in recipe.contenders}
        files["regions.svg"] = regions(content.picture, titles)
        parts.append(
            "![Three squares, one per contender: where it predicts yes and where no](ai_ml_dl/regions.svg)\n\n"
            "Blue: passes. Orange: does not. A rule's regions have corners, a weighted sum's border is straight, "
            "trees' borders have steps, and a network's border is curved.\n"
        )
    return parts


def _how(recipe: MeasuredRecipe) -> str:
    here, average = (numbers.score(score) for score in (recipe.truth, recipe.best_possible))
    known = (
        f" The true rule scores {here} on these rows, and {average} on average over all rows that could have been "
        "drawn: that average is the optimum; on few rows a model may score above it by chance."
        if recipe.truth is not None and recipe.best_possible is not None
        else ""
    )
    return f"{numbers.count(recipe.rows)} rows.{known}\n"


def _about(contender: MeasuredContender) -> str:
    about = " ".join(contender.about.split())
    if contender.approach == "rule" and ": " in about:
        about = about.replace(": ", ": `", 1) + "`"
    return about if about.endswith(".") else f"{about}."


def _table(recipes: dict[str, MeasuredRecipe]) -> str:
    titles = ["question", "metric", "true rule, same rows (optimum)", "no learning", "machine learning"]
    head = f"| {' | '.join([*titles, 'deep learning', 'seconds'])} |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for recipe in recipes.values():
        cells = [recipe.title, METRICS[recipe.metric].title, _known(recipe)]
        cells += [_cell(recipe.best(approach), recipe) for approach in APPROACHES]
        lines.append(f"| {' | '.join(cells)} | {numbers.count(recipe.seconds)} |")
    first = any(recipe.budget == "quick" for recipe in recipes.values())
    looks = "\nSome lines come from a first look (`BUDGET=quick`), which is less certain.\n" if first else ""
    return "\n".join(lines) + f"\n\nIn square brackets: the 95 % confidence interval. {TRUE_RULE}\n{looks}"


def _known(recipe: MeasuredRecipe) -> str:
    if recipe.best_possible is None:
        return numbers.NONE
    return f"{numbers.score(recipe.truth)} ({numbers.score(recipe.best_possible)})"


def _cell(best: MeasuredContender | None, recipe: MeasuredRecipe) -> str:
    if best is None:
        return numbers.NONE
    leads = best is recipe.contenders[0]
    score = f"{numbers.score(best.mean)} {numbers.interval(best.low, best.high)}"
    return f"{best.name}: **{score}**" if leads else f"{best.name}: {score}"


def _learning(learning: LearningCurves, approaches: dict[str, str], files: dict[str, str]) -> list[str]:
    files["learning_curves.svg"] = curves(learning, approaches)
    parts = [POPULAR, "![Scores over the number of rows, one line per contender](ai_ml_dl/learning_curves.svg)\n"]
    for curve in learning.curves.values():
        parts.append(_rows(curve, METRICS[learning.metric].title))
        parts += [f"{sentence}\n" for sentence in curve_sentences(curve)]
    judged = numbers.count(learning.judged_on)
    return [*parts, f"Each score comes from one training set, measured on {judged} further rows.\n", MACHINES]


def _rows(curve: DatasetCurve, metric: str) -> str:
    names = list(curve.points[-1].means)
    lines = [f"| {curve.title}: rows | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for point in curve.points:
        means = [numbers.score(point.means.get(name)) for name in names]
        lines.append(f"| {numbers.count(point.rows)} | {' | '.join(means)} |")
    known = (
        f" (optimum over all rows that could be drawn: {numbers.score(curve.best_possible)})"
        if curve.best_possible
        else ""
    )
    return "\n".join(lines) + f"\n\nIn the cells: {metric}{known}.\n"


def curve_sentences(curve: DatasetCurve) -> list[str]:
    """What the curves say, each sentence only where they do."""
    first, last = curve.points[0], curve.points[-1]
    network = NETWORK if NETWORK in last.means else "ann"
    if first is last or not {network, TREES} <= set(first.means) & set(last.means):
        return []
    start, end = ({name: point.means[name] for name in (network, TREES)} for point in (first, last))
    way = f"from {numbers.count(first.rows)} to {numbers.count(last.rows)} rows"
    sentences = [
        f"{way[0].upper()}{way[1:]} "
        f"`{network}` goes from {numbers.score(start[network])} to {numbers.score(end[network])}, "
        f"`{TREES}` from {numbers.score(start[TREES])} to {numbers.score(end[TREES])}."
    ]
    gained = {name: end[name] - start[name] for name in start}
    if start[network] < start[TREES] + MATTERS:
        sentences.append("With few rows the network is no better: there are too few rows to determine so many weights.")
    if gained[network] > gained[TREES] + MATTERS:
        sentences.append("More rows help the network more than the trees.")
    if end[network] > end[TREES] + MATTERS:
        sentences.append(
            "With all rows the network leads: its layers suit the data, and there are enough rows to train them."
        )
    elif end[network] < end[TREES] - MATTERS:
        sentences.append("With all rows the trees still lead: more rows alone don't make a network the right model.")
    else:
        sentences.append("With all rows they are about equal: more rows alone don't make a network the better model.")
    return sentences
