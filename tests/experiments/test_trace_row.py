"""`dlfund trace`: a recipe's network on one row, in words and as JSON."""

import io
import json
import re

import pytest
from rich.console import Console

from dlfund import Recipe, baselines, protocol, search
from dlfund.cli import main
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.experiments import recipe_files


def test_an_untrained_network_is_traced_on_a_row(tmp_path, capsys):
    assert main(["trace", "student_pass_fail", "--row", "3", "--runs", str(tmp_path)]) == 0
    output = capsys.readouterr().out
    assert output.startswith("perceptron, untrained: student_pass_fail has no finished run, row 3")
    assert "Its columns: study_hours " in output
    for word in ("FORWARD", "LOSS", "BACKWARD", "UPDATE (gradient_descent)", "z1 = w11·x1 + w21·x2 + w31·x3 + b1"):
        assert word in output


def test_json_holds_the_same_step(tmp_path, capsys):
    assert main(["trace", "student_pass_fail", "--model", "ann", "--json", "--runs", str(tmp_path)]) == 0
    texts = json.loads(capsys.readouterr().out)
    assert texts["optimizer"] == "adam"
    update = texts["updates"][0]
    assert update["after"][0][0] == pytest.approx(update["before"][0][0] + update["step"][0][0], rel=1e-5)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--model", "forest"], "Expected --model to be one of its networks: perceptron, ann. Received: 'forest'."),
        (["--row", "-1"], "Expected --row from 0 to"),
    ],
)
def test_errors_are_sentences_with_exit_code_2(tmp_path, capfd, arguments, sentence):
    assert main(["trace", "student_pass_fail", "--runs", str(tmp_path), *arguments]) == 2
    *loaded, output = capfd.readouterr().err.splitlines()
    assert output.startswith(f"dlfund: {sentence}")
    assert all(line.startswith("Code from ") for line in loaded)


def test_a_trained_network_is_traced_as_it_was_saved(tmp_path, capsys):
    recipe = recipe_files.load(recipe_files.find("student_pass_fail"))
    perceptron = next(
        contender for contender in recipe.contenders if getattr(contender, "__name__", "") == "perceptron"
    )
    small = Recipe(
        dataset="student_pass_fail",
        rows=200,
        metric="roc_auc",
        protocol=protocol.repeated_k_fold(folds=2, repeats=1),
        search=search.random(trials=1, epochs=2),
        contenders=[baselines.majority_class(), perceptron],
        reference="majority_class",
    )
    with using(InThisProcess()):
        small.run(runs=tmp_path, console=Console(file=io.StringIO()))
    assert main(["trace", "student_pass_fail", "--row", "0", "--runs", str(tmp_path)]) == 0
    assert re.match(r"perceptron, as .+ trained it, row 0 of student_pass_fail\.", capsys.readouterr().out)
    assert main(["trace", "student_pass_fail", "--row", "200", "--runs", str(tmp_path)]) == 2
    assert "Expected --row from 0 to 199. Received: 200." in capsys.readouterr().err  # it was made of 200 rows
