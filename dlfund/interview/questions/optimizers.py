"""What optimizers do with a gradient."""

import numpy as np

from dlfund import explain, layers, optimizers
from dlfund.interview.networks import network


def adam_and_the_size_of_gradients():
    """The loss is multiplied by 1,000. What does that do to gradient descent and to Adam?

    Short: Gradient descent's steps become 1,000 times as long; Adam's stay the same.
    Longer: Adam divides by the gradient's own typical size, so only the direction and the agreement of gradients
        count. That makes its learning rate transferable, and a weighted loss a matter of proportions alone.
    Wrong: Nothing to either: the minimum is where it was.
    Why: The minimum is, but the way there is made of steps. Gradient descent would now overshoot it by far.
    Cards: Adam, GradientDescent
    """

    def moved(optimizer, scale):
        hill = explain.Surface(
            "bowl",
            lambda x, y: scale * (x * x + y * y) / 2,
            lambda x, y: (scale * x, scale * y),
            (1.0, 2.0),
            ((0.0, 0.0),),
        )
        return explain.optimizer_paths({"it": optimizer}, hill, steps=5)["it"].points

    adam = float(np.abs(moved(optimizers.Adam(0.1), 1) - moved(optimizers.Adam(0.1), 1000)).max())
    yield f"Adam, five steps: the two walks are {adam:.0e} apart", adam < 1e-4
    first = [np.linalg.norm(np.diff(moved(optimizers.GradientDescent(0.1), scale)[:2], axis=0)) for scale in (1, 1000)]
    yield (
        f"gradient descent's first step: {first[0]:.2f} and {first[1]:.0f}",
        bool(np.isclose(first[1], 1000 * first[0])),
    )


def what_momentum_is_for():
    """What is momentum for?

    Short: For valleys: along the valley gradients agree and steps add up; across it they alternate and cancel. So
        it gets along faster at the same learning rate.
    Longer: The learning rate is limited by the steepest direction, and along a flat one plain steps are then tiny.
        Momentum 0.9 makes up to ten times the step there.
    Wrong: For rolling out of local minima.
    Why: It may do that now and then, but it helps just as much in a bowl that has no local minimum to roll out of.
    Cards: Momentum, Nesterov, GradientDescent
    """
    surface = explain.bowl(condition=50)
    paths = explain.optimizer_paths(
        {"plain": optimizers.GradientDescent(0.02), "momentum": optimizers.Momentum(0.02, momentum=0.8)},
        surface,
        steps=60,
    )
    plain, rolling = (float(paths[name].values[-1]) for name in ("plain", "momentum"))
    yield (
        f"a bowl 50 times as steep across as along, one minimum: loss after 60 steps {plain:.4f} and {rolling:.6f}",
        (rolling < plain / 10),
    )
    slope = explain.Surface("slope", lambda x, _: x, lambda x, _: (1.0, 0.0), (0.0, 0.0), ((0.0, 0.0),))
    rolled = explain.optimizer_paths({"it": optimizers.Momentum(0.02, momentum=0.8)}, slope, steps=50)["it"].points
    times = float((rolled[-2] - rolled[-1])[0] / 0.02)
    yield (
        f"where gradients agree, its step grows to {times:.2f} times the plain one; 1 / (1 − 0.8) = 5",
        abs(times - 5) < 0.01,
    )


def noise_of_batches():
    """Is the gradient of a small batch wrong?

    Short: It is noisy, not biased: over random batches its mean is the gradient of all rows.
    Longer: So small batches move in the right direction on average, at a fraction of the price; their noise shrinks
        with the root of the batch size. A batch of 100 has a tenth of the noise of single rows, for a hundred times
        the work.
    Wrong: Yes: it only knows a part of the rows, so it points somewhere else, and training on it ends somewhere
        else.
    Why: Each batch is off, in a different direction each time. What is systematic is the mean, and that is right.
    Cards: GradientDescent
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(1000, 3)).astype("float32")
    y = (x @ [1.0, -2.0, 0.5] + numbers.normal(size=1000)).astype("float32")
    model = network(3, layers.Dense(1, use_bias=False, name="neuron"))
    full = explain.trace(model, x, y[:, None], loss="mse")
    gradient = np.ravel(full.updates["neuron/kernel"].gradient)
    rows = 2 * (np.ravel(full.output) - y)[:, None] * x  # each row's own gradient
    yield (
        f"the mean over all single rows is the full gradient, up to {np.abs(rows.mean(axis=0) - gradient).max():.0e}",
        bool(np.allclose(rows.mean(axis=0), gradient, atol=1e-4)),
    )

    def spread(size):
        batches = rows[numbers.integers(0, 1000, size=(2000, size))].mean(axis=1)
        return float(np.linalg.norm(batches.std(axis=0)))

    ratio = spread(1) / spread(100)
    yield f"batches of 100 have a noise {ratio:.1f} times smaller than single rows; √100 = 10", 9 < ratio < 11


def zero_gradient():
    """The gradient is zero. Has training reached a minimum?

    Short: Not necessarily: it is zero at saddle points and maxima too, and in the flat region of dead or saturated
        units.
    Longer: In many dimensions most points without a slope are saddles: down in some directions, up in others. The
        noise of batches usually leads away from them.
    Wrong: Yes: without a slope there is no way further down.
    Why: No slope at this point does not mean none beside it. A hair's breadth off a saddle the way down begins.
    Cards: GradientDescent, relu
    """
    saddle = explain.SURFACES["saddle"]
    slope = saddle.gradient(0.0, 0.0)
    yield f"the saddle x² − y² + y⁴/4 at (0, 0): gradient {tuple(map(abs, slope))}", not any(slope)
    starts = {"exactly on it": (1.5, 0.0), "0.001 beside it": (1.5, 0.001)}
    ends = {
        name: float(
            explain.optimizer_paths({"it": optimizers.GradientDescent(0.1)}, saddle, steps=100, start=start)[
                "it"
            ].values[-1]
        )
        for name, start in starts.items()
    }
    yield f"from a line through it, descent ends at {ends['exactly on it']:.2f}", abs(ends["exactly on it"]) < 1e-6
    yield (
        f"from 0.001 beside it, at {ends['0.001 beside it']:.2f}: there was a way down",
        ends["0.001 beside it"] < -0.99,
    )


def weight_decay_and_l2():
    """Is weight decay the same as an L2 penalty?

    Short: In plain gradient descent yes. In Adam no: the penalty's gradient is divided by the gradient's size like
        the rest, so weights with large gradients hardly shrink; AdamW's decay takes the same share of each.
    Longer: AdamW takes learning_rate · decay · w from each weight, beside the step. So decay and learning rate can
        be tuned apart, and how much a weight shrinks does not depend on how steep the loss is there.
    Wrong: Yes: the derivative of ½ λ w² is λ w, so both take the same from each weight.
    Why: Both start from λ w, but in Adam the penalty's λ w passes through the division by √v̂ and the decay does
        not.
    Cards: AdamW, Adam, GradientDescent
    """
    strength, rate = 0.1, 0.01

    def after(optimizer, penalty, size):
        """Where two weights of 1 are after 50 steps whose gradients alternate and cancel, but for the penalty."""
        turn = {"sign": 1.0}

        def gradient(w, _):
            turn["sign"] = -turn["sign"]
            return turn["sign"] * size + penalty * w, 0.0

        hill = explain.Surface("noise", lambda x, y: 0.0, gradient, (1.0, 0.0), ((0.0, 0.0),))
        return float(explain.optimizer_paths({"it": optimizer}, hill, steps=50)["it"].points[-1][0])

    by_penalty = [1 - after(optimizers.Adam(rate), strength, size) for size in (0.01, 100.0)]
    yield (
        f"Adam with an L2 penalty: after 50 steps weights of 1 shrank by {by_penalty[0]:.4f} where gradients are small",
        by_penalty[0] > 0.1,
    )
    by_decay = [1 - after(optimizers.AdamW(rate, weight_decay=strength), 0.0, size) for size in (0.01, 100.0)]
    yield f"and by {by_penalty[1]:.4f} where they are large", abs(by_penalty[1]) < abs(by_penalty[0]) / 5
    yield f"AdamW's decay: {by_decay[0]:.4f} and {by_decay[1]:.4f}", abs(by_decay[0] - by_decay[1]) < 0.002
    plain = after(optimizers.GradientDescent(rate), strength, 0.0)
    yield (
        f"gradient descent with the penalty: {1 - plain:.4f} = 1 − (1 − rate · λ)^50",
        abs(plain - (1 - rate * strength) ** 50) < 1e-5,
    )
