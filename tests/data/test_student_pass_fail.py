"""The students are what their generator and their schema say."""

import importlib.util
import tomllib
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from dlfund.data import load_dataset

FOLDER = Path(__file__).parents[2] / "datasets" / "student_pass_fail"


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("generate_student_pass_fail", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generator_writes_the_file_byte_for_byte(generate, tmp_path):
    generate.write(tmp_path / "data.csv")
    assert (tmp_path / "data.csv").read_bytes() == (FOLDER / "data.csv").read_bytes()


def test_the_data_set_loads_and_has_the_stated_rows():
    dataset = load_dataset("student_pass_fail", folder=FOLDER.parent)
    assert len(dataset) == dataset.schema.rows == 1000
    assert dataset.schema.classes == ("no", "yes")


def test_the_best_possible_scores_are_those_of_the_true_probability(generate):
    """A smaller Monte Carlo of its own seed agrees within four standard errors of both."""
    stated = tomllib.loads((FOLDER / "schema.toml").read_text(encoding="utf-8"))["best_possible"]
    draws = []
    for repeat in range(10):
        *_, passed, probability = generate.students(np.random.default_rng([99, repeat]), 100_000)
        accuracy = np.mean((probability > 0.5) == passed)
        draws.append([accuracy, roc_auc_score(passed, probability), log_loss(passed, probability)])
    means, errors = np.mean(draws, axis=0), np.std(draws, axis=0, ddof=1) / np.sqrt(len(draws))

    for name, mean, error in zip(["accuracy", "roc_auc", "log_loss"], means, errors, strict=True):
        both = np.hypot(error, stated[name]["standard_error"])
        assert abs(mean - stated[name]["value"]) < 4 * both, name
        assert both < 0.001  # otherwise the line above would say nothing
