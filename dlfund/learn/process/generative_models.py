"""Generative models: learning what rows look like, to make new ones.

    autoencoder: x → code → x        diffusion: x + noise → x        language model: p(token | tokens before)

Each makes its targets from the inputs, so no labels are needed (self-supervised learning).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from dlfund.learn.process.drawing import chart

PEAKS, WIDE = np.array([-2.0, 2.0]), 0.3  # rows: half of them near −2, half near 2
LEVELS = np.geomspace(4.0, 0.02, 60)  # the noise that is left, from much to little


def generative_models() -> Iterator[str]:
    """Learns the distribution of rows itself, not a target from them.

    A variational autoencoder makes its codes follow a normal distribution, so that new codes can be drawn. A GAN
    sets a generator against a critic. Diffusion removes noise in many small steps. A language model draws token by
    token.

    Numbers: Noise of 2,000 draws, removed in 60 steps: 100% end at a peak, 48% at the right one of two. Around it
        they have the standard deviation 0.30; real rows have 0.30.
    Use: to make text, pictures and sound, to pretrain features, to fill gaps; check examples and coverage, not the
        loss alone.
    Misconception: "Decode random codes of an autoencoder." Only where codes were made to follow a known distribution
        do random ones look like those of rows.
    Interview: Why does removing noise teach the distribution? — The best guess of the clean row points from the noisy
        one to where rows are dense; following it step by step ends there.
    Drills: perplexity, categorical_crossentropy, softmax_share
    Reference: Kingma and Welling, 2014, Auto-encoding variational Bayes (arXiv:1312.6114); Goodfellow et al., 2014,
        Generative adversarial nets (arXiv:1406.2661); Ho, Jain and Abbeel, 2020, Denoising diffusion probabilistic
        models (arXiv:2006.11239).
    """
    drawn = _diffused()
    near = np.abs(drawn[:, None] - PEAKS).min(axis=1)
    ended, right, size = np.mean(near < 3 * WIDE), np.mean(drawn > 0), np.sqrt(np.mean(near**2))
    yield f"Noise of 2,000 draws, removed in 60 steps: {ended:.0%} end at a peak, {right:.0%} at the right one of two."
    yield f"Around it they have the standard deviation {size:.2f}; real rows have {WIDE:.2f}."


def _denoised(x: np.ndarray, noise: float) -> np.ndarray:
    """The mean of the clean row, given a noisy one: of two normal peaks this is known exactly."""
    spread = WIDE**2 + noise**2
    shares = np.exp(
        -((x[:, None] - PEAKS) ** 2 - ((x[:, None] - PEAKS) ** 2).min(axis=1, keepdims=True)) / (2 * spread)
    )
    shares /= shares.sum(axis=1, keepdims=True)
    return (shares * (PEAKS + (x[:, None] - PEAKS) * WIDE**2 / spread)).sum(axis=1)


def _diffused() -> np.ndarray:
    """Draws of pure noise, moved towards the denoised row at each level."""
    x = np.random.default_rng(0).normal(scale=np.hypot(LEVELS[0], 2.0), size=2000)
    for noise, less in pairwise(LEVELS):
        clean = _denoised(x, noise)
        x = clean + (x - clean) * less / noise
    return x


def picture() -> str:
    """How often a value is drawn: noise at first, two peaks at last."""
    edges = np.linspace(-6, 6, 41)
    middles = (edges[1:] + edges[:-1]) / 2
    start = np.random.default_rng(0).normal(scale=np.hypot(LEVELS[0], 2.0), size=2000)
    lines = {}
    for name, values in {"after 60 steps": _diffused(), "noise at first": start}.items():
        counts, _ = np.histogram(values, edges, density=True)
        lines[name] = list(zip(map(float, middles), map(float, counts), strict=True))
    return chart("Density of the values before and after", lines, "value", 0.0, 0.8)
