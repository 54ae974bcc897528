"""A kind of task owns its facts: each fact exists, and nobody else knows a kind or a metric by name."""

import ast
from pathlib import Path

import numpy as np
import pytest
from sklearn import metrics

from dlfund import Task, baselines
from dlfund.baselines import Baseline
from dlfund.comparison.scoring.metrics import METRICS, fitting
from dlfund.core.task_kind import LABELLED, TASK_KINDS, Answer, decide, kind_of_classes
from dlfund.data import Column, Schema

PACKAGE = Path(__file__).parents[2] / "dlfund"
HOMES = {
    "core/task_kind.py",
    *(f"comparison/scoring/metrics_of_{what}.py" for what in ("classes", "numbers", "groups")),
}
OTHERS = {  # words that mean something else there
    "baselines/lightgbm_trees.py": {"binary", "multiclass", "regression"},  # LightGBM's objectives
    "explain/trace/loss_text.py": {"mae"},  # Keras's losses by their short names
    "explain/trace/rules.py": {"binary"},  # a part of the name of a Keras loss
    "learn/process/loss_and_metric.py": {"accuracy"},  # a word of its numbers
    "learn/interview/questions/training.py": {"accuracy"},  # a Keras metric in the report of an exercise
    **{  # the name by which Keras reports a metric of the same name
        f"metrics/{name}.py": {name} for name in ("accuracy", "average_precision", "f1", "log_loss", "r2", "roc_auc")
    },
}


def literals(path):
    """The strings in a file that are a kind's or a metric's name."""
    names = {*TASK_KINDS, *METRICS}
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and node.value in names}


def test_nobody_outside_the_homes_knows_a_kind_or_a_metric_by_name():
    actual = {str(path.relative_to(PACKAGE)): literals(path) for path in PACKAGE.rglob("*.py")}
    assert {name: text for name, text in actual.items() if text and name not in HOMES} == OTHERS
    written = {word for name in HOMES for word in actual[name]}
    assert {name for name in (*TASK_KINDS, *METRICS) if not name.startswith("pinball_")} == written  # built by level


def test_no_page_asks_for_a_kind_or_a_metric_by_name():
    asked = [
        (path.name, name)
        for path in (PACKAGE / "report" / "templates").rglob("*.html")
        for name in (*TASK_KINDS, *METRICS)
        if f'"{name}"' in path.read_text(encoding="utf-8")
    ]
    assert not asked


@pytest.mark.parametrize("kind", TASK_KINDS.values(), ids=list(TASK_KINDS))
def test_what_a_kind_names_exists_and_fits(kind):
    classes = tuple("abc"[: kind.least_classes])
    task = Task(kind=kind.name, input_shape=(4,), classes=classes)
    schema = Schema(name="rows", title="", target="y", columns=(Column("x"),), classes=classes, kind=kind.name)
    assert task.loss().name
    assert task.metric == kind.metric
    assert kind.metric in fitting(kind.name)
    for name in filter(None, (kind.floor, kind.reference)):
        contender = getattr(baselines, name)()
        assert isinstance(contender, Baseline)
        contender.estimator(schema, 0)  # it serves the kind
    assert kind.surface.format(target="y", positive="b")


@pytest.mark.parametrize("name", LABELLED)
def test_trials_are_chosen_by_the_metric_that_the_kind_names(name):
    kind = TASK_KINDS[name]
    assert METRICS[kind.trial_metric].function == kind.trial_function
    assert callable(getattr(metrics, kind.trial_function))
    assert kind.encoder_target


def test_the_number_of_classes_says_the_kind():
    assert [kind_of_classes(classes).name for classes in (0, 2, 3, 100)] == [
        "regression",
        "binary",
        "multiclass",
        "multiclass",
    ]
    assert TASK_KINDS["clustering"].fits(2)
    assert not TASK_KINDS["clustering"].fits(1)


def test_a_class_is_decided_by_its_probability():
    assert decide(np.array([0.2, 0.5, 0.51])).tolist() == [0, 0, 1]
    assert decide(np.array([[0.2, 0.5, 0.3], [0.4, 0.4, 0.2]])).tolist() == [1, 0]


@pytest.mark.parametrize("name", [name for name, kind in TASK_KINDS.items() if kind.has_classes])
def test_a_script_decides_as_dlfund_does(name):
    shares = np.random.default_rng(0).dirichlet([1, 1, 1], 50)
    predictions = shares if TASK_KINDS[name].answer is Answer.PROBABILITIES else shares[:, 0]
    decided = eval(TASK_KINDS[name].decided, {"predictions": predictions})  # noqa: S307
    assert np.array_equal(decided, decide(predictions))
