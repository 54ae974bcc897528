"""A seed depends on what it is for, and on nothing else."""

from dlfund.core.seeds import fold_seed, seed_of


def test_seeds_differ_by_every_part_and_stay_the_same():
    seeds = {fold_seed(seed, name, fold) for seed in (0, 1) for name in ("ann", "cnn") for fold in ("1-1", "final")}
    assert len(seeds) == 8
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert fold_seed(0, "ann", "1-1") == 1_095_405_642
    assert seed_of(1, "23") != seed_of(12, "3")
