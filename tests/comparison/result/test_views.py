"""What a page shows beyond scores: right numbers, small, plain JSON, and absent where it does not apply."""

import json

import numpy as np
import pytest
from comparison.result.finished_runs import arrays, hours, one_hot, run_of, views_of
from small_data import small_dataset

from dlfund.comparison.protocol import Protocol, time_ordered
from dlfund.comparison.result.views.confusion import confusion
from dlfund.comparison.result.views.example_rows import example_rows
from dlfund.comparison.result.views.forecast import forecast
from dlfund.comparison.result.views.plane import plane
from dlfund.comparison.result.views.residuals import residuals
from dlfund.comparison.result.views.shades import shades

ABC = ("a", "b", "c")


def test_a_table_of_two_classes_has_none_of_them():
    dataset = small_dataset()
    assert views_of(run_of(dataset, {"net": np.full(90, 0.5), "base": np.full(90, 0.5)})) == ({}, [])


def test_confusion_counts_every_tested_row_once_by_hand():
    dataset = arrays((2, 2, 1), ABC, rows=30)
    wrong = np.where(dataset.y == 2, 1, dataset.y)  # every c is called b
    run = run_of(dataset, {"net": one_hot(wrong, 3), "base": one_hot(dataset.y, 3)}, protocol=Protocol(3, 2))
    tables = confusion(run)
    assert tables["net"]["counts"] == [[10, 0, 0], [0, 10, 0], [0, 10, 0]]
    assert tables["net"]["recall"] == [1.0, 1.0, 0.0]
    assert tables["net"]["mixed_up"] == ["c", "b", 10]
    assert tables["base"]["mixed_up"] is None


def test_residuals_are_said_minus_true():
    dataset = hours(400)
    view = residuals(run_of(dataset, {"net": dataset.y + 100, "base": dataset.y - 50}))
    assert view["spread"]["net"]["mean"] == pytest.approx(100)
    assert view["spread"]["base"]["quantiles"]["50"] == pytest.approx(-50)
    assert len(view["true"]) == len(view["said"]["net"]) == 300
    np.testing.assert_allclose(np.array(view["said"]["net"]) - view["true"], 100, atol=2)
    assert sum(view["spread"]["net"]["counts"]) == view["rows"] == 400


def test_the_surest_mistakes_come_first_with_what_both_said():
    dataset = arrays((3, 3, 1), ABC, rows=30)
    output = one_hot(dataset.y, 3)
    for row, sure in ((4, 0.9), (7, 0.99), (10, 0.5)):
        output[row] = (1 - sure) / 2
        output[row, (dataset.y[row] + 1) % 3] = sure
    view = example_rows(run_of(dataset, {"net": output, "base": one_hot(dataset.y, 3)}))
    assert [entry["row"] for entry in view["missed"]] == [7, 4, 10]
    assert view["missed"][0]["said"] == {"net": "c", "base": "b"}
    assert view["missed"][0]["truth"] == "b"
    assert [example["label"] for example in view["examples"]] == list(ABC)
    assert view["examples"][0]["rows"][0][0].isdigit()


def test_sequences_are_lines_a_channel():
    dataset = arrays((500, 2), ABC, rows=30)
    view = example_rows(run_of(dataset, {"net": one_hot(dataset.y, 3)}))
    row = view["examples"][1]["rows"][0]
    assert [len(channel) for channel in row] == [167, 167]  # every third of 500 steps
    assert view["missed"] == []


def test_pixels_become_digits():
    assert shades(np.array([[0.0, 0.5], [1.0, 9.0]]), 0, 1) == ["05", "99"]
    assert len(shades(np.zeros((100, 40)), 0, 1)) <= 32


def test_a_forecast_shows_the_last_week_and_everybodys_errors():
    dataset = hours(800)
    run = run_of(
        dataset,
        {"net": dataset.y + 10, "base": dataset.y - 30, "floor": np.full(800, 5000.0)},
        protocol=time_ordered(folds=3),
    )
    view = forecast(run)
    assert len(view["last"]["when"]) == 168
    assert view["last"]["when"][-1] == str(dataset.order[-1])
    assert view["last"]["truth"][-1] == pytest.approx(dataset.y[-1], rel=1e-3)
    assert set(view["last"]["said"]) == {"net", "base"}
    assert [day["day"][:3] for day in view["last"]["days"]][:2] == ["Mon", "Tue"]
    assert set(view["errors"]["means"]) == {"net", "base", "floor"}
    assert view["errors"]["means"]["net"] == pytest.approx([10] * 48)
    starts = view["errors"]["starts"]
    assert starts == sorted(starts)


def test_an_order_without_a_clock_is_shown_all_the_same():
    dataset = hours(600, dates=False)
    view = forecast(run_of(dataset, {"net": dataset.y}, protocol=time_ordered(folds=3)))
    assert view["last"]["days"] == []
    assert view["last"]["when"][-1] == "599"


def test_one_who_failed_everywhere_is_left_out():
    dataset = arrays((2, 2, 1), ABC, rows=30)
    actual, failed = views_of(run_of(dataset, {"net": one_hot(dataset.y, 3), "base": []}, failed=["base"]))
    assert failed == []
    assert list(actual["confusion"]) == ["net"]


def test_a_picture_that_fails_is_said_and_takes_nothing_along(monkeypatch):
    from dlfund.comparison.result.views import registry

    def broken(run):
        raise RuntimeError("no such layer")

    monkeypatch.setitem(registry.VIEWS, "words", broken)
    dataset = arrays((2, 2, 1), ABC, rows=30)
    actual, failed = views_of(run_of(dataset, {"net": one_hot(dataset.y, 3)}))
    assert "confusion" in actual
    assert failed == ["The page lacks a part (the picture words): RuntimeError: no such layer"]


@pytest.mark.parametrize("shape", [(12, 12, 1), (12, 12, 3), (40, 1)])
def test_everything_is_plain_json_and_small(shape):
    dataset = arrays(shape, ABC, rows=300)
    generator = np.random.default_rng(0)
    actual, failed = views_of(
        run_of(dataset, {"net": generator.dirichlet([1, 1, 1], 300), "base": one_hot(dataset.y, 3)})
    )
    assert failed == []
    assert json.loads(json.dumps(actual)) == actual
    assert len(json.dumps(actual)) < 60_000


def test_principal_components_keep_what_differs_most():
    generator = np.random.default_rng(0)
    x = generator.normal(size=(200, 5)) * [10, 3, 0.1, 0.1, 0.1]
    places, shares = plane(x)
    assert abs(np.corrcoef(places[:, 0], x[:, 0])[0, 1]) > 0.99
    assert shares[0] > shares[1] > 0
    assert sum(shares) == pytest.approx(1, abs=0.01)
    assert plane(np.ones((4, 1)))[1] == [0.0, 0.0]
