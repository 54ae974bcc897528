"""Diabetes, from scikit-learn: ten measurements in their own units, and the disease a year later."""

from sklearn.datasets import load_diabetes

NAMES = {
    "bmi": "body_mass_index",
    "bp": "blood_pressure",
    "s1": "cholesterol",
    "s2": "low_density",
    "s3": "high_density",
    "s4": "cholesterol_ratio",
    "s5": "log_triglycerides",
    "s6": "blood_sugar",
}


def table():
    study = load_diabetes(as_frame=True, scaled=False)
    return study.data.rename(columns=NAMES).assign(progression=study.target)
