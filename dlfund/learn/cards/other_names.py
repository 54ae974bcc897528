"""What else a concept is called, and what a card explains beside the concept that it is named after."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from dlfund.core.errors import UserError

OTHER_NAMES = {
    "AUC": "ROCAUC",
    "backprop": "backpropagation",
    "backward pass": "backpropagation",
    "backward propagation": "backpropagation",
    "bagging": "ensembles",
    "batch": "epoch_batch_and_step",
    "batch size": "epoch_batch_and_step",
    "chain rule": "backpropagation",
    "class weights": "class_imbalance",
    "cross-entropy": "CategoricalCrossentropy",
    "data augmentation": "augmentation",
    "data leakage": "splits_and_leakage",
    "early stopping": "over_and_underfitting",
    "ensemble": "ensembles",
    "epoch": "epoch_batch_and_step",
    "exploding gradients": "vanishing_gradients",
    "fine-tuning": "transfer_learning",
    "forward pass": "forward_propagation",
    "hidden layer": "Dense",
    "iteration": "epoch_batch_and_step",
    "k-fold": "cross_validation",
    "language model": "next_token_prediction",
    "leakage": "splits_and_leakage",
    "loss": "loss_and_metric",
    "loss function": "loss_and_metric",
    "metric": "loss_and_metric",
    "MAE": "MeanAbsoluteError",
    "MSE": "MeanSquaredError",
    "neuron": "Perceptron",
    "overfitting": "over_and_underfitting",
    "regularization": "regularisation",
    "self-attention": "attention",
    "softmax regression": "softmax",
    "step size": "learning_rate",
    "stochastic gradient descent": "SGD",
    "test set": "splits_and_leakage",
    "training set": "splits_and_leakage",
    "underfitting": "over_and_underfitting",
    "validation set": "splits_and_leakage",
    "vanishing gradient": "vanishing_gradients",
    "weight": "WeightedSum",
    "weights": "WeightedSum",
    "weight decay": "regularisation",
}


def concept_named(name: str, concepts: Iterable[str]) -> str:
    """The concept of this name, in any case, of another name, or the only one that begins so; an error names near ones.

    Example:
        >>> concept_named("Early stopping", ["over_and_underfitting", "sigmoid", "sign"])
        'over_and_underfitting'
        >>> concept_named("sigm", ["sigmoid", "sign"])
        'sigmoid'
    """
    plain = _plain(name)
    spelled = {_plain(other): concept for other, concept in OTHER_NAMES.items()}
    spelled |= {_plain(concept): concept for concept in concepts}
    if concept := spelled.get(plain) or _only_one_that_begins(plain, spelled):
        return concept
    near = ", ".join(_nearest(plain, spelled)) or "there is none"
    raise UserError(f"Expected the name of a concept. Received: {name!r}. Nearest: {near}. `dlfund explain` lists all.")


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _only_one_that_begins(start: str, spelled: dict[str, str]) -> str | None:
    concepts = {concept for spelling, concept in spelled.items() if len(start) >= 3 and spelling.startswith(start)}
    return concepts.pop() if len(concepts) == 1 else None


def _nearest(plain: str, spelled: dict[str, str]) -> list[str]:
    """Up to six names that begin so, or up to three that are spelled alike, or those that hold it."""
    if not plain:
        return []
    begin = [concept for spelling, concept in spelled.items() if spelling.startswith(plain)]
    alike = [spelled[spelling] for spelling in difflib.get_close_matches(plain, spelled, n=3, cutoff=0.6)]
    hold = [concept for spelling, concept in spelled.items() if plain in spelling]
    return list(dict.fromkeys(begin or alike or hold))[:6]
