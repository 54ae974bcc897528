"""A regimen says how long a training is, whatever its number of rows."""

import pytest

from dlfund.training.tuning.ensembles import ensemble
from dlfund.zoo import realmlp_td, tabm_mini
from dlfund.zoo.regimen import Regimen, regimen_of

REGIMEN = Regimen(10, None, ((100, 32), (None, 64)))


@pytest.mark.parametrize("rows, size, steps", [(99, 32, 40), (100, 64, 20), (1000, 64, 160)])
def test_more_rows_take_larger_steps(rows, size, steps):
    assert REGIMEN.batch_size(rows) == size
    assert REGIMEN.steps(rows) == steps


@pytest.mark.parametrize("rows, steps", [(99, 30), (100, 10), (31, 10)])
def test_rows_that_fill_no_step_take_none_unless_they_are_all(rows, steps):
    assert Regimen(10, None, ((100, 32), (None, 64)), whole_batches=True).steps(rows) == steps


def test_an_ensemble_is_trained_as_its_network():
    assert regimen_of(ensemble(tabm_mini)) is tabm_mini.regimen
    assert realmlp_td.regimen.patience is None  # its last wave is its best
