"""What only a comparison on a user table has: the checks' findings, and scores on held-out rows."""

from __future__ import annotations

from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.held_out import HeldOut, HeldOutScore
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.report import numbers
from dlfund.report.contender import ranked

SEVERITIES = {"stop": "the scores are not credible", "warning": "may mislead", "note": "worth knowing"}


def findings(result: Result) -> list[dict[str, object]]:
    """One row per finding, the most serious first, as in the checks."""
    return [
        {
            "finding": finding,
            "word": SEVERITIES[finding.severity],
            "name": finding.name.replace("_", " "),
            "numbers": ", ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in finding.evidence.items()),
        }
        for finding in result.findings
    ]


def held_out(result: Result) -> dict[str, object]:
    """The saved models' scores on rows that took no part; empty where none were held out."""
    held = result.held_out
    if not held:
        return {}
    shown = [result.metric, *result.other_metrics()]
    rows = [
        {
            "contender": contender,
            "cells": [_cell(held.scores[contender.name].get(name), _without(held, name)) for name in shown],
        }
        for contender in ranked(result)
        if contender.name in held.scores
    ]
    return {
        "rows": numbers.count(held.rows),
        "metrics": [METRICS[name].title for name in shown],
        "table": rows,
        "sentence": held.sentence,
    }


def _without(held: HeldOut, metric: str) -> str:
    """What is shown where there is no score."""
    return "undefined" if metric in held.undefined else numbers.NONE


def _cell(score: HeldOutScore | None, nothing: str) -> dict[str, str]:
    if score is None:
        return {"main": nothing, "small": ""}
    return {"main": numbers.score(score.score), "small": numbers.interval(score.low, score.high)}
