"""How numbers are written on the page: one function per kind of number, a dash where there is none."""

from __future__ import annotations

from typing import Any

NONE = "–"


def minus(text: str) -> str:
    """A real minus sign, as wide as a plus."""
    return text.replace("-", "−")


def score(value: float | None) -> str:
    return NONE if value is None else minus(f"{value:,.{decimals(value)}f}")


def decimals(value: float) -> int:
    """How many decimals are worth reading: three, and fewer for large numbers."""
    return 3 if abs(value) < 100 else 1 if abs(value) < 1000 else 0


def difference(value: float | None) -> str:
    """With its sign, unless it rounds to zero."""
    if value is None:
        return NONE
    text = f"{value:+,.{decimals(value)}f}"
    return "0.000" if text[1:] == "0.000" else minus(text)


def interval(low: float, high: float) -> str:
    return f"[{score(low)}, {score(high)}]"


def signed_interval(low: float, high: float) -> str:
    return f"[{difference(low)}, {difference(high)}]"


def probability(value: float) -> str:
    return f"{value:.2f}"


def p_value(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def percent(value: float) -> str:
    return f"{100 * value:.3g} %"


def count(value: int | float | None) -> str:
    return NONE if value is None else f"{value:,.0f}"


def seconds(value: float | None) -> str:
    """In the unit that gives a readable number."""
    if value is None:
        return NONE
    if value >= 120:
        return f"{value / 60:.1f} min"
    if value >= 1:
        return f"{value:.3g} s"
    return f"{value * 1000:.3g} ms" if value >= 1e-3 else f"{value * 1e6:.3g} µs"


def size(value: int | None) -> str:
    """Bytes, in thousands, millions or billions where there are that many."""
    if value is None:
        return NONE
    for unit, at_least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if value >= at_least:
            return f"{value / at_least:.3g} {unit}"
    return f"{value} B"


def setting(value: Any) -> str:
    """A hyperparameter's value."""
    if value is None:
        return "none"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def amount(value: float) -> str:
    """A number in the target's unit: four significant digits, thousands separated."""
    return minus(f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}")


def tick(value: float) -> str:
    """An axis label: short, with k, M or G for thousands."""
    if abs(value) >= 1e12:
        return minus(f"{value:.0e}")
    for unit, at_least in (("G", 1e9), ("M", 1e6), ("k", 1e4)):
        if abs(value) >= at_least:
            return minus(f"{value / (1e3 if unit == 'k' else at_least):g}{unit}")
    return minus(f"{value:.6g}")
