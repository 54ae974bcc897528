"""Layers with a memory: their state and their gates, step by step along one short sequence."""

from __future__ import annotations

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.cards.drawings.real import output
from dlfund.learn.process.drawing import chart

BEATS = np.array([1.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0])  # what is read: twice something, else nothing
STEPS = tuple(f"t={t}" for t in range(1, 7))
GATED = (6.0, -3.0)  # what a gate adds for an input of size 1, and its bias


def _along(values: np.ndarray) -> list[tuple[float, float]]:
    return [(float(step), float(value)) for step, value in enumerate(values, start=1)]


def _sigmoid(z: np.ndarray | float) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))


def _lstm_weights() -> list[np.ndarray]:
    """One unit that reads (size, sign): the input gate opens where there is something, the forget gate keeps."""
    kernel = np.array([[GATED[0], 0.0, 0.0, 0.0], [0.0, 0.0, 3.0, 0.0]])  # gates i, f, candidate, o
    return [kernel, np.zeros((1, 4)), np.array([GATED[1], 2.0, 0.0, 1.0])]


def _sizes_and_signs() -> np.ndarray:
    return np.stack([np.abs(BEATS), BEATS], axis=1)


def lstm() -> str:
    from dlfund import layers

    h = output(layers.LSTM(1, return_sequences=True), _sizes_and_signs(), weights=_lstm_weights())[:, 0]
    gate = _sigmoid(GATED[0] * np.abs(BEATS) + GATED[1])
    lines = {"h, the output": _along(h), "i, input gate": _along(gate), "f = 0.88": _along(np.full(10, _sigmoid(2.0)))}
    title = (
        "LSTM: the input gate opens at steps 1 and 6, and the memory keeps what was written, a little less each step"
    )
    return chart(title, lines, "step", low=-1.0)


def lstm_cell() -> str:
    x, c_old, h_old = np.array([1.0, 1.0]), 0.5, 0.2
    kernel, _, b = _lstm_weights()
    i, f, g, o = (float(v) for v in (x @ kernel + b))
    gates = [float(_sigmoid(np.array(v))) for v in (f, i, o)]
    c = gates[0] * c_old + gates[1] * np.tanh(g)
    h = _cell_output("LSTMCell", x, (h_old, c_old), _lstm_weights())
    return scene(
        "LSTMCell: the forget gate times the old memory, plus the input gate times the candidate",
        [
            Grid(gates[0], "f: keep"),
            "×",
            Grid(c_old, "old c"),
            "+",
            Grid(gates[1], "i: write"),
            "×",
            Grid(np.tanh(g), "g: new"),
        ],
        ["= new c", Grid(c), "tanh, ×", Grid(gates[2], "o: show"), "=", Grid(h, "new h")],
        notes=("The memory c is multiplied by f alone: a path for the gradient.",),
    )


def _cell_output(kind: str, x: np.ndarray, states: tuple[float, ...], weights: list[np.ndarray]) -> float:
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    cell = getattr(layers, kind)(1)
    rows, before = x[None].astype("float32"), [np.array([[state]], "float32") for state in states]
    cell.build(rows.shape)
    cell.set_weights([weight.astype("float32") for weight in weights])
    return float(to_numpy(cell(rows, before)[0])[0, 0])


def _gru_weights() -> list[np.ndarray]:
    """One unit that reads (size, sign): the update gate keeps unless there is something."""
    kernel = np.array([[-GATED[0], 0.0, 0.0], [0.0, 0.0, 3.0]])  # gates z, r, candidate
    return [kernel, np.zeros((1, 3)), np.array([[-GATED[1], 3.0, 0.0], [0.0, 0.0, 0.0]])]


def gru() -> str:
    from dlfund import layers

    h = output(layers.GRU(1, return_sequences=True), _sizes_and_signs(), weights=_gru_weights())[:, 0]
    keep = _sigmoid(-GATED[0] * np.abs(BEATS) - GATED[1])
    lines = {"h, state and output": _along(h), "z, how much is kept": _along(keep)}
    return chart(
        "GRU: the update gate closes at steps 1 and 6, where the state is written anew", lines, "step", low=-1.0
    )


def gru_cell() -> str:
    x, h_old = np.array([1.0, 1.0]), -0.5
    kernel, _, b = _gru_weights()
    z, r, g = (float(v) for v in (x @ kernel + b[0]))
    keep, use = (float(_sigmoid(np.array(v))) for v in (z, r))
    h = _cell_output("GRUCell", x, (h_old,), _gru_weights())
    return scene(
        "GRUCell: a share z of the old state, and the rest of the candidate",
        [
            Grid(keep, "z: keep"),
            "×",
            Grid(h_old, "old h"),
            "+",
            Grid(1 - keep, "1 − z"),
            "×",
            Grid(np.tanh(g), "candidate"),
        ],
        ["=", Grid(h, "new h"), "", Grid(use, "r: past in the candidate")],
    )


def simple_rnn() -> str:
    from dlfund import layers

    y = output(layers.SimpleRNN(1, return_sequences=True), BEATS[:6, None], weights=([[1.5]], [[0.6]], [0.0]))
    return scene(
        "SimpleRNN: the same weights at every step; what was read at step 1 fades",
        [Grid(BEATS[:6], "x", columns=STEPS)],
        [Grid(y[:, 0], "h = tanh(1.5 x + 0.6 · h before)", columns=STEPS)],
    )


def simple_rnn_cell() -> str:
    h = _cell_output("SimpleRNNCell", np.array([1.0]), (0.5,), [np.array([[1.5]]), np.array([[0.6]]), np.array([-0.2])])
    return scene(
        "SimpleRNNCell: the input and the state before, each times its weight",
        [Grid(1.0, "x"), "×", Grid(1.5, "W"), "+", Grid(0.5, "h"), "×", Grid(0.6, "U"), "+", Grid(-0.2, "b")],
        ["tanh →", Grid(h, "new h")],
    )


def recurrent() -> str:
    from dlfund import layers

    x = np.array([1.0, 0.0, 2.0, 0.0])
    layer = layers.Recurrent(layers.SimpleRNNCell(1, activation="linear"), return_sequences=True)
    y = output(layer, x[:, None], weights=([[1.0]], [[0.5]], [0.0]))[:, 0]
    back = 0.5 ** np.arange(3, -1, -1)
    names = STEPS[:4]
    return scene(
        "Recurrent: one cell with the same weights at every step; the gradient back shrinks by U each step",
        [Grid(x, "x", columns=names)],
        [Grid(y, "h = x + 0.5 · h before", columns=names)],
        [Grid(back, "∂h₄ / ∂x: back through 0.5 · 0.5 · 0.5", columns=names)],
    )


def bidirectional() -> str:
    from dlfund import layers

    x = np.array([1.0, 0.0, 0.0, 2.0])
    layer = layers.Bidirectional(layers.SimpleRNN(1, activation="linear", return_sequences=True))
    w = ([[1.0]], [[0.5]], [0.0])
    y = output(layer, x[:, None], weights=(*w, *w))
    return scene(
        "Bidirectional: one reads from the left, one from the right; each step gets both",
        [Grid(x, "x", rows=("",), columns=STEPS[:4])],
        [Grid(y.T, "y", rows=("forward →", "backward ←"), columns=STEPS[:4])],
        notes=("At t=2 only the backward one knows of the 2 that is still to come.",),
    )


def time_distributed() -> str:
    from dlfund import layers

    x = np.array([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0]])
    w = np.array([[1.0], [-1.0]])
    y = output(layers.TimeDistributed(layers.Dense(1)), x, weights=(w, [0.5]))
    return scene(
        "TimeDistributed: the same layer for every step by itself",
        [Grid(x, "x", [(0, 0, 1, 2)], rows=STEPS[:3]), "·", Grid(w, "w"), "+ 0.5 =", Grid(y, "y", [(0, 0, 1, 1)])],
    )


def masking() -> str:
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    x = np.array([[1.0, 2.0], [0.0, 3.0], [0.0, 0.0], [0.0, 0.0]])
    counts = to_numpy(layers.Masking().compute_mask(x[None].astype("float32")))[0]
    return scene(
        "Masking: steps that are nothing but filling are marked, and later layers leave them out",
        [Grid(x, "x", [(2, 0, 2, 2)], rows=STEPS[:4]), "→", Grid(counts[:, None], "mask", [(2, 0, 2, 1)])],
        notes=("One feature that is 0 is not yet a filled-up step: t=2.",),
    )


DRAWINGS = {
    "LSTM": lstm,
    "LSTMCell": lstm_cell,
    "GRU": gru,
    "GRUCell": gru_cell,
    "SimpleRNN": simple_rnn,
    "SimpleRNNCell": simple_rnn_cell,
    "Recurrent": recurrent,
    "Bidirectional": bidirectional,
    "TimeDistributed": time_distributed,
    "Masking": masking,
}
