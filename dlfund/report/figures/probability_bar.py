"""Worse, practically equal or better: three probabilities as one bar of full length."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dlfund.report.figures.svg import element, share
from dlfund.report.numbers import probability

PARTS = {"worse": "worse", "equivalent": "equal", "better": "better"}  # in the result -> on the page


def probability_bar(pair: dict[str, Any]) -> Markup:
    """The bar of one pair, with its numbers for whoever can't see it."""
    starts = {"worse": 0.0, "equivalent": pair["worse"], "better": pair["worse"] + pair["equivalent"]}
    parts = [
        element("rect", x=share(starts[key]), y=0, width=share(pair[key]), height=10, class_=f"part-{word}")
        for key, word in PARTS.items()
    ]
    label = ", ".join(f"{word} {probability(pair[key])}" for key, word in PARTS.items())
    return element("svg", *parts, class_="bar", height=10, role="img", aria_label=label)


def numbers(pair: dict[str, Any]) -> list[tuple[str, str]]:
    """Word and number, in the bar's order."""
    return [(word, probability(pair[key])) for key, word in PARTS.items()]
