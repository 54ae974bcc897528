"""Checks of what a network can be built for; the error says which network to use instead."""

from __future__ import annotations

from dlfund.core.task import Task
from dlfund.core.task_kind import LABELLED


def check_numbers(name: str, task: Task) -> None:
    """Rows, images or sequences of numbers, and something to predict."""
    _check_kind(name, task)
    if task.vocabulary:
        _refuse(name, task, "rows of numbers", "zoo.text_cnn for words, zoo.two_tower for identifiers")


def check_table(name: str, task: Task) -> None:
    """Rows of numbers without neighbours."""
    check_numbers(name, task)
    if len(task.input_shape) != 1:
        _refuse(name, task, "flat rows of a table", "zoo.cnn for images and sequences, zoo.ann for any numbers")


def check_places(name: str, task: Task, ranks: tuple[int, ...], what: str) -> None:
    """Numbers with neighbours: steps or pixels, each with its channels."""
    check_numbers(name, task)
    if len(task.input_shape) not in ranks:
        _refuse(name, task, f"{what}, the channels last", "zoo.ann for a table")


def check_words(name: str, task: Task) -> None:
    """Codes of words, all from one vocabulary."""
    _check_kind(name, task)
    if len(task.vocabulary) != 1 or len(task.input_shape) != 1:
        _refuse(name, task, "a text's words as codes, from one vocabulary", "zoo.ann for numbers")


def check_identifiers(name: str, task: Task) -> None:
    """Codes of a user and an item."""
    _check_kind(name, task)
    if len(task.vocabulary) != 2 or task.input_shape != (2,):
        _refuse(name, task, "codes of two columns of identifiers, users and items", "zoo.ann for numbers")


def _check_kind(name: str, task: Task) -> None:
    if not task.task_kind.labelled:
        raise ValueError(
            f"Expected a {', '.join(LABELLED[:-1])} or {LABELLED[-1]} task for zoo.{name}. "
            f"Received: kind={task.kind!r}. Use zoo.autoencoder, which learns without labels."
        )


def _refuse(name: str, task: Task, wanted: str, instead: str) -> None:
    raise ValueError(
        f"Expected {wanted} for zoo.{name}. Received: input_shape={task.input_shape}, "
        f"vocabulary={task.vocabulary}. Use {instead}."
    )
