"""Bytes, operations and rounding by hand."""

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written


def kv_cache_bytes(numbers):
    """How many bytes does the KV cache of a language model take?

    Short: 2 · layers · key-value heads · head width · tokens · bytes per number, for each sequence in the batch.
    Longer: The 2 stands for keys and values. Grouped queries divide it by the number of query heads that share keys
        and values; 8 bits per number halve it again.
    Wrong: As much as the weights, however many tokens there are.
    Why: The weights are stored once; the cache grows with every token of every sequence.
    Follow-up: Why not keep the queries too? — An earlier query is not needed again: only the new token asks.
    Cards: MultiHeadAttention
    """
    layers, heads = numbers.choice([4, 8, 16, 32]), numbers.choice([2, 4, 8])
    width, tokens = numbers.choice([32, 64, 128]), numbers.choice([512, 1024, 2048, 4096])
    total = 2 * layers * heads * width * tokens * 2
    return Exercise(
        text=f"A language model has {layers} layers, each with {heads} key-value heads of width {width}, and 16 bits "
        f"per number. How many bytes does the KV cache of one sequence of {tokens:,} tokens take?",
        answer=total,
        hint="Keys and values · layers · heads · width · tokens · bytes per number",
        worked=(f"2 · {layers} · {heads} · {width} · {tokens} · 2 bytes = {total:,} bytes",),
        given={"layers": layers, "heads": heads, "width": width, "tokens": tokens},
        mistakes={
            "keys and values are both kept": total // 2,
            "16 bits are 2 bytes, not 16": total * 8,
            "that is one layer": total // layers,
        },
    )


def conv_operations(numbers):
    """How many multiplications does a convolution take?

    Short: Output height · width · filters · (window height · width · input channels): every output number takes one
        per weight of its filter.
    Longer: Each weight is used at every position, so a convolution has few parameters and many operations. FLOPs
        usually count multiplications and additions separately: about twice this number.
    Wrong: As many as it has weights, as in a dense layer.
    Why: A dense layer uses each weight once per row; a convolution uses it once per position.
    Follow-up: What does the depthwise separable form take? — Positions · channels · (window² + filters): with a 3×3
        window and many filters about a ninth.
    Cards: Conv2D, SeparableConv2D, Dense
    """
    side, window = numbers.choice([8, 14, 16, 28, 32]), numbers.choice([1, 3, 5])
    channels, filters = numbers.choice([2, 3, 4, 8, 16]), numbers.choice([4, 6, 12, 24, 32])
    weights = window * window * channels * filters
    total = side * side * weights
    return Exercise(
        text=f'A Conv2D with {filters} filters of {window}×{window}, stride 1 and padding "same" takes a picture of '
        f"{side}×{side} with {channels} channels. How many multiplications does it take, those with padded zeros "
        "included?",
        answer=total,
        hint="Positions · filters · window · window · channels",
        worked=(
            f"weights = {window} · {window} · {channels} · {filters} = {weights:,}",
            f"positions = {side} · {side} = {side * side:,}",
            f"multiplications = {side * side:,} · {weights:,} = {total:,}",
        ),
        given={"side": side, "window": window, "channels": channels, "filters": filters},
        mistakes={
            "that is the number of weights; each is used at every position": weights,
            "a filter covers all channels": total // channels,
            "that is a single filter": total // filters,
        },
    )


def int8_there_and_back(numbers):
    """What is left of a weight after int8 quantisation?

    Short: round(w / scale) · scale, with scale = largest |w| / 127: the nearest point of a grid of 255 points.
    Longer: The error is at most half a scale. The largest weight sets the scale, so outliers make the grid coarse for
        all others; a scale per channel limits that.
    Wrong: The same weight: eight bits are enough for a number of two digits.
    Why: What counts is the grid. A weight that lies between two points is moved to the nearer one.
    Follow-up: How large is the error on average? — About a quarter of a scale in size, since it is spread evenly
        between minus and plus a half.
    Cards: Dense
    """
    weights = [tenths(numbers, -9, 9) / 10 for _ in range(3)]
    largest = max(map(abs, weights)) * numbers.choice([4, 5, 8])
    scale = largest / 127
    level = weights[0] / scale
    if abs(abs(level) % 1 - 0.5) < 0.02 or abs(weights[0]) < 0.1:
        return int8_there_and_back(numbers)
    stored = round(level)
    cut = int(level)
    return Exercise(
        text=f"A layer's weights are stored in int8 with the scale {written(largest)} / 127 (its largest weight is "
        f"{written(largest)}). Which number does the weight {written(weights[0])} become when it is read again?",
        answer=stored * scale,
        hint="whole number = round(w / scale), then times scale",
        worked=(
            f"scale = {written(largest)} / 127 = {written(scale)}",
            f"{written(weights[0])} / {written(scale)} = {written(level)}, rounded {written(stored)}",
            f"{factor(stored)} · {written(scale)} = {written(stored * scale)}",
        ),
        given={"weight": weights[0], "largest": largest},
        mistakes={
            "that is the weight itself, which lies between two points of the grid": weights[0],
            "that is the whole number; multiply it by the scale": float(stored),
            "that divides by 128 and not by 127, and takes 256 steps": stored * largest / 256,
        }
        | ({"that cuts off instead of rounding": cut * scale} if cut != stored else {}),
    )
