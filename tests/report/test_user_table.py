"""What a page shows only of a user table: findings as text, and scores of rows that were held out."""

import pytest
from report.made_results import changed, made_result

from dlfund.report.page import render
from dlfund.report.user_table import findings, held_out

NASTY = "<img src=x onerror=alert(1)>"
FINDING = {
    "code": "L01",
    "name": "target_copied",
    "severity": "warning",
    "sentence": f"Column '{NASTY}' says the target.",
    "columns": [NASTY],
    "evidence": {"share_alike": 0.98765},
    "advice": "Leave it out.",
}


@pytest.fixture
def result():
    made = made_result()
    area = {"score": 0.871, "low": 0.82, "high": 0.91}
    held_out = {"rows": 1234, "scores": {"ann": {"roc_auc": area, "accuracy": area}}}
    return changed(made, held_out=held_out, findings=[FINDING])


def test_scores_of_held_out_rows_stand_with_their_intervals(result):
    shown = held_out(result)
    assert shown["rows"] == "1,234"
    assert shown["metrics"][:2] == ["ROC AUC", "accuracy"]
    (row,) = shown["table"]
    assert row["contender"].name == "ann"
    assert row["cells"][0] == {"main": "0.871", "small": "[0.820, 0.910]"}
    assert row["cells"][2] == {"main": "–", "small": ""}
    assert "1,234 rows were set aside" in render(result)


def test_a_finding_is_said_with_its_numbers_and_its_names_are_text(result):
    (finding,) = findings(result)
    assert (finding["name"], finding["numbers"]) == ("target copied", "share alike 0.9877")
    page = render(result)
    assert NASTY not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "may mislead: target copied (L01)." in page


def test_a_recipe_has_neither(result):
    assert held_out(made_result()) == {}
    page = render(made_result())
    assert 'id="held-out"' not in page
    assert 'id="checks"' not in page


def test_a_browser_shows_both_without_a_complaint(result, tmp_path, open_page):
    path = tmp_path / "report.html"
    path.write_text(render(result), encoding="utf-8")
    page = open_page(path, width=390)
    assert page.locator("#held-out table tbody tr").count() == 1
    assert NASTY in page.locator("#checks").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
