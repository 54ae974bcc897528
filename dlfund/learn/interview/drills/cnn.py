"""Shapes and sizes of convolutions."""

from math import ceil

from dlfund.learn.interview.exercise import Exercise, factor, shape_text, tenths, written


def conv_parameters(numbers):
    """How many parameters does a convolution have?

    Short: window height · width · input channels · filters weights, and one bias per filter.
    Longer: A filter covers all channels of its window at once, and is the same at every position: the picture's size
        does not matter, and neither do stride and padding.
    Wrong: window height · width · filters: a filter is a small square.
    Why: A filter has a square for every input channel. On a colour picture a 3×3 filter has 27 weights, not 9.
    Follow-up: And a depthwise separable one? — window · window · channels for the depthwise half, channels · filters
        for the 1×1 half, and the biases.
    Cards: Conv2D
    """
    side, window = numbers.choice([16, 28, 32, 64, 128]), numbers.choice([1, 2, 3, 5, 7])
    channels, filters = numbers.choice([2, 3, 4, 8, 16, 32]), numbers.choice([4, 6, 8, 16, 32, 64])
    weights = window * window * channels * filters
    return Exercise(
        text=f"A Conv2D has {filters} filters of {window}×{window} and takes pictures of {side}×{side} with "
        f"{channels} channels. "
        "How many parameters does it learn, biases included?",
        answer=weights + filters,
        hint="Every filter has a weight for every position and channel of its window, and one bias.",
        worked=(
            f"weights = {window} · {window} · {channels} · {filters} = {weights:,}",
            f"biases  = filters = {filters}",
            f"together {weights:,} + {filters} = {weights + filters:,}; the {side}×{side} positions share them",
        ),
        given={"side": side, "window": window, "channels": channels, "filters": filters},
        mistakes={
            "the biases are missing": weights,
            "a filter covers all channels": window * window * filters + filters,
            "the bias belongs to a filter, not to a channel": weights + channels,
            "that is a dense layer; positions share their weights": (side * side * channels + 1) * filters,
        },
    )


def conv_shape(numbers):
    """What is the output shape of a convolution?

    Short: Along each side ⌊(n − window) / stride⌋ + 1 with padding "valid", ⌈n / stride⌉ with "same"; channels =
        filters.
    Longer: "valid" places the window only where it fits entirely; "same" pads with zeros, so with stride 1 the size
        stays the same. With p zeros on both sides and dilation d it is ⌊(n + 2p − d (window − 1) − 1) / stride⌋ + 1.
        The number of input channels does not affect the output's shape.
    Wrong: Along each side n / stride, with as many channels as the input has.
    Why: Without padding, window − 1 positions are lost along each side, and every filter makes one output channel
        from all input channels.
    Follow-up: Why may "same" differ between frameworks? — With a stride the zeros are unequal on both sides, and
        where the odd one goes is a convention: Keras puts it at the end.
    Cards: Conv2D
    """
    rows, columns = numbers.randint(8, 64), numbers.randint(8, 64)
    window, stride = numbers.choice([2, 3, 4, 5]), numbers.choice([1, 2, 3])
    channels, filters, padding = (
        numbers.choice([1, 3]),
        numbers.choice([4, 8, 16, 32]),
        numbers.choice(["valid", "same"]),
    )

    def valid(n):
        return (n - window) // stride + 1

    def same(n):
        return ceil(n / stride)

    size, other = (valid, same) if padding == "valid" else (same, valid)
    shape = (size(rows), size(columns), filters)
    lines = {
        "valid": [f"⌊({n} − {window}) / {stride}⌋ + 1 = {valid(n)}" for n in (rows, columns)],
        "same": [f"⌈{n} / {stride}⌉ = {same(n)}" for n in (rows, columns)],
    }[padding]
    return Exercise(
        text=f'A Conv2D with {filters} filters of {window}×{window}, stride {stride} and padding "{padding}" takes '
        f"a picture of {shape_text((rows, columns, channels))}. What is the output's shape (without the batch)?",
        answer=shape,
        hint='"valid": ⌊(n − window) / stride⌋ + 1; "same": ⌈n / stride⌉; one channel per filter.',
        worked=(
            f"rows: {lines[0]}",
            f"columns: {lines[1]}",
            f"channels: {filters}, one per filter; together {shape_text(shape)}",
        ),
        given={
            "shape": [rows, columns, channels],
            "window": window,
            "stride": stride,
            "filters": filters,
            "padding": padding,
        },
        mistakes={
            f"that is padding {'same' if padding == 'valid' else 'valid'}": (other(rows), other(columns), filters),
            "every filter makes one channel": (*shape[:2], channels),
            "the + 1 is missing: the first position counts too": (shape[0] - 1, shape[1] - 1, filters),
        },
    )


def conv_value(numbers):
    """What is one output value of a one-dimensional convolution?

    Short: The window's values times the filter's weights, position by position, added up, plus the bias.
    Longer: Output i uses the inputs i, i + 1, …: the filter is applied to them as it is. Deep learning calls this a
        convolution; signal processing calls it cross-correlation, and flips the filter for a convolution.
    Wrong: The filter is flipped before it is applied to the inputs.
    Why: That is signal processing's convolution. Keras, like other deep-learning libraries, does not flip the filter;
        with flipping, the learned filter would simply be mirrored.
    Follow-up: Does the flip matter for learning? — No: the filter is learned, so a flipped one would be learned
        mirrored; it matters when filters are copied between libraries.
    Cards: Conv1D
    """
    x, w = [tenths(numbers, -3, 3) for _ in range(5)], [tenths(numbers, -2, 2) for _ in range(3)]
    b, place = tenths(numbers, -1, 1), numbers.randrange(3)
    window = x[place : place + 3]
    value = sum(a * c for a, c in zip(window, w, strict=True)) + b
    turned = sum(a * c for a, c in zip(window, w[::-1], strict=True)) + b
    return Exercise(
        text=f"A Conv1D with the filter ({', '.join(map(written, w))}) and the bias {written(b)}, stride 1, no "
        f"padding, runs over "
        f"x = ({', '.join(map(written, x))}). What is its output number {place + 1}, counted from 1?",
        answer=value,
        hint="Place the filter over three neighbours, multiply position by position, add up, add the bias.",
        worked=(
            f"it covers ({', '.join(map(written, window))})",
            " + ".join(f"{factor(a)}·{factor(c)}" for a, c in zip(window, w, strict=True))
            + f" + {factor(b)} = {written(value)}",
        ),
        given={"x": x, "w": w, "b": b, "place": place},
        mistakes={
            "the filter was flipped; deep learning does not flip it": turned,
            "the bias is missing": value - b,
        },
    )


def receptive_field(numbers):
    """How much of the input does one output of stacked convolutions see?

    Short: 1 + Σ (window − 1) · (product of the strides of the layers before).
    Longer: Every layer widens the receptive field by window − 1 of its own steps; after strides these steps are
        larger. Two 3×3 layers see 5×5 with fewer weights than one 5×5 filter (18 instead of 25 for each pair of
        channels), and with one more non-linearity.
    Wrong: The sum of the windows.
    Why: Neighbouring windows overlap: two layers of 3 see 5, not 6.
    Follow-up: How does dilation change it? — A layer adds (window − 1) · dilation · the strides before it; doubling
        the dilation per layer makes it exponential in depth.
    Cards: Conv2D, MaxPooling2D
    """
    layers = [(numbers.choice([2, 3, 5]), numbers.choice([1, 1, 2])) for _ in range(3)]
    view, jump, lines = 1, 1, []
    for number, (window, stride) in enumerate(layers, start=1):
        wider = view + (window - 1) * jump
        lines.append(f"layer {number}: {view} + ({window} − 1) · {jump} = {wider}; strides so far {jump * stride}")
        view, jump = wider, jump * stride
    text = ", then ".join(f"window {window} with stride {stride}" for window, stride in layers)
    return Exercise(
        text=f"Three convolutions follow each other: {text}. How many inputs along one side does one output see?",
        answer=view,
        hint="Start with 1; every layer adds (window − 1) · the product of all strides before it.",
        worked=tuple(lines),
        given={"layers": layers},
        mistakes={
            "the windows overlap, so their sizes do not add up": sum(window for window, _ in layers),
            "that leaves out the strides": 1 + sum(window - 1 for window, _ in layers),
            "that multiplies the windows": layers[0][0] * layers[1][0] * layers[2][0],
        },
    )


def flattened_size(numbers):
    """How many numbers does a small CNN pass to its dense head?

    Short: Rows · columns · channels of the last feature map, after all convolutions and poolings.
    Longer: Follow the shape layer by layer. Most weights of a classic CNN are in the dense layer after this point,
        which is why global pooling, which leaves one number per channel, is often used instead.
    Wrong: As many as the picture has pixels.
    Why: Unpadded convolutions remove the border, pooling divides the sides, and filters set the number of channels.
    Follow-up: What would global average pooling pass on? — One number per channel, whatever the picture's size.
    Cards: Conv2D, MaxPooling2D, GlobalAveragePooling2D
    """
    side, window, pool = numbers.randint(16, 64), numbers.choice([3, 5]), numbers.choice([2, 3])
    channels, filters = numbers.choice([1, 3]), numbers.choice([4, 8, 16])
    convolved = side - window + 1
    pooled = convolved // pool
    return Exercise(
        text=f"A picture of {shape_text((side, side, channels))} goes through a Conv2D with {filters} filters of "
        f"{window}×{window} "
        f'(stride 1, padding "valid"), then a MaxPooling2D({pool}), then Flatten. How many numbers come out?',
        answer=pooled * pooled * filters,
        hint="n − window + 1 after the convolution, ⌊n / pool⌋ after the pooling, then rows · columns · channels.",
        worked=(
            f"convolution: {side} − {window} + 1 = {convolved}: {shape_text((convolved, convolved, filters))}",
            f"pooling: ⌊{convolved} / {pool}⌋ = {pooled}: {shape_text((pooled, pooled, filters))}",
            f"flat: {pooled} · {pooled} · {filters} = {pooled * pooled * filters:,}",
        ),
        given={"side": side, "channels": channels, "window": window, "filters": filters, "pool": pool},
        mistakes={
            "the pooling is missing": convolved * convolved * filters,
            "the convolution has no padding: it loses the border": (side // pool) ** 2 * filters,
            "the channels are missing": pooled * pooled,
            "each filter adds up all input channels": pooled * pooled * filters * channels,
        },
    )


def dilated_shape(numbers):
    """How long is the output of a convolution with padding and dilation?

    Short: ⌊(n + 2p − d (k − 1) − 1) / s⌋ + 1 for n inputs, p zeros on each side, window k, dilation d and stride s.
    Longer: A window of k weights with dilation d spans d (k − 1) + 1 inputs. That many positions must fit into the n
        + 2p that there are; the stride takes each s-th of them.
    Wrong: ⌊(n + 2p − k) / s⌋ + 1: dilation changes only which inputs are used.
    Why: With gaps the window spans more inputs, so it fits into fewer places.
    Follow-up: Which padding keeps the length at stride 1? — d (k − 1) / 2 zeros on each side, for an odd k.
    Cards: Conv1D, ZeroPadding1D
    """
    n, window, dilation = numbers.randint(20, 80), numbers.choice([3, 5, 7]), numbers.choice([2, 3, 4])
    padding = numbers.randint(1, 4)
    span = dilation * (window - 1) + 1
    length = n + 2 * padding - span + 1
    return Exercise(
        text=f"A sequence of {n} steps gets {padding} zeros on each side and goes through a Conv1D with a window of "
        f"{window}, dilation {dilation}, stride 1 and no further padding. How many steps come out?",
        answer=length,
        hint="A window of k with dilation d spans d (k − 1) + 1 inputs.",
        worked=(
            f"span = {dilation} · ({window} − 1) + 1 = {span}",
            f"{n} + 2 · {padding} − {span} + 1 = {length}",
        ),
        given={"n": n, "window": window, "dilation": dilation, "padding": padding},
        mistakes={
            "the dilation is missing": n + 2 * padding - window + 1,
            "that is padding on one side only": n + padding - span + 1,
            "the + 1 is missing: the first position counts too": length - 1,
            "the span is d (k − 1) + 1, not d · k": n + 2 * padding - dilation * window + 1,
        },
    )
