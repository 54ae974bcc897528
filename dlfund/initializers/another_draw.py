"""The same distribution drawn again: for a second weight that must not start equal to the first."""

import keras


def another_draw(initializer):
    """An initializer of the same kind that draws other numbers.

    A random initializer gives the same numbers whenever it is called, and a copy with the same seed gives them too: two
    weights of one shape would start equal. The copy gets the next seed, or, without one, a seed of its own.

    Args:
        initializer: an initializer, or any callable of (shape, dtype), which is returned as it is.

    Example:
        >>> from dlfund.initializers import GlorotUniform
        >>> another_draw(GlorotUniform(seed=3)).seed
        4
    """
    drawn_anew = isinstance(getattr(initializer, "seed", None), keras.random.SeedGenerator)
    if drawn_anew or not isinstance(initializer, keras.initializers.Initializer):
        return initializer
    config = initializer.get_config()
    if isinstance(config.get("seed"), int):
        config["seed"] += 1
    return type(initializer).from_config(config)
