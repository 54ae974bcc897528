"""How long a step is, and how that changes during training."""

from math import cos, pi

from dlfund.learn.interview.exercise import Exercise, tenths, written


def largest_rate(numbers):
    """Up to which learning rate is gradient descent stable?

    Short: On a parabola, up to 2 / c, with c the largest curvature of the loss.
    Longer: Along a direction of curvature c every step multiplies the error by 1 − learning_rate · c. Below 1/c it
        shrinks steadily, between 1/c and 2/c it oscillates and shrinks, above 2/c it oscillates and grows.
    Wrong: Up to 1 / c.
    Why: 1 / c is the best rate on a parabola: it reaches the minimum in one step. Up to twice that rate it still
        converges, while oscillating.
    Follow-up: Is 2/c a limit for networks too? — Only at one point: the curvature changes. Full-batch training often
        drives it up to about 2/rate and stays there (edge of stability).
    Cards: GradientDescent
    """
    c, w = numbers.choice([0.4, 0.5, 0.8, 1.25, 1.6, 2.5, 3.2, 5.0, 8.0, 12.5]), tenths(numbers, -3, 3)
    return Exercise(
        text=f"The loss is ½ · {written(c)} · w², the start w = {written(w)}. Above which learning rate does "
        f"gradient descent "
        "diverge?",
        answer=2 / c,
        hint="A step multiplies w by 1 − learning_rate · c. When is the size of that factor above 1?",
        worked=(
            f"w_new = w − learning_rate · {written(c)} · w = (1 − learning_rate · {written(c)}) w",
            f"|1 − learning_rate · {written(c)}| > 1  ⇔  learning_rate > 2 / {written(c)} = {written(2 / c)}",
        ),
        given={"c": c, "w": w},
        mistakes={
            "that rate reaches the minimum in one step; up to twice that rate it converges": 1 / c,
            "that is the reciprocal": c / 2,
        },
    )


def cosine_rate(numbers):
    """What is the learning rate in the middle of a cosine schedule?

    Short: floor + (top − floor) · ½ (1 + cos(π · step / steps)): after half of the steps it is halfway down.
    Longer: It falls slowly at first, fastest in the middle, and slowly towards the end: many steps at a high rate
        to make progress, many at a low one to settle.
    Wrong: It falls in a straight line: top · (1 − step / steps).
    Why: The two agree only at the start, in the middle and at the end: after a quarter of the steps the cosine is
        still at 85 %, the line at 75 %.
    Follow-up: Why not stop at half the steps and keep the result? — The rate is then still at half; most of the last
        gain comes while it falls to zero.
    Cards: CosineSchedule, OneCycleSchedule
    """
    top, steps = numbers.choice([0.1, 0.2, 0.4, 0.5, 1.0]), numbers.choice([100, 200, 400, 1000])
    share = numbers.choice([0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9])
    step = round(share * steps)
    rate = top * (1 + cos(pi * share)) / 2
    return Exercise(
        text=f"A cosine schedule falls from {written(top)} to 0 within {steps} steps. What is the learning rate at "
        f"step {step}?",
        answer=rate,
        hint="rate = top · ½ (1 + cos(π · step / steps))",
        worked=(
            f"t = step / steps = {step} / {steps} = {written(share)}",
            f"rate = {written(top)} · ½ (1 + cos({written(share)} π)) = {written(top)} · ½ (1 + "
            f"{written(cos(pi * share))}) "
            f"= {written(rate)}",
        ),
        given={"top": top, "steps": steps, "step": step},
        mistakes={
            "that is a straight line": top * (1 - share),
            "that is how much has been lost, not what is left": top - rate,
            "the ½ is missing": 2 * rate,
        },
    )


def warm_up_rate(numbers):
    """What does a warm-up do to the learning rate?

    Short: It raises the rate in a straight line over the first steps: step k of n (from 1) has k/n of it.
    Longer: The first gradients come from random weights and, in Adam, from averages over a few batches. Small steps
        let both settle before the full rate is used. Why it helps is debated; one finding is that it leads to flatter
        regions, in which the full rate is stable.
    Wrong: It trains the first layers first.
    Why: Every weight changes from the first step on; only the length of the steps differs.
    Follow-up: When can you do without? — With small rates, small batches or pre-norm transformers at moderate rates;
        try it where the loss jumps in the first hundred steps.
    Cards: WarmUpSchedule
    """
    top, steps = numbers.choice([0.1, 0.2, 0.4, 0.5, 1.0]), numbers.choice([5, 8, 10, 20, 50])
    number = numbers.randint(2, steps - 1)
    rate = top * number / steps
    return Exercise(
        text=f"A warm-up of {steps} steps leads to the learning rate {written(top)}; its {steps}th step is the "
        f"first at full "
        f"rate. Which rate has step number {number}, counted from 1?",
        answer=rate,
        hint="A straight line: step k of n has k / n of the rate.",
        worked=(f"rate = {written(top)} · {number} / {steps} = {written(rate)}",),
        given={"top": top, "steps": steps, "number": number},
        mistakes={
            "that counts from 0; the first step has 1/n of the rate": top * (number - 1) / steps,
            "that is one step too far": top * (number + 1) / steps,
            "that is what is missing to the full rate": top - rate,
        },
    )
