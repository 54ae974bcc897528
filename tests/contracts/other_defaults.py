"""Where a part's default is not Keras's: both numbers and the reason. docs/other_defaults.md is written from it.

PYTHONPATH=tests python -m contracts.other_defaults docs/other_defaults.md
"""

import inspect
import sys
from pathlib import Path

import keras

from dlfund import activations, losses, optimizers

ROOMS = {
    "activations": (activations, keras.activations),
    "losses": (losses, keras.losses),
    "optimizers": (optimizers, keras.optimizers),
}
# Parts of dlfund that have another name, or another rule, in Keras.
COUNTERPARTS = {"GradientDescent": "SGD", "Momentum": "SGD", "Nesterov": "SGD", "PerceptronRule": "SGD"}

# (part, argument) -> why; an argument that Keras lacks has its fixed value there
REASONS = {
    (
        "Adagrad",
        "learning_rate",
    ): "its steps only shrink, and with 0.001 they are too short from the start; as in PyTorch",
    ("Lion", "learning_rate"): "every step has the full length, so that the paper takes a tenth of Adam's rate",
    ("Momentum", "momentum"): "without momentum it would be gradient descent; 0.9 is the usual value",
    ("Nesterov", "momentum"): "without momentum it would be gradient descent; 0.9 is the usual value",
    ("PerceptronRule", "learning_rate"): "Rosenblatt's rule adds the input itself; the rate only scales the weights",
    ("Huber", "name"): "the class's own name, as all others have it; it is only shown in logs",
}
# What has the same number and stands at another place in the formula.
PLACES = [
    (
        "Adagrad",
        "epsilon",
        "1e-7, added to the root",
        "1e-7, added under the root",
        "the paper's and PyTorch's place; v starts at 0.1, so that neither counts",
    ),
    (
        "Adafactor",
        "relative_step",
        "False: the rate alone",
        "limited by 1/√t in any case",
        "the argument would otherwise do nothing",
    ),
    ("Tversky", "alpha", "price of what is missed", "the same, though its text says false alarms", "equal numbers"),
]


def parameters(part):
    return {
        name: parameter.default
        for name, parameter in inspect.signature(part).parameters.items()
        if parameter.default is not inspect.Parameter.empty
    }


def differences():
    """(part, argument, ours, Keras's) of every default that is not the same."""
    for ours, theirs in ROOMS.values():
        for name in ours.__all__:
            other = getattr(theirs, COUNTERPARTS.get(name, name), None)
            if other is None or name in ("get", "serialize", "deserialize"):
                continue
            known = parameters(other)
            for argument, default in parameters(getattr(ours, name)).items():
                if argument in known and known[argument] != default:
                    yield name, argument, default, known[argument]


def page():
    rows = {(part, argument): (ours, theirs) for part, argument, ours, theirs in differences()}
    lines = [f"| {p} | `{a}` | {o!r} | {t!r} | {REASONS[p, a]} |" for (p, a), (o, t) in sorted(rows.items())]
    places = [f"| {part} | `{argument}` | {ours} | {theirs} | {why} |" for part, argument, ours, theirs, why in PLACES]
    head = ["| part | argument | dlfund | Keras | why |", "|---|---|---|---|---|"]
    return "\n".join([HEAD, *head, *lines, "", PLACED, *head, *places, ""])


HEAD = """# Where defaults differ from Keras's

A part of dlfund that Keras has too takes Keras's arguments, in their places, and has its defaults, but for these.
A test compares the signatures of all activations, losses and optimizers and fails for a difference that is not in
this table. It is written by `PYTHONPATH=tests python -m contracts.other_defaults docs/other_defaults.md`.

## Another number
"""
PLACED = """## The same number at another place

These differences vanish where ε does; `tests/optimizers` compares with Keras that way, to the digits of single
precision.
"""

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
