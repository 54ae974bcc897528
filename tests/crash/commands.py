"""The commands that are crashed: a recipe of two baselines, with a network too, and a comparison on a user table."""

import os
from pathlib import Path

from crash.attempts import Command
from small_data import small_table, write_dataset

RECIPE = '''"""Who passes?"""

import keras

from dlfund import Recipe, baselines, protocol, search


def net(task, hp):
    """A hidden layer."""
    inputs = keras.Input(task.input_shape)
    x = keras.layers.Dense(3, activation="relu")(inputs)
    return keras.Model(inputs, task.head()(x))


recipe = Recipe(
    dataset="small",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=3, repeats=1),
    search=search.random(trials=1, epochs=2),
    contenders=[{contenders}],
    reference="logistic_regression",
)
'''
BASELINES = "baselines.majority_class(), baselines.logistic_regression()"
CONTENDERS = {"recipe": BASELINES, "network": f"{BASELINES}, net"}
COMPARE = [
    "--target",
    "passed",
    "--trials",
    "1",
    "--contenders",
    "majority_class,logistic_regression",
    "--folds",
    "2",
    "--repeats",
    "1",
]


def command(name: str, folder: Path) -> Command:
    """The command of this name: `recipe`, `network` or `compare`; its files are written into the folder."""
    if name == "compare":
        small_table().drop(columns=["sleep", "noise"]).to_csv(folder / "small.csv", index=False)
        return Command(["compare", str(folder / "small.csv"), *COMPARE], folder / "runs")
    write_dataset(folder / "datasets")
    os.environ["DLFUND_DATASETS"] = str(folder / "datasets")
    (folder / "recipes").mkdir(exist_ok=True)
    (folder / "recipes" / f"{name}.py").write_text(RECIPE.replace("{contenders}", CONTENDERS[name]), encoding="utf-8")
    return Command(["run", name, "--budget", "normal", "--recipes", str(folder / "recipes")], folder / "runs")
