"""Insights into columns and segments of a user table, ready to be shown; each empty where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.report import numbers
from dlfund.report.contender import ShownContender, ranked
from dlfund.report.figures.importance_plot import importance_plot
from dlfund.report.palette import LEVELS

if TYPE_CHECKING:
    from dlfund.comparison.result.insights.agreement import AgreeingPair, Agreement
    from dlfund.comparison.result.insights.importance import Importance
    from dlfund.comparison.result.insights.mixture import Mixture
    from dlfund.comparison.result.insights.segments import ListedSegment, Segments, TableDifference


def insights(result: Result) -> dict[str, dict[str, object]]:
    """All of them, by name."""
    return {name: show(result, result.insights[name]) if result.insights.get(name) else {} for name, show in KINDS}


def _contender(result: Result, name: str) -> ShownContender:
    return ShownContender(result.contender(name), result)


def _importance(result: Result, importance: Importance) -> dict[str, object]:
    contenders = [_contender(result, name) for name in importance["scores"]]
    return {
        **importance_plot(importance, contenders),
        "title": importance["title"],
        "count": numbers.count(importance["rows"]),
        "of_rows": numbers.count(importance["of_rows"]) if importance["of_rows"] > importance["rows"] else "",
        "shuffles": importance["shuffles"],
        "held_out": importance["held_out"],
        "folds": importance["folds"],
        "left_out": importance["left_out_words"],
        "scores": [
            {"contender": contender, "score": numbers.score(importance["scores"][contender.name])}
            for contender in contenders
        ],
    }


def _agreement(result: Result, agreement: Agreement) -> dict[str, object]:
    order = [contender for contender in ranked(result) if contender.name in agreement["contenders"]]
    pairs = {frozenset((pair["first"], pair["second"])): pair for pair in agreement["pairs"]}
    rows = [
        {
            "contender": row,
            "cells": [
                None if row is column else _agreed(pairs[frozenset((row.name, column.name))]) for column in order
            ],
        }
        for row in order
    ]
    return {
        "loss": agreement["loss"],
        "count": numbers.count(agreement["rows"]),
        "rows": rows,
        "classes": any("both_wrong" in pair for pair in agreement["pairs"]),
        "left_out": agreement["left_out"],
    }


def _agreed(pair: AgreeingPair) -> dict[str, object]:
    """A cell: the correlation, as dark as it is strong."""
    value = pair["correlation"]
    level = 0 if value is None else min(int(max(value, 0.0) * LEVELS), LEVELS - 1)
    main = numbers.NONE if value is None else numbers.minus(f"{value:.2f}")
    if "both_wrong" not in pair:
        return {"main": main, "small": "", "level": level}
    small = f"{numbers.percent(pair['both_wrong'])} / {numbers.percent(pair['by_chance'])}"
    return {"main": main, "small": small, "level": level}


def _segments(result: Result, segments: Segments) -> dict[str, object]:
    network, baseline = (_contender(result, name) for name in segments["contenders"])
    columns, of_columns = segments["columns"], segments["of_columns"]
    return {
        "network": network,
        "baseline": baseline,
        "title": segments["loss"],
        "count": numbers.count(segments["rows"]),
        "looked_at": numbers.count(segments["looked_at"]),
        "columns": columns,
        "of_columns": numbers.count(of_columns) if of_columns > columns else "",
        "shown": segments["shown"],
        "whole": _difference(segments["whole"]),
        "listed": [_segment(segment) for segment in segments["listed"]],
    }


def _difference(loss: TableDifference) -> dict[str, str]:
    return {
        "main": numbers.difference(loss["difference"]),
        "small": numbers.signed_interval(loss["low"], loss["high"]),
        "word": "better" if loss["high"] < 0 else "worse" if loss["low"] > 0 else "equal",
    }


def _segment(segment: ListedSegment) -> dict[str, object]:
    return {
        "column": segment["column"],
        "part": segment["part"],
        "rows": numbers.count(segment["rows"]),
        "difference": _difference(segment),
        "elsewhere": numbers.difference(segment["elsewhere"]),
        "p": numbers.p_value(segment["p_adjusted"]),
    }


def _mixture(result: Result, mixture: Mixture) -> dict[str, object]:
    known = set(result.names)
    rows = [
        {
            "name": name,
            "contender": _contender(result, name) if name in known else None,
            "score": numbers.score(score["mean"]),
            "interval": numbers.interval(score["low"], score["high"]),
        }
        for name, score in mixture["scores"].items()
    ]
    return {"metric": METRICS[mixture["metric"]].title, "rows": rows, "sentences": mixture["sentences"]}


KINDS: tuple[tuple[str, Callable[[Result, Any], dict[str, object]]], ...] = (
    ("importance", _importance),
    ("agreement", _agreement),
    ("segments", _segments),
    ("mixture", _mixture),
)
