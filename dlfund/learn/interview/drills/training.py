"""Counting steps, and counting correct predictions."""

from math import ceil, sqrt

from dlfund.learn.interview.exercise import Exercise, tenths, written


def weight_updates(numbers):
    """How many weight updates does a training make?

    Short: epochs · ⌈rows / batch size⌉: one update per batch, including the last, smaller batch.
    Longer: An epoch is one pass through all rows, a step is one batch: forward pass, backward pass, one update.
        Larger batches make fewer and less noisy updates with the same rows.
    Wrong: epochs · rows: every row makes one update per epoch.
    Why: Every row is used once per epoch, but the gradients of a batch are averaged into one update.
    Follow-up: What changes with gradient accumulation over 4 batches? — A quarter of the updates, each from four
        batches.
    Cards: GradientDescent
    """
    rows, batch, epochs = numbers.randint(40, 600), numbers.choice([8, 16, 32, 64]), numbers.randint(2, 12)
    steps = ceil(rows / batch)
    return Exercise(
        text=f"A training has {rows:,} rows, batches of {batch} and {epochs} epochs; the last, smaller batch of an "
        "epoch is used too. How many times are the weights updated?",
        answer=steps * epochs,
        hint="One update per batch; round the number of batches up.",
        worked=(
            f"batches per epoch = ⌈rows / batch size⌉ = ⌈{rows:,} / {batch}⌉ = ⌈{written(rows / batch)}⌉ = {steps}",
            f"updates = {epochs} · {steps} = {steps * epochs:,}",
        ),
        given={"rows": rows, "batch": batch, "epochs": epochs},
        mistakes={
            "the last, smaller batch is missing": rows // batch * epochs,
            "that is one epoch": steps,
            "that counts rows; a batch makes one update": rows * epochs,
            "that counts epochs; each has many batches": epochs,
        },
    )


def _confusion(numbers):
    tp, fp, fn, tn = (numbers.randint(*limits) for limits in ((5, 60), (1, 40), (1, 40), (20, 400)))
    text = (
        f"A classifier is tested: {tp} positive rows are predicted positive, {fp} negative rows are predicted positive "
        f"(false alarms), {fn} positive rows are predicted negative (misses), and {tn} negative rows are predicted "
        "negative. "
    )
    return tp, fp, fn, tn, text


def precision(numbers):
    """What is precision?

    Short: TP / (TP + FP): of all alarms, the share that was right.
    Longer: It is a share of the alarms, not of the positive cases. A cautious model that raises a single,
        correct alarm has a precision of 1 and finds almost nothing; so precision is read together with recall.
    Wrong: TP / (TP + FN): of all positive cases, the share that was found.
    Why: That is recall. Precision's denominator counts what the model predicted positive, rightly or wrongly.
    Follow-up: The yeses become ten times rarer; what happens? — Recall stays, precision falls: the same share of many
        more noes raises false alarms.
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
        mistakes={
            "that is recall: of all positives, the share that was found": tp / (tp + fn),
            "that is accuracy": (tp + tn) / (tp + fp + fn + tn),
            "that is the share of wrong alarms": 1 - value,
        },
    )


def recall(numbers):
    """What is recall?

    Short: TP / (TP + FN): of all positive cases, the share that was found.
    Longer: It is a share of the positive cases, not of the alarms. Predicting everything positive has a recall
        of 1; so recall is read together with precision. Lowering the threshold never lowers recall.
    Wrong: TP / (TP + FP): of all alarms, the share that was right.
    Why: That is precision. Recall's denominator counts what is positive, found or missed.
    Follow-up: Which threshold do you choose? — The one that is cheapest on validation rows, from the costs of a miss
        and of a false alarm.
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
        mistakes={
            "that is precision: of all alarms, the share that was right": tp / (tp + fp),
            "that is accuracy": (tp + tn) / (tp + fp + fn + tn),
            "that is the share that was missed": 1 - value,
            "that is the same for the negatives (specificity)": tn / (tn + fp),
        },
    )


def normalised_value(numbers):
    """What does batch normalisation do to a value, in training?

    Short: γ · (x − μ) / √(σ² + ε) + β, with the mean and the variance of the batch.
    Longer: Every feature is centred and scaled with the batch's own mean and variance; γ and β are learned, so the
        layer can undo it. The variance is divided by n, not n − 1. In prediction, moving averages replace μ and σ².
    Wrong: (x − μ) / σ²: centred, and divided by the variance.
    Why: Only the square root of the variance has x's unit; divided by it the batch gets the standard deviation 1.
    Follow-up: Why γ and β, if they undo it? — So that the layer can represent what it did without; the scale is then
        learned by two numbers instead of by all weights before.
    Cards: BatchNormalization
    """
    batch = [tenths(numbers, -5, 5) for _ in range(4)]
    mean = sum(batch) / 4
    variance = sum((sample - mean) ** 2 for sample in batch) / 4
    value = (batch[0] - mean) / sqrt(variance + 0.001)
    return Exercise(
        text=f"In a batch of four rows a feature has the values ({', '.join(map(written, batch))}). What does "
        "batch normalisation turn the first into, in training, with γ = 1, β = 0 and ε = 0.001?",
        answer=value,
        hint="(x − μ) / √(σ² + ε); the variance is the mean of the squared deviations.",
        worked=(
            f"μ = {written(sum(batch))} / 4 = {written(mean)}",
            f"σ² = mean of ({', '.join(written((sample - mean) ** 2) for sample in batch)}) = {written(variance)}",
            f"(x − μ) / √(σ² + ε) = {written(batch[0] - mean)} / {written(sqrt(variance + 0.001))} = {written(value)}",
        ),
        given={"batch": batch},
        mistakes={
            "the square root is missing: that divides by the variance": (batch[0] - mean) / (variance + 0.001),
            "the division is missing: that only centres": batch[0] - mean,
            "that divides the squares by n − 1": (batch[0] - mean) / sqrt(variance * 4 / 3 + 0.001),
        },
    )
