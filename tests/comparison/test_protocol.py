"""How contenders are compared, and what a budget changes about it."""

import pytest

from dlfund.comparison.protocol import Protocol, repeated_k_fold


def test_budgets_change_folds_and_nothing_else():
    normal = repeated_k_fold(5, 3, seed=7, validation=0.3)
    assert normal.with_budget("normal") == normal
    assert normal.with_budget("quick") == Protocol(3, 1, 7, 0.3)
    assert normal.with_budget("thorough") == Protocol(5, 9, 7, 0.3)
    assert repeated_k_fold(2, 1).with_budget("quick").folds == 2


@pytest.mark.parametrize("wrong", [{"folds": 1}, {"repeats": 0}, {"validation": 0}, {"validation": 1.0}])
def test_what_can_not_be_split_is_refused(wrong):
    with pytest.raises(
        ValueError, match=r"Expected at least 2 folds, 1 repeat and a validation share.*Received: folds="
    ):
        repeated_k_fold(**wrong)
