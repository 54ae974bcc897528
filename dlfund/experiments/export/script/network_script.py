"""A network as a script: plain Keras, with its weights in a file beside it, one set per fold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np
from sklearn.base import clone

from dlfund.core.atomic_write import atomic_write
from dlfund.core.errors import UserError
from dlfund.core.log_target import FUNCTIONS
from dlfund.core.task_kind import Answer
from dlfund.experiments.export.script.code_layout import Atom, Element, Group, laid_out, text_code
from dlfund.experiments.export.script.finished_contender import FinishedContender
from dlfund.experiments.export.script.keras_expression import KerasExpressions
from dlfund.experiments.export.script.network_code import Builder, builder_of, spared_of
from dlfund.experiments.export.script.parameters import by_shape, function_code
from dlfund.experiments.export.script.plain import plain_weights
from dlfund.experiments.export.script.retrained_networks import RetrainedNetworks
from dlfund.experiments.export.script.script_parts import Script
from dlfund.training.tuning.fitted_network import as_trained

WEIGHTS = "weights.npz"


def network_parts(
    contender: FinishedContender, retrained: RetrainedNetworks, folder: Path, write: KerasExpressions
) -> Script:
    """The parts of the script that are this contender's own; writes the weights beside it."""
    if not contender.schema.task_kind.labelled:
        raise UserError(
            f"Expected a network that predicts by itself. Received: {contender.name!r}, whose outputs are clustered by "
            "k-means. Eject another contender with --model."
        )
    models = {fold: as_trained(network.model)[0] for fold, network in retrained.networks.items()}
    single = retrained.members == 1
    spared = spared_of(next(iter(models.values()))) if single else ""
    builders = {fold: builder_of(model, write, compiled=single, spared=spared) for fold, model in models.items()}
    _write_weights(models, folder / WEIGHTS)
    functions, networks = _functions(contender, builders, retrained)
    encoder = laid_out(write.of(clone(next(iter(retrained.networks.values())).encoder)), 4, len("return "))
    functions += [
        f'def encoding():\n    """What encodes the inputs, not fitted yet."""\n    return {encoder}',
        networks,
        _fitting(contender, models, retrained, _adapting(retrained, write) if single else ""),
        _predicting(contender, models, retrained),
    ]
    for module, alias in (("keras", ""), ("numpy", "np")):
        write.imports.module(module, alias)
    return Script(functions, trains=single)


def _functions(
    contender: FinishedContender, builders: Mapping[str, Builder], retrained: RetrainedNetworks
) -> tuple[list[str], str]:
    """The functions that build the networks, and the dict of each fold's function and settings."""
    shapes = by_shape(builders)
    names = ["network"] if len(shapes) == 1 else [f"network_{number}" for number in range(1, len(shapes) + 1)]
    about = (
        "The network before training."
        if len(shapes) == 1
        else "One architecture that the search chose, before training."
    )
    entries: dict[str, Element] = {}
    epochs = {outcome.fold: outcome.epochs for outcome in contender.entry.every_outcome}
    for name, shape in zip(names, shapes, strict=True):
        for fold, given in shape.arguments.items():
            settings = Group("{", tuple(Element(Atom(text), f"{text_code(key)}: ") for key, text in given.items()), "}")
            numbers = [
                Element(Atom(repr(number))) for number in (epochs[fold], _batch_size(contender, fold, retrained))
            ]
            entry = Group("(", (Element(Atom(name)), *numbers, Element(settings)), ")")
            entries[fold] = Element(entry, f"{text_code(fold)}: ")
    table = Group("{", tuple(entries[fold] for fold in builders), "}")
    text = "# the network of each fold: its function, epochs, batch size, settings\n"
    text += f"NETWORKS = {laid_out(table, 0, 11)}"
    return [function_code(shape.builder, name, about) for name, shape in zip(names, shapes, strict=True)], text


def _batch_size(contender: FinishedContender, fold: str, retrained: RetrainedNetworks) -> int:
    """The batch size: what the network asks for at this number of rows, or what the search gave."""
    if retrained.regimen is None:
        return contender.result.search.batch_size
    rows = {fold.name: len(fold.development) for fold in contender.folds}
    return retrained.regimen.batch_size(rows.get(fold, len(contender.dataset)))


def _adapting(retrained: RetrainedNetworks, write: KerasExpressions) -> str:
    """The call that fits a network's initial weights to its training rows, where it asks for that."""
    adapt = retrained.regimen.adapt if retrained.regimen else None
    return f"{write.named(adapt)}(network, encoded)" if adapt else ""


def _write_weights(models: Mapping[str, keras.Model], path: Path) -> None:
    """Arrays of numbers alone, which are read without pickle: fold and place to weight."""
    arrays = {
        f"{fold}.{place}": weight for fold, model in models.items() for place, weight in enumerate(plain_weights(model))
    }
    with atomic_write(path) as beside, beside.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def _clamped(contender: FinishedContender, retrained: RetrainedNetworks) -> bool:
    """Whether the network's numbers stay within the range that it learned."""
    return contender.schema.task_kind.target_scaled and retrained.regimen is not None and retrained.regimen.clamped


def _fitting(
    contender: FinishedContender, models: Mapping[str, keras.Model], retrained: RetrainedNetworks, adapting: str
) -> str:
    """`fit`: the network with the weights beside the script, or trained anew."""
    trains, ends = retrained.members == 1, ", low, high" if _clamped(contender, retrained) else ""
    scaled = contender.schema.task_kind.target_scaled
    log = contender.schema.target_log
    learned = f"np.{log}(y[rows])" if log else "y[rows]"
    target = f"({learned} - mean) / deviation" if scaled else "y[rows]"
    kept = f"encoder, network, mean, deviation{ends}" if scaled else "encoder, network"
    lines = [
        f"def fit(name, x, y, rows{', train=False' if trains else ''}):",
        '    """The network of a fold with its weights from the file'
        + (', or trained again on these rows."""' if trains else '."""'),
        "    build, epochs, batch_size, settings = NETWORKS[name]",
        "    encoder = encoding().fit(x.iloc[rows])",
    ]
    if scaled:
        what = "the standardised logarithm of the target" if log else "standardised targets"
        lines += [f"    mean, deviation = {learned}.mean(), {learned}.std() or 1.0  # it learns {what}"]
    if ends:
        lines += ["    low, high = y[rows].min(), y[rows].max()  # its predictions stay between them"]
    if trains:
        lines += [
            f"    keras.utils.set_random_seed({contender.result.protocol.seed!r})",
            "    network = build(**settings)",
            "    if train:",
            f'        encoded = encoder.transform(x.iloc[rows]).astype("{_dtype(models)}")',
            f'        target = ({target}).astype("{contender.schema.task_kind.target_dtype}")',
            *([f"        {adapting}"] if adapting else []),
            *(f"        {line}" for line in _training(retrained)),
            f"        return {kept}",
        ]
    else:
        lines += ["    network = build(**settings)"]
    lines += [
        f'    with np.load(HERE / "{WEIGHTS}", allow_pickle=False) as weights:',
        '        network.set_weights([weights[f"{name}.{place}"] for place in range(len(network.weights))])',
        f"    return {kept}",
    ]
    return "\n".join(lines).replace("(y[rows]).astype", "y[rows].astype")


def _training(retrained: RetrainedNetworks) -> list[str]:
    if retrained.regimen is None or not retrained.regimen.whole_batches:
        return ["network.fit(encoded, target, epochs=epochs, batch_size=batch_size, verbose=0)"]
    return [
        "for _ in range(epochs):  # an epoch leaves out the rows that don't fill a batch; which, changes",
        "    order = np.random.permutation(len(encoded))[: len(encoded) // batch_size * batch_size or None]",
        "    network.fit(encoded[order], target[order], batch_size=batch_size, verbose=0)",
    ]


def _predicting(contender: FinishedContender, models: Mapping[str, keras.Model], retrained: RetrainedNetworks) -> str:
    kind, clamped = contender.schema.task_kind, _clamped(contender, retrained)
    clip = ".clip(np.float32(low), np.float32(high))" if clamped else ""
    about, last = {
        Answer.PROBABILITY: ("The probability of the second class.", ["return predictions[:, 0].clip(0, 1)"]),
        Answer.PROBABILITIES: (
            "The probability of every class.",
            [
                "predictions = predictions.clip(0, 1)",
                "return predictions / predictions.sum(axis=1, keepdims=True)",
            ],
        ),
        Answer.NUMBER: ("The numbers, in the target's units.", [f"return predictions[:, 0]{clip}"]),
    }[kind.answer]
    ends = ", low, high" if clamped else ""
    prediction = "keras.ops.convert_to_numpy(part)"
    if kind.target_scaled:
        prediction += " * np.float32(deviation) + np.float32(mean)"
    if log := contender.schema.target_log:
        prediction = f"np.{FUNCTIONS[log][1].__name__}({prediction})"
    return "\n".join(
        [
            "def predict(fitted, x):",
            f'    """{about}"""',
            f"    encoder, network{', mean, deviation' if kind.target_scaled else ''}{ends} = fitted",
            f'    x = encoder.transform(x).astype("{_dtype(models)}")',
            "    parts = [network(x[first : first + 1024], training=False) for first in range(0, len(x), 1024)]",
            f"    predictions = np.concatenate([{prediction} for part in parts]).astype(float)",
            *(f"    {line}" for line in last),
        ]
    )


def _dtype(models: Mapping[str, keras.Model]) -> str:
    return str(next(iter(models.values())).inputs[0].dtype)
