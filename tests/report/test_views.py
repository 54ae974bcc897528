"""Beyond scores: each picture says what its numbers say, has words beside it, and shows cells of data as text."""

import json
import re

import pytest
from report.made_results import changed, made_result
from report.test_page import NASTY, text_of

from dlfund import lessons
from dlfund.comparison.result.result import Result
from dlfund.report.figures.thumbnail import lines, pixels
from dlfund.report.page import render

KINDS = {
    "images": {"kind": "multiclass", "metric": "accuracy", "picture": False},
    "sequences": {"kind": "multiclass", "metric": "accuracy", "picture": False},
    "time": {"kind": "regression", "metric": "mae", "picture": False},
    "ratings": {"kind": "regression", "metric": "rmse", "picture": False},
    "text": {"picture": False},
    "groups": {"kind": "clustering", "metric": "adjusted_rand", "picture": False},
}


def section(page, name):
    return re.search(rf'<section id="{name}">.*?</section>', page, flags=re.DOTALL)[0]


def test_a_binary_table_shows_none_of_them():
    page = render(made_result())
    for name in ("rows", "layer", "confusion", "forecast", "predicted", "neighbours", "words", "groups"):
        assert f'id="{name}"' not in page
        assert f'href="#{name}"' not in page


def test_every_count_of_a_confusion_matrix_is_in_its_table():
    result = made_result(kind="multiclass", metric="accuracy", views="table")
    part = section(render(result), "confusion")
    for table in result.views["confusion"].values():
        for counts in table["counts"]:
            cells = "".join(rf"<td [^>]*>{count}</td>" for count in counts)
            assert re.search(cells, part)


def test_the_missed_rows_say_who_said_what():
    result = made_result(views="images", **KINDS["images"])
    texts = text_of(section(render(result), "rows"))
    first = result.views["example_rows"]["missed"][0]
    assert f"{first['truth']} neural network predicted {first['said']['ann']} (97 %)" in texts
    assert f"random forest predicted {first['said']['random_forest']} ✓ correct" in texts


def test_a_forecast_stands_beside_the_truth_also_as_a_table():
    result = made_result(views="time", **KINDS["time"])
    part = section(render(result), "forecast")
    last = result.views["forecast"]["last"]
    assert part.count("<tr>") == 1 + len(last["when"])
    assert f"<td>{last['when'][0]}</td><td>{last['truth'][0]:.4g}</td>" in part
    assert "Sun 12 Jul" in part


def test_nearest_items_and_telling_words_are_lists_too():
    items = text_of(section(render(made_result(views="ratings", **KINDS["ratings"])), "neighbours"))
    assert "film 0 film 5 0.94 film 10 0.89" in items
    texts = text_of(section(render(made_result(views="text", **KINDS["text"])), "words"))
    assert re.search(r"brilliant \+0\.\d{3}", texts)
    assert "Words with the largest weights in logistic regression towards yes good +2.000" in texts


def test_lessons_stand_with_their_reason_or_without():
    result = made_result(
        lessons=[
            lessons.cannot("majority_class", below=0.6, because="It never looks at the row."),
            lessons.better("perceptron", than="ann", because="NEVER SAID"),
        ]
    )
    page = render(result)
    assert "The majority class does not reach 0.6: ROC AUC 0.5 [0.5, 0.5]: It never looks at the row." in text_of(page)
    assert "NEVER SAID" not in page
    assert '<li class="unsupported">No difference shown between the perceptron and the neural network' in page
    assert "What was learned:\n  The majority class does not reach" in str(result)
    assert "It never looks at the row." in result._repr_html_()


def test_reached_beside_published_and_the_truth():
    result = made_result(published={"ann": 0.9})
    texts = text_of(render(result))
    assert "Scores reached, published and possible" in texts
    mean = result.mean("ann")
    here, gap = result.reach.truth, result.truth.regret["ann"]["roc_auc"]
    behind = f"{gap.mean:.4f} [{gap.low:.4f}".replace("-", "−")
    assert f"0.900 −{0.9 - mean:.3f} {here:.3f} {behind}" in texts
    assert "Scores reached" not in text_of(render(made_result(generated=False)))


def test_further_data_sets_have_their_links():
    moons = {
        "dataset": "moons",
        "title": "Two moons",
        "rows": 400,
        "metric": "roc_auc",
        "verdict": "ann is better than rule.",
        "means": {"ann": 0.987, "stranger": 0.5},
        "best_possible": {"value": 0.99},
        "path": "beside/moons/report.html",
    }
    page = render(changed(made_result(), beside=[moons]))
    assert '<a href="beside/moons/report.html">moons</a>' in page
    assert re.search(r"moons Two moons .*0\.987 .*0\.500 0\.990 ann is better than rule\.", text_of(page))


@pytest.mark.parametrize("views", KINDS)
def test_cells_of_data_are_text(views):
    result = made_result(views=views, **KINDS[views])
    evil = json.loads(
        json.dumps(result.views)
        .replace("film ", NASTY.replace('"', ""))
        .replace('"good"', json.dumps(NASTY))
        .replace('"a"', json.dumps(NASTY))
        .replace("2026-07", NASTY)
        .replace('"hour"', json.dumps(NASTY))
        .replace("Mon", NASTY)
    )
    content = result.to_dict() | {"views": evil}
    if content["task"]["classes"]:
        content["task"]["classes"][0] = NASTY
    page = render(Result.from_dict(content))
    assert page.count("<script") == 1
    assert NASTY in text_of(page)


@pytest.mark.parametrize("views", KINDS)
def test_every_picture_has_words(views):
    page = render(made_result(views=views, **KINDS[views]))
    pictures = re.findall(r'<svg [^>]*class="(?:panel|pixels|lines|track)[^>]*>', page)
    assert [picture for picture in pictures if "aria-label=" not in picture and "aria-hidden" not in picture] == []


def test_pixels_are_drawn_in_runs():
    svg = pixels(["0099", "9000"], "a picture")
    assert 'class="shade-9" ' in svg.replace(">", " ")
    assert "M2 0h2v1h-2z" in svg
    assert 'viewBox="0 0 4 2"' in svg


def test_a_flat_line_and_no_line_have_a_picture():
    assert "nan" not in lines([[1.0, 1.0, 1.0]], "flat")
    assert lines([[]], "nothing")


@pytest.mark.parametrize(
    "protocol, sentence",
    [
        (
            {},
            "The rows were split into 3 parts, each with the same share of every class: 3 outer folds. In each, 34 "
            "rows",
        ),
        ({"split": "time_ordered", "gap": 24}, "was tested on what followed, 24 rows later: no model learned from"),
        ({"split": "grouped"}, "all rows of one person stayed together"),
        ({"split": "predefined", "test_rows": 34}, "The data set has its own test rows, the last ones. Once, 34 rows"),
    ],
)
def test_the_page_says_how_the_rows_were_split(protocol, sentence):
    result = made_result()
    content = result.to_dict()
    dataset = content["dataset"] | {"order": "hour", "group": "person"}
    text = text_of(render(changed(result, protocol=content["protocol"] | protocol, dataset=dataset)))
    assert sentence in text
    assert ("bootstrap" in text) == (protocol.get("split") == "predefined")
    assert ("Nadeau–Bengio" in text) != ("bootstrap" in text)


def test_columns_that_mean_the_same_stand_in_one_line():
    result = made_result()
    plain = {"role": "numeric", "unit": "", "description": ""}
    lags = [f"{name}_{hour}h_ago" for hour in range(48) for name in ("load", "degrees")]
    columns = [{"name": name, **plain} for name in [*lags, "weekday"]]
    page = render(changed(result, dataset=result.to_dict()["dataset"] | {"columns": columns, "shape": [48, 2]}))
    assert "<code>load_0h_ago … load_47h_ago</code>" in page
    assert "<code>weekday</code>" in page
    assert "load_7h_ago" not in page
    assert "48 × 2, 97 numbers" in page


def test_an_order_that_is_no_clock_is_marked_by_its_values():
    result = made_result(views="time", **KINDS["time"])
    last = result.views["forecast"]["last"]
    last |= {"days": [], "when": [str(2880 + number) for number in range(168)]}
    part = section(render(result), "forecast")
    assert '<text x="54" y="295" class="tick middle">2880</text>' in part
    assert ">2904</text>" in part
