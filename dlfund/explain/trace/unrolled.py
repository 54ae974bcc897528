"""A recurrent layer along time: the inputs, each gate's values and the states at every step.

    SimpleRNN   h_t = f(W x_t + U h_(t−1) + b)
    GRU         h_t = z ∘ h_(t−1) + (1 − z) ∘ candidate
    LSTM        c_t = f ∘ c_(t−1) + i ∘ g,   h_t = o ∘ tanh(c_t)

∂loss/∂h_t gathers what all later steps owe to h_t: backpropagation through time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import keras
import numpy as np
from keras import ops

from dlfund import layers
from dlfund.core.errors import UserError
from dlfund.explain.backends.backend import backend, to_numpy
from dlfund.explain.trace.layer_call import LayerCall, activation_name

SIMPLE = (keras.layers.SimpleRNNCell, layers.SimpleRNNCell)
GRU = (keras.layers.GRUCell, layers.GRUCell)
LSTM = (keras.layers.LSTMCell, layers.LSTMCell)
LONGEST = 100  # steps that a trace's text walks


@dataclass(frozen=True, eq=False)
class TimeStep:
    """One time step; rows along the first axis.

    Args:
        time: int. Place in the sequence, from 0; runs backwards where the layer does.
        inputs: array (rows, features).
        gates: dict of name to array (rows, units).
        states: dict of name (`h`, `c`) to array, after the step.
        gradients: dict of the same names. ∂loss/∂state.
        skipped: array of bool (rows,). Rows whose step is masked: their states stay as they were.
    """

    time: int
    inputs: np.ndarray
    gates: dict[str, np.ndarray]
    states: dict[str, np.ndarray]
    gradients: dict[str, np.ndarray]
    skipped: np.ndarray


@dataclass(frozen=True, eq=False)
class Unrolled:
    """A recurrent layer's call, unrolled; equal to the layer's own output."""

    name: str
    kind: str
    steps: tuple[TimeStep, ...]
    start: dict[str, np.ndarray] = field(repr=False)
    activation: str = "tanh"
    gate_activation: str = "sigmoid"

    def text(self, row: int = 0, steps: int = 10) -> str:
        """One row, at most `steps` of its time steps: the first ones and the last."""
        from dlfund.explain.trace.walk_text import walk_text

        return walk_text(self, row, steps)

    def __str__(self):
        return self.text()


def has_steps(call):
    """Whether `unrolled` can compute it in a reasonable time."""
    inputs = call.inputs[0] if isinstance(call.inputs, list) else call.inputs
    return isinstance(getattr(call.layer, "cell", None), SIMPLE + GRU + LSTM) and inputs.shape[1] <= LONGEST


def unrolled(call: LayerCall) -> Unrolled:
    """Compute a recorded recurrent layer again, step by step."""
    cell = getattr(call.layer, "cell", None)
    rule = _rule(call, cell)
    given = call.inputs if isinstance(call.inputs, list) else [call.inputs]
    sequences, mask = given[0], call.options.get("mask")
    mask = np.ones(sequences.shape[:2], bool) if mask is None else np.asarray(mask, bool)
    times = list(range(sequences.shape[1]))
    if call.layer.go_backwards:
        times.reverse()
    names = ["h", "c"] if isinstance(cell, LSTM) else ["h"]
    start = _start(call, given, len(sequences), names)
    weights = {name: ops.convert_to_tensor(value) for name, value in call.weights.items()}
    zeros = [ops.zeros((len(times), *start[0].shape), start[0].dtype) for _ in names]

    def walk(probes):
        walked, states, outputs = [], [ops.convert_to_tensor(state) for state in start], []
        shown = ops.zeros_like(states[0])
        for number, time in enumerate(times):
            added = [probe[number] for probe in probes]
            gates, new = rule(ops.convert_to_tensor(sequences[:, time]), states, weights, added)
            awake = ops.convert_to_tensor(mask[:, time, None])
            resting_states = [state + more for state, more in zip(states, added, strict=True)]
            states = [ops.where(awake, after, before) for after, before in zip(new, resting_states, strict=True)]
            resting = ops.zeros_like(shown) if getattr(call.layer, "zero_output_for_mask", False) else shown
            shown = ops.where(awake, states[0], resting)
            outputs.append(shown)
            walked.append((gates, states))
        output = ops.stack(outputs, axis=1) if call.layer.return_sequences else outputs[-1]
        return walked, [output, *states] if call.layer.return_state else [output]

    walked, outputs = walk(zeros)
    _check_equal(call, outputs)
    gradients = _through_time(call, walk, zeros)
    steps = [
        TimeStep(
            time,
            sequences[:, time],
            {name: to_numpy(gate) for name, gate in gates.items()},
            {name: to_numpy(state) for name, state in zip(names, states, strict=True)},
            {name: gradient[number] for name, gradient in zip(names, gradients, strict=True)},
            ~mask[:, time],
        )
        for number, (time, (gates, states)) in enumerate(zip(times, walked, strict=True))
    ]
    functions = [activation_name(getattr(cell, name, None)) for name in ("activation", "recurrent_activation")]
    return Unrolled(call.name, call.kind, tuple(steps), dict(zip(names, start, strict=True)), *functions)


def _start(call, given, rows, names):
    if len(given) > 1:
        return given[1:]
    if getattr(call.layer, "stateful", False):
        return [to_numpy(state.value) for state in keras.tree.flatten(call.layer.states)]
    return [np.zeros((rows, call.layer.cell.units), given[0].dtype) for _ in names]


def _through_time(call, walk, zeros):
    """∂loss/∂state at every step, from ∂loss/∂output."""
    gradients = call.gradient if isinstance(call.gradient, list) else [call.gradient]

    def owed(probes):
        _, outputs = walk(probes)
        parts = [ops.sum(out * ops.cast(g, out.dtype)) for out, g in zip(outputs, gradients, strict=True)]
        return sum(parts[1:], parts[0]), ()

    _, _, state_gradients = backend().value_and_gradients(owed, zeros)
    pairs = zip(zeros, state_gradients, strict=True)
    return [to_numpy(zero if gradient is None else gradient) for zero, gradient in pairs]


def _check_equal(call, outputs):
    own = call.output if isinstance(call.output, list) else [call.output]
    tolerance = 1e-5 if keras.backend.standardize_dtype(call.layer.compute_dtype) == "float32" else 1e-2
    for ours, theirs in zip(outputs, own, strict=True):
        if not np.allclose(to_numpy(ours), theirs, rtol=tolerance, atol=tolerance, equal_nan=True):
            raise UserError(
                f"Expected {call.name} to compute what its formula says. Received: numbers unlike the layer's. "
                "A cell of another kind, or with a call method of its own, can't be unrolled."
            )


def _rule(call, cell):
    rules = ((SIMPLE, _simple), (GRU, _gru), (LSTM, _lstm))
    rule = next((rule for kinds, rule in rules if isinstance(cell, kinds)), None)
    if rule is None:
        inside = "; its two directions are calls of their own" if hasattr(call.layer, "forward_layer") else ""
        raise UserError(f"Expected a SimpleRNN, GRU or LSTM. Received: {call.name}, a {call.kind}{inside}.")
    if getattr(cell, "dropout", 0) or getattr(cell, "recurrent_dropout", 0):
        raise UserError(f"Expected a recurrent layer without dropout. Received: {call.name}, whose cell draws noise.")
    return lambda x, states, weights, added: rule(cell, x, states, weights, added)


def _simple(cell, x, states, w, added):
    z = ops.matmul(x, w["kernel"]) + w.get("bias", 0.0) + ops.matmul(states[0], w["recurrent_kernel"])
    return {"sum": z}, [cell.activation(z) + added[0]]


def _gru(cell, x, states, w, added):
    h, bias, inner, act = states[0], w.get("bias"), cell.recurrent_activation, cell.activation
    outside, own = (0.0, 0.0) if bias is None else (bias[0], bias[1]) if cell.reset_after else (bias, 0.0)
    x_z, x_r, x_c = ops.split(ops.matmul(x, w["kernel"]) + outside, 3, axis=-1)
    u_z, u_r, u_c = ops.split(w["recurrent_kernel"], 3, axis=-1)
    b_z, b_r, b_c = (0.0, 0.0, 0.0) if isinstance(own, float) else ops.split(own, 3, axis=-1)
    z = inner(x_z + ops.matmul(h, u_z) + b_z)
    r = inner(x_r + ops.matmul(h, u_r) + b_r)
    memory = r * (ops.matmul(h, u_c) + b_c) if cell.reset_after else ops.matmul(r * h, u_c)
    candidate = act(x_c + memory)
    return {"update": z, "reset": r, "candidate": candidate}, [z * h + (1 - z) * candidate + added[0]]


def _lstm(cell, x, states, w, added):
    h, c = states
    total = ops.matmul(x, w["kernel"]) + w.get("bias", 0.0) + ops.matmul(h, w["recurrent_kernel"])
    i, f, g, o = ops.split(total, 4, axis=-1)
    i, f, o = (cell.recurrent_activation(part) for part in (i, f, o))
    g = cell.activation(g)
    c = f * c + i * g + added[1]  # before h is made of it: ∂loss/∂c counts both ways that c acts
    return {"input": i, "forget": f, "candidate": g, "output": o}, [o * cell.activation(c) + added[0], c]
