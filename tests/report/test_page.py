"""The page as text: rendered from results.json alone, reproducible, self-contained, and it says what failed."""

import re

import pytest
from report.made_results import STUDENTS, made_result

from dlfund.comparison.result import Result
from dlfund.report.page import render, write_page

NASTY = "<script>alert('x')</script>"
DIGITS = tuple("0123456789")


def text_of(page):
    """What a reader reads, roughly: no style, no script, no tags, no soft breaks."""
    body = re.sub(r"<(style|script)>.*?</\1>", " ", page, flags=re.DOTALL).replace("<wbr>", "")
    words = re.sub(r"<[^>]+>", " ", body)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#34;", '"'), ("&amp;", "&")):
        words = words.replace(entity, letter)
    return re.sub(r"\s+", " ", words)


def test_results_json_is_all_it_needs(tmp_path):
    result = made_result()
    result.write(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    write_page(Result.read(tmp_path), tmp_path / "elsewhere" / "report.html")
    assert (tmp_path / "elsewhere" / "report.html").read_text(encoding="utf-8") == render(result)
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["report.html"]


def test_same_result_gives_same_bytes():
    assert render(made_result()) == render(made_result())


def test_it_asks_for_nothing_outside_itself():
    page = render(made_result())
    assert re.findall(r"""(?:src|href|action)=["'](?!#|data:)""", page) == []
    assert re.findall(r"url\(|@import|https?://", page) == []


def test_it_says_the_verdict_and_the_best_possible_score():
    result = made_result()
    words = text_of(render(result)).replace(" : ", ": ")
    assert result.verdict in words
    assert "Best possible: ROC AUC 0.868" in words


def test_every_number_of_the_result_stands_in_the_table():
    result = made_result()
    page = render(result)
    judgement = result.content["judgement"]
    for one in result.content["contenders"]:
        for interval in judgement["intervals"][one["name"]].values():
            assert f'data-value="{interval["mean"]}"' in page
        pair = None if one["name"] == judgement["reference"] else result.difference(one["name"])
        for key in () if pair is None else ("difference", "better", "p_adjusted"):
            assert f'data-key="{key}" data-value="{pair[key]}"' in page
        assert f'data-key="parameters" data-value="{one["cost"]["parameters"]}"' in page


def test_the_ladder_shows_the_step_between_the_best_of_two_rungs():
    result = made_result()
    best = {
        rung: next(one["name"] for one in result.ranked() if one["rung"] == rung)
        for rung in ("rule", "machine learning", "deep learning")
    }
    page = render(result)
    for upper, lower in (("machine learning", "rule"), ("deep learning", "machine learning")):
        step = result.difference(best[upper], best[lower])["difference"]
        assert f'data-step="{step}"' in page


def test_failures_are_said_plainly():
    result = made_result(failed={"ann": [0, 2], "random_forest": [0, 1, 2]}, failed_trials=["perceptron"])
    words = text_of(render(result))
    assert "Failed somewhere: " in words.split("ladder")[0]
    assert "ann 1-1, 1-3 ValueError: the loss is not a number" in words
    assert "random_forest 1-1, 1-2, 1-3, fit to all rows ValueError: the loss is not a number" in words
    assert "3 of 3 folds failed" in words
    assert "perceptron 4 1-1, 1-2, 1-3, final its validation loss is not a finite number" in words


def test_a_run_without_failures_says_so():
    assert "Nothing: every contender (6) finished every fold (3)" in text_of(render(made_result()))


def test_whatever_comes_from_data_is_text():
    evil = tuple((f"{NASTY}{one[0]}", *one[1:]) for one in STUDENTS)
    result = made_result(
        contenders=evil,
        reference=f"{NASTY}logistic_regression",
        failed={f"{NASTY}ann": [0]},
        failed_trials=[f"{NASTY}perceptron"],
        about=f"{NASTY}?\n\nQuestion  {NASTY}\nData      {NASTY}",
    )
    content = result.content
    content["environment"]["command"] = content["dataset"]["title"] = content["dataset"]["source"] = NASTY
    content["dataset"]["classes"] = content["task"]["classes"] = [NASTY, f'"><img src=x>{NASTY}']
    content["dataset"]["columns"][0] |= {"unit": NASTY, "description": NASTY, "role": NASTY}
    content["notes"].append(NASTY)
    content["contenders"][3]["about"] = NASTY
    for outcome in content["contenders"][3]["outcomes"]:
        outcome["error"] = NASTY
        outcome["trials"][0] |= {"score": None, "message": NASTY}
        for trial in outcome["trials"][1:]:
            trial["hyperparameters"] = {NASTY: NASTY, "depth": 3}
    page = render(Result(content))
    assert page.count("<script") == 1  # the page's own
    assert "<img" not in page
    assert text_of(page).count(NASTY) > 50


def test_the_only_script_is_the_one_that_the_policy_names():
    import base64
    import hashlib

    page = render(made_result())
    script = re.search(r"<script>(.*?)</script>", page, flags=re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "regression", "metric": "rmse", "views": "table"},
        {"kind": "multiclass", "metric": "accuracy", "views": "table"},
        {"kind": "multiclass", "metric": "accuracy", "picture": False, "views": "images", "classes": DIGITS},
        {"kind": "multiclass", "metric": "accuracy", "picture": False, "views": "sequences"},
        {"kind": "regression", "metric": "mae", "picture": False, "views": "time"},
        {"kind": "regression", "metric": "rmse", "picture": False, "views": "ratings"},
        {"picture": False, "views": "text"},
        {"kind": "clustering", "metric": "adjusted_rand", "picture": False, "views": "groups"},
        {"contenders": STUDENTS[:4], "picture": False, "generated": False, "about": ""},
        {"contenders": STUDENTS[2:3], "folds": 2, "trials": 1, "epochs": 1},
        {"failed": {one[0]: range(3) for one in STUDENTS}},
        {"folds": 15, "trials": 20, "epochs": 100},
    ],
    ids=[
        *("regression", "multiclass", "images", "sequences", "time", "ratings", "text", "groups"),
        *("no networks", "one contender", "all failed", "full size"),
    ],
)
def test_results_of_every_shape_have_a_page(options):
    result = made_result(**options)
    page = render(result)
    assert result.verdict in text_of(page).replace(" : ", ": ")
    assert len(page) < 1_000_000
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_loss_that_is_no_number_leaves_a_gap_in_its_curve():
    result = made_result()
    for outcome in result.contender("ann")["outcomes"]:
        outcome["history"]["loss"][3:] = [float("inf")] * 9
        outcome["history"]["val_loss"][5:] = [float("nan")] * 7
    assert re.findall(r'd="[^"]*(?:nan|inf)', render(result)) == []


def test_every_figure_says_in_words_what_it_shows():
    figures = re.findall(r'<svg [^>]*class="(?:panel|track)[^>]*>', render(made_result()))
    assert len(figures) > 20
    assert [one for one in figures if "aria-label=" not in one and "aria-hidden" not in one] == []
