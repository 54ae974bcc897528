"""Wine, from scikit-learn: 13 measurements of Italian wines of three cultivars, in the order of the original study."""

import numpy as np
from sklearn.datasets import load_wine

CULTIVARS = np.array(["barolo", "grignolino", "barbera"])


def table():
    wines = load_wine(as_frame=True)
    x = wines.data.rename(columns={"od280/od315_of_diluted_wines": "od280_od315"})
    return x.assign(cultivar=CULTIVARS[wines.target])
