"""The best possible scores that schemas state are those of the true distribution."""

import math
import tomllib
from pathlib import Path

import pytest

from dlfund.comparison.result.best_possible import best_possible
from dlfund.data.folder import function_of
from dlfund.data.schema import read_schema

FOLDER = Path(__file__).parents[2] / "datasets"
KNOWN = sorted(
    path.parent.name for path in FOLDER.glob("*/generate.py") if "def best_guess" in path.read_text(encoding="utf-8")
)
DRAWS, REPEATS = 4000, 8


def stated(name):
    return tomllib.loads((FOLDER / name / "schema.toml").read_text(encoding="utf-8"))["best_possible"]


@pytest.mark.parametrize("name", KNOWN)
def test_a_smaller_monte_carlo_agrees(name):
    """Other draws, fewer of them: within four standard errors of both."""
    best_guess = function_of(FOLDER / name / "generate.py", "best_guess")
    actual = best_possible(
        read_schema(FOLDER / name).kind, lambda rows, seed: best_guess(rows, seed + 77), draws=DRAWS, repeats=REPEATS
    )
    known = stated(name)
    assert set(actual) == set(known) - {"draws"}
    for metric, (mean, error) in actual.items():
        both = math.hypot(error, known[metric]["standard_error"])
        # the spread of eight repeats is itself uncertain: by a quarter
        assert abs(mean - known[metric]["value"]) < 4 * 1.25 * both, metric
        assert both < 0.02, metric  # otherwise the line above would say nothing


def normal(z):
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def test_scores_in_closed_form():
    mean_absolute = math.sqrt(2 / math.pi)
    corner = normal(1 / 0.5)
    assert stated("xor")["accuracy"]["value"] == pytest.approx(corner**2 + (1 - corner) ** 2, abs=5e-4)
    few_switches = sum(math.comb(39, k) * 0.38**k * 0.62 ** (39 - k) for k in range(20))
    assert stated("switching_sequence")["accuracy"]["value"] == pytest.approx(few_switches, abs=5e-4)
    for name, rmse in {
        "friedman": 1.0,
        "ratings": 0.8,
        "cooling_load": 0.25 * math.sqrt((1 - 0.8**48) / (1 - 0.8**2)),
    }.items():
        assert stated(name)["rmse"]["value"] == pytest.approx(rmse, abs=1e-5)
        assert stated(name)["mae"]["value"] == pytest.approx(rmse * mean_absolute, abs=1e-5)
    # a review of m remarks is judged by the majority of those that mean well; of a tie, half are right
    right = [
        sum(
            math.comb(m, k) * 0.72**k * 0.28 ** (m - k) * (1 if 2 * k > m else 0.5 * (2 * k == m)) for k in range(m + 1)
        )
        for m in (2, 3, 4, 5)
    ]
    assert stated("reviews")["accuracy"]["value"] == pytest.approx(sum(right) / 4, abs=1.5e-3)
    # the entropy of a clause, in letters: a name, an adverb, a verb, and a thing of which one is the likeliest
    adverb = -0.4 * math.log(0.4) - 3 * 0.2 * math.log(0.2)
    thing = -0.8 * math.log(0.8) - 0.2 * math.log(0.2 / 7)
    fixed, adverbs, verbs, things = 4 + 4 + 4, 0.6 * 5, 24 / 6 + 1, 25 / 8 + 1  # with "his", "and" and spaces
    size = fixed + adverbs + verbs + things
    assert stated("letters")["log_loss"]["value"] == pytest.approx(
        (math.log(8) + adverb + math.log(6) + thing) / size, abs=1.5e-3
    )
