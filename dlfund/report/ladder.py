"""Rule, machine learning, deep learning: the best of each rung, and what the step from one to the next brought."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.judgement import say
from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.report.contender import RUNGS, Contender, ranked
from dlfund.report.figures.probability_bar import numbers, probability_bar
from dlfund.report.numbers import difference, interval, score, signed_interval


def ladder(result: Result) -> list[dict[str, Any]]:
    """The rungs that somebody stands on, lowest first, each with its step from the rung below."""
    steps: list[dict[str, Any]] = []
    below: Contender | None = None
    for rung, colour in RUNGS.items():
        everybody = [one for one in ranked(result) if one.rung == rung]
        if not everybody:
            continue
        best = everybody[0] if everybody[0].interval else None
        steps.append({"rung": rung, "colour": colour, "of": len(everybody), "best": _shown(best)})
        steps[-1]["step"] = _step(result, best, below) if best and below else None
        below = best or below
    return steps


def _shown(best: Contender | None) -> dict[str, Any] | None:
    if best is None or best.interval is None:
        return None
    own = best.interval
    words = {"mean": score(own["mean"]), "interval": interval(own["low"], own["high"])}
    return {"contender": best, "value": own["mean"], **words}


def _step(result: Result, best: Contender, below: Contender) -> dict[str, Any] | None:
    pair = result.difference(best.name, below.name)
    if pair is None:
        return None
    sentence = say(result.content["judgement"], best.name, below.name, METRICS[result.metric])
    return {
        "from": below.name,
        "difference": difference(pair["difference"]),
        "value": pair["difference"],
        "interval": signed_interval(pair["low"], pair["high"]),
        "bar": probability_bar(pair),
        "numbers": numbers(pair),
        "sentence": sentence.partition(": ")[0] + ".",
    }
