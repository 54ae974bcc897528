"""The page as text: rendered from results.json alone, reproducible, self-contained, and it says what failed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from report.made_results import STUDENTS, changed, made_result

from dlfund.comparison.result.result import Result
from dlfund.core.outcome import Outcome
from dlfund.report.page import render, write_page

NASTY = "<script>alert('x')</script>"
DIGITS = tuple("0123456789")


def text_of(page):
    """What a reader reads, roughly: no style, no script, no tags, no soft breaks."""
    body = re.sub(r"<(style|script)>.*?</\1>", " ", page, flags=re.DOTALL).replace("<wbr>", "")
    texts = re.sub(r"<[^>]+>", " ", body)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#34;", '"'), ("&amp;", "&")):
        texts = texts.replace(entity, letter)
    return re.sub(r"\s+", " ", texts)


def test_results_json_is_all_it_needs(tmp_path):
    result = made_result()
    result.write(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    write_page(Result.read(tmp_path), tmp_path / "elsewhere" / "report.html")
    here = replace(result, folder=tmp_path)
    assert (tmp_path / "elsewhere" / "report.html").read_text(encoding="utf-8") == render(here)
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["report.html"]


def test_same_result_gives_same_bytes():
    assert render(made_result()) == render(made_result())


@pytest.mark.parametrize(
    "folder, path",
    [
        ("/x/my runs/made/2026-01-01_00-00-00", "'my runs/made/2026-01-01_00-00-00'"),
        ("/x/runs/made/2026-01-01_00-00-00/beside/moons", "runs/made/2026-01-01_00-00-00/beside/moons"),
    ],
)
def test_its_commands_name_the_run_from_above(folder, path):
    """Nobody is told to work in a folder that may be somebody else's."""
    texts = text_of(render(replace(made_result(), folder=Path(folder))))
    assert f"dlfund report {path} ." in texts
    assert f"dlfund predict {path} new_rows.csv" in texts
    assert f'keras.saving.load_model("{path.strip(chr(39))}/model.keras")' in texts


def test_it_asks_for_nothing_outside_itself():
    page = render(made_result())
    assert re.findall(r"""(?:src|href|action)=["'](?!#|data:)""", page) == []
    assert re.findall(r"url\(|@import|https?://", page) == []


def test_it_says_the_verdict_and_what_the_true_rule_scores_on_these_rows():
    result = made_result()
    texts = text_of(render(result)).replace(" : ", ": ")
    assert result.verdict.sentence in texts
    here = result.truth.intervals["roc_auc"].mean
    assert f"The rule that made the data scores ROC AUC {here:.3f} on these rows." in texts
    assert "its average is the optimum: ROC AUC 0.868" in texts
    assert "Best possible" not in texts


def test_the_truth_is_a_row_and_no_contender():
    result = made_result()
    page, texts = render(result), text_of(render(result))
    assert '<th scope="row" data-value="truth">' in page
    assert "truth" not in [entry.name for entry in result.ranked()]
    assert "How far each contender is behind the true rule" in texts
    assert "expected (log-loss)" in texts
    for first in result.truth.regret.values():
        gap = first["roc_auc"]
        assert f"{gap.mean:.4f} [{gap.low:.4f}, {gap.high:.4f}]".replace("-", "−") in texts
    without = render(made_result(generated=False))
    assert "truth" not in text_of(without).split()


def test_a_result_from_before_the_truth_was_a_row_is_shown_all_the_same():
    result = made_result()
    reach = result.to_dict()["reach"]
    for row in reach["rows"]:
        row.pop("to_truth"), row.pop("near_truth")
    texts = text_of(render(changed(result, truth=None, reach=reach)))
    assert "on few rows a model may score above it by chance: ROC AUC 0.868" in texts
    assert "behind the true rule" not in texts


def test_every_number_of_the_result_stands_in_the_table():
    result = made_result()
    page = render(result)
    for contender in result.contenders:
        for interval in result.verdict.intervals[contender.name].values():
            assert f'data-value="{interval.mean}"' in page
        pair = None if contender.name == result.verdict.reference else result.difference(contender.name)
        for key in () if pair is None else ("difference", "better", "p_adjusted"):
            assert f'data-key="{key}" data-value="{getattr(pair, key)}"' in page
        assert f'data-key="parameters" data-value="{contender.cost.parameters}"' in page


def test_between_two_kinds_stands_the_difference_of_those_that_validation_rows_chose():
    """That of the two best by their test scores would be biased."""
    result = made_result()
    page = render(result)
    assert result.verdict.over_rules.second_members == ["rule"] * 3, "its validation score is above a half"
    for known in (result.verdict.over_rules, result.verdict.primary):
        assert f'data-step="{known.difference}"' in page


def test_failures_are_said_plainly():
    result = made_result(failed={"ann": [0, 2], "random_forest": [0, 1, 2]}, failed_trials=["perceptron"])
    texts = text_of(render(result))
    assert "Some folds failed: " in texts.split("Every contender")[0]
    assert "ann 1-1, 1-3 ValueError: the loss is not a number" in texts
    assert "random_forest 1-1, 1-2, 1-3, fit to all rows ValueError: the loss is not a number" in texts
    assert "3 of 3 folds failed" in texts
    assert "perceptron 4 1-1, 1-2, 1-3, final its validation loss is not a finite number" in texts


@pytest.mark.parametrize("metric", ["accuracy", "log_loss"])
def test_a_score_that_is_undefined_in_every_fold_is_no_failure(metric):
    """In the table, on the page, and whether it decides (log-loss) or stands beside."""
    content = made_result(metric="log_loss").to_dict()
    for contender in content["contenders"]:
        contender["scores"] = [None if score is None else score | {metric: None} for score in contender["scores"]]
        content["verdict"]["intervals"][contender["name"]].pop(metric, None)
    content["undefined"] = {metric: {fold["name"]: "no row counts" for fold in content["folds"]}}
    if metric == "log_loss":
        content["verdict"]["pairs"] = []
    result = Result.from_dict(content)
    table = str(result)
    assert table.count("undefined") >= len(content["contenders"])
    assert "failed" not in table
    assert text_of(render(result)).count("undefined") >= len(content["contenders"])


def test_a_run_without_failures_says_so():
    assert "Nothing: every contender (6) finished every fold (3)" in text_of(render(made_result()))


def test_what_there_was_no_time_for_did_not_fail():
    content = made_result().to_dict()
    entry = next(entry for entry in content["contenders"] if entry["name"] == "ann")
    entry["scores"][-1] = None
    fold = entry["outcomes"][-1]["fold"]
    entry["outcomes"][-1] |= Outcome.without_time(fold).to_dict()
    text = text_of(render(Result.from_dict(content)))
    assert "Nothing. There was no time for every fold, or for the fit to all rows, of neural network." in text
    assert "finished every fold" not in text


def test_whatever_comes_from_data_is_text():
    evil = tuple((f"{NASTY}{student[0]}", *student[1:]) for student in STUDENTS)
    result = made_result(
        contenders=evil,
        reference=f"{NASTY}logistic_regression",
        failed={f"{NASTY}ann": [0]},
        failed_trials=[f"{NASTY}perceptron"],
        about=f"{NASTY}?\n\nQuestion  {NASTY}\nData      {NASTY}",
    )
    content = result.to_dict()
    content["environment"]["command"] = content["dataset"]["title"] = content["dataset"]["source"] = NASTY
    content["dataset"]["classes"] = content["task"]["classes"] = [NASTY, f'"><img src=x>{NASTY}']
    content["dataset"]["columns"][0] |= {"unit": NASTY, "description": NASTY, "role": NASTY}
    content["notes"].append(NASTY)
    content["contenders"][3]["about"] = NASTY
    content["contenders"][3]["scores"] = [None] * 3
    for outcome in content["contenders"][3]["outcomes"]:
        outcome |= {"error": NASTY, "predictions": []}
        outcome["trials"][0] |= {"score": None, "message": NASTY}
        for trial in outcome["trials"][1:]:
            trial["hyperparameters"] = {NASTY: NASTY, "depth": 3}
    page = render(Result.from_dict(content))
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
        {"failed": {student[0]: range(3) for student in STUDENTS}},
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
    assert result.verdict.sentence in text_of(page).replace(" : ", ": ")
    assert len(page) < 1_000_000
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_loss_that_is_no_number_leaves_a_gap_in_its_curve():
    result = made_result()
    for outcome in result.contender("ann").outcomes:
        outcome.history["loss"][3:] = [float("inf")] * 9
        outcome.history["val_loss"][5:] = [float("nan")] * 7
    assert re.findall(r'd="[^"]*(?:nan|inf)', render(result)) == []


def test_every_figure_says_in_words_what_it_shows():
    figures = re.findall(r'<svg [^>]*class="(?:panel|track)[^>]*>', render(made_result()))
    assert len(figures) > 20
    assert [figure for figure in figures if "aria-label=" not in figure and "aria-hidden" not in figure] == []


def test_no_part_of_the_page_stands_in_anothers_place():
    text = render(made_result())
    assert 'id="false-winners"' not in text  # a made result has no such sentences
    assert "panels without" not in text  # a figure's keys
    assert 'href="#curves"' in text
