"""Checks run for a reader: what is claimed, with the numbers that were measured just now."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.interview.exercise import Answer, Exercise, answer_text, close, draw
from dlfund.interview.question import Question

INSTANCES = 5
EXACT = 2e-4  # relative: float32 against plain Python; of drawn weights (initialization) a sample's own noise is more
SAMPLED = {"he_deviation": 5e-3, "glorot_limit": 5e-3, "largest_rate": 2e-3}  # the last is found by halving a stretch


def measured(question: Question, exercise: Exercise) -> tuple[Answer, str]:
    """The drill's number from the real thing, and the trace that holds it (or nothing)."""
    found = question.proof(**exercise.given)
    if isinstance(exercise.answer, tuple):
        return tuple(found), ""
    return (found[0], str(found[1])) if isinstance(found, tuple) else (found, "")


def agrees(question: Question, exercise: Exercise, number: Answer) -> bool:
    """Whether the real thing says what the drill's formula says."""
    if not isinstance(exercise.answer, float):
        return number == exercise.answer
    return close(number, exercise.answer, SAMPLED.get(question.name, EXACT) * max(abs(exercise.answer), 1e-2))


def statements(question: Question, seed: str = "0") -> Iterator[tuple[str, bool]]:
    """Sentences with measured numbers, and whether they hold."""
    if not question.is_drill:
        check = question.function
        import keras

        keras.utils.set_random_seed(0)  # the check's own networks start alike each time
        yield from check()
        return
    for number in range(INSTANCES):
        exercise = draw(question.function, f"{seed}/{number}")
        real, _ = measured(question, exercise)
        yield (
            f"{', '.join(f'{name} = {value}' for name, value in exercise.given.items())}: "
            f"{answer_text(exercise.answer)} by the formula, {answer_text(real)} measured",
            agrees(question, exercise, real),
        )
