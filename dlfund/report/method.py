"""How it was measured, on what data and where: the facts that the page puts into words."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.report import numbers

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
        "stratified": content["task"]["kind"] != "regression",
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
    shown = {"rows": numbers.count(dataset["rows"]), "inputs": len(dataset["columns"])}
    positives = dataset.get("positives")
    return {**dataset, **shown, "positives": None if positives is None else numbers.percent(positives)}


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
