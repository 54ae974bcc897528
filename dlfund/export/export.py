"""Write a run's saved model for other programs, with the facts that they need to feed it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlfund.comparison.result import Result
from dlfund.comparison.run_folder import write_beside
from dlfund.comparison.saved import load_estimator, load_network
from dlfund.data import Schema
from dlfund.export import network_files
from dlfund.export.encoding_facts import encoding_facts
from dlfund.export.raw_input import Fed, fed_by_rows
from dlfund.sentence import UserError

FORMATS = {"keras": "network", "onnx": "network", "savedmodel": "network", "skops": "baseline"}
FACTS = "encoding.json"


@dataclass(frozen=True)
class Exported:
    """What `export` wrote.

    Args:
        folder: Path. With the model and `encoding.json`.
        lines: tuple of str. What the model expects, what it answers, and how it is loaded.
    """

    folder: Path
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([str(self.folder), *self.lines])


def export(run: Path, kind: str, model: str | None = None, out: Path | None = None) -> Exported:
    """Write a run's model, fitted to all rows, in another format.

    Args:
        run: Path. A finished run's folder.
        kind: str. `"keras"`, `"onnx"` or `"savedmodel"` for a network, `"skops"` for a contender of scikit-learn.
        model: str or None. A contender's name; None takes the best one that the format can hold.
        out: Path or None. Folder to write to; None takes `exported/<contender>-<format>` in the run's folder.

    Raises:
        UserError: no such run, contender or format, or a converter that is not installed.
    """
    if kind not in FORMATS:
        raise UserError(f"Expected --as to be one of {', '.join(FORMATS)}. Received: {kind!r}.")
    result = Result.read(run)
    name = _chosen(result, kind, model)
    folder = run / "exported" / f"{name}-{kind}" if out is None else out
    source = run / "models" / name
    folder.mkdir(parents=True, exist_ok=True)
    words = {key: value for key, value in result.content["dataset"].items() if key in Schema.__dataclass_fields__}
    schema = Schema.from_words(words.pop("name"), words)
    write: Callable[[Path, Path, Schema], tuple[dict[str, Any], tuple[str, ...]]]
    write = _baseline if kind == "skops" else lambda *places: _network(kind, *places)
    facts, lines = write(source, folder, schema)
    about = {"contender": name, "format": kind, **facts, **_answer(schema)}
    write_beside(folder / FACTS, json.dumps(about, indent=1, ensure_ascii=False))
    return Exported(folder, (*lines, f"What goes in and what comes out: {folder / FACTS}"))


def _chosen(result: Result, kind: str, model: str | None) -> str:
    """The contender that is meant, if the format can hold it."""
    family = FORMATS[kind]
    fitting = [one["name"] for one in result.ranked() if one["family"] == family and not one["final"]["error"]]
    known = {one["name"]: one["family"] for one in result.content["contenders"]}
    if model is not None and model not in known:
        raise UserError(f"Expected --model to be a contender of this run: {', '.join(known)}. Received: {model!r}.")
    if not fitting or model not in (None, *fitting):
        instead = "--as skops" if family == "network" else "--as keras, onnx or savedmodel"
        raise UserError(
            f"Expected a {family} for --as {kind}: {', '.join(fitting) or 'this run has none'}. "
            f"Received: {model or 'none'}. Of other contenders use {instead}."
        )
    return fitting[0] if model is None else model


def _baseline(source: Path, folder: Path, schema: Schema) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The saved pipeline as it is: its encoding is its first step."""
    estimator = load_estimator(source / "model.skops")  # refused if it holds anything unexpected
    shutil.copyfile(source / "model.skops", folder / "model.skops")
    import skops.io

    types = sorted(skops.io.get_untrusted_types(file=folder / "model.skops"))
    own = any(one.startswith("dlfund") for one in types)
    facts = {"input": "raw", **_columns(schema), "trusted": types, "encoding": encoding_facts(estimator)}
    return facts, (
        "It takes a data frame with the columns as they are. Load it with skops.io.load(file, trusted=…): the types "
        f"to trust stand in {FACTS}, under trusted{'; it needs dlfund installed' if own else ''}.",
    )


def _network(kind: str, source: Path, folder: Path, schema: Schema) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The saved network, fed with raw numbers where its encoding is one that a layer can do."""
    network = load_network(source)
    if network.groups is not None and kind != "keras":
        raise UserError(
            f"Expected a network that answers by itself for --as {kind}. Received: {source.name!r}, whose codes are "
            "grouped by k-means. Use --as keras, which writes both."
        )
    fed: Fed = fed_by_rows(network, schema)
    loading = getattr(network_files, f"write_{kind}")(fed.model, folder)
    if not fed.raw:
        shutil.copyfile(source / "encoder.skops", folder / "encoder.skops")
    if network.groups is not None:
        shutil.copyfile(source / "groups.skops", folder / "groups.skops")
    facts = {"input": "raw" if fed.raw else "encoded", "shape": list(fed.model.inputs[0].shape[1:]), **_columns(schema)}
    facts |= {"dtype": str(fed.model.inputs[0].dtype), "encoding": encoding_facts(network.encoder)}
    return facts, (fed.said, loading)


def _columns(schema: Schema) -> dict[str, Any]:
    return {"columns": [{"name": one.name, "role": one.role, "unit": one.unit} for one in schema.columns]}


def _answer(schema: Schema) -> dict[str, Any]:
    meaning = {
        "binary": "probability of the second class",
        "multiclass": "probability of each class",
        "regression": "the target, in its units",
        "clustering": "the input again; rows are grouped by the layer named code",
    }
    return {"output": meaning[schema.kind], "target": schema.target, "classes": list(schema.classes)}
