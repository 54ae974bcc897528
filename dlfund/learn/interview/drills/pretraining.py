"""How well a language model predicts, by hand."""

from math import exp, log, prod

from dlfund.learn.interview.exercise import Exercise, written


def perplexity(numbers):
    """What is a language model's perplexity?

    Short: exp of the mean negative log-probability of the true next tokens: 1 / the geometric mean of these
        probabilities.
    Longer: It is the number of equally likely tokens that would be as uncertain: 1 is perfect, the vocabulary's size
        is as good as guessing. It depends on the tokens, so models with different vocabularies cannot be compared by
        it.
    Wrong: 1 divided by the mean of the probabilities.
    Why: A single token with a probability near 0 must cost much: the logarithm sees to that, the plain mean hardly
        notices it.
    Follow-up: What does a temperature do to it? — On held-out text the perplexity is lowest at the temperature at
        which the model is calibrated, often near 1 before fine-tuning.
    Cards: CategoricalCrossentropy, LogLoss
    """
    p = [numbers.choice([0.02, 0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 0.8]) for _ in range(4)]
    costs = [-log(share) for share in p]
    value = exp(sum(costs) / 4)
    return Exercise(
        text="A language model gave the four true next tokens of a text the probabilities "
        f"{', '.join(map(written, p))}. What is its perplexity on them?",
        answer=value,
        hint="exp of the mean of −log p",
        worked=(
            f"−log p = ({', '.join(map(written, costs))}), mean {written(sum(costs) / 4)}",
            f"perplexity = exp({written(sum(costs) / 4)}) = {written(value)}",
        ),
        given={"p": p},
        mistakes={
            "that is the mean cross-entropy; take exp of it": sum(costs) / 4,
            "that takes the mean of the probabilities, not of their logarithms": 4 / sum(p),
            "that is exp of the sum; take the mean first": 1 / prod(p),
        },
    )
