"""What convolutions share, see and keep."""

import keras
import numpy as np

from dlfund import layers
from dlfund.learn.interview.networks import to_numpy, with_weights


def _picture(side, channels=1, seed=0):
    return np.random.default_rng(seed).normal(size=(1, side, side, channels)).astype("float32")


def picture_size_and_parameters():
    """The pictures get four times as many pixels. What happens to the number of parameters of a
    convolution?

    Short: Nothing: the same small filter is applied at every position, so the picture's size does not matter.
    Longer: Sharing also means that what is learned at one position applies at all others. A dense layer has a weight
        for every pixel and unit, and learns each position separately. The computing time grows with the picture in
        both.
    Wrong: There are four times as many, one set for each position.
    Why: That would be a locally connected layer. In a convolution, all positions share one set.
    Follow-up: What does grow with the picture? — The number of operations and the memory for feature maps, both in
        proportion to its pixels.
    Cards: Conv2D, Dense
    """
    counts = {}
    for side in (32, 64):
        convolution = keras.Sequential([keras.Input((side, side, 3)), layers.Conv2D(8, 3)])
        dense = keras.Sequential([keras.Input((side, side, 3)), keras.layers.Flatten(), layers.Dense(8)])
        counts[side] = convolution.count_params(), dense.count_params()
    yield (
        f"8 filters of 3×3: {counts[32][0]} parameters for 32×32, {counts[64][0]} for 64×64",
        counts[32][0] == counts[64][0] == 224,
    )
    yield f"8 dense units: {counts[32][1]:,} and {counts[64][1]:,}", counts[64][1] - 8 == 4 * (counts[32][1] - 8)


def shifted_picture():
    """A picture is shifted. What happens to a convolution's output?

    Short: It is shifted in the same way (equivariance). An output that does not depend on the position at all
        (invariance) needs pooling over all positions afterwards. Both hold exactly only away from the border and for
        shifts by a multiple of the stride.
    Longer: A feature map shows where a pattern is. Pooling over a window discards the position inside the window;
        global pooling discards it altogether.
    Wrong: The output stays the same: convolutions are invariant to shifts.
    Why: A feature map that did not move could not show where anything is. Equivariance and invariance are different
        properties.
    Follow-up: Does a real CNN stay unmoved by small shifts? — Not exactly: strides and pooling take samples, so
        predictions can change; blurring before sampling helps.
    Cards: Conv2D, GlobalMaxPooling2D, MaxPooling2D
    """
    keras.utils.set_random_seed(0)
    convolution = layers.Conv2D(4, 3, padding="same", use_bias=False)
    picture = np.zeros((1, 16, 16, 1), "float32")
    picture[0, 4:8, 4:8] = _picture(4)[0]
    shifted = np.roll(picture, (3, 5), axis=(1, 2))
    plain_map, shifted_map = to_numpy(convolution(picture)), to_numpy(convolution(shifted))
    moved = float(np.abs(np.roll(plain_map, (3, 5), axis=(1, 2)) - shifted_map).max())
    stayed = float(np.abs(plain_map - shifted_map).max())
    yield f"output of the shifted picture against the shifted output: {moved:.0e} apart", moved < 1e-5
    yield f"against the output as it was: {stayed:.1f} apart", stayed > 0.1
    pooled = [to_numpy(layers.GlobalMaxPooling2D()(output)) for output in (plain_map, shifted_map)]
    yield (
        f"after global pooling: {np.abs(pooled[0] - pooled[1]).max():.0e} apart",
        float(np.abs(pooled[0] - pooled[1]).max()) < 1e-5,
    )


def one_by_one_convolution():
    """What is a 1×1 convolution good for?

    Short: It mixes channels at each position: a dense layer on the channels, with the same weights everywhere. It is
        mostly used to change the number of channels.
    Longer: Reducing 256 channels to 64 before a 3×3 convolution and expanding them afterwards saves most of the
        computation. With an activation it also adds a non-linearity.
    Wrong: Nothing: a window of one pixel only multiplies the picture by a number.
    Why: That is true for one input channel and one output channel. With more it is a matrix product across channels.
    Follow-up: Where is it in a separable convolution? — It is the second half: a filter per channel first, then a 1×1
        convolution that mixes the channels.
    Cards: Conv2D, Dense
    """
    picture = _picture(6, channels=5)
    numbers = np.random.default_rng(1)
    kernel, bias = numbers.normal(size=(5, 3)), numbers.normal(size=3)
    convolved = with_weights(keras.Sequential([keras.Input((6, 6, 5)), layers.Conv2D(3, 1)]), kernel, bias)(picture)
    dense = with_weights(keras.Sequential([keras.Input((5,)), layers.Dense(3)]), kernel, bias)
    by_place = to_numpy(dense(picture.reshape(-1, 5))).reshape(1, 6, 6, 3)
    apart = float(np.abs(to_numpy(convolved) - by_place).max())
    yield f"a dense layer applied at each of 36 places gives the same: {apart:.0e} apart", apart < 1e-5
    ratios = to_numpy(convolved)[0, :, :, 0] / picture[0, :, :, 0]
    yield (
        f"and it is not a multiple of the picture: ratios from {ratios.min():.1f} to {ratios.max():.1f}",
        float(np.ptp(ratios)) > 1,
    )


def two_small_or_one_large():
    """Why two 3×3 convolutions instead of one 5×5?

    Short: They see the same 5×5 pixels with fewer weights (18 instead of 25 for each pair of channels), and there is
        room for a non-linearity between them.
    Longer: Three of them see 7×7 pixels with 27 weights instead of 49. Without a non-linearity in between, two 3×3
        could be replaced by one 5×5; not the other way round, since 18 weights cannot produce all combinations of 25.
    Wrong: They see 6×6, because the windows add up.
    Why: The second window's outputs overlap: it adds one pixel on each side, 3 + 2 = 5.
    Follow-up: Why did large windows return? — Modern networks use 7×7 depthwise convolutions: with one filter per
        channel a large window costs little.
    Cards: Conv2D
    """
    stack = keras.Sequential(
        [keras.Input((11, 11, 1)), *(layers.Conv2D(1, 3, use_bias=False, kernel_initializer="ones") for _ in range(2))]
    )
    dots = np.eye(121, dtype="float32").reshape(121, 11, 11, 1)  # one lit pixel a picture
    seen = to_numpy(stack(dots))[:, 3, 3, 0].reshape(11, 11) != 0  # which of them move the middle output
    rows, columns = int(seen.any(axis=1).sum()), int(seen.any(axis=0).sum())
    yield f"the middle output sees {rows}×{columns} pixels", (rows, columns) == (5, 5)
    large = keras.Sequential([keras.Input((11, 11, 1)), layers.Conv2D(1, 5, use_bias=False)])
    yield (
        f"weights: {stack.count_params()} against {large.count_params()}",
        stack.count_params() == 18 < large.count_params(),
    )


def kinds_of_convolution_and_pooling():
    """Max, average and global pooling; depthwise, dilated and transposed convolutions: what is each for?

    Short: Max pooling asks whether a pattern is near, average pooling how much of it there is, global pooling drops
        the place. Depthwise convolutions save weights, dilated ones see further, transposed ones enlarge.
    Longer: A depthwise convolution has a filter per channel and leaves mixing to a 1×1 convolution. Dilation spreads
        the window over gaps: the same number of weights, a wider field. A transposed convolution writes its window
        into the output at every input.
    Wrong: A dilated convolution has more weights, since it sees more.
    Why: Its window has holes, not weights. Three weights with a dilation of 4 see nine inputs, and leave out six of
        them.
    Follow-up: What do dilated stacks have to avoid? — Holes that coincide (gridding): growing or mixed dilations let
        every input be seen.
    Cards: MaxPooling2D, AveragePooling2D, DepthwiseConv2D, Conv2DTranspose, Conv1D
    """
    picture = _picture(8, channels=16)
    counts = {}
    for name, layer in {"full": layers.Conv2D(32, 3), "separable": layers.SeparableConv2D(32, 3)}.items():
        layer(picture)
        counts[name] = layer.count_params()
    yield (
        f"16 channels, 32 filters of 3×3: {counts['full']:,} weights, separable {counts['separable']:,}",
        counts["separable"] < counts["full"] / 6,
    )
    seen = {}
    for dilation in (1, 4):
        layer = layers.Conv1D(1, 3, dilation_rate=dilation, use_bias=False, kernel_initializer="ones")
        lit = to_numpy(layer(np.eye(17, dtype="float32")[:, :, None]))[:, 4, 0].nonzero()[0]
        seen[dilation] = int(np.ptp(lit)) + 1, len(lit), layer.count_params()
    yield (
        f"a window of 3 with dilation 4 spans {seen[4][0]} inputs and uses {seen[4][1]}, with {seen[4][2]} weights",
        seen[4] == (9, 3, 3),
    )
    grown = tuple(layers.Conv2DTranspose(4, 2, strides=2)(picture).shape[1:3])
    yield f"a transposed convolution of stride 2 turns 8×8 into {grown[0]}×{grown[1]}", grown == (16, 16)
    window = np.array([[[[0.0], [0.0]], [[0.0], [8.0]]]], "float32")
    pooled = [float(to_numpy(layer(window)).max()) for layer in (layers.MaxPooling2D(2), layers.AveragePooling2D(2))]
    yield f"a window of 0, 0, 0 and 8: max pooling {pooled[0]:.0f}, average pooling {pooled[1]:.0f}", pooled == [8, 2]
