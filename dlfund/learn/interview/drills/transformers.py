"""Numbers of a transformer block."""

from math import sqrt

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written


def layer_normalised_value(numbers):
    """What does layer normalisation do to one value?

    Short: (x − μ) / √(σ² + ε), with mean and variance of the row's own features, then γ and β of the feature.
    Longer: The variance is divided by n, not n − 1. No other row takes part, so training and prediction do the same.
    Wrong: It subtracts the mean of this feature over the batch and divides by its standard deviation.
    Why: That is batch normalisation. Layer normalisation averages over a row's features, so one row is enough.
    Follow-up: What does RMS normalisation give here? — x / √(mean of x² + ε): the mean is not subtracted.
    Cards: LayerNormalization, RMSNormalization
    """
    row = [tenths(numbers, -5, 5) for _ in range(4)]
    mean = sum(row) / 4
    variance = sum((value - mean) ** 2 for value in row) / 4
    size = sum(value**2 for value in row) / 4
    if variance < 0.2:
        return layer_normalised_value(numbers)
    value = (row[0] - mean) / sqrt(variance + 0.001)
    return Exercise(
        text=f"A row has the four features ({', '.join(map(written, row))}). What does layer normalisation turn the "
        "first into, with γ = 1, β = 0 and ε = 0.001?",
        answer=value,
        hint="(x − μ) / √(σ² + ε), over the four features of the row",
        worked=(
            f"μ = {written(sum(row))} / 4 = {written(mean)}, σ² = {written(variance)}",
            f"({written(row[0])} − {factor(mean)}) / √({written(variance)} + 0.001) = {written(value)}",
        ),
        given={"row": row},
        mistakes={
            "that is RMS normalisation; the mean is missing": row[0] / sqrt(size + 0.001),
            "that divides by the variance": (row[0] - mean) / (variance + 0.001),
            "that only centres": row[0] - mean,
        },
    )


def block_parameters(numbers):
    """How many parameters does a transformer block have?

    Short: With width d and a hidden layer of 4 d about 12 d²: 4 d² in attention (queries, keys, values, output), 8 d²
        in the two dense layers; biases and normalisations add a little.
    Longer: The number of heads does not matter, since their widths add up to d, and neither does the length. A model
        of L blocks has about 12 L d², plus the embeddings.
    Wrong: 4 d² · heads: each head has four matrices of its own.
    Why: Each head's matrices are d × d/heads; together they are d × d.
    Follow-up: How many operations is that per token? — About two per parameter (a multiplication and an addition),
        and more for the scores, which grow with the length.
    Cards: TransformerBlock, MultiHeadAttention, Dense
    """
    heads = numbers.choice([2, 4, 8])
    width, times = heads * numbers.choice([8, 16, 32]), numbers.choice([2, 3, 4])
    hidden = times * width
    attention = 4 * width * width + 4 * width
    dense = 2 * width * hidden + hidden + width
    total = attention + dense + 4 * width
    return Exercise(
        text=f"A transformer block has the width {width}, {heads} heads whose widths add up to {width}, a dense "
        f"network with {hidden} hidden units, biases everywhere and two layer normalisations (γ and β). How many "
        "parameters does it learn?",
        answer=total,
        hint="4 matrices of d × d with biases, d × h and h × d with biases, and 2 · 2 d for the normalisations.",
        worked=(
            f"attention: 4 · ({width}² + {width}) = {attention:,}",
            f"dense: {width} · {hidden} + {hidden} + {hidden} · {width} + {width} = {dense:,}",
            f"normalisations: 2 · 2 · {width} = {4 * width:,}",
            f"together {total:,}",
        ),
        given={"heads": heads, "width": width, "hidden": hidden},
        mistakes={
            "the biases and normalisations are missing": 4 * width * width + 2 * width * hidden,
            "the heads share the width; they don't multiply it": heads * attention + dense + 4 * width,
            "the output matrix of attention is missing": total - width * width - width,
        },
    )
