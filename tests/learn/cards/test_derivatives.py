"""The derivative lines of cards, evaluated: shapes and values against the backend's differentiation.

Each row quotes the line and computes it in NumPy, term by term; a line that is reworded has to be computed again.
"""

import numpy as np
import pytest
from contracts import lines_with_weights, lines_without_weights  # noqa: F401 - they fill the table
from contracts.card_lines import ROWS
from contracts.loss_specimens import LOSSES

from dlfund.learn.cards import card as cards


def test_every_derivative_line_is_computed():
    """Those of losses are computed by their specimens' `slope`, in tests/losses."""
    lines = {card.name: card.kind for card in cards.cards() if card.section("Derivative")}
    assert {name for name, kind in lines.items() if kind == "loss"} <= set(LOSSES)
    assert {name for name, kind in lines.items() if kind != "loss"} == set(ROWS)


@pytest.mark.parametrize("name, text, function", [(name, *row) for name, rows in ROWS.items() for row in rows])
def test_a_derivative_is_what_its_card_says(name, text, function):
    assert text in cards.find(name).section("Derivative")
    pairs = list(function())
    assert pairs
    for stated, measured in pairs:
        assert np.shape(stated) == np.shape(measured)
        np.testing.assert_allclose(measured, stated, rtol=2e-4, atol=2e-5)
