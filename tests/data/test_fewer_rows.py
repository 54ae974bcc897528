"""Fewer rows to learn from: each part lies within the next, and what belongs together stays so."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from small_data import small_dataset

from dlfund.comparison.protocol import Protocol
from dlfund.data import with_fewer_rows

SHARES = (0.125, 0.25, 0.5, 1.0)


def parts_of(dataset, protocol, *, stratify=True, place=-1):
    fold = protocol.splits(dataset, stratify=stratify)[place]
    return fold, [with_fewer_rows(fold, dataset, share, seed=0, stratify=stratify) for share in SHARES]


def grouped(rows=400):
    return dataclasses.replace(small_dataset(rows), group=np.arange(rows) // 7)


def in_time(rows=400):
    return dataclasses.replace(small_dataset(rows), order=np.random.default_rng(0).permutation(rows))


@pytest.mark.parametrize(
    "dataset, split", [(small_dataset(400), "repeated"), (grouped(), "grouped"), (in_time(), "time_ordered")]
)
def test_every_part_lies_within_the_next_and_the_last_is_the_whole_fold(dataset, split):
    fold, parts = parts_of(dataset, Protocol(4, 1, split=split))
    for smaller, larger in pairwise(parts):
        assert set(smaller.development) < set(larger.development)
    assert np.array_equal(parts[-1].train, fold.train)
    assert np.array_equal(parts[-1].validation, fold.validation)
    assert all(np.array_equal(part.test, fold.test) and part.name == fold.name for part in parts)
    assert all(not set(part.train) & set(part.validation) for part in parts)


def test_classes_keep_their_shares():
    dataset = small_dataset(400)
    fold, parts = parts_of(dataset, Protocol(4, 1))
    whole = dataset.y[fold.development].mean()
    for share, part in zip(SHARES, parts, strict=True):
        assert abs(len(part.development) - share * len(fold.development)) <= 2
        assert abs(dataset.y[part.development].mean() - whole) < 0.03


def test_groups_stay_whole():
    dataset = grouped()
    _, parts = parts_of(dataset, Protocol(4, 1, split="grouped"))
    for part in parts:
        for rows in (part.train, part.validation):
            taken = np.isin(dataset.group, np.unique(dataset.group[rows]))
            assert set(np.flatnonzero(taken)) == set(rows)


def test_of_rows_in_time_the_latest_are_taken_with_the_gap_that_the_fold_has():
    dataset = in_time()
    fold, parts = parts_of(dataset, Protocol(3, 1, split="time_ordered", gap=5))
    last = dataset.order[fold.development].max()
    for part in parts:
        train, validation = dataset.order[part.train], dataset.order[part.validation]
        assert validation.max() == last
        assert validation.min() - train.max() == 6  # five rows between
        assert np.ptp(train) == len(train) - 1  # none is left out
