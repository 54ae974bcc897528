"""Labels: targets that a loss can't mean, refused with a guess at the mistake.

Values are looked at where they are there already: in a call by hand, in a debugger, in torch's loop. While a function
is traced for a compiler nobody knows them, and nothing is computed for the check.
"""

import numpy as np
from keras import ops

from dlfund.losses.same_rank import same_rank


def probability_targets(y_true, y_pred):
    """Targets and outputs in one shape, the targets 0, 1 or a probability; a little noise around them is allowed.

    Example:
        >>> t, p = probability_targets(ops.ones((4,)), 0.5 * ops.ones((4, 1)))
        >>> tuple(t.shape)
        (4, 1)
    """
    t, p = same_rank(y_true, y_pred)
    values = known(t)
    if values is not None and values.size and (values.min() <= -1 or values.max() >= 2):
        wrong, guess = values.min(), "Labels −1 and +1 belong to a hinge; (y + 1) / 2 makes them 0 and 1."
        if wrong > -1:
            wrong = values.max()
            guess = "Class numbers belong to SparseCategoricalCrossentropy; other numbers need a scale from 0 to 1."
        raise ValueError(f"Expected targets from 0 to 1. Received: {wrong:g} among the targets. {guess}")
    return t, p


def check_classes(y_true, classes):
    """Refuse targets that are no class number from 0 to classes − 1."""
    values = known(y_true)
    if values is None:
        return
    right = (values >= 0) & (values < classes) & (values == np.floor(values))
    if right.all():
        return
    wrong = values[~right].flat[0]
    guess = "Probabilities or one-hot rows belong to CategoricalCrossentropy."
    if wrong < 0:
        guess = (
            f"A row that should not count needs ignore_class={wrong:g}, or any class and sample_weight 0; "
            "labels −1 and +1 belong to a hinge."
        )
    elif wrong >= classes:
        guess = "Classes that are counted from 1 need y − 1; otherwise give the network an output for every class."
    raise ValueError(
        f"Expected class numbers from 0 to {classes - 1}, one for each of the {classes} outputs. "
        f"Received: {wrong:g} among the targets. {guess}"
    )


def check_signs(y_true):
    """Refuse targets that are neither 0 and 1 nor −1 and +1."""
    values = known(y_true)
    if values is None:
        return
    if np.isin(values, (0, 1)).all() or np.isin(values, (-1, 1)).all():
        return
    raise ValueError(
        f"Expected labels −1 and +1, or 0 and 1. Received: {np.unique(values)[:4].tolist()}. "
        "A margin has two sides: for more classes use SparseCategoricalCrossentropy, for numbers MeanSquaredError."
    )


def check_counts(y_true):
    """Refuse targets below 0."""
    values = known(y_true)
    if values is not None and values.size and values.min() < 0:
        raise ValueError(
            f"Expected counts: targets of at least 0. Received: {values.min():g} among the targets. "
            "A target that was standardised is no count any more; use MeanSquaredError for it."
        )


def known(tensor):
    """A tensor's values as an array, or None while they are still to be computed."""
    try:
        return np.asarray(ops.convert_to_numpy(tensor)).astype("float64", copy=False)
    except Exception:  # every backend has its own error for a value that isn't there yet
        return None
