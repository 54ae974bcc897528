"""Metrics by hand."""

from dlfund.learn.interview.exercise import Exercise, written


def f1_score(numbers):
    """How is F1 computed?

    Short: 2 · precision · recall / (precision + recall) = 2 TP / (2 TP + FP + FN): the harmonic mean of the two.
    Longer: The harmonic mean is near the smaller of its two numbers, so F1 is high only if both are. True negatives
        do not occur in it.
    Wrong: The mean of precision and recall.
    Why: A model that raises a single, correct alarm among a hundred yeses would get a mean of 0.505; its F1 is 0.02.
    Follow-up: What is F1 if everything is predicted positive? — 2 s / (1 + s) with s the share of yeses: 0.18 for 10
        %.
    Cards: F1, Precision, Recall
    """
    tp, fp, fn = numbers.randint(5, 60), numbers.randint(1, 60), numbers.randint(1, 60)
    tn = numbers.randint(20, 400)
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    value = 2 * tp / (2 * tp + fp + fn)
    return Exercise(
        text=f"A classifier finds {tp} of the yeses, misses {fn}, raises {fp} false alarms and leaves {tn} noes alone. "
        "What is its F1?",
        answer=value,
        hint="F1 = 2 TP / (2 TP + FP + FN)",
        worked=(
            f"precision = {tp} / ({tp} + {fp}) = {written(precision)}",
            f"recall = {tp} / ({tp} + {fn}) = {written(recall)}",
            f"F1 = 2 · {tp} / (2 · {tp} + {fp} + {fn}) = {written(value)}",
        ),
        given={"tp": tp, "fp": fp, "fn": fn, "tn": tn},
        mistakes={
            "that is the accuracy": (tp + tn) / (tp + fp + fn + tn),
            "the factor 2 is missing below": 2 * tp / (tp + fp + fn),
            "that is the overlap TP / (TP + FP + FN)": tp / (tp + fp + fn),
        },
    )


def auc_of_a_list(numbers):
    """What is the ROC AUC of a short ranked list?

    Short: Of all pairs of a yes and a no, the share in which the yes has the higher score; ties count a half.
    Longer: So it needs no threshold, and only the order of the scores matters. A list in the right order has 1, a
        random one a half on average, a reversed one 0.
    Wrong: The share of rows on the right side of the middle.
    Why: That is an accuracy at one threshold. ROC AUC compares each yes with each no, wherever a threshold may be.
    Follow-up: How does it relate to the Wilcoxon–Mann–Whitney test? — It is that test's statistic divided by the
        number of pairs.
    Cards: ROCAUC
    """
    labels = [1, 1, 1, 0, 0, 0, 0]
    numbers.shuffle(labels)
    pairs = [(i, j) for i, a in enumerate(labels) for j, b in enumerate(labels) if a and not b]
    right = sum(i < j for i, j in pairs)
    lines = [
        f"yes at place {i + 1}: above {sum(1 for b in labels[i + 1 :] if not b)} of 4 noes"
        for i, a in enumerate(labels)
        if a
    ]
    top = sum(labels[:3]) / 3
    return Exercise(
        text="Seven rows are ranked by their scores, the highest first: "
        f"{', '.join('yes' if label else 'no' for label in labels)}. What is the ROC AUC?",
        answer=right / 12,
        hint="Count the pairs of a yes and a no in which the yes is above; there are 3 · 4 pairs.",
        worked=(*lines, f"AUC = {right} / 12 = {written(right / 12)}"),
        given={"labels": labels},
        mistakes={
            "that is the share of pairs in the wrong order": 1 - right / 12,
            "that is the precision of the first three": top,
            "there are 3 · 4 pairs, not 7 · 6 / 2": right / 21,
        },
    )


def ppv_by_bayes(numbers):
    """A test is positive. How likely is the illness?

    Short: By Bayes: recall · share of the ill / (recall · share of the ill + false alarms · share of the healthy).
    Longer: Where the illness is rare, even a small rate of false alarms concerns very many healthy people, so most
        positive tests can be false. This probability is the precision at that share (positive predictive value).
    Wrong: As likely as the test's recall, the share of the ill that it finds.
    Why: That is the probability of a positive test given the illness, not of the illness given a positive test.
    Follow-up: Would a second, independent test help? — Much: the first result becomes the new share of the ill.
    Cards: Precision, Recall
    """
    share = numbers.choice([0.001, 0.005, 0.01, 0.02, 0.05])
    recall, alarms = numbers.choice([0.8, 0.9, 0.95]), numbers.choice([0.01, 0.02, 0.05, 0.1])
    ill, healthy = recall * share, alarms * (1 - share)
    value = ill / (ill + healthy)
    return Exercise(
        text=f"{written(100 * share)} % of all people are ill. A test finds {written(100 * recall)} % of the ill and "
        f"alarms {written(100 * alarms)} % of the healthy. Someone's test is positive: how likely is the illness?",
        answer=value,
        hint="Of all people, which share is ill and positive, and which is healthy and positive?",
        worked=(
            f"ill and positive: {written(recall)} · {written(share)} = {written(ill)}",
            f"healthy and positive: {written(alarms)} · {written(1 - share)} = {written(healthy)}",
            f"ill given positive: {written(ill)} / ({written(ill)} + {written(healthy)}) = {written(value)}",
        ),
        given={"share": share, "recall": recall, "alarms": alarms},
        mistakes={
            "that is the test's recall; it does not know how rare the illness is": recall,
            "that is one minus the false alarms": 1 - alarms,
            "that is ill and positive; divide by all positive ones": ill,
        },
    )
