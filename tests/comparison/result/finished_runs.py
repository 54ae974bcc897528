"""A finished comparison without a training: what each contender said of the test rows is given."""

import numpy as np
import pandas as pd

from dlfund import Task
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.sections import made_sections
from dlfund.comparison.result.views.registry import view_sections
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.core.outcome import Outcome
from dlfund.data import Column, Dataset, Schema
from dlfund.data.encode import vocabulary
from dlfund.training.tuning.search import Search


def run_of(dataset, predictions, *, models=None, protocol=None, failed=(), metric="accuracy"):
    """`predictions`: contender to a prediction for every row; first the best network, then the best baseline."""
    schema = dataset.schema
    shape = schema.shape or (len(schema.columns),)
    texts = vocabulary(schema, dataset.x)
    task = Task(schema.kind, shape, schema.classes, metric, texts)
    comparison = Comparison(dataset, task, (), protocol or Protocol(3, 1), Search("random", 1))
    outcomes = {
        name: [
            Outcome(fold.name, error="it failed")
            if name in failed
            else Outcome(fold.name, np.asarray(values)[fold.test].tolist())
            for fold in comparison.folds
        ]
        for name, values in predictions.items()
    }
    best = dict(zip(("network", "baseline"), [*predictions, None, None], strict=False))
    return FinishedRun(comparison, outcomes, models or dict.fromkeys(predictions), best)


def views_of(run):
    content, notes = made_sections(run, view_sections())
    return content["views"], notes


def arrays(shape, classes, rows=60, seed=0):
    """Noise of this shape, a class a row."""
    generator = np.random.default_rng(seed)
    columns = tuple(Column(f"v_{number}") for number in range(int(np.prod(shape))))
    schema = Schema("arrays", "", "label", columns, tuple(classes), shape=tuple(shape))
    x = pd.DataFrame(generator.normal(size=(rows, len(columns))), columns=schema.inputs)
    return Dataset(schema, x, np.arange(rows) % max(1, len(classes)))


def hours(rows=500, *, dates=True, seed=0):
    """A load that follows the clock."""
    generator = np.random.default_rng(seed)
    schema = Schema("load", "", "load", (Column("degrees"),), order="hour")
    when = pd.date_range("2026-07-01", periods=rows, freq="h").astype(str) if dates else np.arange(rows)
    y = 5000 + 900 * np.sin(2 * np.pi * np.arange(rows) / 24)
    x = pd.DataFrame({"degrees": generator.normal(size=rows)})
    return Dataset(schema, x, y, order=np.asarray(when))


def one_hot(labels, classes, sure=0.8):
    """Probabilities that call these classes."""
    table = np.full((len(labels), classes), (1 - sure) / (classes - 1))
    table[np.arange(len(labels)), labels] = sure
    return table
