"""Layers: the parts that a network is made of."""

from dlfund.layers.activation import Activation
from dlfund.layers.add import Add
from dlfund.layers.additive_attention import AdditiveAttention
from dlfund.layers.alpha_dropout import AlphaDropout
from dlfund.layers.average_pooling1d import AveragePooling1D
from dlfund.layers.average_pooling2d import AveragePooling2D
from dlfund.layers.batch_ensemble_dense import BatchEnsembleDense
from dlfund.layers.batch_normalization import BatchNormalization
from dlfund.layers.bias import Bias
from dlfund.layers.bidirectional import Bidirectional
from dlfund.layers.concatenate import Concatenate
from dlfund.layers.conv1d import Conv1D
from dlfund.layers.conv1d_transpose import Conv1DTranspose
from dlfund.layers.conv2d import Conv2D
from dlfund.layers.conv2d_transpose import Conv2DTranspose
from dlfund.layers.dense import Dense
from dlfund.layers.depthwise_conv2d import DepthwiseConv2D
from dlfund.layers.dropout import Dropout
from dlfund.layers.einsum_dense import EinsumDense
from dlfund.layers.embedding import Embedding
from dlfund.layers.flatten import Flatten
from dlfund.layers.gaussian_noise import GaussianNoise
from dlfund.layers.global_average_pooling1d import GlobalAveragePooling1D
from dlfund.layers.global_average_pooling2d import GlobalAveragePooling2D
from dlfund.layers.global_max_pooling1d import GlobalMaxPooling1D
from dlfund.layers.global_max_pooling2d import GlobalMaxPooling2D
from dlfund.layers.group_normalization import GroupNormalization
from dlfund.layers.gru import GRU
from dlfund.layers.gru_cell import GRUCell
from dlfund.layers.highway import Highway
from dlfund.layers.identity import Identity
from dlfund.layers.layer_normalization import LayerNormalization
from dlfund.layers.leaky_relu_layer import LeakyReLULayer
from dlfund.layers.learned_positions import LearnedPositions
from dlfund.layers.lstm import LSTM
from dlfund.layers.lstm_cell import LSTMCell
from dlfund.layers.masking import Masking
from dlfund.layers.max_pooling1d import MaxPooling1D
from dlfund.layers.max_pooling2d import MaxPooling2D
from dlfund.layers.member_dense import MemberDense
from dlfund.layers.member_heads import MemberHeads
from dlfund.layers.member_scale import MemberScale
from dlfund.layers.merge_functions import add as add
from dlfund.layers.merge_functions import concatenate as concatenate
from dlfund.layers.merge_functions import multiply as multiply
from dlfund.layers.multi_head_attention import MultiHeadAttention
from dlfund.layers.multiply import Multiply
from dlfund.layers.ntk_dense import NTKDense
from dlfund.layers.pbld_embedding import PBLDEmbedding
from dlfund.layers.perceptron import Perceptron
from dlfund.layers.piecewise_linear_embedding import PiecewiseLinearEmbedding
from dlfund.layers.plr_embedding import PLREmbedding
from dlfund.layers.recurrent import Recurrent
from dlfund.layers.reshape import Reshape
from dlfund.layers.residual import Residual
from dlfund.layers.rms_normalization import RMSNormalization
from dlfund.layers.robust_scaling import RobustScaling
from dlfund.layers.rotary_positions import RotaryPositions
from dlfund.layers.scale import Scale
from dlfund.layers.scaled_dot_product_attention import ScaledDotProductAttention
from dlfund.layers.separable_conv1d import SeparableConv1D
from dlfund.layers.separable_conv2d import SeparableConv2D
from dlfund.layers.simple_rnn import SimpleRNN
from dlfund.layers.simple_rnn_cell import SimpleRNNCell
from dlfund.layers.sinusoidal_positions import SinusoidalPositions
from dlfund.layers.softmax_layer import SoftmaxLayer
from dlfund.layers.spatial_dropout1d import SpatialDropout1D
from dlfund.layers.spatial_dropout2d import SpatialDropout2D
from dlfund.layers.squeeze_excitation import SqueezeExcitation
from dlfund.layers.time_distributed import TimeDistributed
from dlfund.layers.transformer_block import TransformerBlock
from dlfund.layers.up_sampling1d import UpSampling1D
from dlfund.layers.up_sampling2d import UpSampling2D
from dlfund.layers.weighted_sum import WeightedSum
from dlfund.layers.zero_padding1d import ZeroPadding1D
from dlfund.layers.zero_padding2d import ZeroPadding2D

# Keras's names; cards of these names are the activations'
Softmax, LeakyReLU = SoftmaxLayer, LeakyReLULayer
AvgPool1D, AvgPool2D, MaxPool1D, MaxPool2D = AveragePooling1D, AveragePooling2D, MaxPooling1D, MaxPooling2D
GlobalAvgPool1D, GlobalAvgPool2D = GlobalAveragePooling1D, GlobalAveragePooling2D
GlobalMaxPool1D, GlobalMaxPool2D = GlobalMaxPooling1D, GlobalMaxPooling2D

__all__ = [
    "GRU",
    "LSTM",
    "Activation",
    "Add",
    "AdditiveAttention",
    "AlphaDropout",
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchEnsembleDense",
    "BatchNormalization",
    "Bias",
    "Bidirectional",
    "Concatenate",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "EinsumDense",
    "Embedding",
    "Flatten",
    "GRUCell",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GroupNormalization",
    "Highway",
    "Identity",
    "LSTMCell",
    "LayerNormalization",
    "LeakyReLULayer",
    "LearnedPositions",
    "Masking",
    "MaxPooling1D",
    "MaxPooling2D",
    "MemberDense",
    "MemberHeads",
    "MemberScale",
    "MultiHeadAttention",
    "Multiply",
    "NTKDense",
    "PBLDEmbedding",
    "PLREmbedding",
    "Perceptron",
    "PiecewiseLinearEmbedding",
    "RMSNormalization",
    "Recurrent",
    "Reshape",
    "Residual",
    "RobustScaling",
    "RotaryPositions",
    "Scale",
    "ScaledDotProductAttention",
    "SeparableConv1D",
    "SeparableConv2D",
    "SimpleRNN",
    "SimpleRNNCell",
    "SinusoidalPositions",
    "SoftmaxLayer",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SqueezeExcitation",
    "TimeDistributed",
    "TransformerBlock",
    "UpSampling1D",
    "UpSampling2D",
    "WeightedSum",
    "ZeroPadding1D",
    "ZeroPadding2D",
]
