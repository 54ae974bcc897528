"""AdamW: Adam with decoupled weight decay.

    w_new = w_old − learning_rate · weight_decay · w_old − learning_rate · m̂ / (√v̂ + ε̂)

m̂ and v̂ are Adam's averages of the gradient and its square, ε̂ is Adam's ε / √(1 − β₂ᵗ).
"""

from typing import Unpack

from dlfund.core.registration import register
from dlfund.optimizers.adam import Adam
from dlfund.optimizers.options import LearningRate, Options


@register
class AdamW(Adam):
    """Adam with a weight decay that does not depend on the gradient's size.

    A penalty in the loss (L2) becomes part of the gradient, which Adam divides by the gradient's size: weights
    with large gradients hardly shrink. Here the decay is a separate step, which shrinks every weight by the
    same factor.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two more numbers are kept per weight

    Args:
        learning_rate: float or schedule. About the largest step that a weight takes; scales the decay too.
        weight_decay: float ≥ 0. The share of a weight that is subtracted per unit of learning rate. Usually
            1e-4 to 1e-1; biases are often excluded with `exclude_from_weight_decay(var_names=["bias"])`.
        beta_1: float in [0, 1). Memory of the direction: about 1 / (1 − beta_1) steps.
        beta_2: float in [0, 1). Memory of the size: about 1 / (1 − beta_2) steps.
        epsilon: float. Avoids a division by zero for weights without gradient; at the place that it has in Adam.
        amsgrad: bool. True divides by the largest v̂ so far, as in Adam.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: clipnorm, use_ema, ...; an unknown one is an error.

    Example:
        >>> import keras
        >>> from keras import ops
        >>> w = keras.Variable([8.0])
        >>> AdamW(learning_rate=0.5, weight_decay=0.5).apply([ops.zeros(1)], [w])  # 8 · (1 − 0.5 · 0.5)
        >>> ops.convert_to_numpy(w).tolist()
        [6.0]

    Use: whenever Adam needs regularisation; the default of transformers and of tabular networks. As of 2026; Muon or a
        schedule-free optimizer, where they win at equal tuning, would change it.
    Misconception: "weight decay and L2 are the same thing" — only for plain gradient descent; in Adam the L2
        gradient is divided by √v̂.
    Interview: why is the decay decoupled? — so that how much a weight shrinks does not depend on how large its
        gradients were. It still depends on the learning rate: each step shrinks a weight by learning_rate ·
        weight_decay of its size, so a changed rate changes the decay too.
    Reference: Loshchilov and Hutter, 2019, Decoupled weight decay regularization (arXiv:1711.05101).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        *,
        name: str | None = None,
        **options: Unpack[Options],
    ):
        # Keras takes the decay's own step, with the same learning rate, before update_step takes Adam's.
        super().__init__(
            learning_rate, beta_1, beta_2, epsilon, amsgrad, weight_decay=weight_decay, name=name, **options
        )
        if weight_decay is None:
            raise ValueError(
                "Expected weight_decay to be a number. Received: None. Use weight_decay=0.004, or the optimizer Adam "
                "for no weight decay."
            )
