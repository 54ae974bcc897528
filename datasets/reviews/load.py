"""As an option, real reviews: 10,000 of the Large Movie Review Dataset (IMDB), as their authors wrote them."""

import re

import numpy as np
import pandas as pd

from dlfund.data.archive import tar_members
from dlfund.data.download import option_files

ROWS = 10_000
FOLDERS = {"bad": "aclImdb/train/neg/", "good": "aclImdb/train/pos/"}
NUMBER = re.compile(r"/(\d+)_\d+\.txt$")


def imdb(cache):
    """The first 5,000 bad and 5,000 good reviews of the part that is meant to be learned from, mixed."""
    (archive,) = option_files(__file__, "imdb", cache)
    texts = {verdict: {} for verdict in FOLDERS}
    for name, content in tar_members(archive, "aclImdb/train/"):
        for verdict, folder in FOLDERS.items():
            number = NUMBER.search(name)
            if name.startswith(folder) and number:
                texts[verdict][int(number[1])] = content.decode("utf-8").replace("<br />", " ")
    chosen = [(text, verdict) for verdict, reviews in texts.items() for _, text in sorted(reviews.items())[: ROWS // 2]]
    order = np.random.RandomState(0).permutation(len(chosen))
    return pd.DataFrame([chosen[row] for row in order], columns=["review", "verdict"])
