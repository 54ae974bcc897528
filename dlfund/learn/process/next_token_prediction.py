"""Next-token prediction: a text is learned one token at a time.

    p(text) = Π_t p(token_t | tokens before)        p = softmax(logits / T)        perplexity = exp(mean of −log p)

A token is a word or a part of one; T is the temperature of sampling, 1 in training.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from dlfund.learn.process.drawing import bars

TEXT = "to be or not to be that is the question "
LOGITS = (2.0, 1.0, 0.0)


def next_token_prediction() -> Iterator[str]:
    """The target is the text itself, moved by one: no one has to label anything.

    A tokeniser cuts text into frequent parts, an embedding turns each into a vector, transformer blocks with a
    causal mask see what came before, and a softmax over the vocabulary predicts what comes next. Generating draws
    from it, token by token.

    Numbers: Letters of a repeated sentence, from the letter before: perplexity 4.0 instead of 27. The logits 2, 1 and
        0 at temperature 0.5: 0.87, 0.12, 0.02. The logits 2, 1 and 0 at temperature 2: 0.51, 0.31, 0.19.
    Use: to pretrain language models, and for any sequence whose next element matters; an n-gram count is the
        baseline.
    Misconception: "A low temperature makes answers true." It makes the likeliest tokens likelier; a confident mistake
        stays one.
    Interview: What is a perplexity of 20? — The model is as uncertain as among 20 equally likely tokens; models are
        comparable only with the same tokens.
    Drills: perplexity, softmax_share, embedding_parameters, kv_cache_bytes
    Reference: Bengio, Ducharme, Vincent and Jauvin, 2003, A Neural Probabilistic Language Model
        (jmlr.org/papers/v3/bengio03a); Radford et al., 2019, Language models are unsupervised multitask learners
        (OpenAI, pages 1–24).
    """
    counts = np.ones((27, 27))  # one of each pair beforehand, so that no pair is impossible
    letters = [ord(letter) - 96 if letter != " " else 0 for letter in TEXT * 20]
    for before, after in pairwise(letters[:601]):
        counts[before, after] += 1
    shares = counts / counts.sum(axis=1, keepdims=True)
    cost = float(-np.mean([np.log(shares[before, after]) for before, after in pairwise(letters[600:])]))
    perplexity = np.exp(cost)
    yield f"Letters of a repeated sentence, from the letter before: perplexity {perplexity:.1f} instead of 27."
    for temperature in (0.5, 2.0):
        listing = ", ".join(f"{share:.2f}" for share in _shares(temperature))
        yield f"The logits 2, 1 and 0 at temperature {temperature:g}: {listing}."


def _shares(temperature: float) -> np.ndarray:
    powers = np.exp(np.array(LOGITS) / temperature)
    return powers / powers.sum()


def picture() -> str:
    """The shares of three tokens at three temperatures."""
    rows = [(f"T = {t:g}", [(f"{share:.2f}", float(share)) for share in _shares(t)]) for t in (0.5, 1.0, 2.0)]
    return bars("Softmax of the logits 2, 1 and 0", rows, "a low temperature sharpens, a high one flattens")
