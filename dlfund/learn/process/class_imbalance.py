"""Class imbalance: where one class is rare, accuracy says nothing and alarms are mostly false.

    precision = recall · share / (recall · share + false alarm rate · (1 − share))

share is that of the rare class; recall and the false alarm rate belong to the model and its threshold.
"""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.learn.process.drawing import chart

RECALL = 0.9


def class_imbalance() -> Iterator[str]:
    """First choose the measure and the threshold, and only then change the training.

    Precision falls with the share of yeses although the model is the same. A model with good probabilities needs no
    balance: the costs set the threshold. Weights and resampling shift the probabilities, so calibrate afterwards;
    they help where training is too short or too weak to learn the rare class.

    Numbers: Share of yes 0.5: precision 0.95 at 5 % false alarms. Share of yes 0.1: precision 0.67 at 5 % false
        alarms. Share of yes 0.01: precision 0.15 at 5 % false alarms. Share of yes 0.001: precision 0.02 at 5 % false
        alarms.
    Use: fraud, illness, defects; report average precision, recall at an affordable precision, and the base rate.
    Misconception: "Oversample until the classes are equal." The ranking hardly changes, and every probability becomes
        too high.
    Interview: A model has recall 0.9 and 5 % false alarms; which precision where 1 % are yes? — 0.9 · 0.01 / (0.9 ·
        0.01 + 0.05 · 0.99) = 0.15: five of six alarms are false.
    Drills: ppv_by_bayes, precision, recall, f1_score
    Reference: Saito and Rehmsmeier, 2015, The precision-recall plot is more informative than the ROC plot
        (doi:10.1371/journal.pone.0118432); van den Goorbergh et al., 2022, The harm of class imbalance corrections
        for risk prediction models (doi:10.1093/jamia/ocac093).
    """
    from dlfund.learn.interview.proofs.evaluation import ppv_by_bayes

    for share in (0.5, 0.1, 0.01, 0.001):
        yield f"Share of yes {share:g}: precision {ppv_by_bayes(share, RECALL, 0.05):.2f} at 5 % false alarms."


def picture() -> str:
    """Precision over the share of yes, at three rates of false alarms."""
    powers = [-3 + place / 20 for place in range(61)]
    lines = {}
    for alarms in (0.01, 0.05, 0.2):
        shares = [10**power for power in powers]
        lines[f"{alarms:.0%} false alarms"] = [
            (power, RECALL * share / (RECALL * share + alarms * (1 - share)))
            for power, share in zip(powers, shares, strict=True)
        ]
    return chart("Precision at a recall of 0.9", lines, "log₁₀ of the share of yes")
