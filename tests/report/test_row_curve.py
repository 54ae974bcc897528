"""The curve over the number of rows on the page: names beside lines, numbers in a table, and why there is none."""

import pytest
from report.made_results import changed, made_result

from dlfund.report.figures.row_curve import row_curve
from dlfund.report.page import render


def point(value):
    return {"value": value, "low": value - 0.02, "high": value + 0.02}


@pytest.fixture
def result():
    made = made_result()
    scores = {
        "logistic_regression": [0.80, 0.84, 0.86],
        "random_forest": [0.82, 0.85, 0.87],
        "ann": [0.70, 0.80, 0.88],
    }
    points = {name: [point(value) for value in values] for name, values in scores.items()}
    points["ann"][0] = None
    curve = {
        "rows": [1000, 2000, 4000],
        "shares": [0.25, 0.5, 1.0],
        "folds": ["1-1"],
        "test_rows": 1234,
        "roles": {"reference": "logistic_regression", "baseline": "random_forest", "network": "ann"},
        "scores": points,
        "differences": [None, point(-0.05), point(0.01)],
        "failed": ["ann at 1,000 rows"],
        "sentences": ["More rows <b>would</b> probably help."],
        "seconds": 12.0,
    }
    return changed(made, row_curve=curve)


def test_each_line_has_its_name_and_each_point_its_number(result):
    shown = row_curve(result)
    labels = ("logistic regression", "random forest", "neural network")
    assert all(f">{label}</text>" in shown["scores"] for label in labels)
    assert "neural network: none at 1,000 rows, 0.800 at 2,000 rows, 0.880 at 4,000 rows" in shown["scores"]
    assert shown["counts"] == ["1,000", "2,000", "4,000"]
    assert shown["columns"][2]["cells"][0] == {"main": "–", "small": ""}
    assert shown["gaps"][1] == {"main": "−0.050", "small": "[−0.070, −0.030]"}


def test_without_a_network_there_is_no_lead(result):
    result.row_curve.update({"differences": [], "roles": {"baseline": "random_forest"}})
    assert row_curve(result)["differences"] is None
    assert 'id="more-rows"' in render(result)


def test_why_there_is_none_is_said_and_a_recipe_has_none(result):
    page = render(changed(result, row_curve={"left_out": "No time <i>left</i>."}))
    assert "No time &lt;i&gt;left&lt;/i&gt;." in page
    assert 'id="more-rows"' not in render(made_result())


@pytest.mark.parametrize("width, theme", [(1280, "light"), (390, "dark")])
def test_a_browser_shows_both_panels_and_the_table(result, tmp_path, open_page, width, theme):
    path = tmp_path / "report.html"
    path.write_text(render(result), encoding="utf-8")
    page = open_page(path, width=width, theme=theme)
    assert page.locator("#more-rows svg.panel").count() == 2
    assert page.locator("#more-rows tbody tr").count() == 4
    assert "<b>would</b>" in page.locator("#more-rows").inner_text()
    assert page.locator("#more-rows svg.panel text.name").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
