"""What convolutions share, see and keep."""

import keras
import numpy as np

from dlfund import layers
from dlfund.interview.networks import to_numpy, with_weights


def _picture(side, channels=1, seed=0):
    return np.random.default_rng(seed).normal(size=(1, side, side, channels)).astype("float32")


def picture_size_and_parameters():
    """The pictures become four times as large. What happens to the parameters of a convolution?

    Short: Nothing: the same small filter is laid over every place, so the picture's size does not enter.
    Longer: Sharing also means that what is learned in one corner is known in all others. A dense layer has a weight
        for every pixel and unit, and learns each place anew. The work grows with the picture in both.
    Wrong: They become four times as many, one set for each place.
    Why: That would be a locally connected layer. A convolution's places share one set.
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
    """A picture is shifted. What does a convolution make of that?

    Short: Its output is shifted likewise (equivariance). That the place does not matter at all (invariance) takes
        pooling over all places behind it, and holds exactly only for what does not touch the border or break the
        stride.
    Longer: A feature map says where a pattern is. Pooling a window forgets the place inside the window; global
        pooling forgets it altogether.
    Wrong: The output stays the same: convolutions are invariant to shifts.
    Why: A feature map that did not move could not say where anything is. Equivariant and invariant are different
        promises.
    Cards: Conv2D, GlobalMaxPooling2D, MaxPooling2D
    """
    keras.utils.set_random_seed(0)
    convolution = layers.Conv2D(4, 3, padding="same", use_bias=False)
    picture = np.zeros((1, 16, 16, 1), "float32")
    picture[0, 4:8, 4:8] = _picture(4)[0]
    shifted = np.roll(picture, (3, 5), axis=(1, 2))
    one, two = to_numpy(convolution(picture)), to_numpy(convolution(shifted))
    moved, stayed = float(np.abs(np.roll(one, (3, 5), axis=(1, 2)) - two).max()), float(np.abs(one - two).max())
    yield f"output of the shifted picture against the shifted output: {moved:.0e} apart", moved < 1e-5
    yield f"against the output as it was: {stayed:.1f} apart", stayed > 0.1
    pooled = [to_numpy(layers.GlobalMaxPooling2D()(output)) for output in (one, two)]
    yield (
        f"behind global pooling: {np.abs(pooled[0] - pooled[1]).max():.0e} apart",
        float(np.abs(pooled[0] - pooled[1]).max()) < 1e-5,
    )


def one_by_one_convolution():
    """What is a 1×1 convolution good for?

    Short: It mixes channels at each place: a dense layer on the channels, with the same weights everywhere. Mostly
        used to change how many channels there are.
    Longer: Narrowing 256 channels to 64 before a 3×3 convolution and widening them afterwards saves most of its
        work. With an activation it is also a non-linearity more.
    Wrong: Nothing: a window of one pixel only multiplies the picture by a number.
    Why: That holds for one channel in and one out. With more it is a matrix product across channels.
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
        f"and it is no multiple of the picture: ratios from {ratios.min():.1f} to {ratios.max():.1f}",
        float(np.ptp(ratios)) > 1,
    )


def two_small_or_one_large():
    """Why two 3×3 convolutions instead of one 5×5?

    Short: They see the same 5×5 pixels with fewer weights (18 instead of 25 for each pair of channels), and there
        is room for a non-linearity between them.
    Longer: Three of them see 7×7 with 27 weights instead of 49. Without a non-linearity in between, two 3×3 could
        be replaced by one 5×5; not the other way round, since 25 free weights cannot all come out of 18.
    Wrong: They see 6×6, because the windows add up.
    Why: The second window's outputs overlap: it adds one pixel on each side, 3 + 2 = 5.
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
