"""A comparison of baselines alone, on small data, in this process: others would take seconds to start."""

import io

import pytest
from rich.console import Console
from small_data import small_dataset

from dlfund import Task, baselines
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.progress import Watch
from dlfund.training.tuning.search import Search


@pytest.fixture
def compare():
    """Make a Comparison of these contenders."""

    def made(*contenders, folds=3, trials=2, epochs=3, dataset=None):
        dataset = small_dataset() if dataset is None else dataset
        task = Task(kind="binary", input_shape=(3,), classes=("no", "yes"), metric="roc_auc")
        contenders = contenders or (baselines.majority_class(), baselines.logistic_regression())
        return Comparison(dataset, task, contenders, Protocol(folds, 1), Search("random", trials, epochs))

    return made


@pytest.fixture
def watch():
    return Watch(Console(file=io.StringIO(), width=100), 1000)
