"""The larger contenders, each in a run of its own: minutes."""

import pytest
from ejected_scripts import ran, said_alone, score_in

from dlfund import baselines, zoo
from dlfund.comparison.result.result import Result
from dlfund.experiments.export.script import eject

CASES = {
    "realmlp": ("breast_cancer", "log_loss", baselines.extra_trees(), zoo.realmlp, 160),
    "ann": ("diabetes", "rmse", baselines.nearest_neighbors(), zoo.ann, 160),
    "cnn": ("switching_sequence", "accuracy", baselines.with_features(baselines.logistic_regression(), "switches"),
            zoo.cnn, 160),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_script_reaches_the_score_of_the_run(name, tmp_path):
    dataset, metric, baseline, network, rows = CASES[name]
    run = ran(tmp_path / "runs", dataset, [baseline, network], metric, rows)
    names = [baseline.name, name]
    scripts = [eject(run, entry, tmp_path / entry).script for entry in names]
    for first, lines in zip(names, said_alone(*([script] for script in scripts)), strict=True):
        assert score_in(lines) == pytest.approx(Result.read(run).mean(first), abs=1e-6), first
