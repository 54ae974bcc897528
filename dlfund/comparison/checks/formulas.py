"""Formulas of few columns that give the target: weighted sums, products of powers, ratios.

y = a + Σ bⱼ xⱼ        y = c Π xⱼ^eⱼ,  eⱼ = ±½, ±1, …, ±3        y = a + b·xᵢ/xⱼ        y = a + b·xᵢ·xⱼ

A formula is fitted to one half of the rows and holds if it gives the target in 99 of 100 rows of the other half, up to
the rounding of the columns and at most a fiftieth of the target's standard deviation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from dlfund.comparison.checks.linear_search import candidates, standardised
from dlfund.comparison.checks.number_columns import LARGEST, NumberColumns, unit_of
from dlfund.data.cells import number_text

HOLDS = 0.99  # of the rows that were not fitted to
CLOSE = 1e-6  # of the target's standard deviation
COARSE = 0.02  # of it: what rounding may explain at most
LEAST = 25  # rows of each half
PAIRED = 40  # columns whose ratios and products are tried
LARGEST_POWER = 3


@dataclass(frozen=True)
class Formula:
    """A formula that gives the target.

    Args:
        columns: tuple of str.
        text: str. The formula, with the columns' names in quotation marks.
        share: float. Of the rows that it was not fitted to: in which it holds.
    """

    columns: tuple[str, ...]
    text: str
    share: float


Fitted = Callable[[np.ndarray], np.ndarray]


def formula_of(numbers: NumberColumns) -> Formula | None:
    """The first formula that holds, with as few columns as it needs; None where there is none."""
    if not np.std(numbers.y):
        return None
    for search in (_sums, _products, _pairs):
        for formula in search(numbers):
            return formula
    return None


def _sums(numbers: NumberColumns) -> Iterator[Formula]:
    for chosen in candidates(numbers.x[numbers.fitted], numbers.y[numbers.fitted]):
        if _sum_of(numbers, chosen) is not None:
            needed = _needed(numbers, sorted(chosen), _sum_of)
            if len(needed) > 1 and (formula := _sum_of(numbers, needed)) is not None:
                yield formula


def _products(numbers: NumberColumns) -> Iterator[Formula]:
    x, y = _log(numbers.x), _log(numbers.y)
    positive = np.isfinite(y)
    telling = np.flatnonzero(np.isfinite(x[positive]).mean(axis=0) >= 0.5) if positive.mean() >= 0.5 else np.array([])
    rows = positive & numbers.fitted
    if len(telling) < 2 or rows.sum() < LEAST:
        return
    for places in candidates(x[np.ix_(rows, telling)], y[rows]):
        chosen = telling[places].tolist()
        if _product_of(numbers, chosen) is not None:
            needed = _needed(numbers, sorted(chosen), _product_of)
            if len(needed) > 1 and (formula := _product_of(numbers, needed)) is not None:
                yield formula


def _pairs(numbers: NumberColumns) -> Iterator[Formula]:
    """Ratios and products of two columns, on another scale."""
    near = np.argsort(-np.abs(standardised(numbers.x).T @ standardised(numbers.y[:, None])[:, 0]), kind="stable")
    rows = np.flatnonzero(numbers.fitted)[:500]
    y = standardised(numbers.y[rows][:, None])[:, 0]
    for first in near[:PAIRED].tolist():
        others = [other for other in near[:PAIRED].tolist() if other != first]
        for sign, combine in ((" / ", _ratio), (" * ", np.multiply)):
            made = combine(numbers.x[rows, first][:, None], numbers.x[np.ix_(rows, others)])
            for place in np.flatnonzero(np.abs(standardised(made).T @ y) > 0.99):
                if (formula := _pair_of(numbers, first, others[place], sign, combine)) is not None:
                    yield formula


def _needed(
    numbers: NumberColumns, chosen: list[int], of: Callable[[NumberColumns, list[int]], Formula | None]
) -> list[int]:
    """The chosen columns without those that the formula holds without."""
    for column in list(chosen):
        fewer = [other for other in chosen if other != column]
        if fewer and of(numbers, fewer) is not None:
            return _needed(numbers, fewer, of)
    return chosen


def _sum_of(numbers: NumberColumns, chosen: list[int]) -> Formula | None:
    rows = numbers.complete(chosen)
    fitted, tested = rows & numbers.fitted, rows & ~numbers.fitted
    if min(fitted.sum(), tested.sum()) < LEAST:
        return None
    x = numbers.x[:, chosen]
    weights, constant = weights_of(x[fitted], numbers.y[fitted])
    slack = 0.5 * float(np.abs(weights) @ numbers.units[chosen])
    share = _share(numbers, tested, x[tested] @ weights + constant, slack)
    if share < HOLDS:
        return None
    names = [numbers.names[column] for column in chosen]
    return Formula(tuple(names), _sum_text(names, weights, constant, float(np.std(numbers.y))), share)


def weights_of(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and constant of least squares."""
    means, lengths = x.mean(axis=0), x.std(axis=0)
    lengths = np.where(lengths > 0, lengths, 1.0)
    weights = np.linalg.lstsq((x - means) / lengths, y - y.mean(), rcond=1e-12)[0] / lengths
    return weights, float(y.mean() - means @ weights)


def _product_of(numbers: NumberColumns, chosen: list[int]) -> Formula | None:
    x, y = numbers.x[:, chosen], numbers.y
    positive = numbers.complete(chosen) & (x > 0).all(axis=1) & (y > 0)
    fitted, tested = positive & numbers.fitted, numbers.complete(chosen) & ~numbers.fitted
    if min(fitted.sum(), tested.sum()) < LEAST:
        return None
    powers = np.round(2 * weights_of(np.log(x[fitted]), np.log(y[fitted]))[0]) / 2
    if (powers == 0).any() or np.abs(powers).max() > LARGEST_POWER:
        return None
    with np.errstate(all="ignore"):
        whole = np.prod(x**powers, axis=1)
        factor = float(np.median(y[fitted] / whole[fitted]))
        slack = np.abs(factor * whole) * (np.abs(powers) * numbers.units[chosen] / (2 * np.abs(x))).sum(axis=1)
    tested &= np.isfinite(whole)  # nothing is divided by 0
    share = _share(numbers, tested, factor * whole[tested], slack[tested]) if tested.sum() >= LEAST else 0.0
    names = [numbers.names[column] for column in chosen]
    return Formula(tuple(names), _product_text(names, powers, factor), share) if share >= HOLDS else None


def _pair_of(
    numbers: NumberColumns, first: int, second: int, sign: str, combine: Callable[..., np.ndarray]
) -> Formula | None:
    made = combine(numbers.x[:, first], numbers.x[:, second])
    rows = np.isfinite(made)
    fitted, tested = rows & numbers.fitted, rows & ~numbers.fitted
    if min(fitted.sum(), tested.sum()) < LEAST:
        return None
    weights, constant = weights_of(made[fitted][:, None], numbers.y[fitted])
    with np.errstate(all="ignore"):
        relative = sum(numbers.units[column] / (2 * np.abs(numbers.x[tested, column])) for column in (first, second))
        slack = np.abs(weights[0] * made[tested]) * relative
    share = _share(numbers, tested, weights[0] * made[tested] + constant, slack)
    if share < HOLDS:
        return None
    names = (numbers.names[first], numbers.names[second])
    text = f"{_factor(weights[0])}{names[0]!r}{sign}{names[1]!r}"
    return Formula(names, text + _constant(constant, float(np.std(numbers.y))), share)


def _share(numbers: NumberColumns, rows: np.ndarray, guess: np.ndarray, slack: np.ndarray | float) -> float:
    """In which share of the rows the guess is the target, up to rounding; 0 where it does not vary in them."""
    y = numbers.y[rows]
    spread = float(np.std(y))
    if not spread:
        return 0.0
    slack = np.nan_to_num(slack, nan=0.0)  # a factor of 0 makes the product exactly 0
    allowed = np.minimum(0.5 * unit_of(numbers.y) + slack, COARSE * spread) + CLOSE * spread
    return float(np.mean(np.abs(y - guess) <= allowed))


def _log(values: np.ndarray) -> np.ndarray:
    return np.log(np.where(values > 0, values, np.nan))


def _ratio(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        ratio = np.asarray(first / np.where(second != 0, second, np.nan))
    return np.where(np.abs(ratio) < LARGEST, ratio, np.nan)


def _sum_text(names: list[str], weights: np.ndarray, constant: float, spread: float) -> str:
    order = sorted(range(len(names)), key=lambda place: weights[place] < 0)
    same = float(np.abs(weights).mean()) if np.ptp(np.abs(weights)) <= 1e-3 * np.abs(weights).max() else 1.0
    parts = [
        ("- " if weights[place] < 0 else "+ ") + _factor(abs(weights[place]) / same) + repr(names[place])
        for place in order
    ]
    text = " ".join(parts).removeprefix("+ ")
    return (f"{_factor(same)}({text})" if _factor(same) else text) + _constant(constant, spread)


def _product_text(names: list[str], powers: np.ndarray, factor: float) -> str:
    parts = {
        sign: [_power(name, abs(power)) for name, power in zip(names, powers, strict=True) if (power > 0) == (sign > 0)]
        for sign in (1, -1)
    }
    below = "".join(f" / {part}" for part in parts[-1])
    above = " * ".join(parts[1])
    return f"{_factor(factor)}{above}{below}" if above else f"{factor:.4g}{below}"


def _power(name: str, power: float) -> str:
    return repr(name) if power == 1 else f"{name!r}^{power:g}"


def _factor(weight: float) -> str:
    return "" if abs(weight - 1) < 1e-3 else f"{number_text(float(f'{weight:.4g}'))} * "


def _constant(constant: float, spread: float) -> str:
    if abs(constant) <= COARSE * spread:
        return ""
    return f" {'-' if constant < 0 else '+'} {abs(constant):.4g}"
