"""Losses: what a network is asked to make small."""

from dlfund.losses.binary_crossentropy import BinaryCrossentropy
from dlfund.losses.binary_focal_crossentropy import BinaryFocalCrossentropy
from dlfund.losses.categorical_crossentropy import CategoricalCrossentropy
from dlfund.losses.categorical_focal_crossentropy import CategoricalFocalCrossentropy
from dlfund.losses.hinge import Hinge
from dlfund.losses.huber import Huber
from dlfund.losses.kl_divergence import KLDivergence
from dlfund.losses.log_cosh import LogCosh
from dlfund.losses.mean_absolute_error import MeanAbsoluteError
from dlfund.losses.mean_of_members import MeanOfMembers
from dlfund.losses.mean_squared_error import MeanSquaredError
from dlfund.losses.perceptron_loss import PerceptronLoss
from dlfund.losses.poisson import Poisson
from dlfund.losses.quantile import Quantile
from dlfund.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy
from dlfund.losses.squared_hinge import SquaredHinge

__all__ = [
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "MeanAbsoluteError",
    "MeanOfMembers",
    "MeanSquaredError",
    "PerceptronLoss",
    "Poisson",
    "Quantile",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
]
