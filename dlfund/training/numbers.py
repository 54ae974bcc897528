"""A member's numbers: what may differ between networks that share one compiled program.

While a program is traced, a `Number` stands where a layer, a loss or an optimizer keeps a plain float. It
computes like a tensor. Where Python asks it a question (`if self.rate > 0`), it answers with the value of
the network that is being traced and remembers question and answer: the program then serves every network
that would have answered alike.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import keras
from keras import ops

NOT_READ = ("_tracker", "_auto_config", "_inbound_nodes", "_outbound_nodes", "_nodes", "_metrics", "_loss_ids")


class Slot(NamedTuple):
    """Where a float is kept: an entry of an object's attributes, of a dict or of a list.

    `of_schedule` marks what a schedule keeps, such as its steps: they follow from the number of rows, so the next
    training is likely to have others.
    """

    path: str
    place: Any
    key: Any
    of_schedule: bool = False

    @property
    def value(self) -> float:
        return float(self.place[self.key])


class Answer(NamedTuple):
    """A question that Python asked a number, and what it was told."""

    position: int
    question: Any
    other: float
    answer: Any

    def holds_for(self, values: tuple[float, ...]) -> bool:
        return self.question(values[self.position], self.other) == self.answer


class Number:
    """Computes as the tensor, answers as the value."""

    __hash__ = object.__hash__

    def __init__(self, position, value, tensor, answers, used):
        self.position, self.value, self._tensor = position, value, tensor
        self.answers, self.used = answers, used

    @property
    def tensor(self):
        self.used.add(self.position)
        return self._tensor

    def ask(self, question, other):
        if isinstance(other, Number):
            raise TypeError("Two numbers of a member were compared in Python; their answer can't be kept.")
        answer = question(self.value, other)
        self.answers.append(Answer(self.position, question, other, answer))
        self.used.add(self.position)
        return answer

    def __bool__(self):
        return self.ask(operator.ne, 0.0)

    def __float__(self):  # whoever asks for the float itself gets a program for this value alone
        self.ask(operator.eq, self.value)
        return float(self.value)

    def __int__(self):
        return int(float(self))

    def __tf_tensor__(self, dtype=None, name=None):
        return self.tensor if dtype is None else ops.cast(self.tensor, dtype.name)

    def __jax_array__(self):
        return self.tensor

    def __neg__(self):
        return -self.tensor

    def __abs__(self):
        return ops.abs(self.tensor)


def _comparison(question):
    def compare(self, other):
        if isinstance(other, (int, float)):
            return self.ask(question, float(other))
        return question(self.tensor, other)

    return compare


def _arithmetic(operation, swapped):
    def compute(self, other):
        other = other.tensor if isinstance(other, Number) else other
        if not isinstance(other, (int, float)):  # a tensor of another float type keeps its type, as with a float
            other = ops.convert_to_tensor(other)
            mine = (
                ops.cast(self.tensor, other.dtype)
                if "float" in keras.backend.standardize_dtype(other.dtype)
                else self.tensor
            )
        else:
            mine = self.tensor
        return operation(other, mine) if swapped else operation(mine, other)

    return compute


for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Number, f"__{_name}__", _comparison(getattr(operator, _name)))
for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    setattr(Number, f"__{_name}__", _arithmetic(getattr(operator, _name), swapped=False))
    setattr(Number, f"__r{_name}__", _arithmetic(getattr(operator, _name), swapped=True))


def find(objects) -> list[Slot]:
    """Every float that `objects` keep, in an order that equal architectures share."""
    seen: set[int] = set()
    return [slot for index, one in enumerate(objects) for slot in _floats(one, str(index), seen)]


def _floats(thing, path, seen) -> Iterator[Slot]:
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, dict):
        place, entries = thing, list(thing.items())
    elif isinstance(thing, (list, tuple)):
        place, entries = thing, list(enumerate(thing))
    else:
        place = vars(thing)
        entries = [(key, value) for key, value in place.items() if key not in NOT_READ and not key.startswith("_self_")]
    counts = isinstance(thing, keras.optimizers.schedules.LearningRateSchedule)
    for key, value in entries:
        if isinstance(value, float) or (counts and isinstance(value, int) and not isinstance(value, bool)):
            if not isinstance(place, tuple):
                yield Slot(f"{path}.{key}", place, key, counts)
        elif _may_hold_numbers(value):
            yield from _floats(value, f"{path}.{key}", seen)


def _may_hold_numbers(value) -> bool:
    if isinstance(value, (dict, list, tuple)):
        return bool(value)
    if isinstance(value, (keras.Variable, keras.initializers.Initializer, keras.DTypePolicy, type)):
        return False
    return hasattr(value, "get_config") and hasattr(value, "__dict__")


@contextmanager
def standing_in(slots, numbers):
    """Put each number into its slot, and the float back afterwards."""
    before = [slot.place[slot.key] for slot in slots]
    try:
        for slot, number in zip(slots, numbers, strict=True):
            slot.place[slot.key] = number
        yield
    finally:
        for slot, value in zip(slots, before, strict=True):
            slot.place[slot.key] = value
