"""Layer-wise rates: the deeper below the output, the smaller the steps.

    w_new = w_old + decay^(L − l) · step          for the weights of layer l = 1 ... L

step is the inner optimizer's, weight decay included; the last layer keeps its full step.
"""

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.wrapper import Wrapper, snapshot


@register
class LayerwiseRates(Wrapper):
    """Fine-tunes a network from the top: its first layers, which suit every task, hardly move.

    A pretrained network's first layers know edges or letters, its last ones the old task. One learning rate either
    destroys the first or leaves the last untrained. The factors are applied to the finished step, so that they mean the
    same with every optimizer.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance that takes the steps, and no wrapper that sets weights back.
        decay: float in (0, 1]. The factor from one layer to the one before it: 0.65 to 0.95.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from keras import ops
        >>> from dlfund.optimizers import GradientDescent
        >>> first, last = keras.Variable([0.0], name="first"), keras.Variable([0.0], name="last")
        >>> optimizer = LayerwiseRates(GradientDescent(learning_rate=1.0), decay=0.5)
        >>> optimizer.apply([ops.ones(1), ops.ones(1)], [first, last])
        >>> ops.convert_to_numpy(first)[0].item(), ops.convert_to_numpy(last)[0].item()
        (-0.5, -1.0)

    Use: to fine-tune pretrained transformers and large image networks on few rows.
    Misconception: "freezing the first layers is the same, only cheaper" — they still adapt a little, which matters
        where the new inputs differ from the old ones; freezing saves time and memory.
    Interview: what is the factor of the first of 12 layers with decay 0.9? — 0.9 to the power of 11, about 0.31.
    Reference: Howard and Ruder, 2018, Universal language model fine-tuning (arXiv:1801.06146); Clark et al., 2020,
        ELECTRA (arXiv:2003.10555).
    """

    def __init__(self, inner: Inner, decay: float = 0.9, *, name: str | None = None):
        super().__init__(inner, name=name)
        if getattr(inner, "moves_weights", False):
            raise ValueError(
                f"Expected inner of LayerwiseRates to take plain steps. Received: {type(inner).__name__}, which sets "
                f"weights back. Swap the two: {type(inner).__name__}(LayerwiseRates(...))."
            )
        if not 0 < decay <= 1:
            raise ValueError(
                f"Expected decay in (0, 1]. Received: decay={decay}. Use 0.9: every layer moves nine tenths as far as "
                "the next one."
            )
        self.decay = decay

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        layers = list(dict.fromkeys(_layer(v) for v in variables))  # in the order of the network
        self._factors = tuple(self.decay ** (len(layers) - 1 - layers.index(_layer(v))) for v in variables)

    def step(self, gradients, variables):
        old_weights = snapshot(variables)
        super().step(gradients, variables)
        for variable, w_old in zip(variables, old_weights, strict=True):
            factor = self._factors[self._get_variable_index(variable)]
            if factor == 1:
                continue
            variable.assign(w_old + factor * (variable - w_old))
            if getattr(variable, "constraint", None) is not None:
                variable.assign(variable.constraint(variable))

    def get_config(self):
        return {**super().get_config(), "decay": self.decay}


def _layer(variable):
    """The layer that a weight's path names; a weight outside of any layer is one of its own."""
    return variable.path.rpartition("/")[0] or variable.path
