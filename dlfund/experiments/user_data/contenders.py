"""Which contenders take part: all that the source names and the number of rows allows, unless the user names some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dlfund import baselines
from dlfund.baselines import boosting
from dlfund.comparison.contender import Contender, NamedNetwork, contender_of
from dlfund.core.errors import UserError
from dlfund.data import Dataset
from dlfund.experiments.sources.source import ContenderNames, check_contender
from dlfund.experiments.sources.table_networks import ENSEMBLES, MEMBERS


def contenders_for(
    dataset: Dataset, names: ContenderNames, asked: Sequence[str | Contender | Callable[..., Any]] | None = None
) -> tuple[list[Contender], list[str]]:
    """The contenders, and a sentence for each that was left out.

    Args:
        names: ContenderNames. The source's, for this kind of task.
        asked: names, baselines and network functions; None takes all that fit. `names.always` take part all the same.

    Raises:
        UserError: no contender has this name, or it can't take part.
    """
    known = (*names.always, *names.usual)
    wanted = [*known] if asked is None else [*names.always, *asked]
    wanted = [entry for place, entry in enumerate(wanted) if entry not in wanted[:place]]  # a baseline has no hash
    chosen, notes = [], []
    for entry in wanted:
        if not isinstance(entry, str):
            chosen.append(contender_of(entry))
            continue
        contender, reason = _made(entry, names.known, dataset)
        if not reason:
            chosen.append(contender_of(contender))
        elif asked is None:
            notes.append(f"{entry} does not take part: {reason}.")
        else:
            raise UserError(f"Expected contenders that can take part. Received: {entry!r}: {reason}.")
    return chosen, notes


def _made(name: str, known: Sequence[str], dataset: Dataset) -> tuple[Any, str]:
    """The contender with this name, or the reason why there is none."""
    check_contender(name, known)
    if reason := boosting.available().get(name):
        return None, reason
    if not callable(made := getattr(baselines, name, None)):
        return NamedNetwork("dlfund.zoo", ENSEMBLES.get(name, name), MEMBERS if name in ENSEMBLES else 1), ""
    baseline = made()
    for word, most, count in (
        ("rows", baseline.most_rows, len(dataset)),
        ("columns", baseline.most_columns, len(dataset.schema.columns)),
    ):
        if count > most:
            return None, f"it takes at most {most:,} {word} in reasonable time, and there are {count:,}"
    return baseline, ""
