"""A network that takes the numbers of a table as they are, if its encoding is only scaling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler

from dlfund.data import Schema

CLOSE = 1e-5
ROWS = 64


@dataclass(frozen=True)
class NetworkInput:
    """A network and what it takes as input.

    Args:
        model: keras.Model.
        raw: bool. Whether it takes the columns as they are.
        sentence: str. What it takes.
    """

    model: Any
    raw: bool
    sentence: str


def fed_by_rows(network: Any, schema: Schema) -> NetworkInput:
    """The network with its scaling as its first layer, if that gives the same predictions; else as it is."""
    scaler = _scaler(network.encoder, schema)
    if scaler is not None:
        model = _scaling_first(network.model, scaler)
        if _same(network, model, scaler, schema):
            return NetworkInput(
                model, True, "It takes the columns as they are, in their order, as float32: it scales them itself."
            )
    return NetworkInput(
        network.model,
        False,
        "It takes encoded rows: encoder.skops encodes a data frame (skops.io.load); encoding.json describes how.",
    )


def _scaler(encoder: Any, schema: Schema) -> Any:
    """The fitted StandardScaler of all columns, if the encoding is only that."""
    parts = [part for part in getattr(encoder, "transformers_", ()) if len(part[2])]
    if len(parts) != 1 or list(parts[0][2]) != schema.inputs or not isinstance(parts[0][1], StandardScaler):
        return None
    return parts[0][1]


def _scaling_first(model: Any, scaler: Any) -> Any:
    import keras

    inputs = keras.Input((len(scaler.mean_),), name="columns")
    # keras.layers.Normalization holds its mean as a constant, which gets lost on the way to ONNX; here it is a weight
    scaling = keras.layers.BatchNormalization(epsilon=0.0, center=False, scale=False, trainable=False, name="scaling")
    scaled = keras.Model(inputs, model(scaling(inputs)))
    scaling.set_weights([scaler.mean_, scaler.scale_**2])
    return scaled


def _same(network: Any, model: Any, scaler: Any, schema: Schema) -> bool:
    """Whether both predict the same on rows like the training rows: float32 may lose digits of a large mean."""
    rows = np.random.default_rng(0).normal(scaler.mean_, scaler.scale_, (ROWS, len(scaler.mean_)))
    before = network.predict(pd.DataFrame(rows, columns=schema.inputs))
    now = np.asarray(model(rows.astype("float32"), training=False)).reshape(before.shape)
    return bool(np.allclose(now, before, rtol=CLOSE, atol=CLOSE))
