"""The winner of a run as one plain script that reaches the run's score without dlfund."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlfund.comparison.run_folder import write_beside
from dlfund.eject.command_code import about, main_code, script_name
from dlfund.eject.contender import Contender, opened
from dlfund.eject.expression import Expressions
from dlfund.eject.folds_code import folds_code
from dlfund.eject.imports import Imports
from dlfund.eject.layout import laid_out
from dlfund.eject.parts import Script
from dlfund.eject.score_code import score_code
from dlfund.eject.table_code import constants, constants_code, reading_code, write_table
from dlfund.eject.transplant import Transplants

TABLE = "data.csv"
CLOSE = 1e-6


@dataclass(frozen=True)
class Ejected:
    """What `eject` wrote.

    Args:
        script: Path. The script; what it reads lies beside it.
        score: float. The run's: the mean over folds that the script reaches again.
        metric: str.
        notes: tuple of str. What whoever runs it should know.
    """

    script: Path
    score: float
    metric: str
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = (
            f"It reaches {self.metric} {self.score:.6f} again, without dlfund: python {shlex.quote(str(self.script))}"
        )
        return "\n".join([str(self.script), *self.notes, said])


def eject(run: Path, model: str | None = None, out: Path | None = None) -> Ejected:
    """Write a run's contender as one script, with the rows, and a network's weights, beside it.

    Args:
        run: Path. A finished run's folder.
        model: str or None. A contender's name; None takes the one with the best mean.
        out: Path or None. Folder to write to; None takes `ejected/<contender>` in the run's folder.

    Raises:
        UserError: the run can't be read, or the contender can't be written as plain code.
    """
    contender = opened(run, model)
    folder = run / "ejected" / contender.name if out is None else out
    folder.mkdir(parents=True, exist_ok=True)
    imports = Imports()
    own, transplants, notes = _own_parts(contender, folder, imports)
    write = Expressions(imports, transplants)
    write_table(contender.dataset, folder / TABLE)
    text = _text(contender, own, write, folder)
    script = folder / f"{script_name(contender.name)}.py"
    write_beside(script, text)
    return Ejected(script, float(np.mean(contender.scores)), contender.result.metric, notes)


def _own_parts(contender: Contender, folder: Path, imports: Imports) -> tuple[Script, Transplants, tuple[str, ...]]:
    lists = constants(contender.dataset)
    if not contender.is_network:
        from dlfund.eject.estimator_script import estimator_parts

        transplants = Transplants(imports, lambda thing: None)
        return estimator_parts(contender, folder, Expressions(imports, transplants, lists)), transplants, ()
    from dlfund.eject.keras_expression import KerasExpressions
    from dlfund.eject.network_script import network_parts
    from dlfund.eject.networks_again import networks_again
    from dlfund.eject.plain import equal_code

    again = networks_again(contender)
    transplants = Transplants(imports, equal_code)
    own = network_parts(contender, again, folder, KerasExpressions(imports, transplants, lists))
    return own, transplants, (_said_of(again.gap),)


def _said_of(gap: float) -> str:
    """How near the networks trained again come to those of the run."""
    trained = "The networks of its folds were trained again, as the run had trained them:"
    if gap <= CLOSE:
        return f"{trained} each answers its test rows as the run recorded it (largest difference {gap:.1g})."
    return (
        f"{trained} their answers differ from what the run recorded, by up to {gap:.3g}, because the machine, a "
        "library or the recipe is another by now. The script's score is that of these networks, not the run's."
    )


def _text(contender: Contender, own: Script, write: Expressions, folder: Path) -> str:
    imports = write.imports
    reading = reading_code(contender.dataset, write)
    folds = folds_code(contender, folder, imports)
    score = score_code(contender.result.metric, contender.schema.kind, imports)
    for module, alias in (("argparse", ""), ("numpy", "np"), ("pandas", "pd")):
        imports.module(module, alias)
    imports.name("pathlib", "Path")
    scores = {fold.name: value for fold, value in zip(contender.folds, contender.scores, strict=True)}
    top = ["HERE = Path(__file__).parent", constants_code(contender.dataset, write)]
    top += [f"\n# what the run reached in {contender.result.metric}, fold by fold"]
    top += [f"RUN_SCORES = {laid_out(write.of(scores), 0, 13)}"]
    if own.settings is not None:
        top += ["\n# what the run's search chose in each fold, and for the model of all rows"]
        top += [f"SETTINGS = {laid_out(own.settings, 0, 11)}"]
    main = main_code(contender.schema, contender.result.metric, own.trains)
    blocks = [*write.transplants.texts.values(), reading, *own.functions, folds, score, main]
    body = "\n\n\n".join(blocks)
    said = about(contender.name, contender.is_network, own.trains, imports)
    head = f'"""{said}"""\n\n{imports.lines()}\n\n' + "\n".join(top)
    return f'{head}\n\n\n{body}\n\n\nif __name__ == "__main__":\n    main()\n'
