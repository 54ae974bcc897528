"""Layers: the parts that a network is made of."""

from dlfund.layers.additive_attention import AdditiveAttention
from dlfund.layers.average_pooling1d import AveragePooling1D
from dlfund.layers.average_pooling2d import AveragePooling2D
from dlfund.layers.batch_ensemble_dense import BatchEnsembleDense
from dlfund.layers.batch_normalization import BatchNormalization
from dlfund.layers.bias import Bias
from dlfund.layers.bidirectional import Bidirectional
from dlfund.layers.conv1d import Conv1D
from dlfund.layers.conv2d import Conv2D
from dlfund.layers.dense import Dense
from dlfund.layers.dropout import Dropout
from dlfund.layers.embedding import Embedding
from dlfund.layers.global_average_pooling1d import GlobalAveragePooling1D
from dlfund.layers.global_average_pooling2d import GlobalAveragePooling2D
from dlfund.layers.global_max_pooling1d import GlobalMaxPooling1D
from dlfund.layers.global_max_pooling2d import GlobalMaxPooling2D
from dlfund.layers.gru import GRU
from dlfund.layers.gru_cell import GRUCell
from dlfund.layers.layer_normalization import LayerNormalization
from dlfund.layers.lstm import LSTM
from dlfund.layers.lstm_cell import LSTMCell
from dlfund.layers.max_pooling1d import MaxPooling1D
from dlfund.layers.max_pooling2d import MaxPooling2D
from dlfund.layers.member_dense import MemberDense
from dlfund.layers.member_heads import MemberHeads
from dlfund.layers.member_scale import MemberScale
from dlfund.layers.ntk_dense import NTKDense
from dlfund.layers.pbld_embedding import PBLDEmbedding
from dlfund.layers.perceptron import Perceptron
from dlfund.layers.piecewise_linear_embedding import PiecewiseLinearEmbedding
from dlfund.layers.plr_embedding import PLREmbedding
from dlfund.layers.recurrent import Recurrent
from dlfund.layers.residual import Residual
from dlfund.layers.rms_normalization import RMSNormalization
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
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchEnsembleDense",
    "BatchNormalization",
    "Bias",
    "Bidirectional",
    "Conv1D",
    "Conv2D",
    "Dense",
    "Dropout",
    "Embedding",
    "GRUCell",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "LSTMCell",
    "LayerNormalization",
    "MaxPooling1D",
    "MaxPooling2D",
    "MemberDense",
    "MemberHeads",
    "MemberScale",
    "NTKDense",
    "PBLDEmbedding",
    "PLREmbedding",
    "Perceptron",
    "PiecewiseLinearEmbedding",
    "RMSNormalization",
    "Recurrent",
    "Residual",
    "RobustScaling",
    "Scale",
    "ScaledDotProductAttention",
    "SimpleRNN",
    "SimpleRNNCell",
    "WeightedSum",
]
