"""The lists in CONTRIBUTING.md, followed in one copy of the package: each changes the files that it says, and works."""

import re

import numpy as np
import pandas as pd
import pytest
from followed_steps import ROOT, Copy, example, sections

RUN = """
import json
from pathlib import Path
import dlfund
from dlfund import Task, baselines
from dlfund.comparison.checks.page import page
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.core.errors import UserError
from dlfund.experiments.predict import predict_table
from dlfund.experiments.sources.registry import rows_of

answers = {"package": str(Path(dlfund.__file__).parent), "checks": page({"made": dict.fromkeys(
    ("kinds", "seeds", "tables", "results", "ill"), 0), "codes": {}})}

with using(InThisProcess()):
    for name, options in (("metric", {"metric": "median_error"}), ("kind", {"kind": "median"})):
        result = dlfund.compare("numbers.csv", "y", contenders=[], trials=1, name=name, **options)
        answers[name] = {
            "metric": result.metric,
            "kind": result.task.kind,
            "means": {one.name: result.mean(one.name) for one in result.ranked()},
            "margin": result.verdict.margin,
        }
    options = {"trials": 2, "hold_out": 20, "name": "baseline"}
    result = dlfund.compare("classes.csv", "y", contenders=[baselines.naive_bayes()], **options)
    entry = result.contender("naive_bayes")
    answers["baseline"] = {
        "mean": result.mean("naive_bayes"),
        "floor": result.mean("majority_class"),
        "about": entry.about,
        "trials": len(entry.outcomes[0].trials),
        "held_out": "naive_bayes" in result.held_out.scores,
        "notes": [note for note in result.notes if "naive_bayes" in note],
    }
    result = dlfund.compare("letters", "label", contenders=[], trials=1, hold_out=10, name="texts")
    result = Result.read(result.folder)
    rows = rows_of(result)
    answers["source"] = {
        "recorded": result.to_dict()["texts"],
        "about": result.recipe.about,
        "mean": result.mean("logistic_regression"),
        "rows": len(rows),
        "targets": "".join(map(str, rows.y)),
        "test_rows": sorted(row for fold in result.folds for row in fold.test),
        "predicted": predict_table(result.folder, Path("letters"), "logistic_regression")["predicted_label"].tolist(),
    }
    Path("letters", "spam", "0.txt").write_text("another letter")
    try:
        rows_of(result)
    except UserError as error:
        answers["source"]["refused"] = str(error)

task = Task(kind="median", input_shape=(2,))
answers["task"] = [task.outputs, task.activation, type(task.loss()).__name__, task.metric]
Path("answers.json").write_text(json.dumps(answers))
"""
RECORDED = '''

@dataclass(frozen=True)
class TextsSection:
    """A folder of texts, as it was read."""

    source: str
    sha256: str
    seed: int
    held: Count
'''


def follow_metric(copy):
    entry = f"{example('Add a metric').rstrip()},\n"
    copy.put_before("comparison/scoring/metrics_of_numbers.py", f"\n{entry}", "\n)\n")


def follow_task_kind(copy):
    copy.put_before("core/task_kind.py", f"\n{example('Add a task kind').rstrip()},\n", "\n    )\n}\n")


def follow_baseline(copy):
    copy.write("baselines/naive_bayes.py", example("Add a baseline"))
    copy.append("baselines/__init__.py", "from dlfund.baselines.naive_bayes import naive_bayes  # noqa: F401\n")


def follow_check(copy):
    copy.write("comparison/checks/hardly_ever_differs.py", example("Add a check"))
    catalogue = "comparison/checks/catalogue.py"
    name = "hardly_ever_differs"
    copy.put_before(catalogue, f"from dlfund.comparison.checks.{name} import {name}\n", "\nOF_ROWS:")
    copy.put_before(catalogue, f"    {name},\n", ")\nOF_RESULTS:")


def follow_figure(copy):
    copy.write("report/figures/fold_scores.py", example("Add a figure of the page"))
    page = "report/page.py"
    copy.put_before(page, "from dlfund.report.figures.fold_scores import fold_scores\n", "\nPAGE = ")
    copy.put_before(
        page, '        "fold_scores": fold_scores(result),\n', '        "table": contender_table(result),\n'
    )
    shown = example("Add a figure of the page", "html")
    copy.put_before("report/templates/scores.html", shown, "{% if pairs %}")


def follow_source(copy):
    source = (ROOT / "tests" / "text_folder_source.py").read_text(encoding="utf-8")
    copy.write("experiments/sources/text_folder.py", source)
    registry = "experiments/sources/registry.py"
    copy.put_before(registry, "from dlfund.experiments.sources.text_folder import TextFolder\n", "\nSOURCES:")
    copy.put_before(registry, "TextFolder, ", "TableSource,)")
    copy.append("comparison/result/content_sections.py", RECORDED)
    result = "comparison/result/result.py"
    field = "    texts: TextsSection | None = field(default=None, metadata=OPTIONAL)\n"
    copy.put_before(result, field, "    table: TableSection | None = field(")
    copy.put_before(result, "    TextsSection,\n", "    Truth,\n")


LISTS = {
    "Add a metric": follow_metric,
    "Add a task kind": follow_task_kind,
    "Add a baseline": follow_baseline,
    "Add a check": follow_check,
    "Add a figure of the page": follow_figure,
    "Add a kind of own data (a source)": follow_source,
}


def write_data(folder):
    """Numbers, classes with a column that hardly ever differs, and letters in two folders."""
    generator = np.random.default_rng(0)
    x = generator.normal(size=(120, 2))
    numbers = pd.DataFrame(x, columns=["a", "b"]).assign(y=2 * x[:, 0] + generator.normal(size=120))
    numbers.to_csv(folder / "numbers.csv", index=False)
    x = generator.normal(size=(280, 2))
    answer = np.where(x[:, 0] + 0.5 * generator.normal(size=280) > 0, "yes", "no")
    classes = pd.DataFrame(x, columns=["a", "b"]).assign(flag=np.where(np.arange(280) == 7, 2, 1), y=answer)
    classes.to_csv(folder / "classes.csv", index=False)
    for number in range(80):
        kind = ("spam", "friend")[number % 2]
        texts = generator.choice(["prize", "money", "win"] if number % 2 == 0 else ["dinner", "walk", "tea"], 3)
        path = folder / "letters" / kind / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"letter {number} about {' and '.join(texts)} on day {number}", encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    copy = Copy(tmp_path_factory.mktemp("copy"))
    for title, follow in LISTS.items():
        copy.follow(title)
        follow(copy)
    write_data(copy.folder)
    return copy


@pytest.fixture(scope="module")
def answers(copy):
    return copy.answers(RUN)


@pytest.mark.parametrize("title", sections())
def test_every_list_says_how_many_files_it_touches(title):
    assert re.match(r"\nTouches \d files? of the package", sections()[title])


@pytest.mark.parametrize("title", sections())
def test_every_path_in_a_list_exists(title):
    for path in re.findall(r"`((?:dlfund|tests|docs|benchmarks)/[\w/]+\.\w+)`", sections()[title]):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("title", LISTS)
def test_a_list_touches_as_many_files_as_it_says(copy, title):
    output = int(re.match(r"\nTouches (\d) files? of the package", sections()[title])[1])
    assert len(copy.touched[title]) == output, copy.touched[title]


def test_a_metric_of_one_entry_decides_a_comparison(answers, copy):
    actual = answers["metric"]
    assert actual["metric"] == "median_error"
    assert list(actual["means"]) == ["ridge", "mean_value"]  # lower is better
    assert actual["means"]["ridge"] == pytest.approx(0.6745, abs=0.25)  # the median of a normal error's size
    deviation = pd.read_csv(copy.folder / "numbers.csv")["y"].std(ddof=0)
    assert actual["margin"] == pytest.approx(0.01 * deviation, rel=0.06)  # it is in the target's units
    assert "median absolute error" in copy.page("metric")


def test_a_task_kind_of_one_entry_is_compared_and_learned(answers, copy):
    assert (answers["kind"]["kind"], answers["kind"]["metric"]) == ("median", "mae")
    assert list(answers["kind"]["means"]) == ["ridge", "mean_value"]
    assert answers["task"] == [1, "linear", "MeanAbsoluteError", "mae"]
    assert len(copy.page("kind")) > 10_000


def test_a_run_that_a_metric_does_not_decide_has_no_column_of_it(answers, copy):
    assert set(copy.results("kind")["contenders"][0]["scores"][0]) == {"rmse", "mae", "r2"}


def test_a_baseline_of_one_file_is_tuned_judged_and_saved(answers, copy):
    actual = answers["baseline"]
    assert actual["mean"] > actual["floor"] + 0.2
    assert actual["trials"] == 2
    assert actual["held_out"]
    assert actual["notes"] == []  # its saved model is of types that are trusted
    assert actual["about"] in copy.page("baseline")


def test_a_check_of_one_file_speaks_and_has_its_card(answers, copy):
    (finding,) = [finding for finding in copy.results("baseline")["findings"] if finding["code"] == "Q05"]
    assert finding["columns"] == ["flag"]
    assert finding["evidence"]["share"] == pytest.approx(1 / 260, rel=0.1)  # 20 of the rows are held out
    assert "has one value in nearly all rows" in copy.page("baseline")
    assert "Q05" not in {finding["code"] for finding in copy.results("metric")["findings"]}
    assert "## Q05 hardly_ever_differs\n\nA column has one value in nearly all rows." in answers["checks"]


def test_a_figure_of_one_file_stands_on_the_page(answers, copy):
    for name in ("metric", "baseline", "texts"):
        page = copy.page(name)
        assert "<h3>Fold by fold</h3>" in page
        assert "of every contender in 15 folds." in page  # the picture, said in words


def test_a_kind_of_own_data_is_compared_and_read_again(answers):
    actual = answers["source"]
    assert actual["mean"] > 0.9
    assert set(actual["recorded"]) == {"source", "sha256", "seed", "held"}
    assert "on letters?" in actual["about"]
    assert actual["rows"] == len(actual["targets"]) == len(set(actual["test_rows"])) == 70
    assert actual["predicted"] == ["friend"] * 40 + ["spam"] * 40
    assert actual["refused"].startswith("Expected the texts in letters as they were.")
