"""Counting steps, and counting hits."""

from math import ceil, sqrt

from dlfund.interview.exercise import Exercise, tenths, written


def weight_updates(numbers):
    """How many weight updates does a training make?

    Short: epochs · ⌈rows / batch size⌉: one update a batch, the last and smaller batch included.
    Longer: An epoch is one pass through all rows, a step is one batch: forward, backward, one update. Larger
        batches make fewer, less noisy updates of the same rows.
    Wrong: epochs · rows: every row teaches once an epoch.
    Why: Every row takes part once an epoch, but the gradients of a batch are averaged into one update.
    Cards: GradientDescent
    """
    rows, batch, epochs = numbers.randint(40, 600), numbers.choice([8, 16, 32, 64]), numbers.randint(2, 12)
    steps = ceil(rows / batch)
    return Exercise(
        text=f"A training has {rows:,} rows, batches of {batch} and {epochs} epochs; the last, smaller batch of an "
        f"epoch is used "
        "too. How often are the weights updated?",
        answer=steps * epochs,
        hint="One update a batch; round the number of batches up.",
        worked=(
            f"batches an epoch = ⌈rows / batch size⌉ = ⌈{rows:,} / {batch}⌉ = ⌈{written(rows / batch)}⌉ = {steps}",
            f"updates = {epochs} · {steps} = {steps * epochs:,}",
        ),
        given={"rows": rows, "batch": batch, "epochs": epochs},
        astray={
            "the last, smaller batch is missing": rows // batch * epochs,
            "that is one epoch": steps,
            "that counts rows; a batch makes one update": rows * epochs,
            "that counts epochs; each has many batches": epochs,
        },
    )


def _confusion(numbers):
    tp, fp, fn, tn = (numbers.randint(*limits) for limits in ((5, 60), (1, 40), (1, 40), (20, 400)))
    text = (
        f"A test has {tp} rows that are positive and were called so, {fp} false alarms, {fn} missed positives and "
        f"{tn} rows that are negative and were called so. "
    )
    return tp, fp, fn, tn, text


def precision(numbers):
    """What is precision?

    Short: TP / (TP + FP): of all alarms, the share that was right.
    Longer: It asks the alarms, not the cases. A careful model that raises one sure alarm has the precision 1 and
        finds almost nothing; so it is read beside recall.
    Wrong: TP / (TP + FN): of all positive cases, the share that was found.
    Why: That is recall. Precision's denominator holds what the model called positive, right or wrong.
    Cards: Perceptron
    """
    tp, fp, fn, tn, text = _confusion(numbers)
    value = tp / (tp + fp)
    return Exercise(
        text=text + "What is the precision?",
        answer=value,
        hint="Of all alarms, the share that was right: TP / (TP + FP).",
        worked=(f"precision = TP / (TP + FP) = {tp} / ({tp} + {fp}) = {tp} / {tp + fp} = {written(value)}",),
        given={"tp": tp, "fp": fp, "fn": fn, "tn": tn},
        astray={
            "that is recall: of all positives, the share that was found": tp / (tp + fn),
            "that is accuracy": (tp + tn) / (tp + fp + fn + tn),
            "that is the share of wrong alarms": 1 - value,
        },
    )


def recall(numbers):
    """What is recall?

    Short: TP / (TP + FN): of all positive cases, the share that was found.
    Longer: It asks the cases, not the alarms. Calling everything positive has the recall 1; so it is read beside
        precision. Lowering the threshold can only raise it.
    Wrong: TP / (TP + FP): of all alarms, the share that was right.
    Why: That is precision. Recall's denominator holds what is positive, found or missed.
    Cards: Perceptron
    """
    tp, fp, fn, tn, text = _confusion(numbers)
    value = tp / (tp + fn)
    return Exercise(
        text=text + "What is the recall?",
        answer=value,
        hint="Of all positives, the share that was found: TP / (TP + FN).",
        worked=(f"recall = TP / (TP + FN) = {tp} / ({tp} + {fn}) = {tp} / {tp + fn} = {written(value)}",),
        given={"tp": tp, "fp": fp, "fn": fn, "tn": tn},
        astray={
            "that is precision: of all alarms, the share that was right": tp / (tp + fp),
            "that is accuracy": (tp + tn) / (tp + fp + fn + tn),
            "that is the share that was missed": 1 - value,
            "that is the same for the negatives (specificity)": tn / (tn + fp),
        },
    )


def normalised_value(numbers):
    """What does batch normalisation make of a value, in training?

    Short: γ · (x − μ) / √(σ² + ε) + β, with the mean and the variance of the batch.
    Longer: Every feature is centred and scaled by its own batch; γ and β are learned, so the layer may undo it. The
        variance is divided by n, not n − 1. In prediction the moving averages take the place of μ and σ².
    Wrong: (x − μ) / σ²: centred, and divided by the variance.
    Why: Only the square root of the variance has x's unit; divided by it the batch gets the deviation 1.
    Cards: BatchNormalization
    """
    batch = [tenths(numbers, -5, 5) for _ in range(4)]
    mean = sum(batch) / 4
    variance = sum((one - mean) ** 2 for one in batch) / 4
    value = (batch[0] - mean) / sqrt(variance + 0.001)
    return Exercise(
        text=f"In a batch of four rows a feature has the values ({', '.join(map(written, batch))}). What does batch "
        "normalisation make of the first, in training, with γ = 1, β = 0 and ε = 0.001?",
        answer=value,
        hint="(x − μ) / √(σ² + ε); the variance is the mean of the squared deviations.",
        worked=(
            f"μ = {written(sum(batch))} / 4 = {written(mean)}",
            f"σ² = mean of ({', '.join(written((one - mean) ** 2) for one in batch)}) = {written(variance)}",
            f"(x − μ) / √(σ² + ε) = {written(batch[0] - mean)} / {written(sqrt(variance + 0.001))} = {written(value)}",
        ),
        given={"batch": batch},
        astray={
            "the root is missing: that divides by the variance": (batch[0] - mean) / (variance + 0.001),
            "the division is missing: that only centres": batch[0] - mean,
            "that divides the squares by n − 1": (batch[0] - mean) / sqrt(variance * 4 / 3 + 0.001),
        },
    )
