"""What only a comparison on somebody's own table has: findings of the checks, and rows that were held out."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import ranked

WORDS = {"stop": "the scores can't be believed", "warning": "may mislead", "note": "worth knowing"}


def findings(result: Result) -> list[dict[str, Any]]:
    """One row a finding, the gravest first as the checks have it."""
    return [
        {
            **finding,
            "word": WORDS[finding["severity"]],
            "name": finding["name"].replace("_", " "),
            "numbers": ", ".join(
                f"{name.replace('_', ' ')} {value:.4g}" for name, value in finding["evidence"].items()
            ),
        }
        for finding in result.content.get("findings") or []
    ]


def held_out(result: Result) -> dict[str, Any]:
    """The saved models' scores on rows that took no part; empty where none were held out."""
    held = result.content.get("held_out")
    if not held:
        return {}
    shown = [result.metric, *(name for name in result.other_metrics())]
    rows = [
        {"contender": one, "cells": [_cell(held["scores"][one.name].get(name)) for name in shown]}
        for one in ranked(result)
        if one.name in held["scores"]
    ]
    return {"rows": numbers.count(held["rows"]), "metrics": [METRICS[name].title for name in shown], "table": rows}


def _cell(score: dict[str, float] | None) -> dict[str, str]:
    if score is None:
        return {"main": numbers.NONE, "small": ""}
    return {"main": numbers.score(score["score"]), "small": numbers.interval(score["low"], score["high"])}
