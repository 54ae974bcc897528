"""Muon: momentum for matrices, turned into a step that moves all directions alike.

    m = μ m + g,   d = g + μ m
    w_new = w_old − learning_rate · 0.2 √max(rows, columns) · U Vᵀ,   d = U S Vᵀ

g is ∂loss/∂w_old. U Vᵀ is d with all its singular values set to 1, computed to about 1 by five steps of X ← a X + (b A
+ c A²) X, A = X Xᵀ, from d / ‖d‖. Weights that are no matrix, and embeddings, take Adam's step.
"""

import re
from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.adam import Adam
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, Options


@register
class Muon(Adam):
    """Steps for a matrix as a whole, where Adam treats every entry on its own.

    The gradient of a dense layer is dominated by few directions; plain steps grow these and leave the rest untrained.
    Setting the singular values to 1 gives every direction the same step, so that rare ones are learned too.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per entry of a matrix, two for other weights

    Args:
        learning_rate: float or schedule. As for AdamW: a matrix's entries move by 0.2 of it, on average.
        adam_beta_1: float in [0, 1). Memory of the direction where Adam takes the step.
        adam_beta_2: float in [0, 1). Memory of the size there.
        epsilon: float. Avoids a division by zero there.
        weight_decay: float or None. The share of any weight that is subtracted per unit of learning rate.
        exclude_layers: list of str or None. Patterns (regular expressions); weights whose path contains one take Adam's
            step. Give the name of the output layer.
        exclude_embeddings: bool. Whether weights with "embedding" in their path take Adam's step.
        adam_lr_ratio: float. Adam's learning rate over that of matrices.
        momentum: float in [0, 1). μ.
        ns_steps: int. Steps of the iteration; 5 bring singular values to between 0.7 and 1.2.
        nesterov: bool. False takes d = m.
        rms_rate: float or None. The 0.2 of the formula; None leaves out the factor and its root.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: clipnorm, use_ema, ...; an unknown one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([[0.0, 0.0], [0.0, 0.0]])
        >>> Muon(1.0, weight_decay=None).apply([ops.convert_to_tensor([[100.0, 0.0], [0.0, 1.0]])], [w])
        >>> step = -ops.convert_to_numpy(w)
        >>> bool(0.5 < step[1, 1] / step[0, 0] < 2)  # gradients 100 and 1, steps about alike
        True

    Use: for the dense layers of transformers and other large networks.
    Misconception: "it replaces Adam" — for matrices; embeddings, the output layer, biases and scales keep Adam's step.
    Interview: why five steps of a polynomial and no singular value decomposition? — they are matrix products, which
        accelerators do fast in half precision, and singular values of 0.7 to 1.2 are good enough.
    Reference: Jordan et al., 2024, Muon (kellerjordan.github.io/posts/muon); Liu et al., 2025 (arXiv:2502.16982), for
        the factor 0.2 √max.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        adam_beta_1: float = 0.9,
        adam_beta_2: float = 0.999,
        *,
        epsilon: float = 1e-7,
        weight_decay: float | None = 0.004,
        exclude_layers: list[str] | None = None,
        exclude_embeddings: bool = True,
        adam_lr_ratio: float = 1.0,
        momentum: float = 0.95,
        ns_steps: int = 5,
        nesterov: bool = True,
        rms_rate: float | None = 0.2,
        name: str | None = None,
        **options: Unpack[Options],
    ):
        super().__init__(
            learning_rate, adam_beta_1, adam_beta_2, epsilon, weight_decay=weight_decay, name=name, **options
        )
        self.exclude_layers = list(exclude_layers or [])
        self.exclude_embeddings = exclude_embeddings
        self.adam_lr_ratio = adam_lr_ratio
        self.momentum = memory(momentum, "momentum")
        self.ns_steps = ns_steps
        self.nesterov = nesterov
        self.rms_rate = rms_rate

    def build(self, variables):
        if self.built:
            return
        super(Adam, self).build(variables)  # Adam's own would keep a size for every weight
        self.directions, self.sizes = [], []  # a weight's own beside each other, as in Keras's files
        for v in variables:
            self.directions.append(self.add_variable_from_reference(v, name="direction"))
            self.sizes.append(None if self._by_matrix(v) else self.add_variable_from_reference(v, name="size"))

    def _by_matrix(self, variable):
        if len(variable.shape) != 2 or (self.exclude_embeddings and "embedding" in variable.path.lower()):
            return False
        return not any(re.search(pattern, variable.path) for pattern in self.exclude_layers)

    def update_step(self, gradient, variable, learning_rate):
        index = self._get_variable_index(variable)
        if self.sizes[index] is not None:
            super().update_step(gradient, variable, learning_rate * self.adam_lr_ratio)
            return
        g, m = ops.cast(gradient, variable.dtype), self.directions[index]
        self.assign_mul(m, self.momentum)
        self.assign_add(m, g)
        d = g + self.momentum * m if self.nesterov else ops.convert_to_tensor(m)
        length = 1.0 if self.rms_rate is None else self.rms_rate * max(variable.shape) ** 0.5
        self.assign_sub(variable, ops.cast(learning_rate, variable.dtype) * length * orthogonal(d, self.ns_steps))

    def get_config(self):
        config = super().get_config()
        betas = {"adam_beta_1": config.pop("beta_1"), "adam_beta_2": config.pop("beta_2")}
        del config["amsgrad"]
        return {
            **config,
            **betas,
            "exclude_layers": self.exclude_layers,
            "exclude_embeddings": self.exclude_embeddings,
            "adam_lr_ratio": self.adam_lr_ratio,
            "momentum": self.momentum,
            "ns_steps": self.ns_steps,
            "nesterov": self.nesterov,
            "rms_rate": self.rms_rate,
        }


A, B, C = 3.4445, -4.7750, 2.0315  # Jordan's: as steep at 0 as possible, so that small singular values grow fast


def orthogonal(d, steps):
    """About U Vᵀ of d = U S Vᵀ.

    Example:
        >>> x = orthogonal(ops.convert_to_tensor([[4.0, 0.0], [0.0, 4.0]]), steps=5)
        >>> bool(0.7 < x[0, 0] < 1.2)
        True
    """
    tall = d.shape[0] > d.shape[1]  # the products below are of the shorter side's size
    x = ops.transpose(d) if tall else d
    x = x / (ops.sqrt(ops.sum(ops.square(x))) + 1e-7)
    for _ in range(steps):
        square = ops.matmul(x, ops.transpose(x))
        x = A * x + ops.matmul(B * square + C * ops.matmul(square, square), x)
    return ops.transpose(x) if tall else x
