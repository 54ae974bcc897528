import pytest

from dlfund.initializers.fans import fans


@pytest.mark.parametrize(
    "shape, expected",
    [((), (1, 1)), ((7,), (7, 7)), ((3, 16), (3, 16)), ((5, 3, 8), (15, 40)), ((5, 5, 3, 8), (75, 200))],
)
def test_worked_by_hand(shape, expected):
    assert fans(shape) == expected
