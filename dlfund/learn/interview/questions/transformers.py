"""Attention, the block around it, and what a decoder may see."""

import keras
import numpy as np

from dlfund import layers
from dlfund.learn.interview.networks import to_numpy


def _steps(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def _apart(a, b):
    return float(np.abs(to_numpy(a) - to_numpy(b)).max())


def what_is_in_a_transformer_block():
    """What is in a transformer block?

    Short: Self-attention, in which steps exchange information, then a small dense network that works on each step
        alone; each with a normalisation and a residual connection.
    Longer: The dense network usually expands to four times the width and holds two thirds of the block's weights.
        Embeddings and positions come before the first block, a normalisation and the output layer after the last.
    Wrong: Mainly attention: the dense layers only bring the result to the right width.
    Why: Two thirds of the weights are in the dense layers, and only they apply a non-linear function to each step's
        features; attention by itself averages values.
    Follow-up: Which of the two mixes steps? — Only attention: without it each step's output depends on this step
        alone.
    Cards: TransformerBlock, MultiHeadAttention, Residual
    """
    keras.utils.set_random_seed(0)
    block, x = layers.TransformerBlock(4, 128), _steps(1, 5, 32)
    block(x)
    attention = [weight for weight in block.weights if "attention" in weight.path]
    inside = sum(int(np.prod(weight.shape)) for weight in attention)
    share = 1 - inside / block.count_params()
    yield (
        f"32 features, 128 hidden units: {share:.0%} of {block.count_params():,} parameters are outside attention",
        0.6 < share < 0.7,
    )
    changed = x.copy()
    changed[0, 4, 0] += 3
    moved = _apart(block(x)[:, 0], block(changed)[:, 0])
    yield f"the last step is changed: the first one's output moves by {moved:.3f}", moved > 1e-3
    for weight in attention:
        weight.assign(np.zeros(weight.shape))
    alone = _apart(block(x)[:, 0], block(changed)[:, 0])
    yield f"with attention's weights at 0 it moves by {alone}", alone == 0


def queries_keys_and_values():
    """What are queries, keys, values and heads?

    Short: The query says what a step looks for, a key what a step offers, a value what it passes on. A head is one
        such attention with weights of its own; the heads' outputs are joined and mixed.
    Longer: Scores are dot products of queries and keys, divided by √d; their softmax weighs the values. Several
        narrow heads can point at several places at once, for the same number of weights as one wide head.
    Wrong: They are three copies of the same input, so one matrix for all three would do the same.
    Why: With one matrix for queries and keys the scores are symmetric: step i would look at j as much as j at i
        before the softmax. "It" looks for its noun, not the other way round.
    Follow-up: What is cross-attention? — Queries from one sequence, keys and values from another, as from a
        translation's output to its input.
    Cards: MultiHeadAttention, ScaledDotProductAttention
    """
    x, w, v = _steps(6, 8), _steps(8, 4, seed=1), _steps(8, 4, seed=2)
    tied, free = (x @ w) @ (x @ w).T, (x @ w) @ (x @ v).T
    symmetric = float(np.abs(tied - tied.T).max()), float(np.abs(free - free.T).max())
    yield (
        f"one matrix: scores and their mirror image differ by {symmetric[0]:.0e}; two matrices: {symmetric[1]:.1f}",
        (symmetric[0] < 1e-4 < 1 < symmetric[1]),
    )
    attention, order = layers.ScaledDotProductAttention(), [2, 0, 1, 5, 4, 3]
    query, key, value = (_steps(1, 6, 4, seed=seed) for seed in (3, 4, 5))
    plain = attention([query, value, key])
    together = _apart(plain, attention([query, value[:, order], key[:, order]]))
    alone = _apart(plain, attention([query, value[:, order], key]))
    yield (
        f"keys and values shuffled together: {together:.0e} apart; values alone: {alone:.1f}",
        together < 1e-5 < 0.1 < alone,
    )
    counts = []
    for heads in (1, 4):
        layer = layers.MultiHeadAttention(heads, 32 // heads)
        layer(_steps(1, 3, 32), _steps(1, 3, 32))
        counts.append(layer.count_params())
    yield f"1 head of width 32 and 4 of width 8: {counts[0]:,} and {counts[1]:,} parameters", counts[0] == counts[1]


def which_normalisation_where():
    """Batch, layer or RMS normalisation, and before or after the block?

    Short: Batch normalisation standardises a feature over rows, layer normalisation a row over its features, RMS
        normalisation only divides a row by its size. Before the block (pre-norm) the shortcut stays free.
    Longer: Batch normalisation suits convolutions with large batches; transformers use layer or RMS normalisation,
        which do not depend on other rows or the length. Pre-norm trains deep stacks without much warm-up; post-norm,
        the original form, normalises the sum and needs it.
    Wrong: They can be exchanged: all of them standardise the features.
    Why: They average over different numbers. Another row in the batch changes the output of one of them, a constant
        added to all features that of another.
    Follow-up: What does RMS normalisation leave out? — The mean and the shift β; that is cheaper and has not hurt in
        large language models.
    Cards: BatchNormalization, LayerNormalization, RMSNormalization, TransformerBlock
    """
    x = _steps(8, 16)
    other, raised, scaled = x.copy(), x + 1, 3 * x
    other[1:] = 5
    kinds = {
        "batch": lambda rows: layers.BatchNormalization()(rows, training=True),
        "layer": layers.LayerNormalization(),
        "RMS": layers.RMSNormalization(),
    }
    moves = {
        name: [_apart(normalise(x)[0], normalise(rows)[0]) for rows in (other, raised, scaled)]
        for name, normalise in kinds.items()
    }
    listing = ", ".join(f"{name} {move[0]:.2g}" for name, move in moves.items())
    yield f"other rows in the batch move a row by: {listing}", moves["batch"][0] > 0.1 and moves["layer"][0] < 1e-6
    yield (
        f"1 added to all its features: layer {moves['layer'][1]:.0e}, RMS {moves['RMS'][1]:.2f}",
        moves["layer"][1] < 1e-3 < 0.1 < moves["RMS"][1],
    )
    yield f"all features times 3: RMS {moves['RMS'][2]:.0e}", moves["RMS"][2] < 1e-3
    keras.utils.set_random_seed(0)
    sequence = 100 * _steps(1, 4, 16)
    sizes = {
        name: float(np.std(to_numpy(layers.TransformerBlock(2, 32, norm_first=first)(sequence))))
        for name, first in {"pre-norm": True, "post-norm": False}.items()
    }
    yield (
        f"inputs of size 100: pre-norm passes them on with size {sizes['pre-norm']:.0f}, post-norm brings them to "
        f"{sizes['post-norm']:.2f}",
        sizes["pre-norm"] > 50 and 0.9 < sizes["post-norm"] < 1.1,
    )


def encoder_or_decoder():
    """What distinguishes an encoder from a decoder, and what are the causal mask and teacher forcing for?

    Short: An encoder's steps see the whole input; a decoder's steps see only themselves and earlier ones (causal
        mask), so that it can predict the next one. Teacher forcing feeds the true earlier steps in training.
    Longer: With mask and teacher forcing all steps of a sequence are trained in one pass. In use the model reads its
        own outputs, which may lead it away from what it saw in training. Translation joins both by cross-attention;
        language models are decoders alone.
    Wrong: The mask only saves computation; without it the model would learn better, because it sees more.
    Why: What it would see is the answer: the next step stands in the input. Its training loss would be near 0, and it
        would be useless for generating.
    Follow-up: What is exposure bias? — The gap between training on true earlier steps and using its own: an early
        error changes all that follows.
    Cards: TransformerBlock, MultiHeadAttention, Bidirectional
    """
    keras.utils.set_random_seed(0)
    x = _steps(1, 6, 8)
    changed = x.copy()
    changed[0, 5, 0] += 3
    causal, open_block = layers.TransformerBlock(2, 16, causal=True), layers.TransformerBlock(2, 16)
    held, seen = (_apart(block(x)[:, :5], block(changed)[:, :5]) for block in (causal, open_block))
    yield f"the last step is changed: with a causal mask earlier outputs move by {held}", held == 0
    yield f"without it by {seen:.3f}: they have seen the answer", seen > 1e-3
    single = np.concatenate([to_numpy(causal(x[:, : length + 1]))[:, -1:] for length in range(6)], axis=1)
    apart = _apart(causal(x), single)
    yield f"one masked pass and six passes of growing length: {apart:.0e} apart", apart < 1e-5
