"""A result is data: what is not whole is refused, and everything that shows it says the same."""

import json

import pytest
from report.made_results import made_result

from dlfund.comparison.result.old_schemas import SCHEMA
from dlfund.comparison.result.result import Result
from dlfund.comparison.result.text_table import as_tables
from dlfund.comparison.running.run_folder import RunError
from dlfund.core.contender_labels import label_of, named
from dlfund.core.errors import UserError
from dlfund.core.typed_json import WrongJsonError


@pytest.fixture
def content():
    return json.loads(json.dumps(made_result().to_dict()))


def test_it_comes_back_from_its_file_as_it_was(content, tmp_path):
    written = Result.from_dict(content).write(tmp_path)

    assert written.folder == tmp_path
    assert Result.read(tmp_path) == Result.read(tmp_path / "results.json") == written
    assert written.to_dict() == json.loads((tmp_path / "results.json").read_text()) == content
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_a_newer_schema_is_refused(content):
    with pytest.raises(RunError, match=rf"schema {SCHEMA} or older. Received: schema {SCHEMA + 1}.*update this one"):
        Result.from_dict(content | {"schema": SCHEMA + 1})


@pytest.mark.parametrize("key", ["schema", "folds", "contenders", "verdict", "notes", "environment"])
def test_a_missing_key_is_named(content, key):
    del content[key]
    with pytest.raises(WrongJsonError, match=f"nothing under {key}"):
        Result.from_dict(content)


@pytest.mark.parametrize("part", ["outcomes", "scores"])
def test_a_ragged_result_is_refused(content, part):
    content["contenders"][2][part] = content["contenders"][2][part][:-1]
    with pytest.raises(WrongJsonError, match=r"outcomes and scores of 1-1, 1-2, 1-3 and final at contenders.2"):
        Result.from_dict(content)


@pytest.mark.parametrize("text, reason", [("", "can't be read"), ("{", "can't be read"), ("[1]", "It contains a list")])
def test_a_file_that_is_no_result(tmp_path, text, reason):
    (tmp_path / "results.json").write_text(text)
    with pytest.raises(RunError, match=reason):
        Result.read(tmp_path)


def test_a_file_that_is_no_text(tmp_path):
    (tmp_path / "results.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RunError, match="can't be read"):
        Result.read(tmp_path)


def test_an_unfinished_run_is_a_sentence(tmp_path):
    with pytest.raises(UserError, match=r"Expected a finished run at .*There is no results.json"):
        Result.read(tmp_path)
    with pytest.raises(UserError, match=r"Received: .*nowhere, which is not there\. A run prints its folder"):
        Result.read(tmp_path / "nowhere")


def test_the_text_holds_the_verdict_on_one_line():
    """However long the names are."""
    long = "a_network_with_a_name_that_is_much_longer_than_anybody_would_like_it_to_be_" * 2 + "x"
    result = made_result(
        contenders=(
            ("logistic_regression", "baseline", "machine learning", 0.8, True),
            (long, "network", "deep learning", 0.9, True),
        )
    )
    assert result.verdict.sentence in str(result)
    assert label_of(long)[1:] in result.verdict.sentence


def test_text_and_page_show_names_as_they_are():
    """A name is neither the terminal's markup nor HTML."""
    name = "[red]<b>ann</b>[/red]&"
    result = made_result(
        contenders=(
            ("logistic_regression", "baseline", "machine learning", 0.8, True),
            (name, "network", "deep learning", 0.9, True),
        )
    )
    assert name in str(result)
    page = result._repr_html_()
    assert "<b>ann" not in page
    assert "[red]&lt;b&gt;ann&lt;/b&gt;[/red]&amp;" in page


def test_the_table_counts_failed_folds_and_ranks_who_has_no_score_last():
    result = made_result(failed={"ann": [0, 1, 2], "random_forest": [1]})
    names = [entry.name for entry in result.ranked()]
    assert names[-2:] == ["random_forest", "ann"], "its mean is of other rows"
    assert "neural network (ann) (3 of 3 folds failed)" in result._repr_html_()
    assert "random forest (1 of 3 folds failed)" in result._repr_html_()
    assert result.mean("ann") is None
    assert result.scores("ann") == [None, None, None]


def test_the_best_comes_first_also_where_lower_is_better():
    for metric in ("roc_auc", "log_loss"):
        result = made_result(metric=metric)
        means = [result.mean(entry.name) for entry in result.ranked() if result.mean(entry.name) is not None]
        assert means == sorted(means, reverse=metric == "roc_auc")


def test_a_contender_that_is_not_there():
    with pytest.raises(KeyError, match=r"Expected one of .*Received: 'nobody'"):
        made_result().contender("nobody")


def test_a_long_name_is_parted_between_its_words(content):
    name = content["contenders"][0]["name"]
    renamed = json.loads(json.dumps(content).replace(f'"{name}"', '"a_long_name_of_three_parts"'))
    cells = [cell.plain for cell in as_tables(Result.from_dict(renamed), width=80)[0].columns[0].cells]
    assert "a long name of three\nparts" in cells
    assert named(content["contenders"][1]["name"]) in [cell.replace("\n", " ") for cell in cells]
