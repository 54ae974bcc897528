"""The table: every number of every contender, each cell with the exact value that it is sorted by."""

from __future__ import annotations

from dataclasses import asdict

from dlfund.comparison.result.content_sections import Regret
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.truth import regret
from dlfund.core.contender_labels import label_of
from dlfund.report import numbers
from dlfund.report.contender import ShownContender, higher_is_better, metric_title, ranked
from dlfund.report.figures.probability_bar import probabilities, probability_bar
from dlfund.report.truth import truth

COSTS = (  # key in the result, column's title, explanation, how it is written
    ("trials", "trials", "trials in each fold, and how long they took", numbers.count),
    ("fit_seconds", "fit", "time of one fit with the chosen hyperparameters, mean over folds", numbers.seconds),
    ("predict_seconds_per_1000", "predict 1,000", "time to predict 1,000 rows in one call", numbers.seconds),
    ("parameters", "parameters", "weights of a network, nodes of trees", numbers.count),
    ("bytes", "size", "files needed to predict", numbers.size),
)


def contender_table(result: Result) -> dict[str, object]:
    """Columns and rows, best mean first."""
    reference = result.verdict.reference
    there = {*result.undefined, *(name for contender in ranked(result) for name in contender.intervals)}
    others = [name for name in result.other_metrics() if name in there]
    columns = [
        {"title": "contender", "about": "", "text": True},
        {"title": metric_title(result), "about": "mean over folds, 95 % interval"},
        {"title": f"difference to {label_of(reference)}", "about": "95 % interval"},
        {"title": "worse · equal · better", "about": "probabilities, compared with the reference"},
        {"title": "p (Holm)", "about": "of the difference, adjusted over all pairs"},
    ]
    columns += [{"title": METRICS[name].title, "about": "mean over folds, 95 % interval"} for name in others]
    columns += [{"title": title, "about": about} for _, title, about, _ in COSTS]
    own = truth(result)
    first = [_truth_row(result, own, others)] if own else []
    return {"columns": columns, "rows": [*first, *(_row(result, contender, others) for contender in ranked(result))]}


def _truth_row(result: Result, contender: ShownContender, others: list[str]) -> dict[str, object]:
    """The truth's scores; it takes part in no test and costs nothing."""
    nothing = {"value": None, "main": numbers.NONE}
    gap = regret(result, result.verdict.reference)
    ahead = nothing | {"key": "difference"} if gap is None else _ahead(gap, higher_is_better(result))
    cells = [_mean(contender, result.metric), ahead, *(nothing | {"key": key} for key in ("better", "p_adjusted"))]
    cells += [_mean(contender, name) for name in others] + [nothing | {"key": key} for key, *_ in COSTS]
    return {"contender": contender, "cells": cells, "note": ""}


def _ahead(gap: Regret, higher: bool) -> dict[str, object]:
    """The truth minus the reference, from what the reference leaves."""
    sign = 1 if higher else -1
    low, high = sorted((sign * gap.low, sign * gap.high))
    return {
        "value": sign * gap.mean,
        "main": numbers.difference(sign * gap.mean),
        "small": numbers.signed_interval(low, high),
        "key": "difference",
    }


def _row(result: Result, contender: ShownContender, others: list[str]) -> dict[str, object]:
    cells = [_mean(contender, result.metric), *_against_reference(result, contender)]
    cells += [_mean(contender, name) for name in others]
    entry = result.contender(contender.name)
    cost = entry.cost
    known = asdict(cost) | {"parameters": entry.parameters}
    costs = [(key, known[key], written) for key, _, _, written in COSTS]
    cells += [{"value": value, "main": written(value), "key": key} for key, value, written in costs]
    if cost.trials:
        next(cell for cell in cells if cell["key"] == "trials")["small"] = numbers.seconds(cost.tune_seconds)
    return {"contender": contender, "cells": cells, "note": result.contender(contender.name).missing}


def _mean(contender: ShownContender, metric: str) -> dict[str, object]:
    own = contender.intervals.get(metric)
    if own is None:
        return {"value": None, "main": contender.result.without_score(contender.name, metric), "key": metric}
    between = numbers.interval(own.low, own.high)
    return {"value": own.mean, "main": numbers.score(own.mean), "small": between, "key": metric}


def _against_reference(result: Result, contender: ShownContender) -> list[dict[str, object]]:
    """Difference, three probabilities and adjusted p-value; the reference is not compared with itself."""
    keys = ("difference", "better", "p_adjusted")
    pair = None if contender.is_reference else result.difference(contender.name)
    if pair is None:
        texts = ("reference" if contender.is_reference else numbers.NONE, numbers.NONE, numbers.NONE)
        return [{"value": None, "main": text, "key": key} for text, key in zip(texts, keys, strict=True)]
    between = numbers.signed_interval(pair.low, pair.high)
    shares = " · ".join(number for _, number in probabilities(pair))
    return [
        {"value": pair.difference, "main": numbers.difference(pair.difference), "small": between, "key": keys[0]},
        {"value": pair.better, "main": probability_bar(pair), "small": shares, "key": keys[1]},
        {"value": pair.p_adjusted, "main": numbers.p_value(pair.p_adjusted), "key": keys[2]},
    ]


def all_pairs(result: Result) -> list[dict[str, str]]:
    """Every pair, as it was tested."""
    return [
        {
            "first": label_of(pair.first),
            "second": label_of(pair.second),
            "difference": numbers.difference(pair.difference),
            "interval": numbers.signed_interval(pair.low, pair.high),
            "numbers": " · ".join(number for _, number in probabilities(pair)),
            "p": numbers.p_value(pair.p_value),
            "adjusted": numbers.p_value(pair.p_adjusted),
        }
        for pair in result.verdict.pairs
    ]


def placebo(result: Result) -> dict[str, object]:
    """Each twin's difference from its original, and why one is missing; empty where no twin was fitted."""
    if result.placebo is None:
        return {}
    rows = [
        {
            "contender": label_of(twin.second),
            "folds": str(twin.folds),
            "difference": numbers.difference(twin.difference),
            "interval": numbers.signed_interval(twin.low, twin.high),
            "p": numbers.p_value(twin.p_value),
            "shown": "different" if twin.differs else "no difference",
        }
        for twin in result.placebo.twins
    ]
    return {"rows": rows, "left_out": result.placebo.left_out, "differs": bool(result.placebo.differs)}
