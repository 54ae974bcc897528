"""Where the network helps: the part that was made worse is found, and nothing where there is nothing."""

import numpy as np
import pandas as pd
import pytest
from comparison.result.finished_runs import run_of

from dlfund.comparison.result.insights.joint import by_unit, joint_intervals, units_of
from dlfund.comparison.result.insights.loss import Loss
from dlfund.comparison.result.insights.segments import segments
from dlfund.comparison.result.insights.table_segments import most_informative, segments_of
from dlfund.data import Column, Dataset, Schema

COLUMNS = (
    Column("age", missing=True),
    Column("town", "categorical"),
    Column("since", "date"),
    Column("grade", "ordinal"),
    Column("score"),
)


def people(rows=600, *, seed=0, classes=("no", "yes"), group=None, weight=None):
    """Five columns of every sort; the target is a coin or noise, and no column tells it."""
    generator = np.random.default_rng(seed)
    x = pd.DataFrame(
        {
            "age": np.where(generator.random(rows) < 0.1, np.nan, generator.uniform(18, 80, rows).round(1)),
            "town": generator.choice(["Bern", "Rom", "Ulm"], rows),
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(generator.integers(0, 900, rows), "D"),
            "grade": generator.integers(1, 5, rows).astype(float),
            "score": generator.normal(size=rows),
        }
    )
    schema = Schema("people", "", "y", COLUMNS, tuple(classes), kind="" if classes else "regression")
    y = generator.integers(0, 2, rows) if classes else generator.normal(size=rows)
    return Dataset(schema, x, y, group=group, weight=weight)


def looked(dataset, net, base, **options):
    """The segments of a comparison that said so."""
    metric = "rmse" if dataset.schema.kind == "regression" else "roc_auc"
    return segments(run_of(dataset, {"net": net, "base": base}, metric=metric, **options))


def predicted(dataset, generator, noise=1.0):
    """Numbers that miss the truth by chance."""
    return dataset.y + noise * generator.standard_t(4, len(dataset))


def test_quarters_levels_dates_and_empty_cells_are_the_parts():
    x = people().x
    age, town, since, grade, _ = (segments_of(column, x[column.name]) for column in COLUMNS)
    assert len(age.names) == 4
    assert age.names[0].startswith("up to ")
    assert (age.codes == -1).sum() == x["age"].isna().sum()
    assert max(np.bincount(age.codes[age.codes >= 0])) < 0.27 * len(x)
    assert set(town.names) == {"“Bern”", "“Rom”", "“Ulm”"}
    assert since.names[0].startswith("up to 2020-")
    assert grade.names == ("“1”", "“2”", "“3”", "“4”")
    many = pd.Series([f"level {number}" for number in range(30)] * 2)
    assert segments_of(Column("many", "categorical"), many).names[-1] == "one of 18 other levels"


def test_of_many_columns_those_that_tell_the_target_are_looked_at():
    generator = np.random.default_rng(0)
    x = pd.DataFrame(generator.normal(size=(400, 50)), columns=[f"c{number}" for number in range(50)])
    schema = Schema("wide", "", "y", tuple(Column(name) for name in x))
    dataset = Dataset(schema, x, x["c7"].to_numpy() + x["c31"].to_numpy() ** 2)
    assert {entry.name for entry in most_informative(dataset, 2)} == {"c7", "c31"}
    assert len(most_informative(dataset)) == 30


@pytest.mark.parametrize("worse", ["network", "baseline"])
def test_the_part_where_one_was_made_worse_is_listed_and_no_other_column(worse):
    dataset, generator = people(1500, classes=()), np.random.default_rng(1)
    net, base = predicted(dataset, generator), predicted(dataset, generator)
    spoilt = net if worse == "network" else base
    spoilt += np.where(dataset.x["town"] == "Rom", 4.0, 0.0)
    actual = looked(dataset, net, base)
    (rome,) = [entry for entry in actual["listed"] if entry["part"] == "“Rom”"]
    assert (rome["difference"] > 0) == (worse == "network")
    assert rome["low"] * rome["high"] > 0
    assert rome["p_adjusted"] < 0.01
    assert abs(rome["elsewhere"]) < abs(rome["low"] + rome["high"]) / 4
    assert actual["listed"][0]["part"] == "“Rom”"
    assert {entry["part"] for entry in actual["listed"] if entry["column"] == "town"} == {"“Rom”"}


def test_a_difference_by_hand():
    dataset = people(100, classes=())
    net, base = dataset.y + 1.0, dataset.y + 3.0
    whole = looked(dataset, net, base)["whole"]
    assert whole == {"difference": pytest.approx(-2.0), "low": pytest.approx(-2.0), "high": pytest.approx(-2.0)}


def test_a_false_part_is_listed_in_at_most_one_table_of_twenty_or_so():
    """Two equally good models, losses with heavy tails: 200 tables, each looked through for any difference."""
    alarms = 0
    for seed in range(200):
        dataset, generator = people(300, seed=seed, classes=()), np.random.default_rng(1000 + seed)
        actual = looked(dataset, predicted(dataset, generator), predicted(dataset, generator))
        assert actual["looked_at"] >= 15
        alarms += bool(actual["listed"])
    assert alarms <= 18, alarms  # 5 % are 10; 19 or more of 200 would come once in 200 times


def test_a_false_part_is_rare_for_classes_too():
    alarms = 0
    for seed in range(100):
        dataset, generator = people(300, seed=seed), np.random.default_rng(1000 + seed)
        net, base = (generator.beta(2, 2, 300) for _ in range(2))
        alarms += bool(looked(dataset, net, base)["listed"])
    assert alarms <= 12, alarms


def test_rows_of_one_group_are_drawn_together():
    """Copies of a row are no new rows: seen as 20 groups of 30 copies, luck is no difference."""
    alarms = {"groups": 0, "rows": 0}
    for seed in range(60):
        generator = np.random.default_rng(seed)
        copies = np.repeat(np.arange(30), 20)
        gain = generator.normal(size=30)[copies]
        for how, group in (("groups", copies), ("rows", None)):
            units = units_of(people(600, group=group))
            moves, shares = (by_unit(entry[:, None] / 600, units) for entry in (gain - gain.mean(), np.ones(600)))
            joint = joint_intervals(np.array([gain.mean()]), moves, shares, seed=seed)
            alarms[how] += bool(joint.low[0] > 0 or joint.high[0] < 0)
    assert alarms["groups"] <= 8
    assert alarms["rows"] > 30


def test_rows_in_time_are_drawn_in_blocks():
    dataset = people(1000)
    units = units_of(Dataset(dataset.schema, dataset.x, dataset.y, order=np.arange(1000)[::-1]))
    assert np.bincount(units).tolist() == [10] * 100
    assert units[-1] == 0


def test_a_row_without_weight_says_nothing():
    plain, generator = people(1200, classes=()), np.random.default_rng(3)
    weight = (plain.x["town"] != "Rom").to_numpy(dtype=float)
    net, base = predicted(plain, generator), predicted(plain, generator)
    net += np.where(weight == 0, 9.0, 0.0)
    assert looked(plain, net, base)["listed"]
    weighted = people(1200, classes=(), weight=weight)
    assert not looked(weighted, net, base)["listed"]


def test_intervals_hold_together():
    """Of 25 differences that hang together, all are inside their intervals in about 95 % of samples."""
    generator, held, tries = np.random.default_rng(0), 0, 300
    mix = generator.normal(size=(25, 25)) + 1.5
    for _ in range(tries):
        rows = generator.exponential(size=(150, 25)) @ mix
        means = rows.mean(axis=0)
        joint = joint_intervals(means, (rows - means) / len(rows), np.full((150, 1), 1 / 150), seed=0)
        truth = mix.sum(axis=0)
        held += bool(((joint.low <= truth) & (truth <= joint.high)).all())
    assert 0.91 <= held / tries <= 0.985


def test_accuracy_and_ranks_have_a_loss_that_is_a_mean_over_rows():
    assert Loss.of("roc_auc").name == "brier"
    assert Loss.of("log_loss", probabilistic=False).title == "share of wrong answers"
    y, predictions = np.array([0.0, 1.0]), np.array([0.6, 0.7])
    assert Loss.of("accuracy").rows(y, predictions).tolist() == [1.0, 0.0]
    assert Loss.of("r2").score(Loss.of("r2").rows(y, predictions).mean()) == pytest.approx(np.sqrt((0.36 + 0.09) / 2))
