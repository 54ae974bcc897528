"""Initializers: where the weights start."""

from dlfund.initializers.constant import Constant
from dlfund.initializers.get import get, serialize
from dlfund.initializers.glorot_normal import GlorotNormal
from dlfund.initializers.glorot_uniform import GlorotUniform
from dlfund.initializers.he_normal import HeNormal
from dlfund.initializers.he_uniform import HeUniform
from dlfund.initializers.lecun_normal import LecunNormal
from dlfund.initializers.lecun_uniform import LecunUniform
from dlfund.initializers.orthogonal import Orthogonal
from dlfund.initializers.random_normal import RandomNormal
from dlfund.initializers.random_sign import RandomSign
from dlfund.initializers.random_uniform import RandomUniform
from dlfund.initializers.zeros import Zeros

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "LecunNormal",
    "LecunUniform",
    "Orthogonal",
    "RandomNormal",
    "RandomSign",
    "RandomUniform",
    "Zeros",
    "get",
    "serialize",
]
