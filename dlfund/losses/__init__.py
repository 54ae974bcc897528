"""Losses: what training minimises."""

from dlfund.losses.binary_crossentropy import BinaryCrossentropy
from dlfund.losses.binary_focal_crossentropy import BinaryFocalCrossentropy
from dlfund.losses.categorical_crossentropy import CategoricalCrossentropy
from dlfund.losses.categorical_focal_crossentropy import CategoricalFocalCrossentropy
from dlfund.losses.cosine_similarity import CosineSimilarity
from dlfund.losses.ctc import CTC
from dlfund.losses.dice import Dice
from dlfund.losses.functions import (
    binary_crossentropy,
    binary_focal_crossentropy,
    categorical_crossentropy,
    categorical_focal_crossentropy,
    cosine_similarity,
    ctc,
    dice,
    hinge,
    huber,
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_squared_error,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
    tversky,
)
from dlfund.losses.hinge import Hinge
from dlfund.losses.huber import Huber
from dlfund.losses.info_nce import InfoNCE
from dlfund.losses.kl_divergence import KLDivergence
from dlfund.losses.log_cosh import LogCosh
from dlfund.losses.log_normal import LogNormal
from dlfund.losses.mean_absolute_error import MeanAbsoluteError
from dlfund.losses.mean_of_members import MeanOfMembers
from dlfund.losses.mean_squared_error import MeanSquaredError
from dlfund.losses.normal_crps import NormalCRPS
from dlfund.losses.ordinal_crossentropy import OrdinalCrossentropy
from dlfund.losses.perceptron_loss import PerceptronLoss
from dlfund.losses.poisson import Poisson
from dlfund.losses.quantile import Quantile
from dlfund.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy
from dlfund.losses.squared_hinge import SquaredHinge
from dlfund.losses.triplet import Triplet
from dlfund.losses.tversky import Tversky

__all__ = [
    "CTC",
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CosineSimilarity",
    "Dice",
    "Hinge",
    "Huber",
    "InfoNCE",
    "KLDivergence",
    "LogCosh",
    "LogNormal",
    "MeanAbsoluteError",
    "MeanOfMembers",
    "MeanSquaredError",
    "NormalCRPS",
    "OrdinalCrossentropy",
    "PerceptronLoss",
    "Poisson",
    "Quantile",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "Triplet",
    "Tversky",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "cosine_similarity",
    "ctc",
    "dice",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_squared_error",
    "poisson",
    "sparse_categorical_crossentropy",
    "squared_hinge",
    "tversky",
]
