"""Every drill's formula says what the real thing says, and grading tells the right answer from the usual wrong ones."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlfund.interview.evidence import agrees, measured
from dlfund.interview.exercise import answer_text, draw
from dlfund.interview.question import questions

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
    for said, wrong in exercise.astray.items():
        assert not agrees(drill, replace(exercise, answer=wrong), number), said


@every_drill
@settings(max_examples=40)
@given(seed=st.integers(0, 10**9))
def test_grading_tells_right_from_wrong(drill, seed):
    exercise = draw(drill.function, str(seed))
    assert exercise.is_right(exercise.answer)
    for said, wrong in exercise.astray.items():
        assert not exercise.is_right(wrong), said
        assert exercise.mistake(wrong)
    if isinstance(exercise.answer, float):
        assert exercise.is_right(float(f"{exercise.answer:.3g}"))
        assert exercise.is_right(round(exercise.answer, 3))
        assert not exercise.is_right(exercise.answer + 2.5 * exercise.tolerance)
        assert not exercise.is_right(-exercise.answer) or abs(exercise.answer) < 1e-3
    elif isinstance(exercise.answer, int):
        assert not exercise.is_right(exercise.answer + 1)


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
    assert len(draw(drill.function, "0").astray) >= 2
