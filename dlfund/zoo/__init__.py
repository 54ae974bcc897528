"""Networks as functions `(task, hp) -> keras.Model`, ready to be contenders: `contenders=[zoo.ann, zoo.cnn]`."""

from dlfund.zoo.ann import ann
from dlfund.zoo.autoencoder import autoencoder
from dlfund.zoo.bag_of_words import bag_of_words
from dlfund.zoo.cnn import cnn
from dlfund.zoo.gru import gru
from dlfund.zoo.lstm import lstm
from dlfund.zoo.neural_collaborative_filtering import neural_collaborative_filtering
from dlfund.zoo.perceptron import perceptron
from dlfund.zoo.realmlp import realmlp
from dlfund.zoo.realmlp_td import realmlp_td
from dlfund.zoo.realmlp_td_s import realmlp_td_s
from dlfund.zoo.residual_cnn import residual_cnn
from dlfund.zoo.rnn import rnn
from dlfund.zoo.simple_rnn import simple_rnn
from dlfund.zoo.tabm_mini import tabm_mini
from dlfund.zoo.text_cnn import text_cnn
from dlfund.zoo.text_rnn import text_rnn
from dlfund.zoo.text_transformer import text_transformer
from dlfund.zoo.transformer import transformer
from dlfund.zoo.two_tower import two_tower

__all__ = [
    "ann",
    "autoencoder",
    "bag_of_words",
    "cnn",
    "gru",
    "lstm",
    "neural_collaborative_filtering",
    "perceptron",
    "realmlp",
    "realmlp_td",
    "realmlp_td_s",
    "residual_cnn",
    "rnn",
    "simple_rnn",
    "tabm_mini",
    "text_cnn",
    "text_rnn",
    "text_transformer",
    "transformer",
    "two_tower",
]
