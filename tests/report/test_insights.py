"""Columns, parts and errors on the page: numbers with intervals, hostile names as text, and a phone's width."""

import pytest
from report.made_results import changed, made_result

from dlfund.report.insights import insights
from dlfund.report.page import render

NASTY = "<img src=x onerror=alert(1)>"


def of(change, low, high):
    return {"change": change, "low": low, "high": high, "shown": low > 0 or high < 0}


@pytest.fixture
def result():
    made = made_result()
    pair = {"first": "ann", "second": "random_forest", "correlation": 0.93, "both_wrong": 0.081, "by_chance": 0.02}
    own = {"mean": 0.87, "low": 0.85, "high": 0.89}
    told = {
        "importance": {
            "title": "Brier score",
            "rows": 1234,
            "of_rows": 2500,
            "shuffles": 5,
            "held_out": True,
            "folds": 0,
            "scores": {"ann": 0.16, "random_forest": 0.17},
            "left_out_words": "30 of 62 columns were measured.",
            "columns": [
                {
                    "name": NASTY,
                    "alike": {"name": NASTY, "strength": 0.914},
                    "of": {"ann": of(0.05, 0.03, 0.07), "random_forest": of(-0.02, -0.03, -0.01)},
                },
                {"name": "b", "alike": None, "of": {"ann": of(0.0, -0.01, 0.01), "random_forest": of(0.0, 0.0, 0.0)}},
            ],
        },
        "segments": {
            "contenders": ["ann", "random_forest"],
            "loss": "Brier score",
            "rows": 2080,
            "columns": 6,
            "of_columns": 6,
            "looked_at": 24,
            "shown": 1,
            "whole": {"difference": 0.001, "low": -0.004, "high": 0.006},
            "listed": [
                {"column": NASTY, "part": f"“{NASTY}”", "rows": 704, "difference": -0.038, "low": -0.05, "high": -0.02}
                | {"p_adjusted": 0.0004, "elsewhere": 0.004}
            ],
        },
        "agreement": {
            "loss": "Brier score",
            "rows": 2080,
            "contenders": ["ann", "random_forest"],
            "pairs": [pair],
            "left_out": ["rule"],
        },
        "mixture": {
            "metric": "roc_auc",
            "scores": {"ann": own, "random_forest": own, "equal mixture": own | {"mean": 0.88}},
            "sentences": ["equal mixture is better than ann: +0.010 ROC AUC [+0.005, +0.015]."],
        },
    }
    return changed(made, insights=told)


def test_a_column_is_told_with_its_numbers_and_what_they_mean(result):
    assert "among 1,234 of 2,500 held-out rows" in render(result)
    first, second = insights(result)["importance"]["rows"]
    assert [(number["main"], number["small"], number["word"]) for number in first["numbers"]] == [
        ("+0.050", "[+0.030, +0.070]", ""),
        ("−0.020", "[−0.030, −0.010]", "harmful"),
    ]
    assert first["alike"]["strength"] == "0.91"
    assert {number["word"] for number in second["numbers"]} == {"not shown to matter"}
    assert "faint" in second["track"]
    assert "faint" not in first["track"]


def test_a_part_is_better_or_worse_and_none_is_said(result):
    (part,) = insights(result)["segments"]["listed"]
    assert part["difference"] == {"main": "−0.038", "small": "[−0.050, −0.020]", "word": "better"}
    assert part["p"] == "<0.001"
    result.insights["segments"] |= {"listed": [], "shown": 0}
    assert "No segment of the table shows a difference." in render(result)


def test_pairs_stand_with_what_chance_would_give(result):
    shown = insights(result)["agreement"]
    cells = [cell for row in shown["rows"] for cell in row["cells"]]
    assert [cell and (cell["main"], cell["small"]) for cell in cells] == [
        None, ("0.93", "8.1 % / 2 %"), ("0.93", "8.1 % / 2 %"), None
    ]  # fmt: skip
    assert "Not compared, as they lack a fold: rule." in render(result)


def test_names_of_columns_and_levels_are_text(result):
    page = render(result)
    assert NASTY not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 4


def test_a_result_without_them_has_no_such_sections():
    page = render(made_result())
    assert not any(f'id="{name}"' in page for name in ("importance", "segments", "agreement"))


@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_them_without_a_complaint(result, tmp_path, open_page, width):
    path = tmp_path / "report.html"
    path.write_text(render(result), encoding="utf-8")
    page = open_page(path, width=width)
    assert page.locator("#importance .row").count() == 3
    assert NASTY in page.locator("#importance").inner_text()
    assert page.locator("#segments tbody tr").count() == 1
    assert page.locator("#agreement tbody tr").count() == 2 + 3
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
