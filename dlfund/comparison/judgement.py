"""From scores per fold to an answer: intervals, differences, and one sentence that the numbers support."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from dlfund.comparison import bootstrap, statistics
from dlfund.comparison.metrics import Metric, for_kind

ALPHA = 0.05  # Holm-adjusted p-value under which a difference is called one
SURE = 0.95  # probability from which "practically equal" is called so


def judge(contenders: list[dict[str, Any]], *, kind: str, metric: str, reference: str, margin: float) -> dict[str, Any]:
    """Everything the page says about who is better, computed once.

    Args:
        contenders: list of dict. Each with `name`, `rung`, and `scores`: one dict of metrics a fold, or None
            where the contender failed; and `sizes`: (development rows, test rows) a fold. Where there is one
            fold, also `redrawn`: each metric on test rows drawn anew, or None where the contender failed.
        margin: float. Differences in the metric smaller than this count as practically equal.
    """
    metrics = for_kind(kind)
    intervals = {
        one["name"]: {name: _interval(one, name, metrics[name]) for name in metrics if _judged(one, name)}
        for one in contenders
    }
    pairs = [
        pair
        for first, second in combinations(contenders, 2)
        if (pair := _pair(first, second, metric, metrics[metric], margin)) is not None
    ]
    for pair, adjusted in zip(pairs, statistics.holm(np.array([pair["p_value"] for pair in pairs])), strict=True):
        pair["p_adjusted"] = float(adjusted)
    judgement = {"metric": metric, "margin": margin, "reference": reference, "intervals": intervals, "pairs": pairs}
    judgement["verdict"], judgement["also"] = _verdict(contenders, judgement, metrics[metric])
    return judgement


def versus(judgement: dict[str, Any], name: str, reference: str) -> dict[str, Any] | None:
    """The pair of two contenders, seen from the first; None where too few finished folds tell them apart."""
    for pair in judgement["pairs"]:
        if (pair["first"], pair["second"]) == (name, reference):
            return pair
        if (pair["second"], pair["first"]) == (name, reference):
            turned = {key: -pair[key] for key in ("difference",)} | {"low": -pair["high"], "high": -pair["low"]}
            sides = {"first": name, "second": reference, "better": pair["worse"], "worse": pair["better"]}
            return pair | turned | sides
    return None


def _finished(contender: dict[str, Any], metric: str) -> np.ndarray:
    return np.array([score is not None and score[metric] is not None for score in contender["scores"]])


def _values(contender: dict[str, Any], metric: str, folds: np.ndarray) -> np.ndarray:
    chosen = [score for score, wanted in zip(contender["scores"], folds, strict=True) if wanted]
    return np.array([score[metric] for score in chosen])


def _sizes(contender: dict[str, Any], folds: np.ndarray) -> tuple[float, float]:
    train, test = np.array(contender["sizes"])[folds].mean(axis=0)
    return float(train), float(test)


def _judged(contender: dict[str, Any], metric: str) -> bool:
    """Whether there is anything to say how sure the score is: other folds, or test rows drawn anew."""
    return bool(_finished(contender, metric).sum() >= 2) or _redrawn(contender, metric) is not None


def _redrawn(contender: dict[str, Any], metric: str) -> np.ndarray | None:
    return (contender.get("redrawn") or {}).get(metric)


def _interval(contender: dict[str, Any], name: str, metric: Metric) -> dict[str, float]:
    """It ends where the metric ends: what can't be is no part of it, and leaving it out costs no coverage."""
    folds = _finished(contender, name)
    values, redrawn = _values(contender, name, folds), _redrawn(contender, name)
    if redrawn is None:
        interval = statistics.corrected_interval(values, *_sizes(contender, folds))
    else:
        interval = bootstrap.percentile_interval(values[0], redrawn)
    return {"mean": interval.mean, "low": max(interval.low, metric.low), "high": min(interval.high, metric.high)}


def _pair(
    first: dict[str, Any], second: dict[str, Any], name: str, metric: Metric, margin: float
) -> dict[str, Any] | None:
    folds = _finished(first, name) & _finished(second, name)
    draws = _redrawn(first, name), _redrawn(second, name)
    differences = _values(first, name, folds) - _values(second, name, folds)
    if draws[0] is not None and draws[1] is not None:
        redrawn = draws[0] - draws[1]
        interval, p_value = bootstrap.percentile_interval(differences[0], redrawn), bootstrap.bootstrap_test(redrawn)
        probabilities = bootstrap.bootstrap_probabilities(metric.gain(redrawn), margin)
    elif folds.sum() >= 2:
        sizes = _sizes(first, folds)
        interval = statistics.corrected_interval(differences, *sizes)
        p_value = statistics.corrected_t_test(differences, *sizes)
        probabilities = statistics.correlated_t_test(metric.gain(differences), *sizes, margin)
    else:
        return None
    return {
        "first": first["name"],
        "second": second["name"],
        "folds": int(folds.sum()),
        "difference": interval.mean,
        "low": interval.low,
        "high": interval.high,
        "p_value": p_value,
        "worse": probabilities.worse,
        "equivalent": probabilities.equivalent,
        "better": probabilities.better,
    }


def _verdict(contenders: list[dict[str, Any]], judgement: dict[str, Any], metric: Metric) -> tuple[str, list[str]]:
    """The sentence about the best network against the reference, and what else is worth saying."""
    reference = judgement["reference"]
    networks = [one for one in contenders if one["rung"] == "deep learning"]
    learned = [one for one in contenders if one["rung"] == "machine learning"]
    network = _best(judgement, networks or learned, metric, without=reference)
    if network is None or judgement["metric"] not in judgement["intervals"].get(reference, {}):
        return "No verdict: too few folds were finished to compare a network with the reference.", []
    verdict = say(judgement, network, reference, metric)
    baseline = _best(judgement, learned, metric, without=network)
    if baseline is None or baseline == reference:
        return verdict, []
    return verdict, [f"Against the best baseline: {say(judgement, network, baseline, metric)}"]


def _best(judgement: dict[str, Any], contenders: list[dict[str, Any]], metric: Metric, without: str) -> str | None:
    """The best mean of those that finished every fold, or of all where none did: another's mean is of other rows."""
    name, intervals = judgement["metric"], judgement["intervals"]
    there = [one for one in contenders if one["name"] != without and name in intervals.get(one["name"], {})]
    whole = [one for one in there if _finished(one, name).all()]
    means = {one["name"]: intervals[one["name"]][name]["mean"] for one in whole or there}
    if not means:
        return None
    return (max if metric.higher_is_better else min)(means, key=lambda name: means[name])


def say(judgement: dict[str, Any], name: str, reference: str, metric: Metric) -> str:
    """One sentence about a pair, which says no more than its interval and its adjusted p-value allow."""
    pair = versus(judgement, name, reference)
    if pair is None:
        return f"{name} and {reference} share fewer than two finished folds."
    gain = pair["difference"] if metric.higher_is_better else -pair["difference"]
    numbers = f"{pair['difference']:+.3f} {metric.title} [{pair['low']:+.3f}, {pair['high']:+.3f}]"
    if pair["p_adjusted"] < ALPHA:
        word = "better" if gain > 0 else "worse"
        small = (
            ""
            if pair["equivalent"] < 0.5
            else f", though probably by less than the {judgement['margin']:g} that matters"
        )
        return f"{name} is {word} than {reference}: {numbers}{small}."
    if pair["equivalent"] >= SURE:
        return f"{name} and {reference} are practically equal: {numbers}, within ±{judgement['margin']:g}."
    alone = "" if pair["low"] <= 0 <= pair["high"] else "; seen alone it would be one, among so many pairs it is not"
    return f"No difference shown between {name} and {reference}: {numbers}{alone}."
