"""Keras's own tests pass with dlfund's parts, but for those that docs/conformance.md lists."""

import json

import pytest
from conformance import __main__ as command
from conformance import keras_tests, outcomes
from conformance.mentions import mentions_a_part
from conformance.page import page, share

RULES = [
    {"test": "lora", "verdict": outcomes.NOT_APPLICABLE, "reason": "refused on purpose"},
    {"error": "unexpected keyword argument 'ax", "verdict": outcomes.FAILED, "reason": "no axis yet"},
]


def line(test, outcome, reason=""):
    return {"test": f"keras/src/{test}", "outcome": outcome, "parts": ["Dense"], "reason": reason}


@pytest.mark.nightly
def test_keras_tests_pass_as_listed(capsys):
    code = command.main(["tensorflow"])
    if code == 2:
        pytest.skip(capsys.readouterr().err)
    assert code == 0, capsys.readouterr().out


def test_the_page_is_current():
    measured = json.loads(outcomes.MEASURED.read_text())
    assert outcomes.MEASURED.with_suffix(".md").read_text() == page(measured), "make conformance WRITE=1"


def test_every_rule_is_used():
    """A reason that no test needs any more is taken out, or it would hide the next failure."""
    measured = json.loads(outcomes.MEASURED.read_text())["backends"].values()
    used = {reason for backend in measured for reason in [*backend["not_applicable"], *backend["failed"].values()]}
    used |= {rule["reason"] for rule in outcomes.read_rules() if rule["verdict"] == outcomes.PASSED}
    assert {rule["reason"] for rule in outcomes.read_rules()} <= used


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (line("a_test.py::A::test_x", "passed"), ("passed", "")),
        (line("a_test.py::A::test_lora", "passed"), ("passed", "")),  # what passes needs no reason
        (line("a_test.py::A::test_lora", "failed", "E"), ("not applicable", "refused on purpose")),
        (
            line("a_test.py::A::test_x", "failed", "unexpected keyword argument 'axis'"),
            ("failed", "no axis yet"),
        ),
        (line("a_test.py::A::test_x", "failed", "at 0x7f3a\n  b"), ("failed", "at 0x… b")),
        (line("a_test.py::A::test_x", "skipped", "needs a GPU"), ("not applicable", "Keras skips it here")),
    ],
)
def test_a_test_gets_its_verdict(case, expected):
    outcome = outcomes.classify(case, RULES)
    assert (outcome.verdict, outcome.reason) == expected


def test_what_fails_with_keras_too_is_no_failure():
    failed = line("a_test.py::A::test_x", "failed", "E")
    assert outcomes.classify(failed, RULES, {failed["test"]}).reason == outcomes.OUTSIDE


def counts(failed, groups=None):
    return {"groups": groups or {}, "not_applicable": {}, "failed": failed}


def test_a_new_failure_and_a_listed_one_that_passes_are_said():
    changes = command.differences(counts({"new": "E"}), counts({"old": "E"}))
    assert changes[0] == "new fails and is not listed: E"
    assert changes[1].startswith("old is listed as failing and does not fail")
    assert command.differences(counts({"old": "F"}), counts({"old": "E"})) == []


def test_other_counts_are_said():
    (change,) = command.differences(counts({}, {"a_test.py": [2, 0, 0]}), counts({}, {"a_test.py": [1, 0, 0]}))
    assert change.startswith("other counts in a_test.py")


def test_a_registry_out_of_reach_is_a_code_of_its_own(monkeypatch, capsys):
    def refuse(backend):
        raise keras_tests.OutOfReachError("pip can't download the source of Keras")

    monkeypatch.setattr(command, "measure", refuse)
    assert command.main(["tensorflow"]) == 2
    assert "pip can't download" in capsys.readouterr().err


def test_a_share_never_hides_a_failure():
    assert share(9999, 1) == "99.9 %"
    assert share(3, 0) == "100.0 %"


class Sample:
    """Tests as Keras writes them, for what they mention."""

    def helper(self):
        return layers.Dense  # noqa: F821

    def test_direct(self):
        return layers.Dense(2)  # noqa: F821

    def test_through_a_helper(self):
        return self.helper()

    def test_nested(self):
        return [lambda: layers.Dense(2) for _ in range(2)]  # noqa: F821

    def test_none(self):
        return layers.Conv9D(2)  # noqa: F821


@pytest.mark.parametrize(
    ("name", "expected"),
    [("test_direct", True), ("test_through_a_helper", True), ("test_nested", True), ("test_none", False)],
)
def test_what_may_use_a_part_is_run(name, expected):
    assert mentions_a_part(getattr(Sample, name), Sample, {"Dense"}) is expected
