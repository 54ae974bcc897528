"""The rule by which a table of any size is cut, and that what it says is what it does."""

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dlfund.comparison import protocol_by_size
from dlfund.comparison.protocol_by_size import plan_for, with_folds
from dlfund.data import DataError


@pytest.mark.parametrize(
    "rows, held_out, folds, repeats, trials",
    [(150, 0, 5, 3, 20), (1_999, 0, 5, 1, 20), (2_000, 400, 5, 1, 20), (20_000, 4_000, 3, 1, 10)],
)
def test_fewer_rows_are_cut_more_often(rows, held_out, folds, repeats, trials):
    plan = plan_for(rows)
    actual = (plan.held_out, plan.protocol.folds, plan.protocol.repeats, plan.trials)
    assert actual == (held_out, folds, repeats, trials)


def test_many_rows_are_cut_three_times_and_a_million_is_sampled_and_both_are_said():
    plan = plan_for(1_000_000)
    assert (plan.rows, plan.held_out, plan.protocol.split) == (100_000, 10_000, "repeated")
    assert (plan.protocol.folds, plan.protocol.repeats, plan.trials) == (3, 1, 5), "one part can't show a winner"
    assert plan.sentence.startswith("Of 1,000,000 rows 100,000 take part")
    assert "10,000 rows are held out" in plan.sentence


def test_time_and_groups_are_never_cut_at_random():
    for rows in (150, 3_000, 80_000):
        assert plan_for(rows, order=True).protocol.split == "time_ordered"
        assert plan_for(rows, order=True).protocol.repeats == 1
        assert plan_for(rows, group=True).protocol.split == "grouped"


@given(some.integers(60, 300_000), some.integers(0, 5))
def test_every_row_has_one_purpose(rows, seed):
    plan = plan_for(rows, seed=seed)
    compared = plan.rows - plan.held_out
    dataset = SimpleNamespace(weight=None, y=np.arange(compared) % 2, order=None, group=None)
    for fold in plan.protocol.splits(dataset, stratify=True):
        every = np.concatenate([fold.train, fold.validation, fold.test])
        assert len(every) == compared == len(np.unique(every))
        assert len(fold.test) <= compared // 3 + 1


def test_the_table_in_the_text_is_the_rule():
    lines = re.findall(r"\| below ([\d,]+) \| (\d+) \| (\d+) \| (\d+) \|", protocol_by_size.__doc__)
    assert [tuple(int(cell.replace(",", "")) for cell in line) for line in lines] == list(protocol_by_size.SIZES)


def test_the_page_for_users_has_the_same_table():
    page = (Path(__file__).parents[2] / "docs" / "compare.md").read_text(encoding="utf-8")
    table = [line for line in protocol_by_size.__doc__.splitlines() if line.startswith("|")]
    assert "\n".join(table) in page


def test_folds_and_repeats_can_be_named():
    plan = with_folds(plan_for(300, seed=1), 300, 4, 2)
    assert (plan.protocol.folds, plan.protocol.repeats, plan.protocol.seed) == (4, 2, 1)
    assert "300 rows are split into 4 folds, 2 times" in plan.sentence
    assert with_folds(plan_for(300), 300, None, 1).protocol.folds == 5
    assert with_folds(plan_for(300), 300, 150, 1).protocol.folds == 150
    with pytest.raises(DataError, match=r"Expected --folds of 2 to 150: of 300 rows, .* Received: 151"):
        with_folds(plan_for(300), 300, 151, 1)


def test_other_numbers_of_folds_and_repeats_keep_the_rest():
    plan = with_folds(plan_for(50_000), 50_000, None, 2)
    assert (plan.protocol.split, plan.protocol.folds, plan.protocol.repeats) == ("repeated", 3, 2)
    assert plan.held_out == plan_for(50_000).held_out
    assert with_folds(plan_for(50_000), 50_000, 4, None).protocol.folds == 4


def test_rows_in_time_are_not_split_again():
    assert with_folds(plan_for(300, order=True), 300, 4, None).protocol.split == "time_ordered"
    with pytest.raises(DataError, match="Expected --repeats 1 with --time"):
        with_folds(plan_for(300, order=True), 300, None, 3)
