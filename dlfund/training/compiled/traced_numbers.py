"""A member's numbers, in which networks that share one compiled program may differ.

While a program is traced, a `Number` takes the place of a plain float of a layer, a loss or an optimizer. It
computes like a tensor. A comparison in Python (`if self.rate > 0`) gets the result for the network that is being
traced, and is recorded: the program then serves every network for which all comparisons have the same results.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import keras
from keras import ops

from dlfund.training.compiled.keras_internals import settings_of


class Slot(NamedTuple):
    """The place of a float: an entry of an object's attributes, of a dict or of a list.

    `of_schedule` marks the numbers of a schedule, such as its steps: they depend on the number of rows, so the next
    training is likely to have other values.
    """

    path: str
    place: Any
    key: Any
    of_schedule: bool = False

    @property
    def value(self) -> float:
        return float(self.place[self.key])


class RecordedComparison(NamedTuple):
    """A comparison of a number in Python, and its result."""

    position: int
    question: Any
    other: float
    result: Any

    def holds_for(self, values: tuple[float, ...]) -> bool:
        return self.question(values[self.position], self.other) == self.result


class Number:
    """Computes as the tensor, and is compared in Python as the value."""

    __hash__ = object.__hash__

    def __init__(
        self, position: int, value: Any, tensor: Any, comparisons: list[RecordedComparison], used: set[int]
    ) -> None:
        self.position, self.value, self._tensor = position, value, tensor
        self.comparisons, self.used = comparisons, used

    @property
    def tensor(self) -> Any:
        self.used.add(self.position)
        return self._tensor

    def ask(self, question: Callable[[Any, Any], Any], other: Any) -> Any:
        if isinstance(other, Number):
            raise TypeError("Two numbers of a member were compared in Python; the result can't be recorded.")
        result = question(self.value, other)
        self.comparisons.append(RecordedComparison(self.position, question, other, result))
        self.used.add(self.position)
        return result

    def __bool__(self) -> bool:
        return self.ask(operator.ne, 0.0)

    def __float__(self) -> float:  # code that needs the float itself makes the program one for this value alone
        self.ask(operator.eq, self.value)
        return float(self.value)

    def __int__(self) -> int:
        return int(float(self))

    def __tf_tensor__(self, dtype: Any = None, name: Any = None) -> Any:
        return self.tensor if dtype is None else ops.cast(self.tensor, dtype.name)

    def __jax_array__(self) -> Any:
        return self.tensor

    def __neg__(self) -> Any:
        return -self.tensor

    def __abs__(self) -> Any:
        return ops.abs(self.tensor)


def _comparison(question: Callable[[Any, Any], Any]) -> Callable[[Number, Any], Any]:
    def compare(self: Any, other: Any) -> Any:
        if isinstance(other, (int, float)):
            return self.ask(question, float(other))
        return question(self.tensor, other)

    return compare


def _arithmetic(operation: Callable[[Any, Any], Any], swapped: bool) -> Callable[[Number, Any], Any]:
    def compute(self: Any, other: Any) -> Any:
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


def find(objects: Iterable[Any]) -> list[Slot]:
    """Every float that `objects` keep, in an order that equal architectures share."""
    seen: set[int] = set()
    return [slot for index, instance in enumerate(objects) for slot in _floats(instance, str(index), seen)]


def _floats(thing: Any, path: str, seen: set[int]) -> Iterator[Slot]:
    if id(thing) in seen:
        return
    seen.add(id(thing))
    place: Any
    entries: list[tuple[Any, Any]]
    if isinstance(thing, dict):
        place, entries = thing, list(thing.items())
    elif isinstance(thing, (list, tuple)):
        place, entries = thing, list(enumerate(thing))
    else:
        place, entries = settings_of(thing)
    counts = isinstance(thing, keras.optimizers.schedules.LearningRateSchedule)
    for key, value in entries:
        if isinstance(value, float) or (counts and isinstance(value, int) and not isinstance(value, bool)):
            if not isinstance(place, tuple):
                yield Slot(f"{path}.{key}", place, key, counts)
        elif _may_hold_numbers(value):
            yield from _floats(value, f"{path}.{key}", seen)


def _may_hold_numbers(value: Any) -> bool:
    if isinstance(value, (dict, list, tuple)):
        return bool(value)
    if isinstance(value, (keras.Variable, keras.initializers.Initializer, keras.DTypePolicy, type)):
        return False
    return hasattr(value, "get_config") and hasattr(value, "__dict__")


@contextmanager
def standing_in(slots: Sequence[Slot], numbers: Sequence[Any]) -> Iterator[None]:
    """Put each number into its slot, and the float back afterwards."""
    before = [slot.place[slot.key] for slot in slots]
    try:
        for slot, number in zip(slots, numbers, strict=True):
            slot.place[slot.key] = number
        yield
    finally:
        for slot, value in zip(slots, before, strict=True):
            slot.place[slot.key] = value
