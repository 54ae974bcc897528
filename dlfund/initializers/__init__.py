"""Initializers: the weights before the first step."""

from dlfund.initializers.constant import Constant
from dlfund.initializers.get import get, serialize
from dlfund.initializers.glorot_normal import GlorotNormal
from dlfund.initializers.glorot_uniform import GlorotUniform
from dlfund.initializers.he_normal import HeNormal
from dlfund.initializers.he_uniform import HeUniform
from dlfund.initializers.identity_matrix import IdentityMatrix
from dlfund.initializers.lecun_normal import LecunNormal
from dlfund.initializers.lecun_uniform import LecunUniform
from dlfund.initializers.ones import Ones
from dlfund.initializers.orthogonal import Orthogonal
from dlfund.initializers.random_normal import RandomNormal
from dlfund.initializers.random_sign import RandomSign
from dlfund.initializers.random_uniform import RandomUniform
from dlfund.initializers.truncated_normal import TruncatedNormal
from dlfund.initializers.variance_scaling import VarianceScaling
from dlfund.initializers.zeros import Zeros

Identity = IdentityMatrix  # Keras's name; a card of this name is the layer's

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "IdentityMatrix",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomSign",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "get",
    "serialize",
]
