"""Options: what layers take besides the numbers of their formula, by name, so that a misspelled one is found.

    Dense(8, kernel_regularizer="l2")        an option
    Dense(8, kernel_regulariser="l2")        an error of the type checker, and of Keras when the layer is made

A constructor says `**layer_options: Unpack[KernelAndBias]`. What a layer refuses can only have the value that changes
nothing.
"""

from typing import Literal

from dlfund.core.arguments import Constraint, Initializer, Regularizer
from dlfund.core.layer_options import LayerOptions


class Adapters(LayerOptions, total=False):
    """What Keras's layers with weights have for low-rank adapters, which these here refuse."""

    lora_rank: None
    lora_alpha: None
    quantization_config: None


class Kernel(Adapters, total=False):
    kernel_initializer: Initializer
    kernel_regularizer: Regularizer
    kernel_constraint: Constraint


class BiasRules(Adapters, total=False):
    """The bias's, where the layer names its initializer itself."""

    bias_regularizer: Regularizer
    bias_constraint: Constraint


class BiasOptions(BiasRules, total=False):
    bias_initializer: Initializer


class KernelAndBias(Kernel, BiasOptions, total=False):
    """The options of dense layers, convolutions and attention.

    Example:
        >>> layer_options: KernelAndBias = {"kernel_initializer": "he_normal", "bias_constraint": "non_neg"}
    """


class DepthwiseAndBias(BiasOptions, total=False):
    depthwise_initializer: Initializer
    depthwise_regularizer: Regularizer
    depthwise_constraint: Constraint
    groups: Literal[1]


class SeparableAndBias(DepthwiseAndBias, total=False):
    pointwise_initializer: Initializer
    pointwise_regularizer: Regularizer
    pointwise_constraint: Constraint


class TransposedKernelAndBias(KernelAndBias, total=False):
    groups: Literal[1]


class AttentionOptions(KernelAndBias, total=False):
    attention_axes: None
    sliding_window: None
    flash_attention: None
    use_gate: Literal[False]


class Embeddings(Adapters, total=False):
    """The options of Embedding, which names its initializer itself."""

    embeddings_regularizer: Regularizer
    embeddings_constraint: Constraint
    weights: None
    input_length: int | None


class Positions(Adapters, total=False):
    positions_initializer: Initializer
    positions_regularizer: Regularizer
    positions_constraint: Constraint


class GammaAndBeta(Adapters, total=False):
    """The options of normalisations."""

    gamma_initializer: Initializer
    gamma_regularizer: Regularizer
    gamma_constraint: Constraint
    beta_initializer: Initializer
    beta_regularizer: Regularizer
    beta_constraint: Constraint


class LayerNormalizationOptions(GammaAndBeta, total=False):
    rms_scaling: Literal[False]


class BatchNormalizationOptions(GammaAndBeta, total=False):
    moving_mean_initializer: Initializer
    moving_variance_initializer: Initializer
    synchronized: Literal[False]
    renorm: Literal[False]
    renorm_clipping: None
    renorm_momentum: float


class RecurrentWeights(KernelAndBias, total=False):
    recurrent_initializer: Initializer
    recurrent_regularizer: Regularizer
    recurrent_constraint: Constraint


class CellOptions(RecurrentWeights, total=False):
    """The options of a cell, besides its gates."""

    dropout: float
    recurrent_dropout: float
    seed: int | None


class RecurrentOptions(CellOptions, total=False):
    """The options of a recurrent layer that makes its own cell."""

    return_sequences: bool
    return_state: bool
    go_backwards: bool
    stateful: bool
    unroll: bool
    zero_output_for_mask: bool
    use_cudnn: bool | Literal["auto"]
    implementation: int


class SlopeOptions(LayerOptions, total=False):
    alpha: float


class BidirectionalOptions(LayerOptions, total=False):
    weights: None
