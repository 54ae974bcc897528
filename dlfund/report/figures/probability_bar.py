"""Worse, practically equal or better: three probabilities as one bar of full length."""

from __future__ import annotations

from markupsafe import Markup

from dlfund.comparison.scoring.paired_difference import PairedDifference
from dlfund.report.figures.svg import element, share
from dlfund.report.numbers import probability

PARTS = {"worse": "worse", "equivalent": "equal", "better": "better"}  # in the result -> on the page


def probability_bar(pair: PairedDifference) -> Markup:
    """The bar of one pair, with its numbers for a screen reader."""
    starts = {"worse": 0.0, "equivalent": pair.worse, "better": pair.worse + pair.equivalent}
    parts = [
        element("rect", x=share(starts[key]), y=0, width=share(getattr(pair, key)), height=10, class_=f"part-{word}")
        for key, word in PARTS.items()
    ]
    label = ", ".join(f"{word} {number}" for word, number in probabilities(pair))
    return element("svg", *parts, class_="bar", height=10, role="img", aria_label=label)


def probabilities(pair: PairedDifference) -> list[tuple[str, str]]:
    """Word and number, in the bar's order."""
    return [(word, probability(getattr(pair, key))) for key, word in PARTS.items()]
