"""The table: every number of every contender, each cell with the exact value that it is sorted by."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender, metric_title, ranked
from dlfund.report.figures.probability_bar import numbers as three
from dlfund.report.figures.probability_bar import probability_bar

COSTS = (  # key in the result, column's title, explanation, how it is written
    ("trials", "trials", "settings tried in each fold, and how long that took", numbers.count),
    ("fit_seconds", "fit", "time of one fit with the chosen settings, mean over folds", numbers.seconds),
    ("predict_seconds_per_1000", "predict 1,000", "time to predict 1,000 rows in one call", numbers.seconds),
    ("parameters", "learned numbers", "weights of a network, nodes of trees", numbers.count),
    ("bytes", "size", "files needed to predict", numbers.size),
)


def contender_table(result: Result) -> dict[str, Any]:
    """Columns and rows, best mean first."""
    reference = result.content["judgement"]["reference"]
    others = [name for name in result.other_metrics() if any(name in one.intervals for one in ranked(result))]
    columns = [
        {"title": "contender", "about": "", "text": True},
        {"title": metric_title(result), "about": "mean over folds, 95 % interval"},
        {"title": f"difference to {reference}", "about": "95 % interval"},
        {"title": "worse · equal · better", "about": "probabilities, against the reference"},
        {"title": "p (Holm)", "about": "of the difference, adjusted over all pairs"},
    ]
    columns += [{"title": METRICS[name].title, "about": "mean over folds, 95 % interval"} for name in others]
    columns += [{"title": title, "about": about} for _, title, about, _ in COSTS]
    return {"columns": columns, "rows": [_row(result, one, others) for one in ranked(result)]}


def _row(result: Result, one: Contender, others: list[str]) -> dict[str, Any]:
    cells = [_mean(one, result.metric), *_against_reference(result, one)]
    cells += [_mean(one, name) for name in others]
    cost = one.entry["cost"]
    cells += [{"value": cost[key], "main": written(cost[key]), "key": key} for key, _, _, written in COSTS]
    if cost["trials"]:
        next(cell for cell in cells if cell["key"] == "trials")["small"] = numbers.seconds(cost["tune_seconds"])
    failed, folds = one.failed_folds, len(one.entry["scores"])
    return {"contender": one, "cells": cells, "note": f"{failed} of {folds} folds failed" if failed else ""}


def _mean(one: Contender, metric: str) -> dict[str, Any]:
    own = one.intervals.get(metric)
    if own is None:
        nothing = one.failed_folds == len(one.entry["scores"])
        word = "failed" if nothing and metric == one.result.metric else numbers.NONE
        return {"value": None, "main": word, "key": metric}
    between = numbers.interval(own["low"], own["high"])
    return {"value": own["mean"], "main": numbers.score(own["mean"]), "small": between, "key": metric}


def _against_reference(result: Result, one: Contender) -> list[dict[str, Any]]:
    """Difference, three probabilities and adjusted p-value; the reference has none against itself."""
    keys = ("difference", "better", "p_adjusted")
    pair = None if one.is_reference else result.difference(one.name)
    if pair is None:
        words = ("reference" if one.is_reference else numbers.NONE, numbers.NONE, numbers.NONE)
        return [{"value": None, "main": word, "key": key} for word, key in zip(words, keys, strict=True)]
    between = numbers.signed_interval(pair["low"], pair["high"])
    words = " · ".join(number for _, number in three(pair))
    return [
        {"value": pair["difference"], "main": numbers.difference(pair["difference"]), "small": between, "key": keys[0]},
        {"value": pair["better"], "main": probability_bar(pair), "small": words, "key": keys[1]},
        {"value": pair["p_adjusted"], "main": numbers.p_value(pair["p_adjusted"]), "key": keys[2]},
    ]


def all_pairs(result: Result) -> list[dict[str, str]]:
    """Every pair, as it was tested."""
    return [
        {
            "first": pair["first"],
            "second": pair["second"],
            "difference": numbers.difference(pair["difference"]),
            "interval": numbers.signed_interval(pair["low"], pair["high"]),
            "numbers": " · ".join(number for _, number in three(pair)),
            "p": numbers.p_value(pair["p_value"]),
            "adjusted": numbers.p_value(pair["p_adjusted"]),
        }
        for pair in result.content["judgement"]["pairs"]
    ]
