"""AdamW: Adam, and beside it every weight shrinks a little.

    w_new = w_old − learning_rate · weight_decay · w_old − learning_rate · m̂ / (√v̂ + ε)

m̂ and v̂ are Adam's averages of the gradient and its square.
"""

from dlfund.optimizers.adam import Adam
from dlfund.registration import register


@register
class AdamW(Adam):
    """Adam with weight decay that the gradient's size doesn't touch.

    Adding a penalty to the loss (L2) puts the pull into the gradient, which Adam then divides by the gradient's
    size: weights with large gradients are hardly pulled at all. Here the pull is a step of its own, the same
    share of every weight.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two more numbers are kept per weight

    Args:
        learning_rate: float or schedule. About the largest step that a weight takes; scales the decay too.
        weight_decay: float ≥ 0. The share of a weight that is taken off per unit of learning rate. Usually
            1e-4 to 1e-1; biases are often left out by `exclude_from_weight_decay(var_names=["bias"])`.
        beta_1: float in [0, 1). Memory of the direction: about 1 / (1 − beta_1) steps.
        beta_2: float in [0, 1). Memory of the size: about 1 / (1 − beta_2) steps.
        epsilon: float. Keeps weights without gradient from being divided by zero; added to √v̂.
        name: str or None. The optimizer's name.
        **options: any other argument of keras.Optimizer: clipnorm, use_ema, ...; an unknown one is an error.

    Example:
        >>> import keras
        >>> from keras import ops
        >>> w = keras.Variable([8.0])
        >>> AdamW(learning_rate=0.5, weight_decay=0.5).apply([ops.zeros(1)], [w])  # 8 · (1 − 0.5 · 0.5)
        >>> ops.convert_to_numpy(w).tolist()
        [6.0]

    Use: whenever Adam needs regularisation; the default of transformers and of tabular networks.
    Misconception: "weight decay and L2 are the same thing" — for plain gradient descent only; in Adam the L2
        pull is divided by √v̂.
    Interview: why is the decay decoupled? — so that how much a weight shrinks doesn't depend on how large its
        gradients were, and learning rate and decay can be tuned apart.
    Reference: Loshchilov and Hutter, 2019, Decoupled weight decay regularization (arXiv:1711.05101).
    """

    def __init__(self, learning_rate=0.001, *, weight_decay=0.004, name="adamw", **options):
        # Keras takes the decay's own step, with the same learning rate, before update_step takes Adam's.
        super().__init__(learning_rate=learning_rate, weight_decay=weight_decay, name=name, **options)
        if weight_decay is None:
            raise ValueError(
                "Expected weight_decay to be a number. Received: None. "
                "Use weight_decay=0.004, or the optimizer Adam where there is to be none."
            )
