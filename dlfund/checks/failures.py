"""What did not work, and was left out of the scores."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.checks.check import check
from dlfund.checks.finding import Finding, quoted
from dlfund.checks.judged import Judged

MANY = 0.2


@check("R05")
def trials_failed(judged: Judged) -> Iterator[Finding]:
    """Trials failed.

    Means: A contender whose trials fail was tuned with fewer proposals than the others: the budgets are no longer
        equal.
    Measured: Trials without a score, of all trials of a contender in the folds it finished.
    Threshold: One failed trial is a note, a fifth of them a warning.
    To do: Read the trial's message in results.json, and take what can't be built out of the space.
    """
    failed = {}
    for name in judged.names:
        trials = [trial for fold in judged.trials(name) for trial in fold]
        if lost := sum(trial["score"] is None for trial in trials):
            failed[name] = lost, len(trials)
    if failed:
        names = sorted(failed, key=lambda name: -failed[name][0] / failed[name][1])
        lost, every = failed[names[0]]
        yield trials_failed.finding(
            "warning" if lost / every >= MANY else "note",
            f"Of {names[0]!r} {lost:,} of {every:,} trials failed"
            + (f"; some of {quoted(names[1:])} did, too." if len(names) > 1 else "."),
            names,
            failed=lost,
            trials=every,
            contenders=len(names),
        )


@check("R06")
def folds_failed(judged: Judged) -> Iterator[Finding]:
    """A contender failed in some folds.

    Means: Its mean is over other folds than that of the others, perhaps over the easy ones.
    Measured: Outcomes with an error, of all outer folds.
    Threshold: One.
    To do: Read the error in the notes of the result; a contender that fails half of the time has not earned its mean.
    """
    folds = len(judged.content["folds"])
    failed = {name: sum(bool(one["error"]) for one in judged.contenders[name]["outcomes"]) for name in judged.names}
    names = sorted((name for name in failed if failed[name]), key=lambda name: -failed[name])
    if names:
        yield folds_failed.finding(
            "warning",
            f"{names[0]!r} failed in {failed[names[0]]} of {folds} folds"
            + (f", {quoted(names[1:])} in some." if len(names) > 1 else "."),
            names,
            failed=failed[names[0]],
            folds=folds,
            contenders=len(names),
        )
