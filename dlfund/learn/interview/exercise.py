"""A drill with its numbers drawn: the question, the right answer, the solution, and typical wrong answers.

the same seed and name -> the same numbers
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Answer = float | int | tuple[int, ...]

RELATIVE, ABSOLUTE = 0.01, 0.0005  # a number may be this far off: 1 % of it, or half of its third decimal
APART = 3  # a typical wrong answer must be this many tolerances away from the right one, or numbers are drawn again
DRAWS = 1000
NOISE = 12  # decimals from here on are a rounding error: 0.1 · 3 − 0.3 is 0, not 5.6e-17


@dataclass(frozen=True)
class Exercise:
    """One drawn drill.

    Args:
        text: str. The task, with its numbers.
        answer: float (a number with a tolerance), int (a count) or tuple of int (a shape); the latter two must be
            exact.
        hint: str. The formula, without the numbers.
        worked: tuple of str. The formula with its numbers, line by line, down to the answer.
        given: dict. The numbers; the arguments of the proof.
        mistakes: dict. A sentence about each common mistake, and the wrong answer that it leads to.
        also: dict. A sentence about each other right answer, such as another framework's count, and that answer.
    """

    text: str
    answer: Answer
    hint: str
    worked: tuple[str, ...]
    given: dict[str, Any]
    mistakes: dict[str, Answer] = field(default_factory=dict)
    also: dict[str, Answer] = field(default_factory=dict)

    @property
    def tolerance(self) -> float:
        return tolerance(self.answer)

    def is_right(self, answer: Answer) -> bool:
        return close(answer, self.answer, self.tolerance) or bool(self.note(answer))

    def note(self, answer: Answer) -> str:
        """Where this answer is right, if it is not the one that the drill computes; empty elsewhere."""
        return next((note for note, other in self.also.items() if close(answer, other, tolerance(other))), "")

    def mistake(self, answer: Answer) -> str:
        """Which of the common mistakes gives this answer; empty where none does."""
        return next((mistake for mistake, wrong in self.mistakes.items() if close(answer, wrong, tolerance(wrong))), "")

    @property
    def is_fair(self) -> bool:
        """Whether no common mistake gives nearly the right answer."""
        right = (self.answer, *self.also.values())
        return not any(
            close(wrong, answer, APART * tolerance(answer)) for wrong in self.mistakes.values() for answer in right
        )


def tolerance(answer: Answer) -> float:
    return max(RELATIVE * abs(answer), ABSOLUTE) if isinstance(answer, float) else 0.0


def close(answer: Answer, other: Answer, within: float) -> bool:
    if isinstance(answer, tuple) or isinstance(other, tuple):
        return answer == other
    return abs(answer - other) <= within * (1 + 1e-9)  # 0.125 read as 0.1255 is half a decimal off, not more


def draw(function: Callable[[random.Random], Exercise], seed: str) -> Exercise:
    """A fair exercise: drawn again where a common mistake would look like the right answer."""
    numbers = random.Random(f"{seed}/{function.__name__}")  # noqa: S311 - numbers for a drill, no secret
    for _ in range(DRAWS):
        exercise = function(numbers)
        if exercise.is_fair:
            return exercise
    raise RuntimeError(
        f"Expected {function.__name__} to draw numbers that distinguish right from wrong answers. Received: none."
    )


def tenths(numbers: random.Random, low: float, high: float) -> float:
    """A number with one decimal, between these two and never 0."""
    return numbers.choice([n for n in range(round(low * 10), round(high * 10) + 1) if n]) / 10


def written(value: float, digits: int = 4) -> str:
    """A number as a teacher writes it; explain's own function would import Keras here."""
    text = f"{round(value, NOISE) + 0.0:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def factor(value: float) -> str:
    """The same inside a product or sum: negative ones in brackets."""
    text = written(value)
    return f"({text})" if text.startswith("−") else text


def shape_text(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))})"


def answer_text(answer: Answer) -> str:
    if isinstance(answer, tuple):
        return shape_text(answer)
    return f"{answer:,}" if isinstance(answer, int) else written(answer)
