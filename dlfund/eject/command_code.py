"""The end of every script, its command line, and its beginning, what it says of itself."""

from __future__ import annotations

import sys

from dlfund.data import Schema
from dlfund.eject.imports import Imports

LIBRARIES = ("catboost", "keras", "lightgbm", "numpy", "pandas", "scipy", "sklearn", "xgboost")  # a script may import


def main_code(schema: Schema, metric: str, trains: bool) -> str:
    """`main()`: the score of every fold and their mean, or predictions for new rows."""
    answers = {"binary": "pd.DataFrame({CLASSES[1]: answers})", "multiclass": "pd.DataFrame(answers, columns=CLASSES)"}
    table = answers.get(schema.kind, "pd.DataFrame({TARGET: answers})")
    train = ", arguments.train" if trains else ""
    lines = [
        "def main():",
        "    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])",
        '    parser.add_argument("table", nargs="?", type=Path, default=HERE / "data.csv", '
        'help="the rows (default: data.csv)")',
        '    parser.add_argument("--predict", type=Path, metavar="FILE", help="print predictions for the rows of a CSV '
        'file")',
    ]
    if trains:
        lines += ['    parser.add_argument("--train", action="store_true", help="train anew; do not load weights")']
    lines += [
        "    arguments = parser.parse_args()",
        "    x, y = read(arguments.table)",
        "    if arguments.predict:",
        f'        fitted = fit("final", x, y, np.arange(len(x)){train})',
        "        answers = predict(fitted, read(arguments.predict)[0])",
        f'        print({table}.to_csv(index=False), end="")',
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
        (f"{command} --predict FILE", "the model of all rows, asked about the rows of a CSV file"),
    ]
    if trains:
        rows.insert(1, (f"{command} --train", "train the networks anew; their score differs, by chance and rounding"))
    width = max(len(one) for one, _ in rows)
    lines = [f"{name}, on its own: what it learns, how, and the score that it reached in a comparison.", ""]
    lines += [f"    {one:{width}}  {what}" for one, what in rows]
    lines += ["", f"Needs {', '.join(imports.packages)}. Written by `dlfund eject`; it does not need dlfund."]
    return "\n".join(lines) + "\n"
