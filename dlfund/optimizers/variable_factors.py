"""Variable factors: a separate learning rate and weight decay for some weights.

    w_new = w_old + f · (step + (1 − d) · learning_rate · weight_decay · w_old)

step is the inner optimizer's, its decay −learning_rate · weight_decay · w_old included; f and d are the weight's
own factors of learning rate and decay.
"""

import re
from collections.abc import Mapping

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.wrapper import Wrapper, snapshot


@register
class VariableFactors(Wrapper):
    """Gives weights, selected by name, their own factor of the learning rate and of the weight decay.

    Biases that learn at a tenth of the rate, a scale layer that learns at six times it, biases and
    normalisation scales without decay: there is one rule for all weights, with a few exceptions by name. The factors
        are applied to the finished step, so they have the same meaning with every optimizer and follow every
        schedule.

    It must directly wrap the optimizer: Lookahead(VariableFactors(Adam())), not the other way round.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance that takes the steps.
        learning_rate_factors: dict from a pattern to a float ≥ 0. The pattern is a regular expression that is
            searched for in the weight's path ("sequential/dense/bias"); the first that matches decides, and a
            weight that none matches has factor 1. 0 freezes the weight.
        weight_decay_factors: the same for decoupled weight decay (the inner optimizer's weight_decay); 0 means
            no decay.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> kernel, bias = keras.Variable([0.0], name="kernel"), keras.Variable([0.0], name="bias")
        >>> optimizer = VariableFactors(GradientDescent(learning_rate=1.0), learning_rate_factors={"bias": 0.5})
        >>> optimizer.apply([ops.convert_to_tensor([1.0]), ops.convert_to_tensor([1.0])], [kernel, bias])
        >>> ops.convert_to_numpy(kernel)[0].item(), ops.convert_to_numpy(bias)[0].item()
        (-1.0, -0.5)

    Use: for fine-tuning (small factors near the input), scale layers, and to keep biases out of weight decay.
    Misconception: "multiply the gradient by the factor" — Adam divides by the gradient's size, so a factor on the
        gradient has no effect there; a factor on the step has.
    Interview: why no weight decay on biases? — decay limits large weights; a bias only shifts the output, and
        shrinking it works against offsets in the data.
    Reference: Howard and Ruder, 2018, Universal language model fine-tuning (arXiv:1801.06146), for layer-wise rates.
    """

    def __init__(
        self,
        inner: Inner,
        *,
        learning_rate_factors: Mapping[str, float] | None = None,
        weight_decay_factors: Mapping[str, float] | None = None,
        name: str | None = None,
    ):
        super().__init__(inner, name=name)
        if getattr(inner, "moves_weights", False):
            raise ValueError(
                f"Expected inner of VariableFactors to take plain steps. Received: {type(inner).__name__}, which sets "
                f"weights back. Swap the two: {type(inner).__name__}(VariableFactors(...))."
            )
        self.learning_rate_factors = checked_factors("learning_rate_factors", learning_rate_factors)
        self.weight_decay_factors = checked_factors("weight_decay_factors", weight_decay_factors)

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        paths = [v.path for v in variables]
        self._rate_patterns = _found("learning_rate_factors", self.learning_rate_factors, paths)
        self._decay_patterns = _found("weight_decay_factors", self.weight_decay_factors, paths)

    def step(self, gradients, variables):
        special = [v for v in variables if self._patterns_of(v) != (None, None)]
        old_weights = snapshot(special)
        # What decay takes, at the rate before the step: the one that the step uses.
        decay = ops.convert_to_tensor(self.learning_rate) * (0.0 if self.weight_decay is None else self.weight_decay)
        super().step(gradients, variables)
        for variable, w_old in zip(special, old_weights, strict=True):
            rate_pattern, decay_pattern = self._patterns_of(variable)
            f = self.learning_rate_factors.get(rate_pattern, 1.0)
            d = self.weight_decay_factors.get(decay_pattern, 1.0)
            given_back = (1.0 - d) * (ops.cast(decay, w_old.dtype) * w_old)
            variable.assign(w_old + f * (ops.convert_to_tensor(variable) - w_old + given_back))
            if getattr(variable, "constraint", None) is not None:
                variable.assign(variable.constraint(variable))

    def _patterns_of(self, variable):
        index = self._get_variable_index(variable)
        return self._rate_patterns[index], self._decay_patterns[index]

    def get_config(self):
        return {
            **super().get_config(),
            "learning_rate_factors": dict(self.learning_rate_factors),
            "weight_decay_factors": dict(self.weight_decay_factors),
        }


def checked_factors(name, factors):
    """A copy of the factors by pattern, each at least 0."""
    factors = dict(factors or {})
    for pattern, factor in factors.items():
        if not isinstance(pattern, str) or not factor >= 0:
            raise ValueError(
                f"Expected {name} to map patterns to factors ≥ 0. Received: {pattern!r}: {factor!r}. "
                'Use {"bias": 0.1} for a tenth on every weight whose path contains "bias".'
            )
    return factors


def _found(name, factors, paths):
    """The pattern that decides for each weight, or None; a pattern without a match is an error."""
    for pattern in factors:
        if not any(re.search(pattern, path) for path in paths):
            raise ValueError(
                f"Expected every pattern of {name} to be found in some weight's path. Received: {pattern!r}, found in "
                f"none of {paths}. Correct the pattern or remove it."
            )
    return tuple(first_found(factors, path) for path in paths)


def first_found(patterns, path):
    """The first of the patterns that is found in a weight's path, or None."""
    return next((pattern for pattern in patterns if re.search(pattern, path)), None)
