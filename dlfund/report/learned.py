"""What was learned, what was reached beside what others published, and the same question on further data."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender, ranked


def lessons(result: Result) -> list[dict[str, Any]]:
    """The recipe's lessons, as far as its results support them; the others as the numbers have it."""
    return list(result.content.get("lessons") or [])


def reached(result: Result) -> dict[str, Any]:
    """A row a contender with a published figure, and the best network and baseline; empty if nothing is known."""
    known = result.content.get("reach") or {"rows": []}
    published = any(row["published"] is not None for row in known["rows"])
    if not known["rows"] or not (published or known["best_possible"] is not None):
        return {"rows": []}
    rows = [
        {
            "contender": Contender(result.contender(row["name"]), result),
            "mean": numbers.score(row["mean"]),
            "raw": row["mean"],
            "interval": numbers.interval(row["low"], row["high"]),
            "published": numbers.score(row["published"]),
            "to_published": numbers.difference(row["to_published"]),
            "to_best": numbers.difference(row["to_best"]),
            "near": "" if row["near_best"] is None else "within" if row["near_best"] else "not within",
        }
        for row in known["rows"]
    ]
    margin = known["margin"]
    return {
        "rows": rows,
        "metric": METRICS[result.metric].title,
        "published": published,
        "best": None if known["best_possible"] is None else numbers.score(known["best_possible"]),
        "margin": None if margin is None else f"{margin:g}",
    }


def beside(result: Result) -> dict[str, Any]:
    """The same comparison on further data sets: means, best possible score, verdict, and where its page lies."""
    entries = result.content.get("beside") or []
    everybody = list(
        dict.fromkeys([*(one.name for one in ranked(result)), *(who for one in entries for who in one["means"])])
    )
    rows = [
        {
            "dataset": one["dataset"],
            "title": one["title"],
            "path": one["path"],
            "means": [numbers.score(one["means"].get(name)) for name in everybody],
            "best": numbers.score((one.get("best_possible") or {}).get("value")),
            "verdict": one["verdict"],
        }
        for one in entries
    ]
    own = {
        "dataset": result.content["dataset"]["name"],
        "title": result.content["dataset"]["title"],
        "path": "",
        "means": [numbers.score(_own_mean(result, name)) for name in everybody],
        "best": numbers.score(
            ((result.content["dataset"].get("best_possible") or {}).get(result.metric) or {}).get("value")
        ),
        "verdict": result.verdict,
    }
    return {"rows": [own, *rows] if rows else [], "contenders": everybody, "metric": METRICS[result.metric].title}


def _own_mean(result: Result, name: str) -> float | None:
    names = [one["name"] for one in result.content["contenders"]]
    return result.mean(name) if name in names else None
