"""Film reviews in which "not" turns a word round, and the best possible guess.

    a review has 2 … 5 remarks; each remark means well with probability 0.72 if the film is good, 0.28 if it is bad
    with probability 0.35 it is said by "not" and a word of the opposite meaning
    logit of "good" = (2 · remarks that mean well − remarks) log(0.72 / 0.28)

"The plot was not really dull. The music felt fresh." Words by themselves tell little; "not" and the word that it turns
round are mostly neighbours, but half of the time another word stands between them.

Run  python datasets/reviews/generate.py            prints the number of rows and the checksum
     python datasets/reviews/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import expit

LEANS, NEGATED, STRESSED = 0.72, 0.35, 0.5
REMARKS = (2, 5)
THINGS = np.array(["plot", "acting", "music", "dialogue", "camera", "ending", "pace", "cast", "script", "humour"])
VERBS = np.array(["was", "felt", "seemed"])
STRESSES = np.array(["really", "very", "that", "quite", "particularly"])
GOOD = np.array("great good moving funny clever charming brilliant gripping warm fresh lovely superb".split())  # noqa: SIM905
BAD = np.array("awful bad dull silly boring clumsy poor tedious cold stale weak lifeless".split())  # noqa: SIM905
CLASSES = np.array(["bad", "good"])


def draw(rows, seed):
    """Classes, and for each of at most five remarks whether it is made and whether it means well."""
    generator = np.random.default_rng(seed)
    y = generator.integers(2, size=rows)
    made = np.arange(REMARKS[1]) < generator.integers(REMARKS[0], REMARKS[1] + 1, size=(rows, 1))
    means_well = generator.random(made.shape) < np.where(y, LEANS, 1 - LEANS)[:, None]
    return y, made, means_well, generator


def table(rows=4000, seed=0):
    y, made, means_well, generator = draw(rows, seed)
    negated, stressed = generator.random(made.shape) < NEGATED, generator.random(made.shape) < STRESSED
    word = np.where(means_well != negated, generator.choice(GOOD, made.shape), generator.choice(BAD, made.shape))
    parts = [
        "The ",
        generator.choice(THINGS, made.shape),
        " ",
        generator.choice(VERBS, made.shape),
        np.where(negated, " not ", " "),
        np.where(stressed, np.strings.add(generator.choice(STRESSES, made.shape), " "), ""),
        word,
        ".",
    ]
    remarks = parts[0]
    for part in parts[1:]:
        remarks = np.strings.add(remarks, part)
    reviews = [" ".join(row[is_made]) for row, is_made in zip(remarks, made, strict=True)]
    return pd.DataFrame({"review": reviews, "verdict": CLASSES[y]})


def best_guess(rows, seed):
    """Classes, and each row's true probability of the second one."""
    y, made, means_well, _ = draw(rows, seed)
    return y, expit((2 * (made & means_well).sum(axis=1) - made.sum(axis=1)) * np.log(LEANS / (1 - LEANS)))


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("binary", table, best_guess)
