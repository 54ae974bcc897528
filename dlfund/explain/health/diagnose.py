"""Diagnose: what is wrong with a network, with the evidence and a suggestion.

    finding = rule, where, evidence beyond a threshold, hint

The rules and their thresholds are in one table, `RULES` in rules.py; a network that breaks none gets no finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from dlfund.core.errors import UserError
from dlfund.explain.health.gradient_flow import flow_of
from dlfund.explain.health.units import recorded_calls, units_of
from dlfund.explain.trace import rules
from dlfund.explain.trace.rows import as_tensors
from dlfund.explain.trace.trace import trace


@dataclass(frozen=True)
class Diagnosis:
    """All findings, the most serious first."""

    findings: tuple[rules.HealthFinding, ...]

    @property
    def rules(self) -> set[str]:
        return {finding.rule for finding in self.findings}

    def __str__(self) -> str:
        if not self.findings:
            return f"{len(rules.RULES)} rules found nothing. That does not prove that the network is sound."
        return "\n".join(f"{number}. {finding}" for number, finding in enumerate(self.findings, start=1))


def diagnose(model: keras.Model, data: tuple[Any, Any], *, loss: Any = None, history: Any = None) -> Diagnosis:
    """Look for the usual problems of a network on these rows.

    Args:
        model: keras.Model.
        data: (x, y), some hundred rows as the model is trained on.
        loss: whatever `compile` takes; None takes the compiled loss.
        history: what `fit` returned, or its dict, or None; needed to check the course of the training.

    Example:
        >>> import keras
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(4, "relu", name="hidden")])
        >>> model.set_weights([np.ones((1, 4)), np.full(4, -9.0)])
        >>> found = diagnose(model, (np.linspace(-1, 1, 8)[:, None], np.zeros((8, 4))), loss="mse")
        >>> found.findings[0].evidence, found.findings[0].rule
        ('100 % of 4 units are 0 on all of these rows', 'dead units')
    """
    if not isinstance(data, tuple | list) or len(data) != 2:
        raise UserError(f"Expected data to be (x, y). Received: {type(data).__name__}.")
    x, y = as_tensors(data[0]), as_tensors(data[1])
    calls = recorded_calls(model, x)
    findings = rules.not_finite_forward(x, model, calls)
    if not findings:  # else everything below would be about NaN, which some losses refuse
        step = trace(model, x, y, loss=loss)
        findings = [*rules.not_finite_backward(step), *rules.mismatch(step, model, loss), *rules.unscaled_inputs(step)]
        findings += [*rules.flow(flow_of(step), step), *rules.health(units_of(calls))]
    if history is not None:
        findings += rules.learning(_curves(history))
    return Diagnosis(tuple(findings))


def _curves(history: Any) -> dict[str, np.ndarray]:
    curves = getattr(history, "history", history)
    if not isinstance(curves, dict) or "loss" not in curves:
        raise UserError("Expected history as model.fit returns it, with one loss per epoch.")
    return {name: np.asarray(curve, dtype="float64") for name, curve in curves.items()}
