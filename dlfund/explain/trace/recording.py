"""A forward pass that records every layer call: inputs, outputs, and the probes that were added.

    output → output + probe,   probe = 0
    ∂loss/∂output = ∂loss/∂probe

A probe changes no number. The gradient with respect to it tells how the loss depends on a layer's output, whatever
kind of model the layer is part of. The same is done to the weighted sum before an activation, and to a layer's weights
at each of its calls, so that the two contributions of a layer that is called twice can be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import keras
from keras import ops

from dlfund import layers
from dlfund.explain.backends.backend import backend, is_floating
from dlfund.explain.backends.keras_internals import layer_calls, mask_of, plus, replaced_activation

# Their children are called inside a compiled loop, where single calls have no values.
LOOPS = (keras.layers.RNN, keras.layers.TimeDistributed, layers.Recurrent)


@dataclass
class RecordedCall:
    """One layer call, in the backend's tensors."""

    layer: keras.Layer
    number: int  # which call of this layer, from 0
    parent: RecordedCall | None
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    children: list[RecordedCall] = field(default_factory=list)
    output: Any = None
    activation: Any = None
    sums: list[Any] = field(default_factory=list)  # what the activation was given
    activated: list[Any] = field(default_factory=list)  # what it returned

    @property
    def key(self):
        return (id(self.layer), self.number)


class Recording:
    """Records one forward pass.

    Args:
        model: keras.Model. Its own call is not a layer call.
        scope: keras.StatelessScope that holds the variables' values.
        probes: dict or None. (key, place) to a tensor that is added there; see `RecordedCall.key`. Places are
            ("output", index), ("sum", 0) and ("weight", id).
        keep_logits: bool. Whether probabilities keep the logits that they were made from.
        traced: bool. The whole pass is traced by the backend, so no tensor has a value yet.
    """

    def __init__(self, model, scope, probes=None, *, traced=False, keep_logits=True):
        self.model, self.scope, self.probes, self.traced = model, scope, probes or {}, traced
        self.keep_logits = keep_logits
        self.calls: list[RecordedCall] = []
        self.used: set[Any] = set()
        self._counts: dict[int, int] = {}
        self._inside: list[RecordedCall] = []
        self._in_loop = 0

    def __enter__(self):
        self._patch = layer_calls(self._record)
        self._patch.__enter__()
        return self

    def __exit__(self, *error):
        return self._patch.__exit__(*error)

    def _record(self, call, layer, args, kwargs):
        if self._in_loop or layer is self.model or isinstance(layer, keras.layers.InputLayer):
            return call(layer, *args, **kwargs)
        number = self._counts.get(id(layer), 0)
        self._counts[id(layer)] = number + 1
        options = dict(kwargs)
        if args and options.get("mask") is None and ops.is_tensor(args[0]):
            options["mask"] = mask_of(args[0])
        recorded = RecordedCall(layer, number, self._inside[-1] if self._inside else None, args, options)
        place = len(self.calls)
        self.calls.append(recorded)
        output = self._inside_of(recorded, call, args, kwargs)
        if not self._real(output):  # a layer that was only asked for its shape, or that runs inside a graph
            del self.calls[place:]
            return output
        recorded.output = self._probed(recorded.key, output)
        if recorded.parent is not None:
            recorded.parent.children.append(recorded)
        return recorded.output

    def _inside_of(self, recorded, call, args, kwargs):
        layer, loop = recorded.layer, isinstance(recorded.layer, LOOPS)
        activation = None if loop else _own_activation(layer)
        recorded.activation = activation
        self._inside.append(recorded)
        self._in_loop += loop
        before = self._probe_weights(recorded)
        try:
            if activation is None:
                return call(layer, *args, **kwargs)
            with replaced_activation(layer, self._recording_activation(recorded, activation)):
                return call(layer, *args, **kwargs)
        finally:
            for variable, value in before:
                self.scope.add_update((variable, value))
            self._in_loop -= loop
            self._inside.pop()

    def _recording_activation(self, recorded, activation):
        def activate(z, *args, **kwargs):
            if not self._real(z):
                return activation(z, *args, **kwargs)
            z = self._probe((recorded.key, ("sum", len(recorded.sums))), z)
            recorded.sums.append(z)
            recorded.activated.append(activation(z, *args, **kwargs))
            return recorded.activated[-1]

        return activate

    def _real(self, output):
        """Whether every tensor among these has a value, or is traced as part of the whole pass."""
        if self.traced and ops.is_tensor(output) and not isinstance(output, keras.KerasTensor):
            return True  # the usual case, without flattening a structure
        leaves = [leaf for leaf in keras.tree.flatten(output) if leaf is not None]
        if any(isinstance(leaf, keras.KerasTensor) for leaf in leaves):
            return False
        return self.traced or all(backend().has_value(leaf) for leaf in leaves if ops.is_tensor(leaf))

    def _probed(self, key, output):
        if not self.probes:
            return output
        leaves = keras.tree.flatten(output)
        if not any((key, ("output", index)) in self.probes for index in range(len(leaves))):
            return output
        probed = [self._probe((key, ("output", index)), leaf) for index, leaf in enumerate(leaves)]
        return keras.tree.pack_sequence_as(output, probed)

    def _probe(self, place, tensor):
        if place not in self.probes:
            return tensor
        self.used.add(place)
        return plus(tensor, self.probes[place], self.keep_logits)

    def _probe_weights(self, recorded):
        """Give this call weights of its own: the shared ones plus a probe. Returns what to restore afterwards."""
        before = []
        for variable in recorded.layer.trainable_variables if self.probes else ():  # Keras gathers these anew each time
            place = (recorded.key, ("weight", id(variable)))
            if place in self.probes:
                value = self.scope.get_current_value(variable)
                before.append((variable, value))
                self.scope.add_update((variable, self._probe(place, value)))
        return before


def _own_activation(layer):
    """The activation that the layer holds and calls; None where it has none."""
    activation = vars(layer).get("activation")
    if activation is None and hasattr(layer, "named_children"):  # torch keeps a layer that is an attribute elsewhere
        activation = dict(layer.named_children()).get("activation")
    return activation if callable(activation) else None


def floating_leaves(output):
    """(index, tensor) of each float tensor of a nested output."""
    leaves = enumerate(keras.tree.flatten(output))
    return [(index, leaf) for index, leaf in leaves if ops.is_tensor(leaf) and is_floating(leaf)]
