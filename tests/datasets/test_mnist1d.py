"""The rows of MNIST-1D are those of its authors' package `mnist1d` 0.0.2, whose first and last numbers stand here."""

from pathlib import Path

import numpy as np
import pytest

from dlfund.data import load_dataset

FOLDER = Path(__file__).parents[2] / "datasets"
FIRST_DIGITS, LAST_DIGITS = [2, 6, 4, 5, 6, 6, 6, 0], [3, 6, 1, 2, 5, 9, 6, 4]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        (
            "mnist1d",
            [-0.33200566736939013, -0.4719103656557236, -0.778697076293495, -1.0097408265367045],
            [0.4472328851428726, 0.6598756470890784, 0.8777343497528006, 1.1931518368352758],
        ),
        (
            "mnist1d_shuffled",
            [1.0358740294925417, 0.4101984957624668, -0.8823525654053073, -1.093485710822378],
            [-0.14833964502804914, 1.0676781439045142, -0.5193287078205188, -1.2810376906623184],
        ),
    ],
)
def test_the_rows_are_the_authors_rows(name, first, last):
    dataset = load_dataset(name, folder=FOLDER)
    assert dataset.x.iloc[0, :4].tolist() == pytest.approx(first, rel=1e-12)
    assert dataset.x.iloc[-1, -4:].tolist() == pytest.approx(last, rel=1e-12)
    assert dataset.y[:8].tolist() == FIRST_DIGITS
    assert dataset.y[-8:].tolist() == LAST_DIGITS


def test_the_shuffled_rows_hold_the_same_numbers_in_one_other_order():
    plain, shuffled = (load_dataset(name, folder=FOLDER).x.to_numpy() for name in ("mnist1d", "mnist1d_shuffled"))
    order = [int(np.abs(plain - column[:, None]).sum(axis=0).argmin()) for column in shuffled.T]
    assert sorted(order) == list(range(40))
    assert order != list(range(40))
    assert (plain[:, order] == shuffled).all()
