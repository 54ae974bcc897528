"""How it was measured, on what data and where: the facts that the page puts into words."""

from __future__ import annotations

import re
from typing import Any

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.report import numbers

NUMBER = re.compile(r"\d+")
RUN = 6  # columns of a run that are worth a line each
ORACLES = {
    "random": "random search",
    "bayesian": "Bayesian optimisation",
    "hyperband": "Hyperband",
    "grid": "grid search",
}


def protocol_facts(result: Result) -> dict[str, Any]:
    """Folds, search and tests, as words and counts."""
    content = result.content
    protocol, search, judgement = content["protocol"], content["search"], content["judgement"]
    return {
        **protocol,
        **{key: search[key] for key in ("trials", "epochs", "patience", "batch_size")},
        "oracle": ORACLES.get(search["oracle"], search["oracle"]),
        "outer": len(content["folds"]),
        "development": _spread([fold["development"] for fold in content["folds"]]),
        "test": _spread([len(fold["test"]) for fold in content["folds"]]),
        "share": numbers.percent(protocol["validation"]),
        "pairs": len(judgement["pairs"]),
        "margin": f"{judgement['margin']:g}",
        "reference": judgement["reference"],
        "metric": METRICS[result.metric].title,
        "direction": "higher" if METRICS[result.metric].higher_is_better else "lower",
        "contenders": len(content["contenders"]),
        "stratified": content["task"]["kind"] in ("binary", "multiclass"),
        "split": protocol.get("split", "repeated"),
        "gap": protocol.get("gap", 0),
        "order": content["dataset"].get("order", ""),
        "group": content["dataset"].get("group", ""),
    }


def _spread(counts: list[int]) -> str:
    low, high = min(counts, default=0), max(counts, default=0)
    return numbers.count(low) if low == high else f"{numbers.count(low)} to {numbers.count(high)}"


def best_possible_scores(result: Result) -> dict[str, Any]:
    """Every metric's best possible score, where the data is generated; empty otherwise."""
    known = result.content["dataset"].get("best_possible") or {}
    scores = [
        {"metric": METRICS[name].title, "value": numbers.score(known[name]["value"]), "raw": known[name]["value"]}
        | {"error": f"{known[name]['standard_error']:.5f}" if "standard_error" in known[name] else ""}
        for name in sorted(METRICS, key=lambda name: name != result.metric)
        if name in known
    ]
    return {"scores": scores, "draws": numbers.count(known.get("draws"))} if scores else {}


def data_facts(result: Result) -> dict[str, Any]:
    """The data card."""
    dataset = result.content["dataset"]
    shown = {"rows": numbers.count(dataset["rows"]), "inputs": numbers.count(len(dataset["columns"]))}
    shown |= {"columns": _runs(dataset["columns"]), "shape": " × ".join(map(str, dataset.get("shape") or ()))}
    shown |= {key: dataset.get(key) or "" for key in ("order", "group")}
    positives = dataset.get("positives")
    return {**dataset, **shown, "positives": None if positives is None else numbers.percent(positives)}


def _runs(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Columns to list: pixel_0, pixel_1, … that mean the same stand in one line."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in columns:
        key = (NUMBER.sub("", one["name"]), *(str(one[word]) for word in ("role", "unit", "description")))
        alike.setdefault(key, []).append(one)
    return [
        line
        for run in alike.values()
        for line in (run if len(run) < RUN else [run[0] | {"name": f"{run[0]['name']} … {run[-1]['name']}"}])
    ]


def environment_facts(result: Result) -> list[tuple[str, str]]:
    """Where it ran, in the order that somebody comparing two pages would ask."""
    known = result.content["environment"]
    facts = [
        ("budget", known.get("budget")),
        ("seed", known.get("seed")),
        ("trainings", numbers.count(known.get("trainings"))),
        ("time", numbers.seconds(known.get("seconds"))),
        ("compiled", _compiled(known)),
        ("finished", known.get("finished")),
        ("command", known.get("command")),
        ("device", _device(known)),
        ("backend", known.get("backend")),
        ("cores", known.get("cores")),
        ("platform", known.get("platform")),
        ("Python", known.get("python")),
        ("packages", " · ".join(f"{name} {version}" for name, version in known.get("versions", {}).items())),
    ]
    return [(name, str(value)) for name, value in facts if value not in (None, "")]


def _compiled(known: dict[str, Any]) -> str:
    if not known.get("compilations"):
        return ""
    seconds = numbers.seconds(known["compile_seconds"])
    return f"{known['compilations']} programs in {seconds}, each for all folds and trials of an architecture"


def _device(known: dict[str, Any]) -> str:
    device, name, why = (known.get(key) or "" for key in ("device", "name", "why"))
    named = device if name in ("", device) else f"{device}, {name}"
    return f"{named}: {why}" if why else named
