"""What optimizers do with a gradient."""

import keras
import numpy as np

from dlfund import explain, layers, optimizers
from dlfund.learn.interview.networks import network


def adam_and_the_size_of_gradients():
    """The loss is multiplied by 1,000. How does that change gradient descent and Adam?

    Short: Gradient descent's steps become 1,000 times as long; Adam's stay the same.
    Longer: Adam divides by the gradient's typical size, so only the sign and the consistency of gradients count. So
        its learning rate does not depend on the scale of the loss, and in a weighted loss only the proportions of the
        weights matter.
    Wrong: Not at all: the minimum is where it was.
    Why: The minimum is unchanged, but the steps towards it are not. Gradient descent would now overshoot it by far.
    Follow-up: Where does that stop being true? — Where gradients are so small that ε is no longer negligible, and
        with weight decay or a penalty, whose share of the loss changes.
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
    yield f"Adam, five steps: the two paths are {adam:.0e} apart", adam < 1e-4
    first = [np.linalg.norm(np.diff(moved(optimizers.GradientDescent(0.1), scale)[:2], axis=0)) for scale in (1, 1000)]
    yield (
        f"gradient descent's first step: {first[0]:.2f} and {first[1]:.0f}",
        bool(np.isclose(first[1], 1000 * first[0])),
    )


def what_momentum_is_for():
    """What is momentum for?

    Short: For narrow valleys: along the valley gradients agree and steps grow up to 1 / (1 − momentum) times; across
        it they alternate and steps shrink to 1 / (1 + momentum). So it makes faster progress at the same learning
        rate.
    Longer: The learning rate is limited by the steepest direction, so along a flat one plain steps are tiny. Momentum
        0.9 makes them up to ten times as long there, and about half as long where gradients alternate.
    Wrong: For escaping from local minima.
    Why: It may do that now and then, but it helps just as much on a bowl-shaped loss, which has no other local
        minimum to escape from.
    Follow-up: What happens to the largest stable rate? — It grows, on a parabola from 2/c to 2 (1 + momentum)/c; but
        steps along agreeing gradients are longer, so the rate is tuned again.
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
    signs = {"now": 1.0}

    def alternating(x, _):
        signs["now"] = -signs["now"]
        return signs["now"], 0.0

    turns = explain.Surface("turns", lambda x, _: x, alternating, (0.0, 0.0), ((0.0, 0.0),))
    turned = explain.optimizer_paths({"it": optimizers.Momentum(0.02, momentum=0.8)}, turns, steps=50)["it"].points
    share = float(abs((turned[-2] - turned[-1])[0]) / 0.02)
    yield f"where they alternate, it shrinks to {share:.2f} of it; 1 / (1 + 0.8) = 0.56", abs(share - 1 / 1.8) < 0.01


def noise_of_batches():
    """Is the gradient of a small batch wrong?

    Short: It is noisy, not biased: over random batches its mean is the gradient of all rows.
    Longer: So small batches move in the right direction on average, at a fraction of the cost; the noise shrinks with
        the square root of the batch size. A batch of 100 has a tenth of the noise of single rows, for a hundred times
        the work.
    Wrong: Yes: it uses only part of the rows, so it points in another direction, and training with it ends somewhere
        else.
    Why: Each batch's gradient deviates, in a different direction each time, and the mean is right. Half of the answer
        is true: the noise can lead to another, often flatter, minimum than the full gradient would.
    Follow-up: Twice the batch: how does the learning rate change? — For plain SGD about in proportion, for Adam about
        with the square root, up to a batch beyond which larger ones gain little.
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
    Longer: In many dimensions most points with a zero gradient are saddles: the loss falls in some directions and
        rises in others. The noise of batches usually moves training away from them.
    Wrong: Yes: without a gradient the loss cannot fall any further.
    Why: A zero gradient at this point does not mean a zero gradient next to it. Very close to a saddle the loss
        already falls.
    Follow-up: How would you tell a saddle from a minimum? — By the curvature: a negative eigenvalue of the Hessian
        shows a direction in which the loss falls.
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
        f"from 0.001 beside it, at {ends['0.001 beside it']:.2f}: the loss could fall further",
        ends["0.001 beside it"] < -0.99,
    )


def weight_decay_and_l2():
    """Is weight decay the same as an L2 penalty?

    Short: In plain gradient descent, yes. In Adam, no: the penalty's gradient is divided by the gradient's size like
        the rest, so weights with large gradients hardly shrink; AdamW's decay shrinks every weight by the same
        factor.
    Longer: AdamW subtracts learning_rate · decay · w from each weight, separately from the step. So how much a weight
        shrinks does not depend on the size of its gradients. It still depends on the learning rate: per step the
        shrinkage is rate · decay.
    Wrong: Yes: the derivative of ½ λ w² is λ w, so both shrink each weight in the same way.
    Why: Both start from λ w, but in Adam the penalty's λ w is divided by √v̂ and the decay is not.
    Follow-up: You halve the learning rate; what happens to AdamW's decay? — Each step shrinks weights by half as
        much. To keep the shrinkage, double the decay; only fully decoupled variants leave the rate out.
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
    halved = 1 - after(optimizers.AdamW(rate / 2, weight_decay=strength), 0.0, 100.0)
    yield (
        f"at half the learning rate AdamW's decay is {halved:.4f}: it is rate · decay per step",
        abs(halved / by_decay[1] - 0.5) < 0.02,
    )
    plain = after(optimizers.GradientDescent(rate), strength, 0.0)
    yield (
        f"gradient descent with the penalty: {1 - plain:.4f} = 1 − (1 − rate · λ)^50",
        abs(plain - (1 - rate * strength) ** 50) < 1e-5,
    )


def from_sgd_to_adamw():
    """From SGD to AdamW: what does each optimizer add, and what does it cost in memory?

    Short: Momentum adds a velocity, RMSprop an average of squares, Adam both, AdamW a weight decay of its own. Per
        weight they keep one, one, two and two numbers; SGD keeps none.
    Longer: With weight and gradient, Adam in float32 takes 16 bytes per weight. Adafactor and Muon keep less;
        sharding spreads the state over several devices. AdamW is the usual first choice (2026), SGD with momentum
        still matches it on convolutional networks.
    Wrong: They only compute in another way: the memory is that of the weights and their gradients.
    Why: What an optimizer remembers is as large as the weights, once or twice. For a model of a billion weights
        Adam's two averages take 8 GB in float32.
    Follow-up: Which memory can be larger than all of these? — That of the activations, which grows with the batch and
        the length; checkpointing trades it for time.
    Cards: SGD, Momentum, RMSprop, Adam, AdamW
    """
    kept = {}
    for name, optimizer in {
        "SGD": optimizers.SGD(0.1),
        "momentum": optimizers.Momentum(0.1),
        "RMSprop": optimizers.RMSprop(0.1),
        "Adam": optimizers.Adam(0.1),
        "AdamW": optimizers.AdamW(0.1),
        "Adafactor": optimizers.Adafactor(0.1),
    }.items():
        weight = keras.Variable(np.ones((64, 32), "float32"))
        optimizer.build([weight])
        kept[name] = sum(int(np.prod(state.shape)) for state in optimizer.variables if len(state.shape)) / 2048
    yield (
        f"numbers kept per weight: {', '.join(f'{name} {count:.2g}' for name, count in kept.items())}",
        [round(count) for count in kept.values()] == [0, 1, 1, 2, 2, 0],
    )
    total = 4 * (1 + 1 + kept["Adam"])
    yield f"weight, gradient and Adam's averages in float32: {total:.0f} bytes per weight", total == 16
