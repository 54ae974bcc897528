"""What all random initializers share: a seed that is kept and written into the config."""

import random

import keras

from dlfund.core.registration import register


@register
class Seeded(keras.initializers.Initializer):
    """A random initializer that can be repeated: the same seed always gives the same numbers.

    Args:
        seed: int, a `keras.random.SeedGenerator`, or None for a new seed from Python's own generator
            (which `keras.utils.set_random_seed` fixes). One initializer called twice gives the same numbers twice;
            a SeedGenerator gives new numbers each time.

    Use: as the parent of a random initializer.
    """

    def __init__(self, seed: int | None = None):
        if isinstance(seed, dict):
            seed = keras.saving.deserialize_keras_object(seed)
        if seed is not None and not isinstance(seed, int | keras.random.SeedGenerator):
            raise ValueError(
                f"Expected seed to be an int, a keras.random.SeedGenerator or None. Received: seed={seed!r}. "
                "Pass a whole number, such as seed=0."
            )
        self.given_seed = seed
        self.seed = _fresh_seed() if seed is None else seed

    def get_config(self):
        return {"seed": keras.saving.serialize_keras_object(self.given_seed)}


def _fresh_seed():
    # Python's own generator, because keras.utils.set_random_seed fixes it
    return random.randint(1, 10**9)  # noqa: S311 - a starting point, no secret
