"""A finding goes through JSON and comes back, and reads as one paragraph."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfund.comparison.checks import Finding, as_text
from dlfund.comparison.checks.finding import quoted, with_verb
from dlfund.core.errors import UserError

FINITE = st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))


@given(
    st.text(max_size=20),
    st.sampled_from(["stop", "warning", "note"]),
    st.lists(st.text(max_size=300), max_size=4),
    st.dictionaries(st.text(max_size=10), FINITE, max_size=4),
)
def test_a_finding_comes_back_from_json(sentence, severity, columns, evidence):
    finding = Finding("L01", "target_copied", severity, sentence, tuple(columns), evidence, "drop it")
    assert Finding.from_dict(json.loads(json.dumps(finding.to_dict()))) == finding


def test_it_reads_as_one_paragraph():
    finding = Finding(
        "L01", "target_copied", "stop", "'a' is it.", ("a",), {"rows_equal": 1200, "p": 0.01234}, "Drop it."
    )
    assert str(finding) == ("stop L01 target copied: 'a' is it. Evidence: rows equal 1,200, p 0.0123. To do: Drop it.")
    assert as_text([finding, finding]) == f"1. {finding}\n2. {finding}"
    assert "does not prove the data sound" in as_text([])


def test_names_of_columns_are_cut_and_counted():
    assert quoted(["a", "b", "c", "d", "e"]) == "'a', 'b', 'c' and 2 more"
    assert len(quoted(["x" * 300])) < 50
    assert with_verb(["a"], "is", "are") == "'a' is"
    assert with_verb(["a", "b"], "is", "are") == "'a', 'b' are"


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"severity": "bad"}, "severity to be one of"),
        ({"evidence": {"effect": float("nan")}}, "finite numbers"),
    ],
)
def test_what_is_no_finding_is_refused(changes, message):
    with pytest.raises(UserError, match=message):
        Finding(**{"code": "L01", "name": "n", "severity": "note", "sentence": "s"} | changes)


@pytest.mark.parametrize(
    "content, message",
    [
        ({}, "Expected code, name, severity, sentence. Received: nothing under code, name, severity, sentence"),
        ({"code": "L01"}, "nothing under name, severity, sentence"),
        ([], "Expected names with values"),
        (Finding("a", "b", "note", "c").to_dict() | {"more": 1}, "Expected no more than code, name"),
        (Finding("a", "b", "note", "c").to_dict() | {"columns": "ab"}, "Expected a list at columns"),
        (Finding("a", "b", "note", "c").to_dict() | {"severity": "bad"}, "severity to be one of"),
    ],
)
def test_content_that_is_no_finding_is_refused(content, message):
    with pytest.raises(UserError, match=message):
        Finding.from_dict(content)


def test_a_huge_number_is_kept_as_json_can_hold_it():
    finding = Finding("R07", "interval_too_wide", "note", "s", (), {"times_as_many_rows": 1e30})
    assert finding.evidence == {"times_as_many_rows": 1e30}
    assert Finding.from_dict(json.loads(json.dumps(finding.to_dict()))) == finding
