"""A rule is text, not code: it says yes or no of each row, and can do nothing else."""

import numpy as np
import pandas as pd
import pytest
from small_data import small_table

from dlfund.baselines.rule import RuleClassifier, evaluate

TABLE = pd.DataFrame({"study": [1.0, 5.0, 9.0], "sleep": [8.0, 6.0, 0.0], "city": ["a", "b", "c"]})


@pytest.mark.parametrize(
    "rule, holds",
    [
        ("study >= 5", [False, True, True]),
        ("study >= 5 and sleep > 0", [False, True, False]),
        ("study < 5 or sleep == 0", [True, False, True]),
        ("not study >= 5", [True, False, False]),
        ("2 < study < 9", [False, True, False]),
        ("study + 2 * sleep - 1 > 15", [True, True, False]),
        ("study / 2 != 2.5", [True, False, True]),
        ("-study < -4", [False, True, True]),
        ("  study >= 5  ", [False, True, True]),
        ("study and sleep", [True, True, False]),
        ("1 > 2", [False, False, False]),
    ],
)
def test_the_language(rule, holds):
    np.testing.assert_array_equal(evaluate(rule, TABLE), holds)


@pytest.mark.parametrize(
    "rule",
    [
        "__import__('os').system('true')",
        "study.sum() > 1",
        "study.__class__",
        "len(study) > 1",
        "(lambda: 1)()",
        "[study for study in (1, 2)]",
        "study[0] > 1",
        "study ** 99999 > 1",
        "study if sleep else study",
        "(study := 3) > 2",
        "city == 'a'",
        "study is sleep",
        "study in sleep",
        "study & sleep",
        "~study",
        "f'{study}'",
        "study >",
        "",
        "study = 5",
        "import os",
        "study > 5\nsleep > 5",
        "study > \0",
        "(" * 500 + "study" + ")" * 500,
        "study > 1j",
    ],
)
def test_anything_else_is_refused_with_a_sentence(rule):
    with pytest.raises(ValueError, match=r"Expected a rule of comparisons, .* such as 'study >= 5'. Received: "):
        evaluate(rule, TABLE)


def test_a_rule_too_deep_to_read_is_refused():
    with pytest.raises(ValueError, match="Expected a rule of comparisons"):
        evaluate("not " * 100_000 + "study", TABLE)


def test_no_text_is_no_rule():
    with pytest.raises(ValueError, match=r"Expected a rule of comparisons.*Received: 5"):
        evaluate(5, TABLE)


@pytest.mark.parametrize("rule", ["study", "study + sleep", "5", "-study"])
def test_a_number_is_no_answer(rule):
    with pytest.raises(ValueError, match=r"to be true or false\. Received: a number"):
        evaluate(rule, TABLE)


def test_an_unknown_column_is_named():
    with pytest.raises(ValueError, match=r"to name columns of the table. Received: 'play'; the table has \['study'"):
        evaluate("play > 3", TABLE)


def test_text_is_not_compared_with_numbers():
    with pytest.raises(ValueError, match=r"Expected the rule 'city >= 5' to compare numbers. Received: "):
        evaluate("city >= 5", TABLE)


def test_the_classifier_says_yes_where_the_rule_holds():
    table = small_table()
    model = RuleClassifier("study > 5").fit(table, table["passed"])
    assert model.classes_.tolist() == ["no", "yes"]
    np.testing.assert_array_equal(model.predict(table), np.where(table["study"] > 5, "yes", "no"))
    np.testing.assert_array_equal(model.predict_proba(table)[:, 1], (table["study"] > 5).astype(float))


def test_a_rule_that_can_not_be_read_fails_before_anything_is_judged():
    with pytest.raises(ValueError, match="Expected a rule"):
        RuleClassifier("study.max() > 1").fit(TABLE, [0, 1, 0])
