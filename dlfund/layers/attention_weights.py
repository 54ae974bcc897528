"""Attention weights: a softmax over the steps that may be attended to.

w_j = exp(score_j) / Σ_k exp(score_k)        over the steps k that the mask allows
"""

from keras import ops


def attention_weights(scores, mask=None):
    """Scores as weights that sum to 1 over the steps that `mask` allows, and are 0 elsewhere.

    Args:
        scores: (batch, targets, steps).
        mask: bool, (batch, steps) or broadcastable to the scores; None allows all steps. A target that is allowed
            no step gets weights of zero.

    Example:
        >>> [float(w) for w in attention_weights(ops.zeros((1, 1, 3)), ops.array([[True, True, False]]))[0, 0]]
        [0.5, 0.5, 0.0]
    """
    if mask is None:
        return _softmax(scores)
    mask = ops.cast(mask, "bool")
    mask = mask[:, None, :] if len(mask.shape) == 2 else mask  # (batch, 1, steps)
    lowest = -65504.0 if scores.dtype == "float16" else -3e38
    weights = _softmax(ops.where(mask, scores, ops.cast(lowest, scores.dtype)))
    return weights * ops.cast(mask, weights.dtype)


def _softmax(scores):
    # Keras warns of a softmax over one step; here one step rightly gets all the weight (and NaN stays NaN)
    return ops.softmax(scores, axis=-1) if scores.shape[-1] != 1 else scores * 0 + 1


def query_value_key(inputs):
    """The three inputs of an attention layer, or their shapes; the value also serves as key if none is given."""
    if not isinstance(inputs, list | tuple) or len(inputs) not in (2, 3) or isinstance(inputs[-1], int):
        raise ValueError(
            f"Expected a list of two or three inputs, [query, value] or [query, value, key]. Received: {inputs!r}. "
            "To let a sequence attend to itself, pass it twice: layer([x, x])."
        )
    return (*inputs, inputs[1]) if len(inputs) == 2 else tuple(inputs)
