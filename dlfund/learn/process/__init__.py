"""How learning works, in the order of a course: cards of what is no part of a network but is done with one.

Each file holds one card. Its function yields the sentences of the card's Numbers, measured anew; a test compares them.
`picture` draws the card's picture from the same numbers.
"""

from dlfund.learn.process.attention import attention
from dlfund.learn.process.augmentation import augmentation
from dlfund.learn.process.backpropagation import backpropagation
from dlfund.learn.process.calibration import calibration
from dlfund.learn.process.class_imbalance import class_imbalance
from dlfund.learn.process.cross_validation import cross_validation
from dlfund.learn.process.ensembles import ensembles
from dlfund.learn.process.epoch_batch_and_step import epoch_batch_and_step
from dlfund.learn.process.forward_propagation import forward_propagation
from dlfund.learn.process.generative_models import generative_models
from dlfund.learn.process.learning_rate import learning_rate
from dlfund.learn.process.loss_and_metric import loss_and_metric
from dlfund.learn.process.next_token_prediction import next_token_prediction
from dlfund.learn.process.over_and_underfitting import over_and_underfitting
from dlfund.learn.process.regularisation import regularisation
from dlfund.learn.process.splits_and_leakage import splits_and_leakage
from dlfund.learn.process.transfer_learning import transfer_learning
from dlfund.learn.process.vanishing_gradients import vanishing_gradients

__all__ = [  # noqa: RUF022 - in learning order
    "splits_and_leakage",
    "forward_propagation",
    "loss_and_metric",
    "backpropagation",
    "epoch_batch_and_step",
    "learning_rate",
    "vanishing_gradients",
    "over_and_underfitting",
    "regularisation",
    "cross_validation",
    "augmentation",
    "calibration",
    "class_imbalance",
    "ensembles",
    "transfer_learning",
    "attention",
    "next_token_prediction",
    "generative_models",
]
