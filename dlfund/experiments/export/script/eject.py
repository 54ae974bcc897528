"""The winner of a run as one plain script that reaches the run's score without dlfund."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlfund.comparison.running.run_folder import reads_a_run, write_beside
from dlfund.core.path_component import inside
from dlfund.experiments.export.script.code_layout import laid_out
from dlfund.experiments.export.script.command_code import about, main_code, quiet_backend, script_name
from dlfund.experiments.export.script.expression import Expressions
from dlfund.experiments.export.script.finished_contender import FinishedContender, opened
from dlfund.experiments.export.script.folds_code import folds_code
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.export.script.score_code import score_code
from dlfund.experiments.export.script.script_parts import Script
from dlfund.experiments.export.script.source_copies import SourceCopies
from dlfund.experiments.export.script.table_code import (
    comparing_code,
    constants,
    constants_code,
    reading_code,
    write_table,
)

TABLE = "data.csv"
CLOSE = 1e-6


@dataclass(frozen=True)
class Ejected:
    """What `eject` wrote.

    Args:
        script: Path. The script; the files that it reads are beside it.
        score: float. The run's mean over folds, which the script reproduces.
        metric: str.
        notes: tuple of str. What a user should know before running it.
    """

    script: Path
    score: float
    metric: str
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        sentence = (
            f"It reproduces {self.metric} {self.score:.6f} without dlfund: python {shlex.quote(str(self.script))}"
        )
        return "\n".join([str(self.script), *self.notes, sentence])


@reads_a_run
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
    folder = inside(run, "ejected", contender.name, what="a contender's name") if out is None else out
    folder.mkdir(parents=True, exist_ok=True)
    imports = Imports()
    own, copies, notes = _own_parts(contender, folder, imports)
    write = Expressions(imports, copies)
    write_table(contender.dataset, folder / TABLE)
    text = _text(contender, own, write, folder)
    script = folder / f"{script_name(contender.name)}.py"
    write_beside(script, text)
    return Ejected(script, float(np.mean(contender.scores)), contender.result.metric, notes)


def _own_parts(
    contender: FinishedContender, folder: Path, imports: Imports
) -> tuple[Script, SourceCopies, tuple[str, ...]]:
    lists = constants(contender.dataset)
    if not contender.is_network:
        from dlfund.experiments.export.script.estimator_script import estimator_parts

        copies = SourceCopies(imports, lambda thing: None)
        return estimator_parts(contender, folder, Expressions(imports, copies, lists)), copies, ()
    from dlfund.experiments.export.script.keras_expression import KerasExpressions
    from dlfund.experiments.export.script.network_script import network_parts
    from dlfund.experiments.export.script.plain import equal_code
    from dlfund.experiments.export.script.retrained_networks import networks_again

    imports.before_packages = quiet_backend(imports)
    retrained = networks_again(contender)
    copies = SourceCopies(imports, equal_code)
    own = network_parts(contender, retrained, folder, KerasExpressions(imports, copies, lists))
    return own, copies, (_gap_sentence(retrained.gap),)


def _gap_sentence(gap: float) -> str:
    """How closely the networks trained again match those of the run."""
    trained = "The networks of its folds were trained again, as the run had trained them:"
    if gap <= CLOSE:
        return f"{trained} each predicts its test rows as the run recorded (largest difference {gap:.1g})."
    return (
        f"{trained} their predictions differ from those that the run recorded, by up to {gap:.3g}, because the "
        "machine, a library or the recipe has changed. The script's score is that of these networks, not the run's."
    )


def _text(contender: FinishedContender, own: Script, write: Expressions, folder: Path) -> str:
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
    compared = comparing_code(contender.dataset, write)
    main = main_code(contender.schema, contender.result.metric, own.trains, bool(compared))
    blocks = [*write.copies.texts.values(), reading, *own.functions, folds, score, *compared, main]
    body = "\n\n\n".join(blocks)
    docstring = about(contender.name, contender.is_network, own.trains, imports)
    head = f'"""{docstring}"""\n\n{imports.lines()}\n\n' + "\n".join(top)
    return f'{head}\n\n\n{body}\n\n\nif __name__ == "__main__":\n    main()\n'
