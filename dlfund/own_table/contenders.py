"""Who takes part: everybody that the task and the number of rows allow, unless some are named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dlfund import baselines
from dlfund.baselines import boosting
from dlfund.comparison.compare import Contender
from dlfund.data import Dataset
from dlfund.sentence import UserError
from dlfund.table import FoundTask

FLOOR = {"regression": "mean_value"}
LINEAR = {"regression": "ridge"}
CLASSICAL = ("nearest_neighbors", "support_vectors", "random_forest", "extra_trees", "gradient_boosting")
BOOSTING = ("xgboost", "lightgbm", "catboost")
NETWORKS = ("perceptron", "ann", "realmlp_td", "tabm_mini")
FURTHER = ("realmlp_td_s",)  # networks that take part if they are named


def floor_of(kind: str) -> str:
    """What learns nothing, and is the least that others must beat."""
    return FLOOR.get(kind, "majority_class")


def linear_of(kind: str) -> str:
    """The weighted sum, which the others are compared with."""
    return LINEAR.get(kind, "logistic_regression")


def contenders_for(
    dataset: Dataset, task: FoundTask, asked: Sequence[str | Contender] | None = None
) -> tuple[list[Contender], list[str]]:
    """The contenders, and a sentence for each that was left out.

    Args:
        asked: names, baselines and network functions; None takes all that fit. The floor and the weighted sum always
            take part: without them a score says little.

    Raises:
        UserError: a name that no contender has, or one that can't take part.
    """
    known = (floor_of(task.kind), linear_of(task.kind), *CLASSICAL, *BOOSTING, *NETWORKS)
    wanted = [*known] if asked is None else [*known[:2], *asked]
    wanted = [one for place, one in enumerate(wanted) if one not in wanted[:place]]  # a baseline has no hash
    found, notes = [], []
    for one in wanted:
        if not isinstance(one, str):
            found.append(one)
            continue
        contender, reason = _made(one, (*known, *FURTHER), dataset)
        if not reason:
            found.append(contender)
        elif asked is None:
            notes.append(f"{one} does not take part: {reason}.")
        else:
            raise UserError(f"Expected contenders that can take part. Received: {one!r}: {reason}.")
    return found, notes


def _made(name: str, known: Sequence[str], dataset: Dataset) -> tuple[Any, str]:
    """A contender of this name, or why there is none."""
    if name not in known:
        raise UserError(f"Expected --contenders to be of: {', '.join(known)}. Received: {name!r}.")
    if name in (*NETWORKS, *FURTHER):
        return _network(name), ""
    if name in BOOSTING and (reason := boosting.available()[name]):
        return None, reason
    made = getattr(boosting if name in BOOSTING else baselines, name)()
    for word, most, found in (
        ("rows", made.most_rows, len(dataset)),
        ("columns", made.most_columns, len(dataset.schema.columns)),
    ):
        if found > most:
            return None, f"it takes at most {most:,} {word} in reasonable time, and there are {found:,}"
    return made, ""


def _network(name: str) -> Callable[..., Any]:
    from dlfund import zoo

    return getattr(zoo, name)
