"""Layers: the parts that a network is made of."""

from dlfund.layers.additive_attention import AdditiveAttention
from dlfund.layers.batch_ensemble_dense import BatchEnsembleDense
from dlfund.layers.bias import Bias
from dlfund.layers.bidirectional import Bidirectional
from dlfund.layers.dense import Dense
from dlfund.layers.gru import GRU
from dlfund.layers.gru_cell import GRUCell
from dlfund.layers.lstm import LSTM
from dlfund.layers.lstm_cell import LSTMCell
from dlfund.layers.member_heads import MemberHeads
from dlfund.layers.ntk_dense import NTKDense
from dlfund.layers.pbld_embedding import PBLDEmbedding
from dlfund.layers.perceptron import Perceptron
from dlfund.layers.piecewise_linear_embedding import PiecewiseLinearEmbedding
from dlfund.layers.plr_embedding import PLREmbedding
from dlfund.layers.recurrent import Recurrent
from dlfund.layers.residual import Residual
from dlfund.layers.robust_scaling import RobustScaling
from dlfund.layers.scale import Scale
from dlfund.layers.scaled_dot_product_attention import ScaledDotProductAttention
from dlfund.layers.simple_rnn import SimpleRNN
from dlfund.layers.simple_rnn_cell import SimpleRNNCell
from dlfund.layers.weighted_sum import WeightedSum

__all__ = [
    "GRU",
    "LSTM",
    "AdditiveAttention",
    "BatchEnsembleDense",
    "Bias",
    "Bidirectional",
    "Dense",
    "GRUCell",
    "LSTMCell",
    "MemberHeads",
    "NTKDense",
    "PBLDEmbedding",
    "PLREmbedding",
    "Perceptron",
    "PiecewiseLinearEmbedding",
    "Recurrent",
    "Residual",
    "RobustScaling",
    "Scale",
    "ScaledDotProductAttention",
    "SimpleRNN",
    "SimpleRNNCell",
    "WeightedSum",
]
