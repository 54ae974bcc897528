"""Programs of somebody else's work with dlfund's parts, as docs/programs.md says."""

import json

import pytest
from programs import measured


def listed():
    return json.loads(measured.MEASURED.read_text())


def test_the_page_is_current():
    page = measured.MEASURED.with_suffix(".md").read_text()
    assert page == measured.page(listed()), "PYTHONPATH=tests python -m programs.measured"


@pytest.mark.nightly
def test_programs_work_on_tensorflow_as_listed():
    actual = {
        (program, check): outcome
        for program, outcomes in measured.measure("tensorflow").items()
        for check, outcome in outcomes.items()
    }
    expected = {
        (program, check): outcome
        for program, outcomes in listed()["backends"]["tensorflow"].items()
        for check, outcome in outcomes.items()
    }
    changed = {
        key: outcome for key, outcome in actual.items() if (outcome == "passed") != (expected.get(key) == "passed")
    }
    assert not changed
    assert set(actual) == set(expected)


def test_a_failure_and_what_does_not_apply_have_reasons():
    notes, programs = {}, {"loop": {"title": "loop", "absent": {"jit_compile": "no fit"}}}
    assert measured.cell("loop", "passed", "trains", programs, notes) == "yes"
    assert measured.cell("loop", None, "jit_compile", programs, notes) == "– (1)"
    assert measured.cell("loop", "ValueError: a|b", "trains", programs, notes) == "no (2)"
    assert notes == {"no fit": 1, "ValueError: a/b": 2}
