"""A search that overfits its validation rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.checked_result import CheckedResult
from dlfund.comparison.checks.finding import Finding, quoted

WORSE, LEVEL = 1.25, 0.01


@check("R04")
def validation_too_good(checked: CheckedResult) -> Iterator[Finding]:
    """The chosen trial was much better on validation rows than the model is on test rows.

    Means: With few validation rows and many trials, the luckiest trial is chosen. With rows ordered in time, it may
        also mean that the data has changed since.
    Measured: In each fold the test loss divided by the lowest validation loss: log-loss for classes; RMSE for
        numbers, for baselines only, since networks are trained on scaled targets. The mean of its logarithm, with
        the standard error of Nadeau and Bengio (2003), p-values times the number of contenders. A network with a
        custom loss can't be compared and may be reported in error.
    Threshold: On average more than 1.25 times as large, with p below 0.01, in 3 folds or more.
    To do: Use more validation rows or fewer trials; rely on the test score.
    """
    ratios = {name: ratio for name in checked.names if (ratio := _ratios(checked, name)) is not None}
    too_good = {}
    for name, ratio in ratios.items():
        train, test = checked.sizes
        error = float(np.sqrt((1 / len(ratio) + test / train) * ratio.var(ddof=1)))
        p_value = float(stats.t.sf(ratio.mean() / error, len(ratio) - 1)) if error else 1.0
        if ratio.mean() > np.log(WORSE) and p_value * len(ratios) < LEVEL:
            too_good[name] = float(np.exp(ratio.mean())), p_value
    if too_good:
        names = sorted(too_good, key=lambda name: -too_good[name][0])
        yield validation_too_good.finding(
            "warning",
            f"The test loss of {quoted(names)} is {too_good[names[0]][0]:.2f} times the validation loss by which the "
            f"hyperparameters were chosen{'' if len(names) == 1 else ' (the first)'}.",
            names,
            ratio=too_good[names[0]][0],
            p_value=too_good[names[0]][1],
            contenders=len(names),
        )


def _ratios(checked: CheckedResult, name: str) -> np.ndarray | None:
    """The logarithm of test loss over validation loss, one number per fold; None where they can't be compared."""
    kind = checked.result.task_kind
    if not kind.trial_metric or (kind.target_scaled and checked.family(name) == "network"):
        return None
    if not checked.contenders[name].probabilistic:
        return None
    pairs = []
    for outcome, test in zip(checked.contenders[name].outcomes, checked.scores(name, kind.trial_metric), strict=True):
        tried = [trial.score for trial in outcome.trials if trial.score is not None]
        if tried and min(tried) > 0 and np.isfinite(test) and test > 0:
            pairs.append(np.log(test / min(tried)))
    return np.array(pairs) if len(pairs) >= 3 else None
