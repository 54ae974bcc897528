"""What many layers do to a gradient."""

from math import sqrt

from dlfund.learn.interview.exercise import Exercise, tenths, written


def through_a_chain(numbers):
    """What is left of a gradient after passing back through a chain of sigmoid neurons?

    Short: It is multiplied by weight · s'(z) for every neuron, and s'(z) is at most 1/4.
    Longer: With weights around 1 each layer removes at least three quarters of the gradient: ten layers leave less
        than a millionth. Weights above 4 could make up for it, but they saturate the sigmoids, whose slope then
        becomes small.
    Wrong: All of it: backpropagation passes the error on to every layer.
    Why: It passes the error on multiplied. Every weight and every slope on the path is a factor.
    Follow-up: What would ReLU neurons leave? — The product of the weights, where all are active: 1 for weights of 1.
    Cards: sigmoid, Residual
    """
    w, neurons = numbers.choice([-2.0, -1.5, -1.2, 0.5, 0.8, 1.0, 1.2, 1.5, 2.0]), numbers.randint(2, 5)
    step = w * 0.25
    left = step**neurons
    return Exercise(
        text=f"{neurons} sigmoid neurons follow each other, each with the weight {written(w)} and a bias that puts "
        f"its weighted "
        f"sum at 0. The gradient at the chain's output is 1000. What is it at the chain's input?",
        answer=1000 * left,
        hint="Every neuron multiplies the gradient by its weight and by s'(0) = 1/4.",
        worked=(
            f"one neuron: weight · s'(0) = {written(w)} · 0.25 = {written(step)}",
            f"{neurons} neurons: 1000 · ({written(step)})^{neurons} = {written(1000 * left)}",
        ),
        given={"w": w, "neurons": neurons},
        mistakes={
            "the slope 1/4 is missing": 1000 * w**neurons,
            "the weights are missing": 1000 * 0.25**neurons,
            "that is one neuron": 1000 * step,
            "factors multiply, they do not add up": 1000 * step * neurons,
        },
    )


def clipped_gradient(numbers):
    """What is left of a gradient that is clipped by its norm?

    Short: gradient · limit / length if its length is above the limit; otherwise the gradient as it is.
    Longer: All components are multiplied by one factor, so the direction stays the same and only the step gets shorter.
        It does not help with vanishing gradients: a short gradient stays short.
    Wrong: Every component that exceeds the limit is cut to it.
    Why: That is clipping by value, which changes the direction.
    Follow-up: What if all weights' gradients share one limit? — Clipping by the global norm: one factor for all, so
        that the direction of the whole step stays.
    Cards: ClipByNorm, ClipByGlobalNorm, ClipByValue
    """
    gradient, limit = [tenths(numbers, -9, 9) for _ in range(3)], numbers.choice([1.0, 2.0, 4.0, 5.0])
    squares = [component * component for component in gradient]
    length = sqrt(sum(squares))
    if length <= limit * 1.1:
        return clipped_gradient(numbers)
    clipped = gradient[0] * limit / length
    return Exercise(
        text=f"A weight's gradient is ({', '.join(map(written, gradient))}). It is clipped by its norm at "
        f"{written(limit)}. What is "
        "its first component afterwards?",
        answer=clipped,
        hint="length = √(Σ g²); if it is above the limit, multiply everything by limit / length.",
        worked=(
            f"length = √({' + '.join(map(written, squares))}) = {written(length)} > {written(limit)}",
            f"g₁ · limit / length = {written(gradient[0])} · {written(limit)} / {written(length)} = {written(clipped)}",
        ),
        given={"gradient": gradient, "limit": limit},
        mistakes={
            "that is clipping by value": max(-limit, min(limit, gradient[0])),
            "nothing was clipped, although the length is above the limit": gradient[0],
            "that has the length 1, not the limit's": gradient[0] / length,
        },
    )
