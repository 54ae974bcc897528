"""Diagnose: what ails a network, in plain words, with the evidence and something to try.

    finding = rule, where, evidence beyond a threshold, hint

The rules and their thresholds stand in one table, `RULES` in rules.py; a network that breaks none gets no finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlfund.explain import rules
from dlfund.explain.gradient_flow import flow_of
from dlfund.explain.rows import as_tensors
from dlfund.explain.trace import trace
from dlfund.explain.units import heard_calls, units_of
from dlfund.sentence import UserError


@dataclass(frozen=True)
class Diagnosis:
    """All findings, the gravest first."""

    findings: tuple[rules.Finding, ...]

    @property
    def rules(self) -> set[str]:
        return {finding.rule for finding in self.findings}

    def __str__(self):
        if not self.findings:
            return f"Nothing found by {len(rules.RULES)} rules. That is no proof of health."
        return "\n".join(f"{number}. {finding}" for number, finding in enumerate(self.findings, start=1))


def diagnose(model, data, *, loss=None, history=None) -> Diagnosis:
    """Look for the usual illnesses of a network on these rows.

    Args:
        model: keras.Model.
        data: (x, y), some hundred rows as the model is trained on.
        loss: whatever `compile` takes; None takes the compiled loss.
        history: what `fit` returned, or its dict, or None; only with it can learning itself be judged.

    Example:
        >>> import keras
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(4, "relu", name="hidden")])
        >>> model.set_weights([np.ones((1, 4)), np.full(4, -9.0)])
        >>> found = diagnose(model, (np.linspace(-1, 1, 8)[:, None], np.zeros((8, 4))), loss="mse")
        >>> found.findings[0].evidence, found.findings[0].rule
        ('100 % of 4 units never fire on these rows', 'dead units')
    """
    if not isinstance(data, tuple | list) or len(data) != 2:
        raise UserError(f"Expected data to be (x, y). Received: {type(data).__name__}.")
    x, y = as_tensors(data[0]), as_tensors(data[1])
    calls = heard_calls(model, x)
    findings = rules.not_finite_forward(x, model, calls)
    if not findings:  # else all below would be about NaN, and some losses refuse it
        step = trace(model, x, y, loss=loss)
        findings = [*rules.not_finite_backward(step), *rules.mismatch(step, model, loss), *rules.unscaled_inputs(step)]
        findings += [*rules.flow(flow_of(step), step), *rules.health(units_of(calls))]
    if history is not None:
        findings += rules.learning(_curves(history))
    return Diagnosis(tuple(findings))


def _curves(history: Any) -> dict[str, np.ndarray]:
    words = getattr(history, "history", history)
    if not isinstance(words, dict) or "loss" not in words:
        raise UserError("Expected history as model.fit returns it, with a loss an epoch.")
    return {name: np.asarray(curve, dtype="float64") for name, curve in words.items()}
