"""What memory, precision and speed cost, and how they are saved."""

import numpy as np

from dlfund import layers
from dlfund.learn.interview.networks import to_numpy


def _softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cost_of_attention():
    """What does attention cost, and what do KV cache, grouped queries and FlashAttention save?

    Short: Over n steps there are n² scores. The cache keeps earlier keys and values, so a new token needs n scores;
        grouped queries keep fewer of them; FlashAttention computes the same without storing the n² table.
    Longer: In generation the cache, not the weights, can fill the memory, and reading it limits the speed. With
        FlashAttention memory grows with n, the number of operations still with n²: it is exact, block by block.
    Wrong: FlashAttention is an approximation: it leaves out the small weights.
    Why: It keeps the largest score and the sum so far, and rescales what it has when a larger one comes. The result
        is that of the full table, up to rounding.
    Follow-up: How large is the cache? — 2 · layers · key-value heads · head width · tokens · bytes per number, for
        each sequence; the 2 stands for keys and values.
    Cards: MultiHeadAttention, ScaledDotProductAttention
    """
    numbers = np.random.default_rng(0)
    q, k, v = numbers.normal(size=(3, 256, 16))
    full = _softmax(q @ k.T / 4) @ v
    largest, total, mean = np.full((256, 1), -np.inf), np.zeros((256, 1)), np.zeros((256, 16))
    for start in range(0, 256, 32):  # a block of keys and values at a time
        scores = q @ k[start : start + 32].T / 4
        higher = np.maximum(largest, scores.max(axis=1, keepdims=True))
        shrunk, powers = np.exp(largest - higher), np.exp(scores - higher)
        total, mean = total * shrunk + powers.sum(axis=1, keepdims=True), mean * shrunk + powers @ v[start : start + 32]
        largest = higher
    apart = float(np.abs(mean / total - full).max())
    yield f"blocks of 32 keys and the table of {256 * 256:,} scores: {apart:.0e} apart", apart < 1e-12
    x = numbers.normal(size=(1, 10, 16)).astype("float32")
    attention = layers.ScaledDotProductAttention(causal=True)
    every = to_numpy(attention([x, x, x]))[:, -1]
    cached = to_numpy(layers.ScaledDotProductAttention()([x[:, -1:], x, x]))[:, 0]  # keys and values as they were kept
    kept = float(np.abs(every - cached).max())
    yield f"the 10th token by its query alone, with 10 scores instead of 100: {kept:.0e} apart", kept < 1e-6
    widths = {}
    for groups in (8, 2):
        layer = layers.MultiHeadAttention(8, 4, num_key_value_heads=groups)
        layer(x, x)
        widths[groups] = layer.count_params()
    yield (
        f"8 heads with 8 and with 2 heads of keys and values: {widths[8]:,} and {widths[2]:,} weights",
        widths[2] < widths[8],
    )


def quantisation_distillation_and_pruning():
    """A network is too large for its device. What do quantisation, distillation and pruning do?

    Short: Quantisation stores numbers in fewer bits. Distillation trains a small network on a large one's outputs.
        Pruning removes weights or whole units.
    Longer: Eight bits for weights mostly cost little; four need care, for example a scale for each small group. A
        large network's probabilities say which wrong classes are similar, which a class number does not. Removing
        whole channels makes layers smaller; single zeros need hardware that skips them.
    Wrong: A network in which 90 % of the weights are 0 runs ten times as fast.
    Why: A dense matrix product multiplies zeros like other numbers: its shape has not changed. Only whole rows or
        columns that are removed make it smaller.
    Follow-up: Why is there a scale for each output channel? — One large weight would stretch the grid for all others;
        with a scale each, it does so for its own channel only.
    Cards: Dense, KLDivergence
    """
    numbers = np.random.default_rng(0)
    w = numbers.normal(size=(64, 32)) * np.logspace(-2, 0, 32)  # channels of very different sizes
    errors = {}
    for name, axis in {"one scale": None, "a scale per channel": 0}.items():
        scale = np.abs(w).max(axis=axis, keepdims=True) / 127
        stored = np.round(w / scale).astype("int8")
        errors[name] = float(np.mean(np.abs(stored * scale - w) / np.abs(w).mean(axis=0)))
    listing = ", ".join(f"{name} {error:.1%}" for name, error in errors.items())
    yield (
        f"int8 takes {stored.nbytes:,} bytes, float32 {4 * stored.nbytes:,}; mean error: {listing}",
        (errors["a scale per channel"] < errors["one scale"] / 3),
    )
    pruned = np.where(np.abs(w) < np.quantile(np.abs(w), 0.9), 0, w)
    units = w[:, np.argsort(-np.abs(w).sum(axis=0))[:3]]
    yield (
        f"{np.mean(pruned == 0):.0%} zeros: still {pruned.size:,} products per row; with three channels kept "
        f"{units.size:,}",
        pruned.size == w.size > 10 * units.size,
    )
    teacher, label = _softmax(np.array([4.0, 2.5, -1.0])), np.array([1.0, 0, 0])
    bits = [float(-np.sum(p[p > 0] * np.log2(p[p > 0]))) for p in (teacher, label)]
    yield (
        f"a teacher's output {teacher.round(2).tolist()} has an entropy of {bits[0]:.2f} bits, a label "
        f"{abs(bits[1]):.0f}",
        bits[0] > 0.5,
    )


def mixed_precision_and_checkpointing():
    """What do mixed precision and gradient checkpointing save?

    Short: Mixed precision computes in 16 bits: half the memory for activations, and faster matrix products; weights
        and sums stay in 32. Checkpointing keeps few activations and computes the others again in the backward pass.
    Longer: float16 has small gradients rounded to 0, so the loss is multiplied by a scale first; bfloat16 has
        float32's range and fewer digits, and needs no scale. Checkpoints every √n layers need memory for about 2 √n
        of n activations, at the price of about one more forward pass.
    Wrong: Everything is simply kept in 16 bits, the weights included.
    Why: A small update would then vanish: in float16 the sum 1 + 0.0004 is 1. So the weights that are updated stay in
        float32.
    Follow-up: What is stored in 8 bits today? — On recent accelerators the inputs of matrix products, with a scale
        per block; sums and master weights stay wider.
    Cards: Dense, GradientAccumulation
    """
    update = np.float16(1) + np.float16(0.0004)
    yield f"float16: 1 + 0.0004 = {update}; float32: {np.float32(1) + np.float32(0.0004):.4f}", update == 1
    tiny = np.float16(1e-8), float(np.float16(1e-8 * 1024)) / 1024
    yield (
        f"a gradient of 1e-8 is {tiny[0]:.0e} in float16, scaled by 1,024 and back {tiny[1]:.0e}",
        tiny[0] == 0 < tiny[1],
    )
    numbers = np.random.default_rng(0)
    kernels = numbers.normal(size=(16, 8, 8)) / np.sqrt(8)

    def forward(x, part):
        outputs = [x]
        for kernel in part:
            outputs.append(np.tanh(outputs[-1] @ kernel))
        return outputs

    def backward(outputs, part, gradient):
        for kernel, output in zip(part[::-1], outputs[:0:-1], strict=True):
            gradient = (gradient * (1 - output**2)) @ kernel.T
        return gradient

    x = numbers.normal(size=(4, 8))
    every = forward(x, kernels)
    full = backward(every, kernels, np.ones((4, 8)))
    starts = [every[place] for place in range(0, 16, 4)]
    gradient, most = np.ones((4, 8)), 0
    for block in reversed(range(4)):
        part = kernels[4 * block : 4 * block + 4]
        again = forward(starts[block], part)
        most = max(most, len(starts) + len(again) - 1)
        gradient = backward(again, part, gradient)
    apart = float(np.abs(gradient - full).max())
    yield (
        f"16 layers, 4 checkpoints: at most {most} outputs in memory instead of 16, gradient {apart} apart",
        apart == 0 and most < 10,
    )
