"""One step of the chain rule at a time: gradients, and the weights after a step."""

from math import exp

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written

RATES = (0.01, 0.02, 0.05, 0.1, 0.2)


def _neuron(numbers):
    """A linear neuron with one input, and its squared error on one row."""
    x, w, b, y = (tenths(numbers, -3, 3) for _ in range(4))
    text = (
        f"A linear neuron ŷ = w·x + b has w = {written(w)}, b = {written(b)}. The row is x = {written(x)} with the "
        f"target y = {written(y)}; the loss is (ŷ − y)². "
    )
    predicted = w * x + b
    lines = (
        f"ŷ = w·x + b = {factor(w)}·{factor(x)} + {factor(b)} = {written(predicted)}",
        f"∂loss/∂ŷ = 2 (ŷ − y) = 2 · ({written(predicted)} − {factor(y)}) = {written(2 * (predicted - y))}",
    )
    return x, w, b, y, predicted, text, lines


def _rate(numbers, x):
    """A learning rate at most half of that beyond which this row's loss would rise, 1 / (x² + 1)."""
    return numbers.choice([rate for rate in RATES if 2 * rate * (x * x + 1) <= 1])


def weight_gradient(numbers):
    """What is the gradient of a squared error with respect to a weight?

    Short: ∂loss/∂w = 2 (ŷ − y) · x: the derivative of the loss with respect to the prediction, times the
        weight's input.
    Longer: The chain rule has two factors here: δ = ∂loss/∂z, which for a linear neuron is 2 (ŷ − y), and ∂z/∂w = x.
        A weight whose input is 0 gets no gradient.
    Wrong: ∂loss/∂w = 2 (ŷ − y): the error is what the weight has to correct.
    Why: That is ∂loss/∂ŷ, and also ∂loss/∂b. The weight is multiplied by its input, so the input is a
        factor.
    Follow-up: And for a batch? — The mean of the rows' gradients: (2/n) Xᵀ (ŷ − y) for all weights at once.
    Cards: MeanSquaredError, WeightedSum
    """
    x, w, b, y, predicted, text, lines = _neuron(numbers)
    gradient = 2 * (predicted - y) * x
    return Exercise(
        text=text + "What is ∂loss/∂w?",
        answer=gradient,
        hint="∂loss/∂w = ∂loss/∂ŷ · ∂ŷ/∂w = 2 (ŷ − y) · x",
        worked=(
            *lines,
            f"∂loss/∂w = ∂loss/∂ŷ · x = {factor(2 * (predicted - y))} · {factor(x)} = {written(gradient)}",
        ),
        given={"x": x, "w": w, "b": b, "y": y},
        mistakes={
            "the factor 2 of the square is missing": gradient / 2,
            "that is ∂loss/∂ŷ; the input x is missing": 2 * (predicted - y),
            "the sign is wrong: the error is ŷ − y": -gradient,
            "that is the loss itself": (predicted - y) ** 2,
        },
    )


def new_weight(numbers):
    """What is a weight after one step of gradient descent?

    Short: w_new = w_old − learning_rate · ∂loss/∂w.
    Longer: The gradient points in the direction in which the loss rises fastest, so the step goes in the opposite
        direction, scaled by the learning rate. Forward and backward pass only compute; this is the line where the
        network changes.
    Wrong: w_new = w_old + learning_rate · ∂loss/∂w: the gradient is the correction.
    Why: The gradient points uphill. Adding it raises the loss.
    Follow-up: Which rates would make the loss larger? — For this row, those above 1 / (x² + 1): the step then lands
        beyond the mirror image of the error. The rates of this drill are at most half of that.
    Cards: GradientDescent
    """
    x, w, b, y, predicted, text, lines = _neuron(numbers)
    rate = _rate(numbers, x)
    gradient = 2 * (predicted - y) * x
    new = w - rate * gradient
    return Exercise(
        text=text + f"Gradient descent takes one step with the learning rate {written(rate)}. What is w afterwards?",
        answer=new,
        hint="w_new = w_old − learning_rate · ∂loss/∂w, with ∂loss/∂w = 2 (ŷ − y) · x",
        worked=(
            *lines,
            f"∂loss/∂w = ∂loss/∂ŷ · x = {factor(2 * (predicted - y))} · {factor(x)} = {written(gradient)}",
            f"w_new = w − learning_rate · ∂loss/∂w = {factor(w)} − {written(rate)} · {factor(gradient)} = "
            f"{written(new)}",
        ),
        given={"x": x, "w": w, "b": b, "y": y, "rate": rate},
        mistakes={
            "the step was added: that increases the loss": w + rate * gradient,
            "the factor 2 of the square is missing": w - rate * gradient / 2,
            "the input x is missing in the gradient": w - rate * 2 * (predicted - y),
            "the learning rate is missing": w - gradient,
            "that is the step alone; it has to be subtracted from w": rate * gradient,
        },
    )


def new_bias(numbers):
    """What is a bias after one step of gradient descent?

    Short: b_new = b_old − learning_rate · δ, with δ = ∂loss/∂z: the bias's input is the constant 1.
    Longer: For a linear neuron z = ŷ, so δ = ∂loss/∂ŷ and ∂ŷ/∂b = 1; after an activation δ contains its slope. Over a
        batch the gradients of its rows are averaged, as they are for weights.
    Wrong: b_new = b_old − learning_rate · ∂loss/∂ŷ · x, like a weight.
    Why: x is what the weight is multiplied by. The bias is multiplied by nothing; it even learns from a row of
        zeros.
    Follow-up: Why is the bias usually left out of weight decay? — It only shifts the output; shrinking it towards 0
        works against an offset in the data and regularises little.
    Cards: Bias, GradientDescent
    """
    x, w, b, y, predicted, text, lines = _neuron(numbers)
    rate = _rate(numbers, x)
    gradient = 2 * (predicted - y)
    new = b - rate * gradient
    return Exercise(
        text=text + f"Gradient descent takes one step with the learning rate {written(rate)}. What is b afterwards?",
        answer=new,
        hint="b_new = b_old − learning_rate · ∂loss/∂b, and ∂ŷ/∂b = 1",
        worked=(
            *lines,
            f"∂loss/∂b = ∂loss/∂ŷ · 1 = {written(gradient)}",
            f"b_new = b − learning_rate · ∂loss/∂b = {factor(b)} − {written(rate)} · {factor(gradient)} = "
            f"{written(new)}",
        ),
        given={"x": x, "w": w, "b": b, "y": y, "rate": rate},
        mistakes={
            "that has the factor x, which belongs to the weight": b - rate * gradient * x,
            "the step was added: that increases the loss": b + rate * gradient,
            "the factor 2 of the square is missing": b - rate * gradient / 2,
            "the bias learns too": b,
        },
    )


def sigmoid_gradient(numbers):
    """What is the gradient of a sigmoid neuron's log-loss with respect to a weight?

    Short: ∂loss/∂w = (p − y) · x: the factor p (1 − p) of the sigmoid's derivative cancels.
    Longer: ∂loss/∂p = (p − y) / (p (1 − p)) and ∂p/∂z = p (1 − p); their product is p − y. So a neuron that is
        confidently wrong gets a large gradient.
    Wrong: ∂loss/∂w = (p − y) · p (1 − p) · x.
    Why: That is half the gradient of the squared error (p − y)². With cross-entropy the factor p (1 − p) cancels.
    Follow-up: What is it for softmax with cross-entropy? — The same form: p − y for every logit, with y one-hot.
    Cards: BinaryCrossentropy, sigmoid
    """
    x, w, b = tenths(numbers, -3, 3), tenths(numbers, -1.5, 1.5), tenths(numbers, -1, 1)
    y = numbers.randint(0, 1)
    z = w * x + b
    p = 1 / (1 + exp(-z))
    gradient = (p - y) * x
    return Exercise(
        text=f"A sigmoid neuron has w = {written(w)}, b = {written(b)}. The row is x = {written(x)} with the target "
        f"y = {y}; "
        "the loss is binary cross-entropy. What is ∂loss/∂w?",
        answer=gradient,
        hint="p = s(w·x + b); the product of the derivatives is ∂loss/∂z = p − y.",
        worked=(
            f"z = w·x + b = {factor(w)}·{factor(x)} + {factor(b)} = {written(z)}",
            f"p = 1 / (1 + e^{written(-z)}) = {written(p)}",
            f"∂loss/∂z = p − y = {written(p)} − {y} = {written(p - y)}",
            f"∂loss/∂w = ∂loss/∂z · x = {factor(p - y)} · {factor(x)} = {written(gradient)}",
        ),
        given={"x": x, "w": w, "b": b, "y": y},
        mistakes={
            "that includes the sigmoid's slope, which cancels with cross-entropy": gradient * p * (1 - p),
            "the input x is missing": p - y,
            "the sign is wrong: the error is p − y": -gradient,
            "that is the squared error's gradient": 2 * gradient * p * (1 - p),
        },
    )


def hidden_gradient(numbers):
    """How does the gradient reach a hidden weight?

    Short: As a product of the factors on its path: ∂loss/∂w = ∂loss/∂ŷ · v · f'(z) · x, with v the weight after the
        hidden unit.
    Longer: The error is multiplied by the outgoing weight v, then by the activation's slope at this row's z, and last
        by the hidden unit's input x. With several outgoing weights, the paths' products are added up.
    Wrong: ∂loss/∂w = ∂loss/∂ŷ · x, as in a single neuron.
    Why: This leaves out v and f'(z). Without f'(z) a saturated unit would seem to learn like any other.
    Follow-up: What changes with two outgoing weights? — The unit's gradient is the sum of both paths, δ₁v₁ + δ₂v₂,
        before it is multiplied by the slope and the input.
    Cards: Dense, sigmoid
    """
    x, w, b = tenths(numbers, -2, 2), tenths(numbers, -2, 2), tenths(numbers, -1, 1)
    v, c, y = tenths(numbers, -3, 3), tenths(numbers, -1, 1), tenths(numbers, -3, 3)
    z = w * x + b
    a = 1 / (1 + exp(-z))
    predicted = v * a + c
    error, slope = 2 * (predicted - y), a * (1 - a)
    gradient = error * v * slope * x
    return Exercise(
        text=f"A hidden sigmoid unit a = s(w·x + b) has w = {written(w)}, b = {written(b)}; the linear head ŷ = v·a "
        f"+ c has "
        f"v = {written(v)}, c = {written(c)}. The row is x = {written(x)} with the target y = {written(y)}; the loss "
        f"is "
        "(ŷ − y)². What is ∂loss/∂w?",
        answer=gradient,
        hint="∂loss/∂w = 2 (ŷ − y) · v · a (1 − a) · x",
        worked=(
            f"z = {factor(w)}·{factor(x)} + {factor(b)} = {written(z)}, a = 1 / (1 + e^{written(-z)}) = {written(a)}",
            f"ŷ = {factor(v)}·{written(a)} + {factor(c)} = {written(predicted)}",
            f"∂loss/∂ŷ = 2 (ŷ − y) = {written(error)}",
            f"∂loss/∂a = ∂loss/∂ŷ · v = {factor(error)} · {factor(v)} = {written(error * v)}",
            f"∂loss/∂z = ∂loss/∂a · a (1 − a) = {factor(error * v)} · {written(slope)} = {written(error * v * slope)}",
            f"∂loss/∂w = ∂loss/∂z · x = {factor(error * v * slope)} · {factor(x)} = {written(gradient)}",
        ),
        given={"x": x, "w": w, "b": b, "v": v, "c": c, "y": y},
        mistakes={
            "the slope a (1 − a) of the sigmoid is missing": error * v * x,
            "the outgoing weight v is missing": error * slope * x,
            "that is the gradient of the head's weight v": error * a,
            "the factor 2 of the square is missing": gradient / 2,
        },
    )


def weight_used_twice(numbers):
    """A weight is used twice in computing the loss. What is its gradient?

    Short: The sum over its uses: every path from the weight to the loss adds its own product of derivatives.
    Longer: A recurrent layer uses the same weights at every time step, a convolution at every position.
        Backpropagation adds up all of these gradients before the update.
    Wrong: The gradient of its last use, which is nearest to the loss.
    Why: A change of the weight changes the loss through every use. Leaving one out contradicts the finite
        difference.
    Follow-up: Where does a framework add the parts? — In the backward pass: a tensor that was used twice gets both
        gradients added.
    Cards: SimpleRNN, Conv2D
    """
    x, w, c, y = (tenths(numbers, -2, 2) for _ in range(4))
    h = w * x + c
    predicted = w * h
    error = 2 * (predicted - y)
    last, first = error * h, error * w * x
    return Exercise(
        text=f"The same weight w = {written(w)} is used twice: h = w·x + c with c = {written(c)}, then ŷ = w·h. The "
        f"row is x = "
        f"{written(x)} with the target y = {written(y)}; the loss is (ŷ − y)². What is ∂loss/∂w?",
        answer=first + last,
        hint="One path leads through ŷ = w·h (derivative h), one through h = w·x + c (derivative w·x). Add them.",
        worked=(
            f"h = {factor(w)}·{factor(x)} + {factor(c)} = {written(h)}, ŷ = {factor(w)}·{factor(h)} = "
            f"{written(predicted)}",
            f"∂loss/∂ŷ = 2 (ŷ − y) = {written(error)}",
            f"last use:  ∂loss/∂ŷ · h = {factor(error)} · {factor(h)} = {written(last)}",
            f"first use: ∂loss/∂ŷ · w · x = {factor(error)} · {factor(w)} · {factor(x)} = {written(first)}",
            f"∂loss/∂w = {factor(last)} + {factor(first)} = {written(first + last)}",
        ),
        given={"x": x, "w": w, "c": c, "y": y},
        mistakes={
            "that is the last use alone; both count": last,
            "that is the first use alone; both count": first,
            "the factor 2 of the square is missing": (first + last) / 2,
        },
    )
