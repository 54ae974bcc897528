"""Every drill's formula says what the real thing says, and grading tells the right answer from the usual wrong ones."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlfund.learn.interview.evidence import agrees, measured
from dlfund.learn.interview.exercise import answer_text, draw, written
from dlfund.learn.interview.question import find, questions

DRILLS = [question for question in questions() if question.is_drill]
INSTANCES = {"weight_updates": 2, "largest_rate": 4}  # a real training; a search for the border
every_drill = pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: drill.name)


@every_drill
def test_the_formula_is_what_the_real_thing_says(drill):
    for seed in range(INSTANCES.get(drill.name, 8)):
        exercise = draw(drill.function, f"proof {seed}")
        number, _ = measured(drill, exercise)
        assert agrees(drill, exercise, number), (exercise.text, exercise.answer, number)


@pytest.mark.slow
@every_drill
def test_the_formula_is_what_the_real_thing_says_many_times(drill):
    for seed in range(10 * INSTANCES.get(drill.name, 10)):
        exercise = draw(drill.function, f"many {seed}")
        number, _ = measured(drill, exercise)
        assert agrees(drill, exercise, number), (exercise.text, exercise.answer, number)


@every_drill
def test_the_proof_would_contradict_the_usual_mistakes(drill):
    exercise = draw(drill.function, "mistakes")
    number, _ = measured(drill, exercise)
    for output, wrong in exercise.mistakes.items():
        assert not agrees(drill, replace(exercise, answer=wrong), number), output


@every_drill
@settings(max_examples=40)
@given(seed=st.integers(0, 10**9))
def test_grading_tells_right_from_wrong(drill, seed):
    exercise = draw(drill.function, str(seed))
    assert exercise.is_right(exercise.answer)
    for output, wrong in exercise.mistakes.items():
        assert not exercise.is_right(wrong), output
        assert exercise.mistake(wrong)
    if isinstance(exercise.answer, float):
        assert exercise.is_right(float(f"{exercise.answer:.3g}"))
        assert exercise.is_right(round(exercise.answer, 3))
        assert not exercise.is_right(exercise.answer + 2.5 * exercise.tolerance)
        assert not exercise.is_right(-exercise.answer) or abs(exercise.answer) < 1e-3
    elif isinstance(exercise.answer, int):
        assert not exercise.is_right(exercise.answer + 1)


def printed(exercise):
    return " ".join((exercise.text, exercise.hint, *exercise.worked, *exercise.mistakes, *exercise.also))


def prints_no_rounding_error(drill, draws):
    """A number such as −1.11e−16 is what is left of 0; the smallest real one is 9e−6."""
    for seed in range(draws):
        exercise = draw(drill.function, f"noise {seed}")
        tiny = re.findall(r"e[-−](\d+)", printed(exercise))
        assert not [power for power in tiny if int(power) > 7], exercise


@every_drill
def test_no_rounding_error_is_printed(drill):
    prints_no_rounding_error(drill, 40)


@pytest.mark.nightly
@every_drill
def test_no_rounding_error_is_printed_in_1500_draws(drill):
    prints_no_rounding_error(drill, 1500)


def test_a_rounding_error_is_written_as_0():
    assert written(0.1 * 3 - 0.3) == written(-1.11e-16) == "0"


@pytest.mark.parametrize("name", ["new_weight", "new_bias"])
def test_a_drills_step_lowers_the_loss(name):
    """No drill teaches a rate that diverges: half of the largest one at most."""
    for seed in range(300):
        x, w, b, y, rate = draw(find(name).function, f"rate {seed}").given.values()
        error = w * x + b - y
        after = (w - rate * 2 * error * x) * x + b - rate * 2 * error - y
        assert after * error >= -1e-12
        assert abs(after) <= abs(error)


def test_another_frameworks_count_is_right_too():
    exercise = draw(find("lstm_parameters").function, "0")
    features, units, _ = exercise.given.values()
    keras, torch = 4 * units * (features + units + 1), 4 * units * (features + units + 2)
    assert exercise.answer == keras
    assert exercise.is_right(torch)
    assert "PyTorch" in exercise.note(torch)
    assert not exercise.note(keras)


@every_drill
def test_the_same_seed_draws_the_same_numbers_and_another_one_others(drill):
    assert draw(drill.function, "1") == draw(drill.function, "1")
    assert len({draw(drill.function, str(seed)).text for seed in range(20)}) > 5


@every_drill
def test_the_worked_solution_arrives_at_the_answer(drill):
    for seed in range(20):
        exercise = draw(drill.function, str(seed))
        assert answer_text(exercise.answer) in " ".join(exercise.worked), exercise
        assert exercise.text.endswith("?")


@every_drill
def test_every_drill_knows_at_least_two_mistakes(drill):
    assert len(draw(drill.function, "0").mistakes) >= 2
