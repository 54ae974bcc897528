"""The rules of a diagnosis: one threshold each, all in one table."""

from __future__ import annotations

from typing import NamedTuple

import keras
import numpy as np

from dlfund.explain.backends.backend import to_numpy
from dlfund.explain.backends.keras_internals import compiled_losses
from dlfund.explain.trace.number_text import number


class HealthFinding(NamedTuple):
    """A problem: which rule, where, what was measured, what to try."""

    rule: str
    where: str
    evidence: str
    hint: str

    def __str__(self):
        return f"{self.where}: {self.evidence}: {self.rule}; try {self.hint}"


NOT_FINITE = "not finite"

# rule -> (threshold, what is compared with it)
RULES = {
    NOT_FINITE: (0, "numbers that are NaN or infinite in inputs, weights, outputs, loss or gradients"),
    "unscaled inputs": (10.0, "largest |mean| or standard deviation of an input column; its square limits their ratio"),
    "loss mismatch": (0, "last activation and loss that do not fit together"),
    "dead units": (0.4, "share of a layer's units whose slope is 0 on every row"),
    "saturated units": (0.4, "share of a layer's units with a slope under 1 % of the steepest on 95 % of the rows"),
    "twin units": (0.5, "share of a layer's units that are equal to another"),
    "vanishing gradients": (1e-4, "first layer's gradient over the last's"),
    "exploding gradients": (1e3, "first layer's gradient over the last's, or a gradient over its weights"),
    "too high learning rate": (2.0, "last or largest later loss over the first"),
    "overfitting": (1.1, "last validation loss over the lowest, while the training loss kept falling"),
}


def threshold(rule):
    return RULES[rule][0]


def not_finite_forward(x, model, calls):
    """The first place on the way to the prediction where a number is not finite."""
    places = [("the inputs", x), *((f"weight {variable.path}", variable.value) for variable in model.weights)]
    return _first_bad([*places, *((f"layer {name}", call.output) for name, call in calls)])


def not_finite_backward(step):
    """The first such place after the prediction."""
    places = [("the loss", np.asarray(step.loss))]
    return _first_bad([*places, *((f"gradient of {name}", update.gradient) for name, update in step.updates.items())])


def _first_bad(places):
    for where, value in places:
        leaves = [leaf for leaf in keras.tree.flatten(value) if leaf is not None]
        arrays = [leaf if isinstance(leaf, np.ndarray) else to_numpy(leaf) for leaf in leaves]
        bad = sum(int((~np.isfinite(array)).sum()) for array in arrays if array.dtype.kind == "f")
        if bad:
            hint = "filling missing values" if "input" in where else "a smaller learning rate or gradient clipping"
            return [HealthFinding(NOT_FINITE, where, f"{bad:,} NaN or infinite numbers", hint)]
    return []


def unscaled_inputs(step):
    """Columns of very different or very large size."""
    findings, limit = [], threshold("unscaled inputs")
    for index, part in enumerate(step.x if isinstance(step.x, list) else [step.x]):
        if part.dtype.kind != "f" or part.ndim < 2 or not np.isfinite(part).all():
            continue
        if _scales_itself(step):
            continue
        columns = part.reshape(-1, part.shape[-1]).astype("float64")
        mean, deviation = np.abs(columns.mean(axis=0)).max(), columns.std(axis=0)
        varying = deviation[deviation > 0]
        apart = varying.max() / varying.min() if len(varying) else 1.0
        if max(mean, deviation.max()) > limit or apart > limit**2:
            evidence = (
                f"columns with means up to {number(mean, 2)} and standard deviations up to {number(deviation.max(), 2)}"
            )
            name = "the inputs" if not isinstance(step.x, list) else f"input {index}"
            hint = "standardising every column to mean 0 and standard deviation 1"
            findings.append(HealthFinding("unscaled inputs", name, evidence, hint))
    return findings


def _scales_itself(step):
    """Whether a normalisation or a rescaling comes before any weight."""
    first = next((call for call in step.calls if call.kind not in ("Reshape", "Flatten", "Concatenate")), None)
    kinds = ("Normalization", "BatchNormalization", "LayerNormalization", "Rescaling", "RobustScaling")
    return first is not None and first.kind in kinds


def mismatch(step, model, loss):
    """A last activation and a loss that do not fit together."""
    last = _last_activation(step)
    units = step.output.shape[-1] if isinstance(step.output, np.ndarray) and step.output.ndim > 1 else None
    return [
        HealthFinding("loss mismatch", "the last layer and the loss", evidence, hint)
        for objective in compiled_losses(model, loss)
        for evidence, hint in _pairs(last, units, objective)
    ]


def _from_logits(loss):
    if hasattr(loss, "from_logits"):
        return bool(loss.from_logits)
    return bool(loss.get_config().get("from_logits", False))


def _pairs(last, units, loss):
    loss_name, logits = f"{type(loss).__name__} {getattr(loss, 'name', '')}".lower(), _from_logits(loss)
    binary, several = "binary" in loss_name, "categorical" in loss_name
    crossentropy = "crossentropy" in loss_name
    if last == "softmax" and units == 1:
        yield "softmax over one unit is always 1", "sigmoid, or one unit per class"
    elif last == "softmax" and binary:
        yield "softmax with a binary loss", "categorical crossentropy, or sigmoid for independent labels"
    elif last == "sigmoid" and several:
        yield "sigmoid with a categorical loss: its outputs do not sum to 1", "softmax, or binary crossentropy"
    if last in ("softmax", "sigmoid") and logits:
        yield f"{last} in the layer and again in the loss (from_logits=True)", "no activation, or from_logits=False"
    if crossentropy and not logits and last in ("", "linear", "relu", "tanh"):
        yield f"{last or 'linear'} outputs in a loss that expects probabilities", "from_logits=True, or an activation"


def _last_activation(step):
    """The activation whose output is the model's; None where something else comes after it."""
    if not isinstance(step.output, np.ndarray):
        return None
    for call in reversed(step.calls):
        same = isinstance(call.output, np.ndarray) and np.array_equal(call.output, step.output, equal_nan=True)
        if same and (call.preactivation is not None or call.kind in ("Softmax", "ReLU")):
            return call.activation or {"Softmax": "softmax", "ReLU": "relu"}.get(call.kind, "")
    return None


def flow(gradient_flow, step):
    """Gradients that vanish or explode in the backward pass."""
    ratio, findings = gradient_flow.ratio, []
    names = [layer.name for layer in gradient_flow.layers if layer.weight_norm is not None]
    norms = [(update.before, update.gradient, name) for name, update in step.updates.items() if update.before.ndim > 1]
    if np.isfinite(ratio) and ratio < threshold("vanishing gradients"):
        evidence = f"first/last gradient ratio {number(ratio, 2)}"
        hint = "ReLU with He initialisation, residual connections or normalisation; fewer layers"
        findings.append(HealthFinding("vanishing gradients", f"layer {names[0]}", evidence, hint))
    most = max(((_norm(g) / max(_norm(w), 1e-12), name) for w, g, name in norms if _norm(w)), default=(0.0, ""))
    if max(ratio if np.isfinite(ratio) else 0.0, most[0]) > threshold("exploding gradients"):
        evidence = f"gradient {number(most[0], 2)} times its weights, first/last ratio {number(ratio, 2)}"
        hint = "gradient clipping, smaller initial weights, normalisation, scaled targets"
        findings.append(HealthFinding("exploding gradients", f"weight {most[1]}", evidence, hint))
    return findings


def _norm(array):
    return float(np.linalg.norm(array.astype("float64")))


def health(units):
    """Units that compute nothing, or the same as another."""
    findings = []
    for layer in units.layers:
        dead, flat = len(layer.dead) / layer.units, len(layer.saturated) / layer.units
        wasted = 1 - layer.distinct / layer.units
        if dead >= threshold("dead units"):
            evidence = f"{dead:.0%} of {layer.units} units are 0 on all of these rows".replace("%", " %")
            hint = "He initialisation, a smaller learning rate or a leaky ReLU"
            findings.append(HealthFinding("dead units", f"layer {layer.name}", evidence, hint))
        elif wasted >= threshold("twin units") and layer.units > 1:
            evidence = f"only {layer.distinct} of {layer.units} units differ"
            hint = "random initial weights: equal ones stay equal"
            findings.append(HealthFinding("twin units", f"layer {layer.name}", evidence, hint))
        if flat >= threshold("saturated units") and layer.activation not in ("softmax", ""):
            share = f"{flat:.0%}".replace("%", " %")
            evidence = f"{share} of {layer.units} units are on the flat part of {layer.activation}"
            hint = "scaled inputs, smaller initial weights, or ReLU"
            findings.append(HealthFinding("saturated units", f"layer {layer.name}", evidence, hint))
    return findings


def learning(curves):
    """Problems that only a training history shows."""
    loss, findings = curves["loss"], []
    later = loss[1:]
    risen = len(loss) > 1 and (not np.isfinite(loss).all() or loss[-1] > loss[0] * threshold("too high learning rate"))
    jumps = len(later) > 2 and np.isfinite(loss).all() and later.max() > threshold("too high learning rate") * loss[0]
    if risen or jumps:
        evidence = f"the loss went from {number(loss[0])} to {number(loss[-1])}, at most {number(np.max(loss))}"
        hint = "a learning rate a tenth as large"
        findings.append(HealthFinding("too high learning rate", "training", evidence, hint))
    checked = curves.get("val_loss")
    if checked is not None and len(checked) > 2 and np.isfinite(checked).all():
        best = int(checked.argmin())
        grown = checked[-1] > checked[best] * threshold("overfitting") and loss[-1] < loss[best]
        if grown:
            evidence = (
                f"validation loss lowest in epoch {best + 1} ({number(checked[best])}), now {number(checked[-1])}"
            )
            hint = "early stopping, more rows, weight decay, dropout, or a smaller network"
            findings.append(HealthFinding("overfitting", "training", evidence, hint))
    return findings
