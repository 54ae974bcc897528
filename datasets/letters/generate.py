"""Clauses letter by letter, and the true probability of the letter that comes next.

    clause = name [adverb] verb his/her thing "and"        "ann soon hid her hat and"
    his or her follows the name; the thing is that person's own with probability 0.8, one of the other seven otherwise
    P(next letter | letters before) = Σ P(clauses that go on with it) / Σ P(clauses that begin like this)

A row is a place in an endless text of such clauses: the 28 letters before it ("_" is the space between words), and the
letter that comes next. A clause has at most 28 letters, so the rows show all that the next letter depends on.

Run  python datasets/letters/generate.py            prints the number of rows and the checksum
     python datasets/letters/generate.py --best     prints the best possible scores
"""

from collections import defaultdict
from itertools import product

import numpy as np
import pandas as pd

LENGTH = 28
OWN = 0.8  # probability that someone's thing is meant
THINGS = {
    "ann": "hat",
    "bob": "map",
    "eve": "cup",
    "ida": "pen",
    "jim": "bag",
    "max": "key",
    "sue": "ring",
    "tom": "fan",
}
HERS = ("ann", "eve", "ida", "sue")
ADVERBS = {"": 0.4, "soon_": 0.2, "also_": 0.2, "once_": 0.2}
VERBS = ("lost", "found", "hid", "sold", "kept", "took")


def clauses():
    """Every clause with its probability."""
    chances = {}
    for (name, own), (adverb, chance), verb, thing in product(THINGS.items(), ADVERBS.items(), VERBS, THINGS.values()):
        whose = "her" if name in HERS else "his"
        chances[f"{name}_{adverb}{verb}_{whose}_{thing}_and_"] = (
            chance * (OWN if thing == own else (1 - OWN) / (len(THINGS) - 1)) / len(THINGS) / len(VERBS)
        )
    return np.array(list(chances)), np.array(list(chances.values()))


CLAUSES, CHANCES = clauses()
SIZES = np.strings.str_len(CLAUSES)
LETTERS = sorted(set("".join(CLAUSES)))


def next_letters():
    """The beginning of a clause -> the probability of each letter that comes next."""
    chances = defaultdict(lambda: np.zeros(len(LETTERS)))
    for clause, chance in zip(CLAUSES, CHANCES, strict=True):
        for place, letter in enumerate(clause):
            chances[clause[:place]][LETTERS.index(letter)] += chance
    return {beginning: of / of.sum() for beginning, of in chances.items()}


def draw(rows, seed):
    """For each row the text before it, and the clause and the place in it where the next letter stands.

    A place in an endless text lies in a long clause more often than in a short one.
    """
    generator = np.random.default_rng(seed)
    present = generator.choice(len(CLAUSES), rows, p=CHANCES * SIZES / (CHANCES @ SIZES))
    place = generator.integers(SIZES[present])
    before = generator.choice(len(CLAUSES), (rows, 2), p=CHANCES)
    return CLAUSES[before[:, 0]], CLAUSES[before[:, 1]], CLAUSES[present], place


def table(rows=8000, seed=0):
    texts, targets = [], []
    for first, second, clause, place in zip(*draw(rows, seed), strict=True):
        texts.append(" ".join((first + second + clause[:place])[-LENGTH:]))
        targets.append(clause[place])
    return pd.DataFrame({"letters": texts, "next_letter": targets})


def best_guess(rows, seed):
    """Classes, and each row's true probability of every letter."""
    known = next_letters()
    _, _, present, places = draw(rows, seed)
    y = np.array([LETTERS.index(clause[place]) for clause, place in zip(present, places, strict=True)])
    return y, np.stack([known[clause[:place]] for clause, place in zip(present, places, strict=True)])


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("multiclass", table, best_guess)
