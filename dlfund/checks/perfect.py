"""A score that is too good."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.checks.check import check
from dlfund.checks.finding import Finding, with_verb
from dlfund.checks.judged import Judged

SKILL, AREA = 0.99, 0.999


@check("R01")
def suspiciously_perfect(judged: Judged) -> Iterator[Finding]:
    """A baseline or a simple rule is almost perfect.

    Means: Real questions are rarely answered without mistakes by a rule or a weighted sum. Either a column gives the
        answer away, or rows to learn from and test rows are the same, or the question was no question.
    Measured: Mean score over folds of every contender that is no network: of classes the share of the mistakes of the
        most frequent class that it avoids, and the ROC AUC; of numbers R².
    Threshold: 0.99 of the mistakes or of R², or a ROC AUC of 0.999. Where the data is generated and its best possible
        score is as good, nothing is said.
    To do: Read the findings on leaks, look at what this contender uses, and drop what is only known afterwards.
    """
    found = {
        name: skill for name in judged.names if judged.family(name) == "baseline" and (skill := _skill(judged, name))
    }
    if found:
        names = sorted(found, key=lambda name: (judged.rung(name) != "rule", -found[name]))
        yield suspiciously_perfect.finding(
            "warning",
            f"{with_verb(names, 'is', 'are')} almost perfect ({found[names[0]]:.3f} of 1): too good for a "
            "real question.",
            names,
            skill=found[names[0]],
            contenders=len(names),
        )


def _skill(judged: Judged, name: str) -> float:
    """How near to perfect, if that near that it is suspicious; else 0."""
    if judged.kind == "regression":
        skill = judged.mean(name, "r2")
        return skill if skill is not None and skill >= SKILL and not _possible(judged, "r2", SKILL) else 0.0
    accuracy, area, floor = (
        judged.mean(name, "accuracy"),
        judged.mean(name, "roc_auc"),
        judged.mean(judged.floor, "accuracy"),
    )
    if accuracy is not None and floor is not None and floor < 1:
        needed = 1 - (1 - SKILL) * (1 - floor)
        if accuracy >= needed and not _possible(judged, "accuracy", needed):
            return 1 - (1 - accuracy) / (1 - floor)
    return area if area is not None and area >= AREA and not _possible(judged, "roc_auc", AREA) else 0.0


def _possible(judged: Judged, metric: str, needed: float) -> bool:
    best = judged.content["dataset"].get("best_possible", {}).get(metric)
    return isinstance(best, dict) and best.get("value", 0.0) >= needed
