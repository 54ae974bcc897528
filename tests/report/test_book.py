"""The book: a card a recipe from its latest finished run, whatever state the runs are in."""

import re
from types import SimpleNamespace

import pytest
from report.made_results import changed, made_result
from report.test_page import NASTY, text_of

from dlfund import cli, lessons
from dlfund.report.book import latest_finished, render_book, write_book

MADE = {
    "students": {"published": {"ann": 0.9}, "lessons": [lessons.cannot("rule", below=0.95, because="It is crude.")]},
    "pictures": {"kind": "multiclass", "metric": "accuracy", "picture": False, "views": "images"},
    "waves": {"kind": "multiclass", "metric": "accuracy", "picture": False, "views": "sequences"},
    "loads": {"kind": "regression", "metric": "mae", "picture": False, "views": "time"},
    "stars": {"kind": "regression", "metric": "rmse", "picture": False, "views": "ratings"},
    "reviews": {"picture": False, "views": "text"},
    "crowds": {"kind": "clustering", "metric": "adjusted_rand", "picture": False, "views": "groups"},
    "houses": {"kind": "regression", "metric": "rmse", "picture": False, "views": "table"},
}


def shelf(*names):
    return [SimpleNamespace(name=name, title=f"{name}?") for name in names]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    for name, texts in MADE.items():
        made_result(**texts).write(folder / name / "2026-01-02_03-04-05")
    return folder


def test_every_recipe_has_its_card_and_its_link(runs):
    page = render_book(shelf(*MADE), runs)
    for name in MADE:
        assert f'id="recipe-{name}"' in page
        assert f'href="{name}/2026-01-02_03-04-05/report.html"' in page
    assert "8 of 8 recipes" in text_of(page)
    assert "Not run yet" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert page == render_book(shelf(*MADE), runs)


def test_it_asks_for_nothing_outside_the_folder_of_runs(runs):
    page = render_book(shelf(*MADE), runs)
    assert re.findall(r"url\(|@import|https?://|src=", page) == []
    assert "default-src 'none'" in page
    assert len(page) < 400_000


def test_the_table_says_what_was_reached_and_published(runs):
    page = render_book(shelf("students"), runs)
    result = made_result(**MADE["students"])
    assert f'data-value="{result.mean("ann")}"' in page
    assert "0.900" in page
    assert "rule does not reach 0.95: ROC AUC" in text_of(page)
    assert "It is crude." in text_of(page)


def test_the_latest_finished_run_counts(tmp_path):
    for name in ("2026-01-01_00-00-00", "2026-01-02_00-00-00", "2026-01-02_00-00-00_2", "2026-01-02_00-00-00_10"):
        made_result().write(tmp_path / "students" / name)
    (tmp_path / "students" / "2026-01-03_00-00-00").mkdir()  # not finished
    assert latest_finished(tmp_path / "students").name == "2026-01-02_00-00-00_10"
    assert latest_finished(tmp_path / "nobody") is None


def test_recipes_that_were_not_run_and_runs_that_cannot_be_read_are_said(tmp_path):
    spoiled = tmp_path / "spoiled" / "2026-01-01_00-00-00"
    spoiled.mkdir(parents=True)
    (spoiled / "results.json").write_text("{")
    texts = text_of(render_book(shelf("spoiled", "later"), tmp_path))
    assert "0 of 2 recipes" in texts
    assert "later? dlfund run later" in texts
    assert re.search(r"spoiled : Expected .*results.json as a run wrote it. It can't be read", texts)


def test_what_it_cost_includes_the_data_sets_beside(tmp_path):
    run = tmp_path / "students" / "2026-01-01_00-00-00"
    beside = [
        {"dataset": "moons", "title": "", "rows": 100, "metric": "roc_auc", "verdict": "", "means": {}}
        | {"best_possible": None, "path": "beside/moons/report.html"}
    ]
    made_result().write(run / "beside" / "moons")
    changed(made_result(), beside=beside).write(run)
    texts = text_of(render_book(shelf("students"), tmp_path))
    assert "256 trainings, 4.3 min, budget quick, 1 further data set" in texts


def test_titles_are_text(tmp_path):
    made_result(about=f"{NASTY}?\n\nQuestion  {NASTY}").write(tmp_path / "students" / "2026-01-01_00-00-00")
    page = render_book([*shelf("students"), SimpleNamespace(name="other", title=NASTY)], tmp_path)
    assert page.count("<script") == 1
    assert text_of(page).count(NASTY) == 3


def test_the_verb_writes_it(runs, monkeypatch, tmp_path, capsys):
    recipes = tmp_path / "recipes"
    recipes.mkdir()
    (recipes / "students.py").write_text('"""Will they pass?"""\n')
    monkeypatch.setenv("DLFUND_RECIPES", str(recipes))
    assert cli.main(["book", "--runs", str(runs)]) == 0
    assert capsys.readouterr().out.strip() == str(runs / "book.html")
    assert "1 of 1 recipes" in text_of((runs / "book.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_a_browser(browser, runs, width, theme):
    path = write_book(shelf(*MADE, "later"), runs)
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("article").count() == len(MADE)
    header = page.locator("#numbers thead button").nth(3)
    header.focus()
    page.keyboard.press("Enter")
    values = page.locator("#numbers tbody tr > :nth-child(4)").evaluate_all("cells => cells.map(c => +c.dataset.value)")
    assert values == sorted(values)
    page.locator("#theme").click()
    assert page.evaluate("document.documentElement.dataset.theme") == ("light" if theme == "dark" else "dark")
    page.close()
    assert complaints == []
