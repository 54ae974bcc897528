"""Each optimizer's steps in a narrow valley: the update rules in plain Python, for pictures.

    loss(x, y) = ½ (x² + 12 y²)

The tests hold each walk against the optimizer itself.
"""

from __future__ import annotations

from collections.abc import Callable
from math import copysign, sqrt

CURVATURE = (1.0, 12.0)
START = (-4.0, 1.5)
STEPS = 30
Point = tuple[float, ...]
Rule = Callable[[float, float, dict[str, float], int, float], float]  # weight, gradient, memory, step from 1, rate


def gradient_descent(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    return w - rate * g


def momentum(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    memory["velocity"] = 0.9 * memory.get("velocity", 0.0) - rate * g
    return w + memory["velocity"]


def nesterov(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    memory["velocity"] = 0.9 * memory.get("velocity", 0.0) - rate * g
    return w + 0.9 * memory["velocity"] - rate * g


def adagrad(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    memory["total"] = memory.get("total", 0.1) + g * g  # initial_accumulator_value
    return w - rate * g / (sqrt(memory["total"]) + 1e-7)


def rmsprop(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    memory["size"] = 0.9 * memory.get("size", 0.0) + 0.1 * g * g
    return w - rate * g / (sqrt(memory["size"]) + 1e-7)


def adam(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    m = memory["m"] = 0.9 * memory.get("m", 0.0) + 0.1 * g
    v = memory["v"] = 0.999 * memory.get("v", 0.0) + 0.001 * g * g
    return w - rate * (m / (1 - 0.9**t)) / (sqrt(v / (1 - 0.999**t)) + 1e-7)


def adamax(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    m = memory["m"] = 0.9 * memory.get("m", 0.0) + 0.1 * g
    u = memory["u"] = max(0.999 * memory.get("u", 0.0), abs(g))
    return w - rate * (m / (1 - 0.9**t)) / (u + 1e-7)


def adamw(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    return adam(w, g, memory, t, rate) - rate * 0.1 * w


def nadam(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    now, then = (0.9 * (1 - 0.5 * 0.96**step) for step in (t, t + 1))
    product = memory["product"] = memory.get("product", 1.0) * now
    m = memory["m"] = 0.9 * memory.get("m", 0.0) + 0.1 * g
    v = memory["v"] = 0.999 * memory.get("v", 0.0) + 0.001 * g * g
    direction = then * m / (1 - product * then) + (1 - now) * g / (1 - product)
    return w - rate * direction / (sqrt(v / (1 - 0.999**t)) + 1e-7)


def lion(w: float, g: float, memory: dict[str, float], t: int, rate: float) -> float:
    m = memory.get("m", 0.0)
    direction = 0.9 * m + 0.1 * g
    memory["m"] = 0.99 * m + 0.01 * g
    return w - rate * (copysign(1.0, direction) if direction else 0.0)


# optimizer -> its rule and a learning rate that shows its character
RULES: dict[str, tuple[Rule, float]] = {
    "Adagrad": (adagrad, 0.8),
    "Adam": (adam, 0.3),
    "AdamW": (adamw, 0.3),
    "Adamax": (adamax, 0.3),
    "SGD": (gradient_descent, 0.15),
    "GradientDescent": (gradient_descent, 0.15),
    "Lion": (lion, 0.15),
    "Momentum": (momentum, 0.02),
    "Nadam": (nadam, 0.3),
    "Nesterov": (nesterov, 0.02),
    "RMSprop": (rmsprop, 0.2),
}


def walk(name: str) -> list[Point]:
    """The points that an optimizer visits, from the start on."""
    rule, rate = RULES[name]
    memories: tuple[dict[str, float], ...] = ({}, {})
    points: list[Point] = [START]
    for t in range(1, STEPS + 1):
        now = zip(points[-1], CURVATURE, memories, strict=True)
        x, y = (rule(w, curvature * w, memory, t, rate) for w, curvature, memory in now)
        points.append((x, y))
    return points
