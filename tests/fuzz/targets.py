"""What reads files that others wrote. Whatever they hold: it is read, or refused by a UserError in one line."""

import ast
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from fuzz.mutations import Strategy, altered_bytes, altered_json, names
from report.made_results import made_result
from rich.console import Console
from small_data import SCHEMA, small_dataset, small_table
from small_tables import people

from dlfund import baselines, protocol, search
from dlfund.comparison.contender import contender_of
from dlfund.comparison.result.content_sections import TableSection
from dlfund.comparison.result.text_table import show
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import RunFolder, reads_a_run
from dlfund.core.as_json import as_json
from dlfund.core.errors import UserError, printable
from dlfund.core.estimator_file import load_estimator, save_estimator
from dlfund.core.path_component import inside
from dlfund.core.task import Task
from dlfund.core.typed_json import WrongJsonError, read_json
from dlfund.data import as_dataset, load_dataset, tables
from dlfund.experiments.export.script.command_code import main_code
from dlfund.experiments.export.script.expression import Expressions
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.export.script.source_copies import SourceCopies
from dlfund.experiments.export.script.table_code import comparing_code, constants, constants_code, reading_code
from dlfund.experiments.sources.source import Request
from dlfund.experiments.sources.table import TableSource
from dlfund.experiments.sources.table_rows import read_later
from dlfund.report.page import write_again

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Target:
    """A reader, sound files for it, and how they are altered.

    Args:
        check: function of a file's bytes and an empty folder. It raises whatever the reader raises.
        seeds: function that gives sound files.
    """

    name: str
    check: Callable[[bytes, Path], None]
    seeds: Callable[[], Sequence[bytes]]
    altered: Strategy

    def kept(self) -> dict[str, bytes]:
        """The files in the corpus: what once was a finding, and what is worth trying again."""
        folder = CORPUS / self.name
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}

    def answer(self, content: bytes, folder: Path) -> tuple[bool, str]:
        """Whether the file is refused, and what is wrong with the way in which it is read; empty: nothing."""
        try:
            self.check(content, folder)
        except (UserError, WrongJsonError) as error:
            return True, "" if _is_sentence(str(error)) else f"no sentence: {error!s:.200}"
        except Exception as error:
            return False, f"{type(error).__name__}: {error!s:.200}"
        return False, ""


def _is_sentence(text: str) -> bool:
    return "\n" not in text and bool(text) and len(text) < 5000


def read_a_table(content: bytes, folder: Path) -> None:
    path = folder / "rows.csv"
    path.write_bytes(content)
    table = tables.read_table(path)
    target = list(table.frame)[-1]
    columns = tables.columns_of(table, target=target)
    tables.shown(columns)
    tables.as_dataset(table, columns, tables.task_of(table, target), name="rows")


def read_results(content: bytes, folder: Path) -> None:
    (folder / "results.json").write_bytes(content)
    write_again(folder)
    shown = reads_a_run(lambda: show(made(folder), Console(file=io.StringIO(), width=100)))
    shown()


def made(folder: Path):
    from dlfund.comparison.result.result import Result

    return Result.read(folder)


@cache
def comparison() -> Comparison:
    contenders = (contender_of(baselines.majority_class()),)
    task = Task(kind="binary", input_shape=(3,), classes=SCHEMA.classes, metric="roc_auc")
    return Comparison(small_dataset(), task, contenders, protocol.repeated_k_fold(2, 1), search.random(trials=2))


def read_a_fold(content: bytes, folder: Path) -> None:
    run = RunFolder(folder)
    path = run.outcome_path("majority_class", "1-1")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    comparison().outcome(run, "majority_class", comparison().folds[0])


def a_fold() -> bytes:
    outcome = {
        "fold": "1-1",
        "predictions": [0.5] * 45,
        "trials": [{"hyperparameters": {"C": 1.0}, "score": 0.5, "seconds": 1.0}],
    }
    return json.dumps({"contender": "majority_class", "outcome": outcome}).encode()


PLAN = {
    "schema": 2,
    "data": {"name": "small", "rows": 90, "checksum": "0" * 16},
    "protocol": {"folds": 3, "repeats": 1},
    "minutes": None,
    "contenders": {"net": "f" * 16},
}


def read_a_plan(content: bytes, folder: Path) -> None:
    (folder / "plan.json").write_bytes(content)
    RunFolder(folder).check_plan(PLAN, may_change=("minutes",))


def read_a_schema(content: bytes, folder: Path) -> None:
    place = folder / "small"
    place.mkdir()
    (place / "schema.toml").write_bytes(content)
    small_table(30).to_csv(place / "data.csv", index=False)
    load_dataset("small", folder=folder)


def schemas() -> tuple[bytes, ...]:
    text = small_table(30).to_csv(index=False)
    checksum = sha256(text.encode()).hexdigest()
    marks = f'title = "Small"\ntarget = "passed"\nclasses = ["no", "yes"]\nsha256 = "{checksum}"\n'
    columns = [f'[[columns]]\nname = "{name}"\nunit = "hours"\n' for name in SCHEMA.inputs]
    option = '[options.other]\ntitle = "Other"\nclasses = ["a", "b"]\n'
    others = 'shape = [3, 1]\nsource = "made"\nlicence = "none"\n[best_possible]\nroc_auc = 0.9\n'
    return (marks + "".join(columns)).encode(), (marks + others + "".join(columns) + option).encode()


def read_recorded_rules(content: bytes, folder: Path) -> None:
    """New rows by the rules that a run recorded of its table."""
    (folder / "section.json").write_bytes(content)
    (folder / "rows.csv").write_text(people())
    section = read_json(folder / "section.json", TableSection)
    schema, known = people_schema(), {column.name: column.written for column in section.columns}
    written = tuple(replace(column, written=known.get(column.name)) for column in schema.columns)
    read = reads_a_run(lambda: read_later(folder / "rows.csv", replace(schema, columns=written), section.reading, {}))
    read()


@cache
def people_question():
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_text(people())
        return TableSource(path).read(Request("bought", "rows"))


def people_schema():
    return people_question().dataset.schema


def load_a_model(content: bytes, folder: Path) -> None:
    (folder / "model.skops").write_bytes(content)
    load_estimator(folder / "model.skops")


@cache
def a_model() -> bytes:
    import tempfile

    from sklearn.linear_model import LogisticRegression

    with tempfile.TemporaryDirectory() as folder:
        save_estimator(LogisticRegression().fit([[0.0], [1.0]], [0, 1]), Path(folder) / "model.skops")
        return (Path(folder) / "model.skops").read_bytes()


def make_paths(content: bytes, folder: Path) -> None:
    for name in json.loads(content):
        if any(not sign.isprintable() for sign in printable(name).replace("\n", "")):
            raise AssertionError(f"not printable: {printable(name)!r}")
        try:
            place = inside(folder, "folds", name, f"{name}.json")
        except UserError:
            continue
        if place.parent.parent != folder / "folds":
            raise AssertionError(f"{name!r} leads to {place}")


def eject_names(content: bytes, folder: Path) -> None:
    """Names of columns, of classes and of the target are texts of an ejected script, and change nothing else in it."""
    given = json.loads(content)
    if shape_of(script_with(given)) != shape_of(script_with([f"name{number}" for number in range(6)])):
        raise AssertionError("the names change what the script does")


def script_with(given: Sequence[str]) -> str:
    *columns, target, first, second = given
    if len({*columns, target}) < 4 or first == second:
        columns, target, first, second = (
            [f"{name}{number}" for number, name in enumerate(columns)],
            f"{target}_",
            "a",
            "b",
        )
    table = small_table(30).set_axis([*columns, target], axis=1)
    table[target] = np.where(np.arange(30) % 2, first, second)
    schema = replace(
        SCHEMA,
        target=target,
        classes=(first, second),
        columns=tuple(replace(column, name=name) for column, name in zip(SCHEMA.columns, columns, strict=True)),
    )
    dataset, imports = as_dataset(table, schema), Imports()
    write = Expressions(imports, SourceCopies(imports, lambda thing: None), constants(dataset))
    parts = [constants_code(dataset, write), reading_code(dataset, write), *comparing_code(dataset, imports)]
    return "\n\n".join([*parts, main_code(schema, "roc_auc", True, False)])


def shape_of(script: str) -> str:
    """A script's syntax without its texts."""
    tree = ast.parse(script)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@cache
def tables_of_people() -> tuple[bytes, ...]:
    return people(12).encode(), b"a,b,y\n" + b"1,2,yes\n3,4,no\n" * 12


@cache
def results() -> tuple[bytes, ...]:
    kinds = ({}, {"kind": "regression", "metric": "rmse"})
    return tuple(json.dumps(made_result(folds=2, trials=1, epochs=2, **kind).to_dict()).encode() for kind in kinds)


def a_section() -> tuple[bytes, ...]:
    return (json.dumps(as_json(people_question().recorded)).encode(),)


def six_names() -> tuple[bytes, ...]:
    return (b'["a", "b", "c", "d", "e", "f"]',)


def altered_names(seeds: Sequence[bytes]):
    return names()


def altered_labels(seeds: Sequence[bytes]):
    return names(surrogates=False)


TARGETS = {
    target.name: target
    for target in (
        Target("table", read_a_table, tables_of_people, altered_bytes),
        Target("results", read_results, results, altered_json),
        Target("fold", read_a_fold, lambda: [a_fold()], altered_json),
        Target("plan", read_a_plan, lambda: [json.dumps(PLAN).encode()], altered_json),
        Target("schema", read_a_schema, schemas, altered_bytes),
        Target("rules", read_recorded_rules, a_section, altered_json),
        Target("model", load_a_model, lambda: [a_model()], altered_bytes),
        Target("path", make_paths, six_names, altered_names),
        Target("ejected", eject_names, six_names, altered_labels),
    )
}
