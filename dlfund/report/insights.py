"""What columns and parts of somebody's own table tell, ready to be shown; each empty where there is nothing to show."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender, ranked
from dlfund.report.figures.importance_plot import importance_plot
from dlfund.report.palette import LEVELS


def insights(result: Result) -> dict[str, Any]:
    """All of them, by name."""
    return {
        "importance": _importance(result),
        "agreement": _agreement(result),
        "segments": _segments(result),
        "mixture": _mixture(result),
    }


def _found(result: Result, name: str) -> dict[str, Any]:
    return dict((result.content.get("insights") or {}).get(name) or {})


def _contender(result: Result, name: str) -> Contender:
    return Contender(result.contender(name), result)


def _importance(result: Result) -> dict[str, Any]:
    found = _found(result, "importance")
    if not found:
        return {}
    shown = [_contender(result, name) for name in found["scores"]]
    return {
        **importance_plot(found, shown),
        "title": found["title"],
        "count": numbers.count(found["rows"]),
        "of_rows": numbers.count(found["of_rows"]) if found["of_rows"] > found["rows"] else "",
        "shuffles": found["shuffles"],
        "held_out": found["held_out"],
        "folds": found["folds"],
        "left_out": found["left_out_words"],
        "scores": [{"contender": one, "score": numbers.score(found["scores"][one.name])} for one in shown],
    }


def _agreement(result: Result) -> dict[str, Any]:
    found = _found(result, "agreement")
    if not found:
        return {}
    order = [one for one in ranked(result) if one.name in found["contenders"]]
    pairs = {frozenset((pair["first"], pair["second"])): pair for pair in found["pairs"]}
    rows = [
        {
            "contender": one,
            "cells": [None if one is other else _agreed(pairs[frozenset((one.name, other.name))]) for other in order],
        }
        for one in order
    ]
    classes = any("both_wrong" in pair for pair in found["pairs"])
    return {
        "loss": found["loss"],
        "count": numbers.count(found["rows"]),
        "rows": rows,
        "classes": classes,
        "left_out": found["left_out"],
    }


def _agreed(pair: dict[str, Any]) -> dict[str, Any]:
    """A cell: the correlation, as dark as it is strong."""
    value = pair["correlation"]
    level = 0 if value is None else min(int(max(value, 0.0) * LEVELS), LEVELS - 1)
    main = numbers.NONE if value is None else numbers.minus(f"{value:.2f}")
    if "both_wrong" not in pair:
        return {"main": main, "small": "", "level": level}
    small = f"{numbers.percent(pair['both_wrong'])} / {numbers.percent(pair['by_chance'])}"
    return {"main": main, "small": small, "level": level}


def _segments(result: Result) -> dict[str, Any]:
    found = _found(result, "segments")
    if not found:
        return {}
    network, baseline = (_contender(result, name) for name in found["contenders"])
    return {
        "network": network,
        "baseline": baseline,
        "title": found["loss"],
        "count": numbers.count(found["rows"]),
        "looked_at": numbers.count(found["looked_at"]),
        "columns": found["columns"],
        "of_columns": numbers.count(found["of_columns"]) if found["of_columns"] > found["columns"] else "",
        "shown": found["shown"],
        "whole": _difference(found["whole"]),
        "listed": [_segment(one) for one in found["listed"]],
    }


def _difference(one: dict[str, Any]) -> dict[str, str]:
    words = {"main": numbers.difference(one["difference"]), "small": numbers.signed_interval(one["low"], one["high"])}
    return words | {"word": "better" if one["high"] < 0 else "worse" if one["low"] > 0 else "equal"}


def _segment(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "column": one["column"],
        "part": one["part"],
        "rows": numbers.count(one["rows"]),
        "difference": _difference(one),
        "elsewhere": numbers.difference(one["elsewhere"]),
        "p": numbers.p_value(one["p_adjusted"]),
    }


def _mixture(result: Result) -> dict[str, Any]:
    found = _found(result, "mixture")
    if not found:
        return {}
    known = {one["name"] for one in result.content["contenders"]}
    rows = [
        {
            "name": name,
            "contender": _contender(result, name) if name in known else None,
            "score": numbers.score(own["mean"]),
            "interval": numbers.interval(own["low"], own["high"]),
        }
        for name, own in found["scores"].items()
    ]
    return {"metric": METRICS[found["metric"]].title, "rows": rows, "sentences": found["sentences"]}
