"""One number of a convolution's output: a patch of the input, the filter laid over it, their products summed.

z = Σ patch ∘ filter + bias,   a = f(z)
∂loss/∂filter gets δ · patch from here,   δ = ∂loss/∂z
"""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np

from dlfund import layers
from dlfund.core.errors import UserError
from dlfund.explain.trace.layer_call import LayerCall
from dlfund.explain.trace.number_text import number, numbers

CONVOLUTIONS = (keras.layers.Conv1D, keras.layers.Conv2D, keras.layers.Conv3D, layers.Conv1D, layers.Conv2D)


@dataclass(frozen=True, eq=False)
class Pixel:
    """One output number of a convolution and where it comes from.

    Args:
        name: str. The layer call's name.
        place: tuple of int. Row, position and channel in the output.
        patch: array (*window, channels). The inputs under the filter; zeros beyond the edge.
        filter: array of the same shape.
        bias, preactivation, output: float.
        gradient, delta: float. ∂loss/∂output and ∂loss/∂z at this place; None where no gradient arrives.
    """

    name: str
    place: tuple[int, ...]
    patch: np.ndarray
    filter: np.ndarray
    bias: float
    preactivation: float
    output: float
    activation: str
    gradient: float | None
    delta: float | None

    @property
    def products(self) -> np.ndarray:
        return self.patch * self.filter

    @property
    def filter_gradient(self) -> np.ndarray | None:
        """What this place contributes to the filter's gradient: δ · patch."""
        return None if self.delta is None else self.delta * self.patch

    def __str__(self):
        return self.text()

    def text(self, channels: int = 8) -> str:
        """Patch and filter side by side, for at most `channels` input channels."""
        lines = [f"one output number, at row, place and channel {self.place}: patch ∘ filter, summed"]
        for channel in range(min(channels, self.patch.shape[-1])):
            lines.append(f"  input channel {channel}")
            rows = self.patch[..., channel].reshape(-1, self.patch.shape[-2])
            weights = self.filter[..., channel].reshape(rows.shape)
            lines += [f"    {numbers(a)}   ∘   {numbers(b)}" for a, b in zip(rows, weights, strict=True)]
        if self.patch.shape[-1] > channels:
            lines.append(f"  … {self.patch.shape[-1] - channels} more input channels")
        total = number(self.products.sum())
        lines.append(f"  z = {total} + {number(self.bias)} (bias) = {number(self.preactivation)}")
        lines.append(f"  a = {self.activation or 'linear'}(z) = {number(self.output)}")
        if self.delta is not None:
            lines.append(f"  δ = ∂loss/∂z = {number(self.delta)}; the filter's gradient gets δ · patch from here")
        return "\n".join(lines)


def has_pixels(call):
    return isinstance(call.layer, CONVOLUTIONS) and isinstance(call.output, np.ndarray) and call.output.ndim > 2


def telling_place(call, row):
    """Row, position and channel where the loss changes most with the output; else where the output is largest."""
    telling = call.delta if call.delta is not None else call.output
    if telling[row].any():
        place = np.unravel_index(int(np.abs(telling[row]).argmax()), telling[row].shape)
    else:
        place = tuple(size // 2 for size in telling[row].shape)
    place = tuple(int(at) for at in place)
    last = getattr(call.layer, "data_format", "channels_last") != "channels_first"
    return (row, *(place if last else (*place[1:], place[0])))


def pixel(call: LayerCall, row: int, place: tuple[int, ...]) -> Pixel:
    """One output number of a recorded convolution."""
    layer = call.layer
    if not isinstance(layer, CONVOLUTIONS):
        raise UserError(f"Expected a convolution. Received: {call.name}, a {call.kind}.")
    last = getattr(layer, "data_format", "channels_last") == "channels_last"
    image, output = (part if last else np.moveaxis(part, 1, -1) for part in (call.inputs, call.output))
    where = (row, *place)
    if len(where) != output.ndim or not all(0 <= at < size for at, size in zip(where, output.shape, strict=True)):
        raise UserError(f"Expected row, position and channel inside {output.shape}. Received: {where}.")
    channel, kernel = place[-1], call.weights["kernel"]
    groups = getattr(layer, "groups", 1)
    width = kernel.shape[-2]
    first = channel // (kernel.shape[-1] // groups) * width
    patch = _patch(layer, image[row][..., first : first + width], place[:-1])

    def at(part):
        return None if part is None else float((part if last else np.moveaxis(part, 1, -1))[where])

    bias = 0.0 if call.bias is None else float(call.bias[channel])
    weights = kernel[..., channel]
    z = at(call.preactivation)
    return Pixel(
        call.name, where, patch, weights, bias, float((patch * weights).sum() + bias) if z is None else z,
        at(call.output), call.activation, at(call.gradient), at(call.gradient if call.delta is None else call.delta),
    )  # fmt: skip


def _patch(layer, image, place):
    """The inputs under the filter, zeros beyond the edge."""
    sizes = zip(image.shape, layer.kernel_size, layer.strides, layer.dilation_rate, strict=False)
    starts, reaches = [], []
    for (size, window, stride, dilation), at in zip(sizes, place, strict=True):
        reach = (window - 1) * dilation + 1
        starts.append(at * stride - _before(layer.padding, size, stride, reach))
        reaches.append(reach)
    around = [(max(0, -start), max(0, start + reach - size))
              for start, reach, size in zip(starts, reaches, image.shape, strict=False)]  # fmt: skip
    padded = np.pad(image, [*around, (0, 0)])
    cuts = zip(starts, around, reaches, layer.dilation_rate, strict=True)
    return padded[tuple(slice(s + a[0], s + a[0] + reach, step) for s, a, reach, step in cuts)]


def _before(padding, size, stride, reach):
    """How far the first window extends beyond the edge."""
    if padding == "same":
        return max((-(-size // stride) - 1) * stride + reach - size, 0) // 2
    return reach - 1 if padding == "causal" else 0
