"""Runs checks for a reader: each claim with the numbers that were just measured."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.learn.interview.exercise import Answer, Exercise, answer_text, close, draw
from dlfund.learn.interview.question import InterviewQuestion

INSTANCES = 5
EXACT = 2e-4  # relative: float32 against plain Python; of drawn weights (initialization) a sample's own noise is more
SAMPLED = {"he_deviation": 5e-3, "glorot_limit": 5e-3, "largest_rate": 2e-3}  # the last is found by halving a stretch


def measured(question: InterviewQuestion, exercise: Exercise) -> tuple[Answer, str]:
    """The drill's number from a real layer or the trace, and the trace that contains it (or nothing)."""
    result = question.proof(**exercise.given)
    if isinstance(exercise.answer, tuple):
        return tuple(result), ""
    return (result[0], str(result[1])) if isinstance(result, tuple) else (result, "")


def agrees(question: InterviewQuestion, exercise: Exercise, number: Answer) -> bool:
    """Whether the measured number equals the drill's formula."""
    if not isinstance(exercise.answer, float):
        return number == exercise.answer
    return close(number, exercise.answer, SAMPLED.get(question.name, EXACT) * max(abs(exercise.answer), 1e-2))


def statements(question: InterviewQuestion, seed: str = "0") -> Iterator[tuple[str, bool]]:
    """Sentences with measured numbers, and whether they hold."""
    if not question.is_drill:
        check = question.function
        import keras

        keras.utils.set_random_seed(0)  # the check's own networks have the same initial weights each time
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
