"""The kinds of task, and every fact about each: what it answers, how it is learned, and what decides.

A kind is asked, never compared with by name: `task.task_kind.labelled`, `schema.task_kind.answer is Answer.NUMBER`. So
a new one is an entry of `TASK_KINDS` below, and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    """What is predicted for a row: the form that metrics, views and scripts know."""

    PROBABILITY = "probability"  # of the second class: shape (rows,)
    PROBABILITIES = "probabilities"  # of each class: shape (rows, classes)
    NUMBER = "number"  # shape (rows,)
    GROUP = "group"  # the number of a group that was found: shape (rows,)


@dataclass(frozen=True)
class TaskKind:
    """One kind of task.

    Args:
        name: str. As on the command line and in files.
        answer: Answer. What is predicted for a row.
        least_classes, most_classes: int, int or infinity. How many classes the target has; 0: it is a number.
        classes: str. The same in words, such as "two classes".
        among: str. What it takes, as in a sentence that names every kind.
        outputs: function (classes, inputs) -> int. How many numbers a network's head returns for a row.
        activation: str. Of the head.
        loss: str. The class in `keras.losses` that fits the head.
        metric: str. What decides a comparison, unless another one is named.
        trial_metric, trial_function: str. What baselines' trials are chosen by, on validation rows, and its function in
            `sklearn.metrics`; empty where that is the rows' likelihood.
        floor, reference: str. The baseline that learns nothing, and the one that the others are compared with; an empty
            floor: there is none.
        output: str. What a saved model returns, in words.
        surface: str. The same of a picture's colours; it may hold {target} and {positive}, the second class.
        labelled: bool. Whether targets are shown to who learns; without, a network learns to give its input back.
        decisions_metric: str. The share of right decisions; empty where nothing is decided.
        decided: str. The code that decides, from an array `predictions`; empty where nothing is decided.
        target_dtype: str. Of what a network learns.
        target_scaled: bool. Whether a network learns the target at mean 0 and deviation 1.
        encoder_target: str. What scikit-learn's TargetEncoder calls the target; empty without labels.
    """

    name: str
    answer: Answer
    least_classes: int
    most_classes: float
    classes: str
    among: str
    outputs: Callable[[int, int], int]
    activation: str
    loss: str
    metric: str
    trial_metric: str
    trial_function: str
    floor: str
    reference: str
    output: str
    surface: str
    labelled: bool = True
    decisions_metric: str = ""
    decided: str = ""
    target_dtype: str = "float32"
    target_scaled: bool = False
    encoder_target: str = ""

    @property
    def has_classes(self) -> bool:
        """Whether classes are predicted, by their probabilities."""
        return self.answer in (Answer.PROBABILITY, Answer.PROBABILITIES)

    @property
    def stratified(self) -> bool:
        """Whether folds hold each class as often as the whole table does."""
        return self.has_classes

    @property
    def dimensions(self) -> int:
        """Of an array of predictions."""
        return 2 if self.answer is Answer.PROBABILITIES else 1

    def fits(self, classes: int) -> bool:
        """Whether a target may have so many classes; 0: it is a number."""
        return self.least_classes <= classes <= self.most_classes


def decide(predictions: Any) -> Any:
    """Class numbers from probabilities: the second class above ½; of several the most probable, the first of equals."""
    return (predictions > 0.5).astype(int) if predictions.ndim == 1 else predictions.argmax(axis=1)


TASK_KINDS = {
    kind.name: kind
    for kind in (
        TaskKind(
            name="binary",
            answer=Answer.PROBABILITY,
            least_classes=2,
            most_classes=2,
            classes="two classes",
            among="2 classes for a binary task",
            outputs=lambda classes, inputs: 1,
            activation="sigmoid",
            loss="BinaryCrossentropy",
            metric="roc_auc",
            trial_metric="log_loss",
            trial_function="log_loss",
            floor="majority_class",
            reference="logistic_regression",
            output="probability of the second class",
            surface="probability of {target} = {positive}",
            decisions_metric="accuracy",
            decided="predictions > 0.5",
            encoder_target="binary",
        ),
        TaskKind(
            name="multiclass",
            answer=Answer.PROBABILITIES,
            least_classes=3,
            most_classes=math.inf,
            classes="three or more classes",
            among="3 or more for a multiclass one",
            outputs=lambda classes, inputs: classes,
            activation="softmax",
            loss="SparseCategoricalCrossentropy",
            metric="log_loss",
            trial_metric="log_loss",
            trial_function="log_loss",
            floor="majority_class",
            reference="logistic_regression",
            output="probability of each class",
            surface="class that the model finds most probable",
            decisions_metric="accuracy",
            decided="predictions.argmax(axis=1)",
            target_dtype="int32",
            encoder_target="multiclass",
        ),
        TaskKind(
            name="regression",
            answer=Answer.NUMBER,
            least_classes=0,
            most_classes=0,
            classes="numbers",
            among="none for regression",
            outputs=lambda classes, inputs: 1,
            activation="linear",
            loss="MeanSquaredError",
            metric="rmse",
            trial_metric="rmse",
            trial_function="root_mean_squared_error",
            floor="mean_value",
            reference="ridge",
            output="the target, in its units",
            surface="predicted {target}",
            target_scaled=True,
            encoder_target="continuous",
        ),
        TaskKind(
            name="clustering",
            answer=Answer.GROUP,
            least_classes=2,
            most_classes=math.inf,
            classes="two or more hidden classes",
            among="clustering has hidden ones",
            outputs=lambda classes, inputs: inputs,
            activation="linear",
            loss="MeanSquaredError",
            metric="adjusted_rand",
            trial_metric="",
            trial_function="",
            floor="",
            reference="k_means",
            output="the input again; rows are grouped by the layer named code",
            surface="predicted {target}",
            labelled=False,
        ),
    )
}
LABELLED = tuple(kind.name for kind in TASK_KINDS.values() if kind.labelled)


def names_of(*answers: Answer) -> tuple[str, ...]:
    """The kinds that give one of these answers."""
    return tuple(kind.name for kind in TASK_KINDS.values() if kind.answer in answers)


def kind_of_classes(classes: int) -> TaskKind:
    """The usual kind of a target with so many classes; 0: it is a number. One class is a mistake that others tell."""
    return next(kind for kind in TASK_KINDS.values() if kind.labelled and kind.fits(classes if classes != 1 else 3))


def classes_of_every_kind() -> str:
    """What each kind takes, as in a sentence; the unlabelled in brackets."""
    *first, last = (kind.among for kind in TASK_KINDS.values() if kind.labelled)
    hidden = ", ".join(kind.among for kind in TASK_KINDS.values() if not kind.labelled)
    return f"{', '.join(first)} and {last} ({hidden})"
