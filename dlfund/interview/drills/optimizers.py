"""What becomes of a gradient."""

from math import sqrt

from dlfund.interview.exercise import Exercise, factor, tenths, written


def two_steps_in_a_bowl(numbers):
    """How does gradient descent move in a parabola?

    Short: For loss = ½ c w² every step multiplies w by (1 − learning_rate · c).
    Longer: The gradient is c·w, so w − learning_rate · c · w = (1 − learning_rate · c) w. Steps get shorter by
        themselves as the slope fades; near a minimum every smooth loss looks like this, with a c for every
        direction.
    Wrong: Every step is equally long: learning_rate · c.
    Why: The step is learning_rate times the gradient, and the gradient c·w shrinks with w.
    Cards: GradientDescent
    """
    c, w, rate = (
        numbers.choice([0.5, 1.0, 2.0, 4.0, 5.0]),
        tenths(numbers, -4, 4),
        numbers.choice([0.05, 0.1, 0.2, 0.3]),
    )
    kept = 1 - rate * c
    first, second = kept * w, kept**2 * w
    return Exercise(
        text=f"The loss is ½ · {written(c)} · w², the start w = {written(w)}, the learning rate {written(rate)}. "
        f"What is w "
        "after two steps of gradient descent?",
        answer=second,
        hint="∂loss/∂w = c·w, at the weight as it is now; w_new = w_old − learning_rate · c · w_old, twice.",
        worked=(
            f"step 1: w = {factor(w)} − {written(rate)} · {written(c)} · {factor(w)} = {written(first)}",
            f"step 2: w = {factor(first)} − {written(rate)} · {written(c)} · {factor(first)} = {written(second)}",
            f"the same: w · (1 − learning_rate · c)² = {factor(w)} · {factor(kept)}² = {written(second)}",
        ),
        given={"c": c, "w": w, "rate": rate},
        astray={
            "that is one step": first,
            "the second step has to use the new gradient": w - 2 * rate * c * w,
            "the steps were added: that goes uphill": (1 + rate * c) ** 2 * w,
        },
    )


def momentum_two_steps(numbers):
    """What does momentum make of two equal gradients?

    Short: velocity = momentum · velocity − learning_rate · g; the second step is (1 + momentum) times the first.
    Longer: The ball keeps part of its speed. Where gradients agree, steps grow towards learning_rate / (1 −
        momentum) times the gradient, ten times the plain step at 0.9; where they alternate, they cancel.
    Wrong: Both steps are the same, because the gradients are.
    Why: The second step adds what is left of the first one's speed.
    Cards: Momentum, Nesterov
    """
    w, g = tenths(numbers, -3, 3), tenths(numbers, -4, 4)
    rate, momentum = numbers.choice([0.1, 0.2, 0.5]), numbers.choice([0.5, 0.8, 0.9])
    first = -rate * g
    second = momentum * first - rate * g
    return Exercise(
        text=f"A weight w = {written(w)} gets the gradient {written(g)} twice in a row. What is w after two steps "
        f"of momentum "
        f"{written(momentum)} with the learning rate {written(rate)}, starting at rest?",
        answer=w + first + second,
        hint="velocity = momentum · velocity − learning_rate · g; w_new = w_old + velocity",
        worked=(
            f"step 1: velocity = −{written(rate)} · {factor(g)} = {written(first)}, w = {written(w + first)}",
            f"step 2: velocity = {written(momentum)} · {factor(first)} − {written(rate)} · {factor(g)} = "
            f"{written(second)}, "
            f"w = {factor(w + first)} + {factor(second)} = {written(w + first + second)}",
        ),
        given={"w": w, "g": g, "rate": rate, "momentum": momentum},
        astray={
            "that is plain gradient descent: the speed is kept": w + 2 * first,
            "that is one step": w + first,
            "that is the second step without the first": w + second,
            "the steps were added: that goes uphill": w - first - second,
        },
    )


def adam_first_step(numbers):
    """How long is Adam's first step?

    Short: As long as the learning rate, whatever the gradient: m̂ / √v̂ = g / |g| = ±1.
    Longer: After one step the corrected averages are g and g², so their ratio keeps only the sign. Later steps are
        shorter where gradients disagree, because their average is then smaller than their typical size.
    Wrong: learning_rate · g, as in gradient descent.
    Why: Dividing by √v̂ takes the gradient's size out; a loss multiplied by 1,000 makes the same first step.
    Cards: Adam, AdamW
    """
    w, g, rate = tenths(numbers, -3, 3), tenths(numbers, -9, 9), numbers.choice([0.05, 0.1, 0.2, 0.5])
    sign = 1 if g > 0 else -1
    new = w - rate * sign
    return Exercise(
        text=f"A weight w = {written(w)} gets its first gradient, {written(g)}. What is w after Adam's first step "
        f"with the "
        f"learning rate {written(rate)} (β₁ = 0.9, β₂ = 0.999)?",
        answer=new,
        hint="m̂ = m / (1 − β₁) and v̂ = v / (1 − β₂) after one step; w_new = w_old − learning_rate · m̂ / √v̂.",
        worked=(
            f"m = 0.1 · {factor(g)} = {written(0.1 * g)},  m̂ = m / 0.1 = {written(g)}",
            f"v = 0.001 · {factor(g)}² = {written(0.001 * g * g)},  √v̂ = √(v / 0.001) = {written(abs(g))}",
            f"w_new = {factor(w)} − {written(rate)} · {factor(g)} / {written(abs(g))} = {written(new)}",
        ),
        given={"w": w, "g": g, "rate": rate},
        astray={
            "that is gradient descent: Adam divides by the gradient's size": w - rate * g,
            "that steps uphill": w + rate * sign,
            "m and v start at 0; without the correction the step would be this": w - rate * sign * 0.1 / sqrt(0.001),
        },
    )


def rmsprop_first_step(numbers):
    """How long is RMSprop's first step?

    Short: learning_rate / √(1 − ρ), whatever the gradient: 3.2 times the learning rate with ρ = 0.9.
    Longer: The average of squares starts at 0, so after one step it holds only (1 − ρ) g². RMSprop does not correct
        for that; Adam does, and its first step is as long as the learning rate.
    Wrong: As long as the learning rate, as in Adam.
    Why: Without the correction the divisor is √(1 − ρ) |g|, not |g|.
    Cards: RMSprop, Adam
    """
    w, g = tenths(numbers, -3, 3), tenths(numbers, -9, 9)
    rate, rho = numbers.choice([0.05, 0.1, 0.2]), numbers.choice([0.8, 0.9, 0.95])
    sign = 1 if g > 0 else -1
    size = sqrt((1 - rho) * g * g)
    new = w - rate * g / size
    return Exercise(
        text=f"A weight w = {written(w)} gets its first gradient, {written(g)}. What is w after RMSprop's first "
        f"step with the "
        f"learning rate {written(rate)} and ρ = {written(rho)}?",
        answer=new,
        hint="v = ρ v + (1 − ρ) g², from v = 0; w_new = w_old − learning_rate · g / √v.",
        worked=(
            f"v = {written(1 - rho)} · {factor(g)}² = {written((1 - rho) * g * g)},  √v = {written(size)}",
            f"w_new = {factor(w)} − {written(rate)} · {factor(g)} / {written(size)} = {written(new)}",
        ),
        given={"w": w, "g": g, "rate": rate, "rho": rho},
        astray={
            "that is Adam's first step; RMSprop does not correct its start": w - rate * sign,
            "that is gradient descent": w - rate * g,
            "that steps uphill": w + rate * g / size,
            "the root is missing": w - rate * g / size**2,
        },
    )
