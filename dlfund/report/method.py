"""How it was measured, on what data and where: the facts behind the page's last sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dlfund.comparison.result.content_sections import EnvironmentSection
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.truth import on_these_rows
from dlfund.core.contender_labels import label_of
from dlfund.core.counted import counted
from dlfund.data import Column
from dlfund.report import numbers

NUMBER = re.compile(r"\d+")
RUN = 6  # from this many columns on, a run such as pixel_0, pixel_1, … is one line
ORACLES = {
    "random": "random search",
    "bayesian": "Bayesian optimisation",
    "hyperband": "Hyperband",
    "grid": "grid search",
}


def protocol_facts(result: Result) -> dict[str, object]:
    """Folds, search and tests, as text and counts."""
    protocol, search, verdict = result.protocol, result.search, result.verdict
    return {
        "split": protocol.split,
        "folds": protocol.folds,
        "repeats": protocol.repeats,
        "gap": protocol.gap,
        "seed": protocol.seed,
        "trials": search.trials,
        "epochs": search.epochs,
        "patience": search.patience,
        "batch_size": search.batch_size,
        "oracle": ORACLES.get(search.oracle, search.oracle),
        "outer": len(result.folds),
        "development": _spread([fold.development for fold in result.folds]),
        "test": _spread([len(fold.test) for fold in result.folds]),
        "share": numbers.percent(protocol.validation),
        "pairs": len(verdict.pairs),
        "margin": f"{verdict.margin:g}",
        "reference": label_of(verdict.reference),
        "metric": METRICS[result.metric].title,
        "direction": METRICS[result.metric].direction,
        "contenders": len(result.contenders),
        "stratified": result.task_kind.stratified,
        "order": result.dataset.order,
        "group": result.dataset.group,
    }


def _spread(counts: list[int]) -> str:
    low, high = min(counts, default=0), max(counts, default=0)
    return numbers.count(low) if low == high else f"{numbers.count(low)} to {numbers.count(high)}"


def best_possible_scores(result: Result) -> dict[str, object]:
    """What the true rule scores on these rows and what on average, where the data is generated; empty otherwise."""
    dataset = result.dataset
    known = {name: best for name in METRICS if (best := dataset.best(name))}
    scores = [
        {
            "metric": METRICS[name].title,
            "value": numbers.score(known[name].value),
            "raw": known[name].value,
            "here": numbers.score(on_these_rows(result, name)),
            "error": f"{known[name].standard_error:.5f}" if known[name].standard_error else "",
        }
        for name in sorted(known, key=lambda name: name != result.metric)
    ]
    here = all(score["here"] != numbers.NONE for score in scores)
    return {"scores": scores, "here": here, "draws": numbers.count(dataset.draws)} if scores else {}


def data_facts(result: Result) -> dict[str, object]:
    """The data card."""
    dataset = result.dataset
    return {
        "about": dataset,
        "rows": numbers.count(dataset.rows),
        "inputs": numbers.count(len(dataset.columns)),
        "columns": _runs(dataset.columns),
        "shape": " × ".join(map(str, dataset.shape)),
        "positives": None if dataset.positives is None else numbers.percent(dataset.positives),
    }


def _runs(columns: Sequence[Column]) -> list[Column]:
    """Columns to list: pixel_0, pixel_1, … with the same meaning share a line."""
    alike: dict[tuple[str, ...], list[Column]] = {}
    for column in columns:
        alike.setdefault((NUMBER.sub("", column.name), column.role, column.unit, column.description), []).append(column)
    return [
        line
        for run in alike.values()
        for line in (run if len(run) < RUN else [replace(run[0], name=f"{run[0].name} … {run[-1].name}")])
    ]


def environment_facts(result: Result) -> list[tuple[str, str]]:
    """Where it ran, in the order in which a reader who compares two pages asks."""
    known = result.environment
    facts = [
        ("budget", known.budget),
        ("seed", known.seed),
        ("trainings", numbers.count(known.trainings)),
        ("time", numbers.seconds(known.seconds)),
        ("compiled", _compiled(known)),
        ("finished", known.finished),
        ("command", known.command),
        ("device", _device(known)),
        ("backend", known.backend),
        ("cores", known.cores),
        ("platform", known.platform),
        ("Python", known.python),
        ("packages", " · ".join(f"{name} {version}" for name, version in known.versions.items())),
    ]
    return [(name, str(value)) for name, value in facts if value not in (None, "")]


def _compiled(known: EnvironmentSection) -> str:
    if not known.compilations:
        return ""
    seconds = numbers.seconds(known.compile_seconds)
    return f"{counted(known.compilations, 'program')} in {seconds}, each for all folds and trials of one architecture"


def _device(known: EnvironmentSection) -> str:
    named = known.device if known.name in ("", known.device) else f"{known.device}, {known.name}"
    return f"{named}: {known.why}" if known.why else named
