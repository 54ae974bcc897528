"""Customers, and whether they buy again: numbers and categories, straight effects and bends; the best possible guess.

    logit = 1.5 (straight + bends + 0.4)
    straight = 0.8 visits + 0.5 log(basket / 30) − 0.4 age + channel's effect + region's effect
    bends    = 1.6 cos(2π days / 30) exp(−days / 60)        they come back by the month, ever less
             + 1.2 age (+1 in the shop, −1 in the app)      the old like the shop, the young the app
             + 0.9 visits sin(π minutes / 8)                whether a long look is a good sign depends
             − (minutes / 8 − 1)²
    visits and age count here in deviations from their means

Run  python datasets/mixed_table/generate.py            prints the number of rows and the checksum
     python datasets/mixed_table/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import expit

CHANNELS = {"web": 0.0, "app": 0.4, "shop": -0.2, "phone": -0.8}
REGIONS = {
    "north": 0.5,
    "south": -0.5,
    "east": 0.2,
    "west": -0.2,
    "coast": 0.8,
    "hills": -0.8,
    "city": 0.3,
    "islands": -0.3,
}
OLD_OR_YOUNG = {"web": 0.0, "app": -1.2, "shop": 1.2, "phone": 0.0}
CLASSES = np.array(["no", "yes"])


def customers(generator, rows):
    return pd.DataFrame(
        {
            "age_years": np.clip(generator.normal(42, 14, rows), 18, 90).round(),
            "visits": generator.poisson(4, rows),
            "basket_euros": np.exp(generator.normal(np.log(30), 0.8, rows)).round(2),
            "days_since": generator.exponential(40, rows).round(1),
            "minutes": generator.gamma(2, 4, rows).round(1),
            "channel": generator.choice(list(CHANNELS), rows, p=[0.4, 0.3, 0.2, 0.1]),
            "region": generator.choice(list(REGIONS), rows),
        }
    )


def probability_of_buying(table):
    age, visits = (table["age_years"] - 42) / 14, (table["visits"] - 4) / 2
    minutes, days = table["minutes"] / 8, table["days_since"]
    straight = 0.8 * visits + 0.5 * np.log(table["basket_euros"] / 30) - 0.4 * age
    straight += table["channel"].map(CHANNELS) + table["region"].map(REGIONS)
    bends = 1.6 * np.cos(2 * np.pi * days / 30) * np.exp(-days / 60) + age * table["channel"].map(OLD_OR_YOUNG)
    bends += 0.9 * visits * np.sin(np.pi * minutes) - (minutes - 1) ** 2
    return expit(1.5 * (straight + bends + 0.4)).to_numpy()


def draw(rows, seed):
    generator = np.random.default_rng(seed)
    made = customers(generator, rows)
    probability = probability_of_buying(made)
    return made, (generator.random(rows) < probability).astype(int), probability


def table(rows=4000, seed=0):
    made, y, _ = draw(rows, seed)
    return made.assign(buys_again=CLASSES[y])


def best_guess(rows, seed):
    """Classes, and each row's true probability of the second one."""
    _, y, probability = draw(rows, seed)
    return y, probability


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("binary", table, best_guess)
