"""Tables with one illness each: the check of that code has to speak."""

import numpy as np
import pandas as pd
from comparison.checks import ill_leaks as leaks
from comparison.checks.ill_leaks import honest, two_classes
from comparison.checks.sound_tables import ROWS, cut, dataset, logistic

from dlfund.data import Fold, predefined_fold, repeated_folds


def _target_recoded(generator):
    columns, _, y = honest(generator)
    status = pd.Series(np.where(y == 1, "paid", "open")).mask(generator.random(ROWS) < 0.3)
    return two_classes(columns | {"status": status}, y)


def _target_in_another_unit(generator):
    columns, logit, _ = honest(generator)
    y = logit + generator.normal(size=ROWS)
    made = dataset(columns | {"fahrenheit": (1.8 * y + 32).astype(np.float32)}, y)
    return made, cut(made)


def _written_down_afterwards(generator):
    columns, _, y = honest(generator)
    return two_classes(
        columns | {"refund": np.where(y, generator.gamma(5, 10, ROWS), 0) + (generator.random(ROWS) < 0.002)}, y
    )


def _rounded_target(generator):
    columns, logit, _ = honest(generator)
    y = logit + generator.normal(size=ROWS)
    made = dataset(columns | {"forecast": y + generator.normal(0, 0.05, ROWS)}, y)
    return made, cut(made)


def _empty_when_yes(generator):
    columns, _, y = honest(generator)
    odd = generator.random(ROWS) < 0.02
    return two_classes(columns | {"reason": pd.Series(generator.normal(size=ROWS)).mask((y == 1) ^ odd)}, y)


def _filled_after_yes(generator):
    columns, _, y = honest(generator)
    filled = (y == 1) & (generator.random(ROWS) < 0.4)
    return two_classes(columns | {"cancelled": pd.Series(generator.choice(["a", "b"], ROWS)).where(filled)}, y)


def _shuffled_number(generator):
    columns, _, y = honest(generator)
    return two_classes(columns | {"customer": 100_000 + 7 * generator.permutation(ROWS * 3)[:ROWS]}, y)


def _ticket(generator):
    columns, _, y = honest(generator)
    return two_classes(columns | {"ticket": [f"T-{number}" for number in generator.permutation(10**6)[:ROWS]]}, y)


def _sorted_by_class(generator):
    columns, _, y = honest(generator)
    order = np.argsort(y + generator.normal(0, 0.3, ROWS), kind="stable")
    return two_classes({name: values[order] for name, values in columns.items()}, y[order])


def _copies(generator):
    columns, _, y = honest(generator)
    columns["kind"] = generator.choice(list("abc"), ROWS)
    again = np.arange(ROWS)
    again[generator.choice(ROWS, 200, replace=False)] = generator.integers(0, ROWS, 200)
    return two_classes({name: values[again] for name, values in columns.items()}, y[again])


def _backwards(generator):
    columns, logit, _ = honest(generator)
    made = dataset(columns, logit + generator.normal(size=ROWS), order=np.arange(ROWS)[::-1].copy())
    return made, cut(made)


def _drift_and_random_folds(generator):
    columns, logit, _ = honest(generator)
    y = logistic(generator, logit + np.linspace(-2, 2, ROWS))
    date = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.arange(ROWS), unit="h")
    shuffled = generator.permutation(ROWS)
    columns = {name: values[shuffled] for name, values in (columns | {"date": date.to_numpy()}).items()}
    made = dataset(columns, y[shuffled], roles={"date": "date"}, classes=("no", "yes"))
    return made, repeated_folds(made.y, folds=5, repeats=1, validation=0.2, seed=0, stratify=True)


def _past_as_test(generator):
    columns, logit, _ = honest(generator)
    made = dataset(columns, logit + generator.normal(size=ROWS), order=np.arange(ROWS)[::-1].copy())
    return made, [predefined_fold(made.y, test_rows=400, validation=0.2, seed=0, stratify=False)]


def _another_machine(generator):
    columns, _, y = honest(generator)
    late = np.arange(ROWS) >= ROWS - 500
    columns["x0"] = columns["x0"] + 1.5 * late
    columns["x1"] = columns["x1"] * np.where(late, 0.5, 1)
    made = dataset(columns, y, classes=("no", "yes"))
    return made, [predefined_fold(y, test_rows=500, validation=0.2, seed=0, stratify=True)]


def _together_otherwise(generator):
    """Each column is as before; only how they go together has changed."""
    columns, _, y = honest(generator)
    late = np.arange(ROWS) >= ROWS - 500
    columns["x3"] = np.where(late, columns["x2"], -columns["x2"]) + generator.normal(0, 0.5, ROWS)
    made = dataset(columns, y, classes=("no", "yes"))
    return made, [predefined_fold(y, test_rows=500, validation=0.2, seed=0, stratify=True)]


def _few(generator):
    columns, _, y = honest(generator, 80)
    return two_classes(columns, y)


def _many_columns(generator):
    y = generator.integers(0, 2, 200)
    return two_classes({f"x{number}": generator.normal(size=200) for number in range(150)}, y)


def _hardly_a_class(generator):
    columns, _, _ = honest(generator)
    y = np.zeros(ROWS, dtype=int)
    y[:900] = 1
    y[900:915] = 2
    y = generator.permutation(y)
    made = dataset(columns, y, classes=("a", "b", "c"))
    return made, cut(made)


def _one_in_thirty(generator):
    columns, _, _ = honest(generator)
    return two_classes(columns, (generator.random(ROWS) < 1 / 30).astype(int))


def _postcodes(generator):
    columns, _, y = honest(generator)
    return two_classes(columns | {"postcode": [f"A{number}" for number in generator.integers(1000, 1300, ROWS)]}, y)


def _two_units(generator):
    columns, _, y = honest(generator)
    inches = pd.Series((columns["x1"] / 2.54).round(3)).mask(generator.random(ROWS) < 0.2)
    return two_classes(columns | {"inches": inches}, y)


def _two_spellings(generator):
    columns, _, y = honest(generator)
    land = generator.integers(0, 4, ROWS)
    named = {"land": np.array(["AT", "DE", "CH", "IT"])[land], "country": np.array(["Au", "Ge", "Sw", "It"])[land]}
    return two_classes(columns | named, y)


def _always_the_same(generator):
    columns, _, y = honest(generator)
    return two_classes(columns | {"version": ["2"] * ROWS, "nothing": [None] * ROWS}, y)


def _once_only(generator):
    columns, _, y = honest(generator)
    flag = np.zeros(ROWS)
    flag[generator.integers(0, ROWS)] = 1
    return two_classes(columns | {"flag": flag}, y)


ILL = {
    "L01": (_target_recoded, _target_in_another_unit),
    "L02": (_written_down_afterwards, _rounded_target),
    "L03": (_empty_when_yes, _filled_after_yes),
    "L04": (_shuffled_number, _ticket),
    "L05": (_sorted_by_class,),
    "L06": (_copies,),
    "L07": (
        leaks.total_of_parts,
        leaks.total_and_small_amounts,
        leaks.rate,
        leaks.growth,
        leaks.body_mass,
        leaks.time_taken,
    ),
    "L08": (leaks.two_marks_above_a_limit, leaks.more_earned_than_spent),
    "L09": (leaks.visits_of_patients, leaks.named_patients),
    "T01": (_backwards,),
    "T02": (_drift_and_random_folds,),
    "T03": (_past_as_test,),
    "D01": (_another_machine, _together_otherwise),
    "D02": (_another_machine,),
    "S01": (_few,),
    "S02": (_many_columns,),
    "S03": (_hardly_a_class,),
    "Q01": (_one_in_thirty,),
    "Q02": (_postcodes,),
    "Q03": (_two_units, _two_spellings, leaks.class_by_number),
    "Q04": (_always_the_same, _once_only),
    "Q05": (leaks.pressure_of_zero, leaks.age_of_999),
}


def made_ill(code, seed) -> list[tuple[object, list[Fold]]]:
    """One table of each kind that has the illness."""
    return [make(np.random.default_rng(seed)) for make in ILL[code]]
