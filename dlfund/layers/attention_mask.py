"""Which steps a target may attend to: all conditions at once.

visible_{t,s} = target t counts, and step s counts, and (s ≤ t where the future is hidden), and what else was given
"""

from keras import ops


def attention_mask(query, value, *, targets=None, steps=(), given=None, causal=False):
    """A bool mask (batch or 1, targets or 1, steps), or None where everything is visible.

    Args:
        query: (batch, targets, ...), for its length.
        value: (batch, steps, ...), for its length.
        targets: bool (batch, targets) or None. Targets that only fill a sequence up.
        steps: bool (batch, steps) masks, or None, of which all have to be true.
        given: bool (batch, targets, steps) or None.
        causal: bool. Target t sees the steps 0..t only.
    """
    conditions = [] if targets is None else [ops.expand_dims(ops.cast(targets, "bool"), 2)]
    conditions += [ops.expand_dims(ops.cast(mask, "bool"), 1) for mask in steps if mask is not None]
    if causal:
        conditions.append(past(ops.shape(query)[1], ops.shape(value)[1]))
    if given is not None:
        conditions.append(ops.cast(given, "bool"))
    if not conditions:
        return None
    visible, *others = conditions
    for condition in others:
        visible = ops.logical_and(visible, condition)
    return visible


def past(targets, steps):
    """Which steps are not after each target: (1, targets, steps).

    Example:
        >>> ops.convert_to_numpy(past(2, 3))[0].tolist()
        [[True, False, False], [True, True, False]]
    """
    return ops.expand_dims(ops.arange(steps) <= ops.expand_dims(ops.arange(targets), 1), 0)
