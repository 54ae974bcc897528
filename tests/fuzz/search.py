"""Search for inputs that a reader can't handle: Hypothesis draws alterations, and makes what it finds small."""

import tempfile
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.targets import Target
from hypothesis import HealthCheck, Phase, given, seed, settings

ROUND = 100  # inputs, after which the clock is asked
PATIENCE = 10.0  # processor seconds, after which an input exhausts


class FindingError(Exception):
    """What is wrong, without what differs from input to input."""


@dataclass
class Tried:
    """How many inputs were tried, how many of them refused, and the smallest input of each finding."""

    inputs: int = 0
    refused: int = 0
    findings: dict[str, bytes] = field(default_factory=dict)


def searched(target: Target, seconds: float, first_seed: int, most: int | None = None) -> Tried:
    """Alter sound files until the time is over, or `most` inputs are tried; stop at a finding.

    Args:
        first_seed: int. Of the first round; each further one has the next.
    """
    tried, number = Tried(), first_seed
    for content in target.seeds():  # imports what reading takes
        if sentence := tried_once(target, content, tried):
            tried.findings[sentence] = content
    until = time.monotonic() + seconds
    while time.monotonic() < until and not tried.findings and (most is None or tried.inputs < most):
        _round(target, tried, number, until)
        number += 1
    return tried


def _round(target: Target, tried: Tried, number: int, until: float) -> None:
    last: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(target.altered(target.seeds()))
    def check(content: bytes) -> None:
        if time.monotonic() > until and not last:
            return
        tried.inputs += 1
        sentence = tried_once(target, content, tried)
        if sentence:
            last[:] = [content]
            raise FindingError(sentence)

    try:
        check()
    except FindingError as finding:
        tried.findings[str(finding)] = last[0]


def tried_once(target: Target, content: bytes, tried: Tried) -> str:
    """What is wrong with an input; empty: nothing."""
    started = time.process_time()
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        refused, sentence = target.answer(content, Path(folder))
    tried.refused += refused
    if time.process_time() - started > PATIENCE:
        return f"more than {PATIENCE:.0f} s"
    return sentence
