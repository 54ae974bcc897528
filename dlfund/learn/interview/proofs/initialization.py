"""Many weights, drawn by the initializer itself."""

import numpy as np
from keras import ops

from dlfund import initializers

ROWS = 400_000


def he_deviation(fan_in, fan_out):
    columns = ROWS // fan_in
    drawn = ops.convert_to_numpy(initializers.HeNormal(seed=0)((fan_in, columns)))
    return float(np.std(drawn))


def glorot_limit(fan_in, fan_out):
    draws = [
        initializers.GlorotUniform(seed=seed)((fan_in, fan_out)) for seed in range(max(1, 4000 // (fan_in * fan_out)))
    ]
    return float(max(np.abs(ops.convert_to_numpy(drawn)).max() for drawn in draws))
