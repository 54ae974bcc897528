"""Wisconsin breast cancer, from scikit-learn: 30 measurements of cell nuclei, and what the tumour was."""

import numpy as np
from sklearn.datasets import load_breast_cancer


def table():
    cells = load_breast_cancer(as_frame=True)
    x = cells.data.rename(columns=lambda name: name.replace(" ", "_"))
    return x.assign(tumour=np.where(cells.target == 1, "benign", "malignant"))
