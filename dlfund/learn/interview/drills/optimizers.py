"""What optimizers do with a gradient."""

from math import sqrt

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written


def two_steps_in_a_bowl(numbers):
    """How does gradient descent move on a parabola?

    Short: For loss = ½ c w² every step multiplies w by (1 − learning_rate · c).
    Longer: The gradient is c·w, so w − learning_rate · c · w = (1 − learning_rate · c) w. Steps get shorter by
        themselves as the gradient shrinks; near a minimum every smooth loss looks like this, with its own c for each
        direction.
    Wrong: Every step has the same length: learning_rate · c.
    Why: The step is learning_rate times the gradient, and the gradient c·w shrinks with w.
    Follow-up: After how many steps is the error below a thousandth? — After log(1000) / −log|1 − learning_rate · c|
        steps: about 66 for a factor of 0.9.
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
        hint="∂loss/∂w = c·w, at the current weight; w_new = w_old − learning_rate · c · w_old, twice.",
        worked=(
            f"step 1: w = {factor(w)} − {written(rate)} · {written(c)} · {factor(w)} = {written(first)}",
            f"step 2: w = {factor(first)} − {written(rate)} · {written(c)} · {factor(first)} = {written(second)}",
            f"the same: w · (1 − learning_rate · c)² = {factor(w)} · {factor(kept)}² = {written(second)}",
        ),
        given={"c": c, "w": w, "rate": rate},
        mistakes={
            "that is one step": first,
            "the second step has to use the new gradient": w - 2 * rate * c * w,
            "the sign is wrong: that increases the loss": (1 + rate * c) ** 2 * w,
        },
    )


def momentum_two_steps(numbers):
    """What does momentum do with two equal gradients?

    Short: velocity = momentum · velocity − learning_rate · g; the second step is (1 + momentum) times the first.
    Longer: The velocity keeps a share of its last value. Where gradients agree, steps grow towards learning_rate / (1
        − momentum) times the gradient, ten times the plain step at 0.9; where they alternate, they shrink towards
        learning_rate / (1 + momentum), about half.
    Wrong: Both steps are the same, because the gradients are.
    Why: The second step adds what is left of the first one's velocity.
    Follow-up: How long are steps with alternating gradients? — In the long run learning_rate · |g| / (1 + momentum):
        0.53 of the plain step at 0.9.
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
        mistakes={
            "that is plain gradient descent; momentum keeps part of the velocity": w + 2 * first,
            "that is one step": w + first,
            "that is the second step without the first": w + second,
            "the sign is wrong: that increases the loss": w - first - second,
        },
    )


def adam_first_step(numbers):
    """How long is Adam's first step?

    Short: As long as the learning rate, whatever the gradient: m̂ / √v̂ = g / |g| = ±1.
    Longer: After one step the bias-corrected averages are g and g², so only the sign remains. Later steps are shorter
        where gradients disagree, because their average is then smaller than their typical size.
    Wrong: learning_rate · g, as in gradient descent.
    Why: Dividing by √v̂ removes the gradient's size; a loss multiplied by 1,000 gives the same first step.
    Follow-up: How large can a later step become? — At most about the learning rate, except after many gradients of
        zero: then up to (1 − β₁) / √(1 − β₂) = 3.2 times it.
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
        mistakes={
            "that is gradient descent; Adam divides by the gradient's size": w - rate * g,
            "that increases the loss": w + rate * sign,
            "m and v start at 0; without the correction the step would be this": w - rate * sign * 0.1 / sqrt(0.001),
        },
    )


def rmsprop_first_step(numbers):
    """How long is RMSprop's first step?

    Short: learning_rate / √(1 − ρ), whatever the gradient: 3.2 times the learning rate with ρ = 0.9.
    Longer: The average of squares starts at 0, so after one step it is only (1 − ρ) g². RMSprop does not correct for
        that; Adam does, so its first step is as long as the learning rate.
    Wrong: As long as the learning rate, as in Adam.
    Why: Without the correction the divisor is √(1 − ρ) |g|, not |g|.
    Follow-up: When does that first step hurt? — With weights that were pretrained: a warm-up, or Adam's correction,
        avoids it.
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
        mistakes={
            "that is Adam's first step; RMSprop has no bias correction": w - rate * sign,
            "that is gradient descent": w - rate * g,
            "that increases the loss": w + rate * g / size,
            "the square root is missing": w - rate * g / size**2,
        },
    )


def adam_second_step(numbers):
    """Where is a weight after two steps of Adam?

    Short: Both averages are updated with each gradient and divided by 1 − βᵗ, here with t = 1 and then t = 2.
    Longer: If the second gradient equals the first, both steps have the length of the learning rate. If it has the
        opposite sign and the same size, m̂ nearly cancels, and the second step is about a nineteenth.
    Wrong: Two learning rates away, whatever the gradients are.
    Why: Only while gradients agree. m̂ is a weighted mean of both, v̂ of their squares: different gradients make the
        ratio smaller.
    Follow-up: What does ε do? — It avoids a division by 0; where gradients are as small as ε, it also shortens the
        steps.
    Cards: Adam, AdamW
    """
    w = tenths(numbers, 1.2, 3) * numbers.choice([-1, 1])  # two steps, at most 1 long together, don't end near 0
    first, second = tenths(numbers, -4, 4), tenths(numbers, -4, 4)
    rate = numbers.choice([0.05, 0.1, 0.2, 0.5])
    m, v = 0.9 * 0.1 * first + 0.1 * second, 0.999 * 0.001 * first**2 + 0.001 * second**2
    mean, size = m / (1 - 0.9**2), sqrt(v / (1 - 0.999**2))
    step = rate if first > 0 else -rate
    new = w - step - rate * mean / size
    return Exercise(
        text=f"A weight w = {written(w)} gets the gradients {written(first)} and then {written(second)}. Where is it "
        f"after two steps of Adam with the learning rate {written(rate)} (β₁ = 0.9, β₂ = 0.999, ε = 0)?",
        answer=new,
        hint="After step 2 m̂ = m / (1 − 0.9²) and v̂ = v / (1 − 0.999²); the first step is ± the learning rate.",
        worked=(
            f"step 1: w = {factor(w)} − {factor(step)} = {written(w - step)}",
            f"m̂ = (0.09 · {factor(first)} + 0.1 · {factor(second)}) / 0.19 = {written(mean)}",
            f"√v̂ = √((0.000999 · {factor(first)}² + 0.001 · {factor(second)}²) / 0.001999) = {written(size)}",
            f"step 2: w = {factor(w - step)} − {written(rate)} · {factor(mean)} / {written(size)} = {written(new)}",
        ),
        given={"w": w, "first": first, "second": second, "rate": rate},
        mistakes={
            "that is one step": w - step,
            "m and v start at 0; the corrections are missing": w - step * 0.1 / sqrt(0.001) - rate * m / sqrt(v),
            "that is gradient descent": w - rate * (first + second),
            "that increases the loss": w + step + rate * mean / size,
        },
    )
