"""Handwritten digits, from scikit-learn: 8 × 8 pixels with values 0 … 16."""

import pandas as pd
from sklearn.datasets import load_digits


def table():
    digits = load_digits()
    columns = [f"pixel_{number}" for number in range(64)]
    return pd.DataFrame(digits.data, columns=columns).assign(digit=digits.target)
