"""The end of every script, its command line, and its beginning, its docstring."""

from __future__ import annotations

import sys

from dlfund.core.task_kind import Answer
from dlfund.data import Schema
from dlfund.experiments.export.script.imports import Imports

LIBRARIES = ("catboost", "keras", "lightgbm", "numpy", "pandas", "scipy", "sklearn", "xgboost")  # a script may import
TABLES = {
    Answer.PROBABILITY: "pd.DataFrame({CLASSES[1]: answers})",
    Answer.PROBABILITIES: "pd.DataFrame(answers, columns=CLASSES)",
}


def main_code(schema: Schema, metric: str, trains: bool, compares: bool = False) -> str:
    """`main()`: the score of every fold and their mean, or predictions for new rows.

    If it `compares`, it reads the texts of new rows as the table's rows have them, and reports new ones.
    """
    table = TABLES.get(schema.task_kind.answer, "pd.DataFrame({TARGET: answers})")
    train = ", arguments.train" if trains else ""
    lines = [
        "def main():",
        "    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])",
        '    parser.add_argument("table", nargs="?", type=Path, default=HERE / "data.csv", '
        'help="the rows (default: data.csv)")',
        '    parser.add_argument("--predict", type=Path, metavar="FILE", help="print predictions for the rows of a CSV '
        'file")',
    ]
    lines += [
        '    parser.add_argument("--delimiter", default=",", help="between the cells of the file to predict '
        '(default: a comma)")',
        '    parser.add_argument("--decimal", default=".", help="the decimal sign of the file to predict '
        '(default: a point)")',
    ]
    if trains:
        lines += ['    parser.add_argument("--train", action="store_true", help="train again; do not load weights")']
    lines += [
        "    arguments = parser.parse_args()",
        "    x, y = read(arguments.table)",
        "    if arguments.predict:",
        f'        fitted = fit("final", x, y, np.arange(len(x)){train})',
        "        rows = read(arguments.predict, arguments.delimiter, arguments.decimal)[0]",
        *(["        rows = as_known(rows, x)"] if compares else []),
        "        answers = predict(fitted, rows)",
        f'        print({table}.to_csv(index=False, lineterminator="\\n"), end="")',
        "        return",
        "    scores = []",
        "    for name, (development, test) in folds(y).items():",
        f"        fitted = fit(name, x, y, development{train})",
        "        scores.append(score(y[test], predict(fitted, x.iloc[test])))",
        '        print(f"fold {name}: {scores[-1]:.6f}; the run: {RUN_SCORES[name]:.6f}")',
        "    run = np.mean(list(RUN_SCORES.values()))",
        f'    print(f"{metric} {{np.mean(scores):.9f}}, the mean of {{len(scores)}} folds; the run: {{run:.9f}}")',
    ]
    return "\n".join(lines)


def quiet_backend(imports: Imports) -> str:
    """Lines that keep a backend's own log off standard error, which holds Python's messages alone.

    TensorFlow writes about its build and about devices that are not there, whatever log level is asked for.
    """
    imports.module("os")
    imports.module("sys")
    return (
        'if __name__ == "__main__" and "TF_CPP_MIN_LOG_LEVEL" not in os.environ:  # set it to see the backend\'s log\n'
        '    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)\n'
        "    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)"
    )


def script_name(contender: str) -> str:
    """Of the file: beside it, Python would find a script called lightgbm.py where it looks for LightGBM."""
    return f"{contender}_script" if contender in LIBRARIES or contender in sys.stdlib_module_names else contender


def about(name: str, is_network: bool, trains: bool, imports: Imports) -> str:
    """The script's docstring. It holds nothing that a user wrote: a column's name could end it."""
    command = f"python {script_name(name)}.py"
    rows = [
        (
            command,
            "load each fold's weights, score its test rows" if is_network else "fit every fold, score its test rows",
        ),
        (f"{command} TABLE", "the same rows from another CSV file with these columns"),
        (f"{command} --predict FILE", "predict the rows of a CSV file with the model fitted to all rows"),
    ]
    if trains:
        rows.insert(1, (f"{command} --train", "train the networks again; their score differs, by chance and rounding"))
    width = max(len(usage) for usage, _ in rows)
    lines = [f"{name} on its own: what it learns, how, and the score that it reached in a comparison.", ""]
    lines += [f"    {usage:{width}}  {what}" for usage, what in rows]
    lines += ["", f"Needs {', '.join(imports.packages)}. Written by `dlfund eject`; it does not need dlfund."]
    return "\n".join(lines) + "\n"
