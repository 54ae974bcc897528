"""`dlfund new` writes a recipe that can be run, beside dlfund's own, and over nothing."""

import pytest

from dlfund import cli
from dlfund.experiments import recipe_files


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.delenv("DLFUND_RECIPES", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_is_a_recipe_beside_dlfunds_own(here, capsys):
    own = {card.name for card in recipe_files.cards()}
    assert cli.main(["new", "do_more_rows_help"]) == 0
    assert "dlfund run do_more_rows_help --budget quick" in capsys.readouterr().out
    assert {card.name for card in recipe_files.cards()} == own | {"do_more_rows_help"}
    recipe = recipe_files.load(recipe_files.find("do_more_rows_help"))
    assert recipe.networks
    assert recipe.dataset == "student_pass_fail"
    assert "NAME" not in (here / "recipes" / "do_more_rows_help.py").read_text(encoding="utf-8")


def test_nothing_is_written_over(here, capsys):
    cli.main(["new", "mine"])
    (here / "recipes" / "mine.py").write_text('"""Edited."""', encoding="utf-8")
    assert cli.main(["new", "mine"]) == 2
    assert "Received: mine, which is " in capsys.readouterr().err
    assert (here / "recipes" / "mine.py").read_text(encoding="utf-8") == '"""Edited."""'


def test_dlfunds_own_names_are_taken(here, capsys):
    assert cli.main(["new", "student_pass_fail"]) == 2
    assert "Expected the name of a new recipe" in capsys.readouterr().err
    assert not list(here.iterdir())


@pytest.mark.parametrize("name", ["Mine", "a b", "../mine", "1st", "", "con", "x" * 61, "möglich", "a-b"])
def test_another_name_is_a_sentence(here, capsys, name):
    assert cli.main(["new", name]) == 2
    assert "Expected a recipe's name" in capsys.readouterr().err
    assert not list(here.iterdir())


def test_the_named_folder_gets_it_and_stands_alone(here, capsys):
    assert cli.main(["new", "mine", "--recipes", "other"]) == 0
    assert "dlfund run --recipes other mine" in capsys.readouterr().out
    assert cli.main(["list", "--recipes", "other"]) == 0
    assert capsys.readouterr().out.split(maxsplit=1)[0] == "mine"


def test_none_is_written_into_a_run(here, capsys):
    (here / "plan.json").write_text("{}", encoding="utf-8")
    assert cli.main(["new", "mine"]) == 2
    assert "outside of any run" in capsys.readouterr().err
    assert not (here / "recipes").exists()


def test_own_recipes_find_dlfunds_data_and_own_data_come_first(here):
    from dlfund.data.read import dataset_places

    (here / "datasets" / "mine").mkdir(parents=True)
    (here / "datasets" / "wine").mkdir()
    for name in ("mine", "wine"):
        (here / "datasets" / name / "schema.toml").write_text("", encoding="utf-8")
    places = dataset_places()
    assert places["mine"] == here / "datasets" / "mine"
    assert places["wine"] == here / "datasets" / "wine"
    assert (places["student_pass_fail"] / "data.csv").exists()
