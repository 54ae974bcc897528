"""Gaussian error linear unit: each input times the share of a standard normal below it.

    gelu(x) = x · Φ(x)        Φ(x) = (1 + erf(x / √2)) / 2
    approximate: Φ(x) ≈ (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2

Φ(x) is the share of a standard normal below x.
"""

import math

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register

ROOT = math.sqrt(2 / math.pi)


@register
def gelu(x, approximate=False):
    """A smooth ReLU: x is multiplied by the probability that a standard normal number is below x.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.
        approximate: bool. True for the tanh form, which differs by at most 0.0005 and was used to train
            GPT-2.

    Example:
        >>> [round(float(y), 4) for y in gelu([-1.0, 0.0, 1.0])]
        [-0.1587, 0.0, 0.8413]

    Derivative: Φ(x) + x · φ(x), with φ the normal density
    Range: [−0.17, ∞)
    Saturates: for x < −4 the slope is under 0.0006 in size; never for x > 0
    Use: in transformers and other deep networks with layer normalisation; in large language models the gated form
        SwiGLU has mostly taken its place (2026).
    Misconception: "GELU rises everywhere." It falls to −0.17 at x = −0.75; further left it returns to 0.
    Interview: How does GELU relate to dropout? — It is the expected value of keeping x with probability Φ(x): a
        dropout whose rate depends on the input.
    Reference: Hendrycks and Gimpel, 2016, Gaussian Error Linear Units (arXiv:1606.08415).
    """
    return ops.gelu(x, approximate=approximate)  # x · Φ(x)


@derivative_of(gelu)
def gelu_derivative(x, approximate=False):
    x = ops.convert_to_tensor(x)
    if approximate:
        inner = ROOT * (x + 0.044715 * ops.power(x, 3))
        t = ops.tanh(inner)
        return (1 + t) / 2 + x * (1 - ops.square(t)) * ROOT * (1 + 3 * 0.044715 * ops.square(x)) / 2
    below = (1 + ops.erf(x / math.sqrt(2))) / 2  # Φ(x)
    density = ops.exp(-ops.square(x) / 2) / math.sqrt(2 * math.pi)  # φ(x)
    return below + x * density
