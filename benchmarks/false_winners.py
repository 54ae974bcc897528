"""How often the real pipeline names a winner where there is none, and how often it sees a gain that is there.

    python benchmarks/false_winners.py                       all designs, a table a few CPU seconds; prints Markdown
    python benchmarks/false_winners.py --design folds --tables 20 --out study.jsonl
    python benchmarks/false_winners.py --page study.jsonl    writes the table into docs/protocol.md

Each table has rows, folds, searches and seeds of its own. Finished tables are kept in the file, and not fitted again.

    folds          a network family against a classical family; the target is independent of the inputs, so that both
                   have a ROC AUC of 0.5 on new rows, whatever they learn
    same           random trees against themselves with other seeds; the inputs tell something about the target
    gain           a weighted sum against nearest neighbours, where a weighted sum decides: power, and coverage
    one part       random trees against themselves with other seeds, on one test part, whose rows do not show what other
                   seeds would change
    one part gain  a weighted sum against nearest neighbours on one test part, where a weighted sum decides
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pandas as pd
from scipy.stats import binomtest, loguniform
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from dlfund import Task
from dlfund.baselines.baseline import Baseline, plain, scaled
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.verdict_of_run import JudgedRun, judged_run
from dlfund.comparison.running.executor import InThisProcess
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.question import Question
from dlfund.core.seeds import seed_of
from dlfund.data import Column, Schema, as_dataset
from dlfund.training.tuning.search import Search

ROOT = Path(__file__).parents[1]
PAGE, START, END = ROOT / "docs" / "protocol.md", "<!-- false winners -->", "<!-- end of false winners -->"
COLUMNS = tuple(f"x{number}" for number in range(6))
SCHEMA = Schema(name="study", title="Study", target="y", columns=tuple(map(Column, COLUMNS)), classes=("no", "yes"))


def small_network(task: Task, hp: Any) -> Any:
    """One hidden layer of eight neurons."""
    return _network(task, hp, width=8)


def wide_network(task: Task, hp: Any) -> Any:
    """One hidden layer of 32 neurons."""
    return _network(task, hp, width=32)


def _network(task: Task, hp: Any, *, width: int) -> Any:
    """Search spaces of numbers that no compiled program depends on: one program serves all tables."""
    import keras

    rate = hp.Float("learning_rate", 3e-3, 1e-1, sampling="log", default=2e-2)
    decay = hp.Float("weight_decay", 1e-4, 1e-1, sampling="log", default=1e-3)
    inputs = keras.Input(task.input_shape)
    hidden = keras.layers.Dense(width, activation="tanh")(inputs)
    model = keras.Model(inputs, task.head()(hidden))
    model.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=decay), loss=task.loss())
    return model


def classical() -> list[Baseline]:
    """A small tuned family: a weighted sum and nearest neighbours."""
    return [
        Baseline(
            "weighted_sum",
            "logistic regression",
            "machine learning",
            lambda schema, seed: scaled("weighted_sum", schema, ("model", LogisticRegression())),
            {"model__C": loguniform(1e-3, 1e2)},
        ),
        Baseline(
            "neighbours",
            "nearest neighbours",
            "machine learning",
            lambda schema, seed: scaled("neighbours", schema, ("model", KNeighborsClassifier(15))),
            {"model__n_neighbors": range(3, 60)},
        ),
    ]


def lucky_trees(name: str) -> Baseline:
    """Few random trees, whose score depends much on their seed."""
    return Baseline(
        name,
        "five extremely random trees",
        "machine learning",
        lambda schema, seed: plain(
            name, schema, ("model", ExtraTreesClassifier(5, min_samples_leaf=5, random_state=seed))
        ),
        {"model__max_features": [0.3, 0.6, 1.0]},
    )


@dataclass(frozen=True)
class Design:
    """A kind of table and who is compared on it.

    Args:
        rows: int.
        target: function (inputs, generator) -> whether each row's target is positive.
        contenders: function that returns the contenders of both sides.
        question: Question.
        protocol: function of a seed.
        equal: bool. Whether no side is better, so that a winner is a false one.
        about: str.
    """

    rows: int
    target: Callable[[np.ndarray, np.random.Generator], np.ndarray]
    contenders: Callable[[], list[Any]]
    question: Question
    protocol: Callable[[int], Protocol]
    equal: bool
    about: str


def chance(x: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Nothing in the inputs tells anything about it."""
    return generator.random(len(x)) < 0.5


def straight(x: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """A weighted sum decides."""
    return generator.random(len(x)) < 1 / (1 + np.exp(-x[:, 0] - 0.7 * x[:, 1]))


def folds(seed: int) -> Protocol:
    """Three folds or five, as the seed decides."""
    return Protocol(5 if seed % 2 else 3, 1, seed=seed)


def one_part(seed: int) -> Protocol:
    return Protocol(1, 1, seed=seed, split="predefined", test_rows=1_000)


def families() -> list[Any]:
    return [*classical(), small_network, wide_network]


TREES = Question("trees", "same_trees")
DESIGNS = {
    "folds": Design(200, chance, families, Question(), folds, True, "networks − classical models, no signal"),
    "same": Design(
        200,
        straight,
        lambda: [lucky_trees("trees"), lucky_trees("same_trees")],
        TREES,
        folds,
        True,
        "random trees − themselves, other seeds",
    ),
    "gain": Design(
        400,
        straight,
        classical,
        Question("weighted_sum", "neighbours"),
        folds,
        False,
        "a weighted sum − nearest neighbours, a straight target",
    ),
    "one part": Design(
        1_400,
        straight,
        lambda: [lucky_trees("trees"), lucky_trees("same_trees")],
        TREES,
        one_part,
        True,
        "random trees − themselves, other seeds, 1,000 test rows",
    ),
    "one part gain": Design(
        1_400,
        straight,
        classical,
        Question("weighted_sum", "neighbours"),
        one_part,
        False,
        "a weighted sum − nearest neighbours, 1,000 test rows",
    ),
}
WITH_TWINS = 60  # the first tables of a design with folds; a placebo can only take a verdict back
USUAL = {"one part": 100, "one part gain": 60, "folds": 200, "same": 140, "gain": 60}


def run(name: str, number: int, folder: Path) -> dict[str, Any]:
    """One table through the pipeline: what it says, with and without the placebo."""
    design, seed = DESIGNS[name], seed_of("false winners", name, number)
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(design.rows, len(COLUMNS))).round(4)
    table = pd.DataFrame(x, columns=list(COLUMNS)).assign(y=np.where(design.target(x, generator), "yes", "no"))
    task = Task(kind="binary", input_shape=(len(COLUMNS),), classes=SCHEMA.classes, metric="roc_auc")
    contenders = tuple(design.contenders())
    search = Search("random", 2, epochs=30, batch_size=32)
    comparison = Comparison(as_dataset(table, SCHEMA), task, contenders, design.protocol(seed), search)
    started, executor = time.process_time(), InThisProcess()
    place = RunFolder.start(folder, "study", {})
    judged = judged_run(
        comparison,
        place,
        executor,
        question=design.question,
        reference=comparison.contenders[0].name,
        margin=0.01,
        twins=number < WITH_TWINS or comparison.protocol.folds == 1,
    )
    return {"design": name, "number": number, "seconds": time.process_time() - started, **published(judged)}


def published(judged: JudgedRun) -> dict[str, Any]:
    """The numbers that the study counts."""
    known = judged.plain.primary
    if known is None or judged.verdict.primary is None:
        raise RuntimeError(f"Expected an answer. Received: {judged.plain.sentence}")
    twins = judged.placebo.twins if judged.placebo else []
    return {
        "difference": known.difference,
        "low": known.low,
        "high": known.high,
        "p": known.p_value,
        "plain": str(known.conclusion),
        "said": "no verdict" if judged.verdict.withheld else str(judged.verdict.primary.conclusion),
        "twins": [[twin.second, twin.difference, twin.p_value, str(twin.conclusion)] for twin in twins],
    }


def study(names: list[str], tables: int | None, file: Path | None, first: int = 0) -> list[dict[str, Any]]:
    """Every table of the designs; those that the file holds are not fitted again."""
    kept = (
        [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file and file.exists() else []
    )
    done = {(entry["design"], entry["number"]) for entry in kept}
    for name in names:
        for number in range(first, tables or USUAL[name]):
            if (name, number) in done:
                continue
            with tempfile.TemporaryDirectory() as folder:
                kept.append(run(name, number, Path(folder)))
            if file:
                with file.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(kept[-1]) + "\n")
    return [entry for entry in kept if entry["design"] in names]


def read(file: Path) -> list[dict[str, Any]]:
    """The finished tables of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def share(count: int, of: int) -> str:
    """A share with its 95 % binomial interval (Clopper–Pearson)."""
    interval = binomtest(count, of).proportion_ci()
    return f"{count} of {of}: {count / of:.1%} [{interval.low:.1%}, {interval.high:.1%}]"


def markdown(entries: list[dict[str, Any]]) -> str:
    """A row per design."""
    head = ["tables", "winner named", "without the placebo", "interval holds the mean", "twin called different"]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for name, design in DESIGNS.items():
        own = [entry for entry in entries if entry["design"] == name]
        if own:
            lines.append(f"| {' | '.join(_row(name, design, own))} |")
    return "\n".join(lines)


def _row(name: str, design: Design, own: list[dict[str, Any]]) -> Iterator[str]:
    mean = 0.0 if design.equal else float(np.mean([entry["difference"] for entry in own]))
    with_twins = [entry for entry in own if entry["twins"]]
    named, plain_named = (
        sum(entry[key] in ("better", "worse") for entry in some) for key, some in (("said", with_twins), ("plain", own))
    )
    twins = [twin for entry in own for twin in entry["twins"]]
    yield f"{name}: {design.about}; {'equal' if design.equal else f'mean difference {mean:+.3f}'}"
    yield share(named, len(with_twins))
    yield share(plain_named, len(own))
    yield share(sum(entry["low"] <= mean <= entry["high"] for entry in own), len(own))
    yield share(sum(twin[3] in ("better", "worse") for twin in twins), len(twins))


def page(text: str, table: str) -> str:
    """The page's text with this table between its two marks."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{table}\n\n{END}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--design", choices=list(DESIGNS), action="append")
    parser.add_argument("--tables", type=int, help="of each design (default: the study's)")
    parser.add_argument("--first", type=int, default=0, help="number of the first table, to share the work")
    parser.add_argument("--out", type=Path, help="file of finished tables, which is continued")
    parser.add_argument("--page", type=Path, help="write the table of this file into docs/protocol.md")
    arguments = parser.parse_args()
    if arguments.page:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), markdown(read(arguments.page))), encoding="utf-8")
        return
    entries = study(arguments.design or list(USUAL), arguments.tables, arguments.out, arguments.first)
    sys.stdout.write(markdown(entries) + "\n")


if __name__ == "__main__":
    main()
