"""Shapes and sizes of convolutions."""

from math import ceil

from dlfund.interview.exercise import Exercise, factor, shape_text, tenths, written


def conv_parameters(numbers):
    """How many parameters has a convolution?

    Short: window height · width · input channels · filters weights, and one bias a filter.
    Longer: A filter covers all channels of its window at once, and is the same at every place: the picture's size
        does not enter, and neither do stride and padding.
    Wrong: window height · width · filters: a filter is a small square.
    Why: A filter has a square for every input channel. Over a colour picture a 3×3 filter has 27 weights, not 9.
    Cards: Conv2D
    """
    side, window = numbers.choice([16, 28, 32, 64, 128]), numbers.choice([1, 2, 3, 5, 7])
    channels, filters = numbers.choice([2, 3, 4, 8, 16, 32]), numbers.choice([4, 6, 8, 16, 32, 64])
    weights = window * window * channels * filters
    return Exercise(
        text=f"A Conv2D has {filters} filters of {window}×{window} and gets pictures of {side}×{side} with "
        f"{channels} channels. "
        "How many parameters does it learn, biases included?",
        answer=weights + filters,
        hint="Every filter has a weight for every place and channel of its window, and one bias.",
        worked=(
            f"weights = {window} · {window} · {channels} · {filters} = {weights:,}",
            f"biases  = filters = {filters}",
            f"together {weights:,} + {filters} = {weights + filters:,}; the {side}×{side} places share them",
        ),
        given={"side": side, "window": window, "channels": channels, "filters": filters},
        astray={
            "the biases are missing": weights,
            "a filter covers all channels": window * window * filters + filters,
            "the bias belongs to a filter, not to a channel": weights + channels,
            "that is a dense layer: places share their weights": (side * side * channels + 1) * filters,
        },
    )


def conv_shape(numbers):
    """Which shape comes out of a convolution?

    Short: Along each side ⌊(n − window) / stride⌋ + 1 with padding "valid", ⌈n / stride⌉ with "same"; channels =
        filters.
    Longer: "valid" lets the window lie only where it fits entirely; "same" pads with zeros, so with stride 1 the
        size stays. The number of input channels leaves no trace in the output's shape.
    Wrong: Along each side n / stride, with as many channels as went in.
    Why: Without padding the window's own width is lost at the border, and every filter makes one output channel of
        all input channels.
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
        text=f'A Conv2D with {filters} filters of {window}×{window}, stride {stride} and padding "{padding}" gets '
        f"a picture of {shape_text((rows, columns, channels))}. Which shape comes out (without the batch)?",
        answer=shape,
        hint='"valid": ⌊(n − window) / stride⌋ + 1; "same": ⌈n / stride⌉; one channel a filter.',
        worked=(
            f"rows: {lines[0]}",
            f"columns: {lines[1]}",
            f"channels: {filters}, one a filter; together {shape_text(shape)}",
        ),
        given={
            "shape": [rows, columns, channels],
            "window": window,
            "stride": stride,
            "filters": filters,
            "padding": padding,
        },
        astray={
            f"that is padding {'same' if padding == 'valid' else 'valid'}": (other(rows), other(columns), filters),
            "every filter makes one channel": (*shape[:2], channels),
            "the + 1 is missing: the first place counts too": (shape[0] - 1, shape[1] - 1, filters),
        },
    )


def conv_value(numbers):
    """What is one output value of a one-dimensional convolution?

    Short: The window's values times the filter's weights, place by place, added up, plus the bias.
    Longer: Output i lies over the inputs i, i + 1, …: the filter is laid over them as it is. Deep learning calls
        this a convolution; signal processing calls it cross-correlation, and turns the filter round for a
        convolution.
    Wrong: The filter is turned round before it is laid over the inputs.
    Why: That is signal processing's convolution. Keras, and every deep-learning library, leaves the filter as it
        is; a learned filter would only come out mirrored.
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
        hint="Lay the filter over three neighbours, multiply place by place, add up, add the bias.",
        worked=(
            f"it lies over ({', '.join(map(written, window))})",
            " + ".join(f"{factor(a)}·{factor(c)}" for a, c in zip(window, w, strict=True))
            + f" + {factor(b)} = {written(value)}",
        ),
        given={"x": x, "w": w, "b": b, "place": place},
        astray={
            "the filter was turned round; deep learning does not": turned,
            "the bias is missing": value - b,
        },
    )


def receptive_field(numbers):
    """How much of the input does one output of stacked convolutions see?

    Short: 1 + Σ (window − 1) · (product of the strides of the layers before).
    Longer: Every layer widens the view by window − 1 of its own steps; behind strides these steps are larger. Two
        3×3 layers see 5×5 with fewer weights than one 5×5 filter (18 against 25 a channel) and a non-linearity
        more.
    Wrong: The sum of the windows.
    Why: Neighbouring windows overlap: two layers of 3 see 5, not 6.
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
        astray={
            "the windows overlap; they do not add up": sum(window for window, _ in layers),
            "that leaves out the strides": 1 + sum(window - 1 for window, _ in layers),
            "that multiplies the windows": layers[0][0] * layers[1][0] * layers[2][0],
        },
    )


def flattened_size(numbers):
    """How many numbers does a small CNN hand to its dense head?

    Short: Rows · columns · channels of the last feature map, behind every convolution and pooling.
    Longer: Follow the shape layer by layer. Most weights of a classic CNN lie in the dense layer behind this point,
        which is why global pooling, which leaves one number a channel, is often used instead.
    Wrong: As many as the picture has pixels.
    Why: Unpadded convolutions shave the border off, pooling divides the sides, and filters set the number of
        channels.
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
        hint="n − window + 1 behind the convolution, ⌊n / pool⌋ behind the pooling, then rows · columns · channels.",
        worked=(
            f"convolution: {side} − {window} + 1 = {convolved}: {shape_text((convolved, convolved, filters))}",
            f"pooling: ⌊{convolved} / {pool}⌋ = {pooled}: {shape_text((pooled, pooled, filters))}",
            f"flat: {pooled} · {pooled} · {filters} = {pooled * pooled * filters:,}",
        ),
        given={"side": side, "channels": channels, "window": window, "filters": filters, "pool": pool},
        astray={
            "the pooling is missing": convolved * convolved * filters,
            "the convolution had no padding: it lost its border": (side // pool) ** 2 * filters,
            "the channels are missing": pooled * pooled,
            "each filter adds up all input channels": pooled * pooled * filters * channels,
        },
    )
