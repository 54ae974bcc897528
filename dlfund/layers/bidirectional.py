"""Bidirectional layer: a sequence read in both directions.

    y = [forward(x), reversed(backward(x))]

Both read the same x; the second one's outputs are reversed, so that both halves of y belong to the same step.
"""

from typing import Any, Unpack

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.layers.inner_config import inner_config
from dlfund.layers.options import BidirectionalOptions
from dlfund.layers.weighted import refuse

_MERGES = {
    "concat": lambda forward, backward: ops.concatenate([forward, backward], axis=-1),
    "sum": lambda forward, backward: forward + backward,
    "ave": lambda forward, backward: (forward + backward) / 2,
    "mul": lambda forward, backward: forward * backward,
}


@register
class Bidirectional(keras.layers.Layer):
    """Two copies of a recurrent layer, one reading forwards and one backwards.

    The output at a step then depends on later steps as well as earlier ones. The two copies start with different
    weights and share none.

    Shape:
        Input:  (batch, time, features)
        Output: (batch, 2 · units), or (batch, time, 2 · units) where the layer returns sequences

    Args:
        layer: a recurrent layer (`SimpleRNN`, `GRU`, `LSTM`, `Recurrent`, or Keras's own); both directions are made
            from its config; the layer itself is not changed.
        merge_mode: "concat", "sum", "ave" or "mul": how the two directions become one output; None gives both.
        backward_layer: another recurrent layer for reading backwards, with go_backwards=True; None makes it from
            `layer`.

    Call arguments:
        initial_state: list; the forward layer's states, then the backward layer's.
        mask: (batch, time) bool. In sequences, a masked step's output is zero.

    Example:
        >>> from dlfund.layers import GRU
        >>> layer = Bidirectional(GRU(4, return_sequences=True))
        >>> tuple(layer(ops.ones((2, 7, 3))).shape)
        (2, 7, 8)

    Use: to label whole sequences or their steps; never to predict a sequence's own next step.
    Misconception: "Reading backwards as well always helps." At step t it has seen t+1, which in
        a forecast is the answer.
    Interview: When is a bidirectional layer wrong? — When the output at time t must not depend on the future.
    Reference: Schuster and Paliwal, 1997, Bidirectional recurrent neural networks (doi:10.1109/78.650093).
    """

    def __init__(
        self,
        layer: Any,
        merge_mode: str | None = "concat",
        *,
        backward_layer: Any = None,
        **layer_options: Unpack[BidirectionalOptions],
    ):
        refuse("Bidirectional", layer_options, weights=None)
        super().__init__(**layer_options)
        _check_recurrent(layer)
        if merge_mode is not None and merge_mode not in _MERGES:
            raise ValueError(
                f"Expected merge_mode to be one of {', '.join(_MERGES)}, or None. Received: {merge_mode!r}."
            )
        self.merge_mode = merge_mode
        self.forward_layer = _copy(layer, "forward", layer.go_backwards)
        self.own_backward_layer = backward_layer is not None
        if self.own_backward_layer:
            _check_pair(layer, backward_layer)
        self.backward_layer = _copy(backward_layer or layer, "backward", not layer.go_backwards)
        self.return_sequences = layer.return_sequences
        self.return_state = layer.return_state
        self.stateful = layer.stateful
        self.supports_masking = True

    def build(self, sequences_shape, initial_state_shape=None):
        for layer in (self.forward_layer, self.backward_layer):
            if not layer.built:
                layer.build(sequences_shape)
                layer.built = True

    def reset_state(self):
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    def call(self, sequences, initial_state=None, mask=None):
        half = len(initial_state) // 2 if initial_state is not None else None
        first, second = (initial_state[:half], initial_state[half:]) if half else (None, None)
        forward = self.forward_layer(sequences, initial_state=first, mask=mask)
        backward = self.backward_layer(sequences, initial_state=second, mask=mask)
        if not self.return_state:
            return self._merge(forward, backward, mask)
        merged = self._merge(forward[0], backward[0], mask)
        outputs = merged if self.merge_mode is None else (merged,)
        return *outputs, *forward[1:], *backward[1:]

    def _merge(self, forward, backward, mask):
        forward, backward = (ops.cast(half, self.compute_dtype) for half in (forward, backward))
        if self.merge_mode is None:
            return forward, ops.flip(backward, axis=1) if self.return_sequences else backward
        if not self.return_sequences:
            return _MERGES[self.merge_mode](forward, backward)  # (batch, units or 2 · units)
        merged = _MERGES[self.merge_mode](forward, ops.flip(backward, axis=1))  # (batch, time, units or 2 · units)
        return merged if mask is None else ops.where(mask[..., None], merged, ops.zeros_like(merged))

    def compute_mask(self, sequences, mask=None):
        mask = mask if self.return_sequences else None
        outputs = [mask] if self.merge_mode else [mask, mask]
        if not self.return_state:
            return outputs if self.merge_mode is None else mask
        states = len(self.compute_output_shape((None, None, 1))) - len(outputs)
        return [*outputs, *(None for _ in range(states))]

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        shape = self.forward_layer.compute_output_shape(sequences_shape)
        output, states = (shape[0], shape[1:]) if self.return_state else (shape, ())
        if self.merge_mode is None:
            return (output, output, *states, *states)
        widened = (*output[:-1], output[-1] * (2 if self.merge_mode == "concat" else 1))
        return (widened, *states, *states) if self.return_state else widened

    def get_config(self):
        layer = inner_config(self.forward_layer)
        config = {**super().get_config(), "layer": layer, "merge_mode": self.merge_mode}
        return config | ({"backward_layer": inner_config(self.backward_layer)} if self.own_backward_layer else {})

    @classmethod
    def from_config(cls, config):
        made = {
            name: keras.saving.deserialize_keras_object(config[name])
            for name in ("layer", "backward_layer")
            if config.get(name) is not None
        }
        return cls(**(config | made))


def _check_recurrent(layer):
    if isinstance(layer, type) or not hasattr(layer, "go_backwards"):
        raise ValueError(
            f"Expected a recurrent layer. Received: {layer!r}. Pass an instance such as GRU(32), not the class."
        )


def _check_pair(forward, backward):
    _check_recurrent(backward)
    if forward.go_backwards == backward.go_backwards:
        raise ValueError(
            "Expected layer and backward_layer to read in different directions. "
            f"Received: go_backwards={forward.go_backwards} for both. Set go_backwards=True in backward_layer."
        )
    for name in ("return_sequences", "return_state", "stateful"):
        if getattr(forward, name) != getattr(backward, name):
            raise ValueError(
                f"Expected layer and backward_layer with the same {name}. "
                f"Received: {getattr(forward, name)} and {getattr(backward, name)}."
            )


def _copy(layer, direction, go_backwards):
    plain = layer.name.removeprefix("forward_").removeprefix("backward_")
    name = f"{direction}_{plain}"
    return type(layer).from_config({**layer.get_config(), "name": name, "go_backwards": go_backwards})
