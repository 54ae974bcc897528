"""Generate students, and compute the best score that anybody could reach on them.

    logit = 0.3 + 0.75 (study − 5) − 0.45 (play − 3) − 0.40 (sleep − 7.5)² + 0.10 (study − 5)(sleep − 7.5)
    study ~ Gamma(4, 1.25) cut to 0…14 h     play ~ Gamma(3, 1) cut to 0…10 h     sleep ~ N(7.2, 1.3) cut to 3…11 h
    pass  ~ Bernoulli(1 / (1 + exp(−logit)))

Hours are rounded to 0.01 before the label is drawn, so the table holds all that the label knew.

Run  python datasets/student_pass_fail/generate.py            writes data.csv
     python datasets/student_pass_fail/generate.py --best     prints the best possible scores
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import log_loss, roc_auc_score

SEED = 0
ROWS = 1000
DRAWS = 1_000_000
REPEATS = 20


def hours(generator, rows):
    study = np.clip(generator.gamma(4.0, 1.25, rows), 0, 14)
    play = np.clip(generator.gamma(3.0, 1.0, rows), 0, 10)
    sleep = np.clip(generator.normal(7.2, 1.3, rows), 3, 11)
    return np.round([study, play, sleep], 2)


def probability_of_passing(study, play, sleep):
    logit = 0.3 + 0.75 * (study - 5) - 0.45 * (play - 3) - 0.40 * (sleep - 7.5) ** 2
    logit += 0.10 * (study - 5) * (sleep - 7.5)
    return 1 / (1 + np.exp(-logit))


def students(generator, rows):
    study, play, sleep = hours(generator, rows)
    probability = probability_of_passing(study, play, sleep)
    passed = generator.random(rows) < probability
    return study, play, sleep, passed, probability


def truth(rows, seed):
    """Whether each student passed, and the true probability of it; with seed 0 those of data.csv."""
    *_, passed, probability = students(np.random.default_rng(seed), rows)
    return passed.astype(int), probability


def best_possible():
    """Scores of the true probability itself: mean over repeats and the standard error of that mean."""
    scores = []
    for repeat in range(REPEATS):
        *_, passed, probability = students(np.random.default_rng([SEED, 1, repeat]), DRAWS)
        accuracy = np.mean((probability > 0.5) == passed)
        scores.append([accuracy, roc_auc_score(passed, probability), log_loss(passed, probability), passed.mean()])
    scores = np.array(scores)
    errors = scores.std(axis=0, ddof=1) / np.sqrt(REPEATS)
    names = ["accuracy", "roc_auc", "log_loss", "pass_rate"]
    return {name: (mean, error) for name, mean, error in zip(names, scores.mean(axis=0), errors, strict=True)}


def write(path):
    study, play, sleep, passed, _ = students(np.random.default_rng(SEED), ROWS)
    table = pd.DataFrame({"study_hours": study, "play_hours": play, "sleep_hours": sleep})
    table["passed"] = np.where(passed, "yes", "no")
    table.to_csv(path, index=False, float_format="%.2f", lineterminator="\n")


if __name__ == "__main__":
    if "--best" in sys.argv:
        for name, (mean, error) in best_possible().items():
            print(f"{name}: {mean:.5f} ± {error:.5f} ({REPEATS} × {DRAWS:,} draws)")
    else:
        write(Path(__file__).with_name("data.csv"))
