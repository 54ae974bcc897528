"""A network as a script: plain Keras, its weights beside it, one set a fold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import clone

from dlfund.eject.contender import Contender
from dlfund.eject.keras_expression import KerasExpressions
from dlfund.eject.layout import Atom, Group, Part, laid_out, text_code
from dlfund.eject.network_code import builder_of, spared_of
from dlfund.eject.networks_again import Again
from dlfund.eject.parameters import by_shape, function_code
from dlfund.eject.parts import Script
from dlfund.eject.plain import plain_weights
from dlfund.sentence import UserError
from dlfund.tuning.network import as_trained
from dlfund.whole_file import whole_file

WEIGHTS = "weights.npz"


def network_parts(contender: Contender, again: Again, folder: Path, write: KerasExpressions) -> Script:
    """The parts of the script that are this contender's own; writes the weights beside it."""
    if contender.schema.kind == "clustering":
        raise UserError(
            f"Expected a network that answers by itself. Received: {contender.name!r}, whose codes are grouped by "
            "k-means. Eject another contender with --model."
        )
    models = {fold: as_trained(one.model)[0] for fold, one in again.networks.items()}
    single = again.members == 1
    spared = spared_of(next(iter(models.values()))) if single else ""
    builders = {fold: builder_of(model, write, compiled=single, spared=spared) for fold, model in models.items()}
    _write_weights(models, folder / WEIGHTS)
    functions, networks = _functions(contender, builders, again)
    encoder = laid_out(write.of(clone(next(iter(again.networks.values())).encoder)), 4, len("return "))
    functions += [
        f'def encoding():\n    """What the network is shown of a row, not fitted yet."""\n    return {encoder}',
        networks,
        _fitting(contender, models, again, _adapting(again, write) if single else ""),
        _predicting(contender, models, again),
    ]
    for module, alias in (("keras", ""), ("numpy", "np")):
        write.imports.module(module, alias)
    return Script(functions, trains=single)


def _functions(contender: Contender, builders: dict[str, Any], again: Again) -> tuple[list[str], str]:
    """The functions that build the networks, and the dict that says which fold is built by which, how."""
    shapes = by_shape(builders)
    names = ["network"] if len(shapes) == 1 else [f"network_{number}" for number in range(1, len(shapes) + 1)]
    about = "The network, as it starts." if len(shapes) == 1 else "One shape that the search chose, as it starts."
    entries: dict[str, Part] = {}
    epochs = {one["fold"]: one["epochs"] for one in [*contender.words["outcomes"], contender.words["final"]]}
    for name, shape in zip(names, shapes, strict=True):
        for fold, given in shape.arguments.items():
            settings = Group("{", tuple(Part(Atom(text), f"{text_code(key)}: ") for key, text in given.items()), "}")
            numbers = [Part(Atom(repr(one))) for one in (epochs[fold], _batch_size(contender, fold, again))]
            entry = Group("(", (Part(Atom(name)), *numbers, Part(settings)), ")")
            entries[fold] = Part(entry, f"{text_code(fold)}: ")
    table = Group("{", tuple(entries[fold] for fold in builders), "}")
    text = "# the network of each fold: its function, epochs, rows a step, settings\n"
    text += f"NETWORKS = {laid_out(table, 0, 11)}"
    return [function_code(shape.builder, name, about) for name, shape in zip(names, shapes, strict=True)], text


def _batch_size(contender: Contender, fold: str, again: Again) -> int:
    """Rows a step: what the network asks for at this number of rows, or what the search gave."""
    if again.regimen is None:
        return int(contender.result.content["search"]["batch_size"])
    rows = {one.name: len(one.development) for one in contender.folds}
    return again.regimen.batch_size(rows.get(fold, len(contender.dataset)))


def _adapting(again: Again, write: KerasExpressions) -> str:
    """The call that makes a network start at the rows that it will learn from, where it asks for that."""
    adapt = again.regimen.adapt if again.regimen else None
    return f"{write.named(adapt)}(network, encoded)" if adapt else ""


def _write_weights(models: dict[str, Any], path: Path) -> None:
    """Arrays of numbers alone, which are read without pickle: fold and place to weight."""
    arrays = {
        f"{fold}.{place}": weight for fold, model in models.items() for place, weight in enumerate(plain_weights(model))
    }
    with whole_file(path) as beside, beside.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def _clamped(contender: Contender, again: Again) -> bool:
    """Whether the network's numbers stay within the range that it learned."""
    return contender.schema.kind == "regression" and again.regimen is not None and again.regimen.clamped


def _fitting(contender: Contender, models: dict[str, Any], again: Again, adapting: str) -> str:
    """`fit`: the network with the weights beside the script, or trained anew."""
    trains, ends = again.members == 1, ", low, high" if _clamped(contender, again) else ""
    content = contender.result.content
    scaled = contender.schema.kind == "regression"
    target = "(y[rows] - mean) / deviation" if scaled else "y[rows]"
    kept = f"encoder, network, mean, deviation{ends}" if scaled else "encoder, network"
    lines = [
        f"def fit(name, x, y, rows{', train=False' if trains else ''}):",
        '    """The network of a fold with its weights from the file beside'
        + ('; or trained anew on these rows."""' if trains else '."""'),
        "    build, epochs, batch_size, settings = NETWORKS[name]",
        "    encoder = encoding().fit(x.iloc[rows])",
    ]
    if scaled:
        lines += ["    mean, deviation = y[rows].mean(), y[rows].std() or 1.0  # it learns them as 0 and 1"]
    if ends:
        lines += ["    low, high = y[rows].min(), y[rows].max()  # its answers stay between them"]
    if trains:
        lines += [
            f"    keras.utils.set_random_seed({content['protocol']['seed']!r})",
            "    network = build(**settings)",
            "    if train:",
            f'        encoded = encoder.transform(x.iloc[rows]).astype("{_dtype(models)}")',
            f'        wanted = ({target}).astype("{_target_dtype(contender)}")',
            *([f"        {adapting}"] if adapting else []),
            *(f"        {line}" for line in _training(again)),
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


def _training(again: Again) -> list[str]:
    if again.regimen is None or not again.regimen.whole_batches:
        return ["network.fit(encoded, wanted, epochs=epochs, batch_size=batch_size, verbose=0)"]
    return [
        "for _ in range(epochs):  # an epoch leaves out the rows that don't fill a batch; which, changes",
        "    order = np.random.permutation(len(encoded))[: len(encoded) // batch_size * batch_size or None]",
        "    network.fit(encoded[order], wanted[order], batch_size=batch_size, verbose=0)",
    ]


def _predicting(contender: Contender, models: dict[str, Any], again: Again) -> str:
    kind, clamped = contender.schema.kind, _clamped(contender, again)
    clip = ".clip(np.float32(low), np.float32(high))" if clamped else ""
    about, last = {
        "binary": ("The probability of the second class.", ["return predictions[:, 0].clip(0, 1)"]),
        "multiclass": (
            "The probability of every class.",
            [
                "predictions = predictions.clip(0, 1)",
                "return predictions / predictions.sum(axis=1, keepdims=True)",
            ],
        ),
        "regression": ("The numbers, in the target's units.", [f"return predictions[:, 0]{clip}"]),
    }[kind]
    ends = ", low, high" if clamped else ""
    said = "keras.ops.convert_to_numpy(part)"
    if kind == "regression":
        said += " * np.float32(deviation) + np.float32(mean)"
    return "\n".join(
        [
            "def predict(fitted, x):",
            f'    """{about}"""',
            f"    encoder, network{', mean, deviation' if kind == 'regression' else ''}{ends} = fitted",
            f'    x = encoder.transform(x).astype("{_dtype(models)}")',
            "    parts = [network(x[first : first + 1024], training=False) for first in range(0, len(x), 1024)]",
            f"    predictions = np.concatenate([{said} for part in parts]).astype(float)",
            *(f"    {line}" for line in last),
        ]
    )


def _dtype(models: dict[str, Any]) -> str:
    return str(next(iter(models.values())).inputs[0].dtype)


def _target_dtype(contender: Contender) -> str:
    return "int32" if contender.schema.kind == "multiclass" else "float32"
