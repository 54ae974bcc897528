"""Every check at once: of a table before training, of a result after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dlfund.checks.catalogue import OF_RESULTS, OF_ROWS
from dlfund.checks.check import Check
from dlfund.checks.finding import SEVERITIES, Finding
from dlfund.checks.judged import Judged
from dlfund.checks.sample import Sample
from dlfund.data import Dataset, Fold


def check_rows(dataset: Dataset, folds: Sequence[Fold] | None = None, *, seed: int = 0) -> list[Finding]:
    """What ails a table, the gravest first.

    Of large tables a sample is looked at, and the finding says so. If a check breaks down, that is a note.

    Args:
        dataset: Dataset. Cells may be empty.
        folds: list of Fold or None. The outer folds; without them nothing is said of copies on both sides, or of drift.
        seed: int. Of the sample, and of the cuts and forests inside the checks.

    Example:
        >>> import numpy as np, pandas as pd
        >>> from dlfund.data import Column, Schema, as_dataset
        >>> table = pd.DataFrame({"a": np.tile([1.5, 2.25, 4.0], 400) + np.arange(1200) % 7, "b": np.arange(1200) % 2})
        >>> schema = Schema("made", "Made", "b", (Column("a"), Column("refunded", "categorical")), ("0", "1"))
        >>> made = as_dataset(table.assign(refunded=np.where(table["b"], "yes", "no")), schema)
        >>> [finding.code for finding in check_rows(made)]
        ['L01']
    """
    sample = Sample.of(dataset, folds, seed)
    found = [(check, finding) for check in OF_ROWS for finding in _looked(check, sample)]
    return _gravest_first(finding if check.every_row else _of_a_part(finding, sample) for check, finding in found)


def check_result(
    content: dict[str, Any], *, spaces: Mapping[str, Mapping[str, tuple[float, float]]] | None = None
) -> list[Finding]:
    """What ails a result, the gravest first.

    Args:
        content: dict, as in `results.json`.
        spaces: mapping or None. For each contender the (lowest, highest) of its hyperparameters, where known; else they
            are read from the trials.

    Raises:
        RunError: the content is no result.
    """
    judged = Judged(content, spaces or {})
    judged.result  # noqa: B018  (a content that is no result is refused before any check breaks down on it)
    return _gravest_first(finding for check in OF_RESULTS for finding in _looked(check, judged))


def _gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def _of_a_part(finding: Finding, sample: Sample) -> Finding:
    """The finding, with how many rows it comes from if these are not all."""
    if not sample.is_part:
        return finding
    size = {"rows": len(sample.dataset), "rows_looked_at": len(sample.rows)} | finding.evidence
    part = f" (Looked at {size['rows_looked_at']:,} of {size['rows']:,} rows.)"
    return replace(finding, sentence=finding.sentence + part, evidence=size)


def _looked(check: Check, looked_at: Any) -> list[Finding]:
    try:
        return list(check.look(looked_at))
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        advice = "Report it; what the other checks say counts all the same"
        return [check.finding("note", f"This check could not be made: {reason}.", (), advice)]
