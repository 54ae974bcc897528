"""What a user asks is checked before any row is read."""

import pytest

from dlfund.core.errors import UserError
from dlfund.experiments.sources.source import Request


@pytest.mark.parametrize(
    "options, sentence",
    [
        ({"trials": 10**20}, "Expected --trials from 1 to 100,000. Received: 100000000000000000000."),
        ({"trials": 0}, "Expected --trials from 1"),
        ({"rows": 10**30}, "Expected --rows from 1"),
        ({"seed": -1}, "Expected --seed from 0 to 4,294,967,295. Received: -1."),
        ({"seed": 2**32}, "Expected --seed from 0"),
        (
            {"hold_out": 1},
            "Expected --hold-out of 0, or of 10 rows or more: fewer say nothing about a model. Received: 1.",
        ),
        ({"hold_out": -5}, "Received: -5."),
    ],
)
def test_a_number_out_of_its_range_is_a_sentence(options, sentence):
    with pytest.raises(UserError, match=sentence):
        Request("y", "run", **options)
    assert Request("y", "run", trials=1, rows=1, seed=2**32 - 1, hold_out=0).hold_out == 0
