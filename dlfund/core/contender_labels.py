"""A contender's label: its name as readers see it. Machine names stay in code, files and options.

A label is made from the name, so that a new contender has one without being listed here: underscores become spaces,
and abbreviations and products are spelt as their authors spell them.

    realmlp_td_ensemble → RealMLP-TD ensemble    text_cnn → text CNN    random_forest → random forest
"""

from __future__ import annotations

SPELLINGS = {
    "ann": "ANN",
    "catboost": "CatBoost",
    "cnn": "CNN",
    "gru": "GRU",
    "lightgbm": "LightGBM",
    "lstm": "LSTM",
    "pca": "PCA",
    "realmlp": "RealMLP",
    "rnn": "RNN",
    "tabm": "TabM",
    "tfidf": "TF-IDF",
    "xgboost": "XGBoost",
}
LABELS = {
    "ann": "neural network",
    "gradient_boosting": "gradient-boosted trees",
    "k_means": "k-means",
    "mean_value": "mean of the target",
    "n_gram": "n-gram",
    "pca_k_means": "PCA and k-means",
    "realmlp_td": "RealMLP-TD",
    "realmlp_td_s": "RealMLP-TD-S",
    "support_vectors": "support vector machine",
    "tabm_mini": "TabM",
}
SUFFIXES = ("_ensemble", "_twin")  # after another contender's name
THINGS = ("network", "forest", "machine", "class", "perceptron", "rule", "of the target", "ensemble")
PLURALS = ("trees", "neighbors", "models", "rules")  # last words of labels that take a plural verb


def label_of(name: str) -> str:
    """The label of the contender with this name.

    Example:
        >>> label_of("realmlp_td_ensemble"), label_of("random_forest"), label_of("text_gru")
        ('RealMLP-TD ensemble', 'random forest', 'text GRU')
    """
    if name in LABELS:
        return LABELS[name]
    for suffix in SUFFIXES:
        if name.endswith(suffix) and name != suffix:
            return f"{label_of(name.removesuffix(suffix))} {suffix.removeprefix('_')}"
    return " ".join(SPELLINGS.get(part, part) for part in name.split("_") if part) or name


def phrase(name: str) -> str:
    """The label in a sentence: with an article where it is a thing, without where it is a name or a method.

    Example:
        >>> phrase("support_vectors"), phrase("tabm_mini"), phrase("logistic_regression"), phrase("extra_trees")
        ('the support vector machine', 'TabM', 'logistic regression', 'extra trees')
    """
    label = label_of(name)
    return f"the {label}" if label.endswith(THINGS) and not label.startswith("the ") else label


def opening(name: str) -> str:
    """The label at the start of a sentence.

    Example:
        >>> opening("random_forest"), opening("tabm_mini"), opening("the other classical models")
        ('The random forest', 'TabM', 'The other classical models')
    """
    text = phrase(name)
    return text[0].upper() + text[1:]


def verb(name: str, singular: str, plural: str) -> str:
    """The form of a verb that fits the label.

    Example:
        >>> [f"{label_of(name)} {verb(name, 'is', 'are')}" for name in ("gradient_boosting", "ridge")]
        ['gradient-boosted trees are', 'ridge is']
    """
    return plural if label_of(name).endswith(PLURALS) else singular


def named(name: str) -> str:
    """The label, with the machine name beside it where a reader could not guess it.

    Example:
        >>> named("random_forest"), named("tabm_mini")
        ('random forest', 'TabM (tabm_mini)')
    """
    label = label_of(name)
    return label if label.lower().replace(" ", "_") == name.lower() else f"{label} ({name})"
