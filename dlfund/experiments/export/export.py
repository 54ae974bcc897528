"""Write a run's saved model for other programs, with the facts that they need to feed it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import reads_a_run, write_beside
from dlfund.comparison.running.saved_models import load_estimator, load_network
from dlfund.core.errors import UserError
from dlfund.core.path_component import inside
from dlfund.data import Schema
from dlfund.experiments.export import network_files
from dlfund.experiments.export.encoding_facts import encoding_facts
from dlfund.experiments.export.raw_input import NetworkInput, fed_by_rows
from dlfund.experiments.export.rows_file import write_rows_file
from dlfund.experiments.run_checks import exported_contender

FACTS = "encoding.json"
Written: TypeAlias = tuple[dict[str, object], tuple[str, ...]]  # facts for encoding.json, and lines for the user


@dataclass(frozen=True)
class Exported:
    """What `export` wrote.

    Args:
        folder: Path. With the model and `encoding.json`.
        lines: tuple of str. What the model expects, what it returns, and how it is loaded.
    """

    folder: Path
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([str(self.folder), *self.lines])


@reads_a_run
def export(run: Path, kind: str, model: str | None = None, out: Path | None = None) -> Exported:
    """Write a run's model, fitted to all rows, in another format.

    Args:
        run: Path. A finished run's folder.
        kind: str. `"keras"`, `"onnx"` or `"savedmodel"` for a network, `"skops"` for a scikit-learn contender.
        model: str or None. A contender's name; None takes the best one that the format can hold.
        out: Path or None. Folder to write to; None takes `exported/<contender>-<format>` in the run's folder.

    Raises:
        UserError: no such run, contender or format, or a converter that is not installed.
    """
    name = exported_contender(run, kind, model)
    result = Result.read(run)
    folder = inside(run, "exported", f"{name}-{kind}", what="a contender's name") if out is None else out
    source = inside(run, "models", name, what="a contender's name")
    folder.mkdir(parents=True, exist_ok=True)
    schema = result.dataset.schema
    write: Callable[[Path, Path, Schema], Written]
    write = _baseline if kind == "skops" else lambda *places: _network(kind, *places)
    facts, lines = write(source, folder, schema)
    output = {"output": schema.task_kind.output, "target": schema.target, "classes": list(schema.classes)}
    about = {"contender": name, "format": kind, **facts, **output}
    write_beside(folder / FACTS, json.dumps(about, indent=1, ensure_ascii=False))
    spelled = write_rows_file(schema, folder)
    return Exported(
        folder, (*lines, *([spelled] if spelled else []), f"What goes in and what comes out: {folder / FACTS}")
    )


def _baseline(source: Path, folder: Path, schema: Schema) -> Written:
    """The saved pipeline as it is: its encoding is its first step."""
    estimator = load_estimator(source / "model.skops")  # refused if it holds anything unexpected
    shutil.copyfile(source / "model.skops", folder / "model.skops")
    import skops.io

    types = sorted(skops.io.get_untrusted_types(file=folder / "model.skops"))
    own = any(kind.startswith("dlfund") for kind in types)
    facts: dict[str, object] = {
        "input": "raw",
        "columns": _columns(schema),
        "trusted": types,
        "encoding": encoding_facts(estimator),
    }
    return facts, (
        "It takes a data frame with the columns as they are. Load it with skops.io.load(file, trusted=…): the types "
        f"to trust are in {FACTS}, under trusted{'; it needs dlfund installed' if own else ''}.",
    )


def _network(kind: str, source: Path, folder: Path, schema: Schema) -> Written:
    """The saved network; it takes raw numbers if a layer can do its encoding."""
    network = load_network(source)
    if network.groups is not None and kind != "keras":
        raise UserError(
            f"Expected a network that predicts by itself for --as {kind}. Received: {source.name!r}, whose outputs are "
            "clustered by k-means. Use --as keras, which writes both."
        )
    fed: NetworkInput = fed_by_rows(network, schema)
    loading = getattr(network_files, f"write_{kind}")(fed.model, folder)
    if not fed.raw:
        shutil.copyfile(source / "encoder.skops", folder / "encoder.skops")
    if network.groups is not None:
        shutil.copyfile(source / "groups.skops", folder / "groups.skops")
    taken = fed.model.inputs[0]
    facts: dict[str, object] = {
        "input": "raw" if fed.raw else "encoded",
        "shape": list(taken.shape[1:]),
        "columns": _columns(schema),
        "dtype": str(taken.dtype),
        "encoding": encoding_facts(network.encoder),
    }
    return facts, (fed.sentence, loading)


def _columns(schema: Schema) -> list[dict[str, str | list[str]]]:
    """What each column is, and the categories that were learned from, where they were recorded."""
    return [
        {"name": column.name, "role": column.role, "unit": column.unit}
        | ({"levels": list(column.levels)} if column.levels else {})
        for column in schema.columns
    ]
