"""Recurrent steps by hand, and parameters of layers for sequences."""

from math import exp, sqrt, tanh

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written


def recurrent_step(numbers):
    """What is the next state of a simple recurrent layer?

    Short: h_new = tanh(w·x + u·h_old + b).
    Longer: The state is the only thing that is passed on. The same w, u and b are used at every step, so an early
        input has passed through u and the tanh many times.
    Wrong: h_new = h_old + tanh(w·x + b): the new value is added to the memory.
    Why: A simple recurrent layer replaces its state. Adding to a memory is what the LSTM's cell state c does,
        controlled by gates.
    Follow-up: How large is ∂h_new/∂h? — u · (1 − h_new²): below 1 in size where |u| ≤ 1, so memory fades.
    Cards: SimpleRNN, LSTM
    """
    x, h = tenths(numbers, -2, 2), tenths(numbers, -0.9, 0.9)
    w, u, b = tenths(numbers, -1.5, 1.5), tenths(numbers, -1.5, 1.5), tenths(numbers, -0.5, 0.5)
    z = w * x + u * h + b
    new = tanh(z)
    return Exercise(
        text=f"A recurrent unit (tanh) has w = {written(w)} for the input, u = {written(u)} for its own state and b = "
        f"{written(b)}. Its state is h = {written(h)}; the next input is x = {written(x)}. What is its new state?",
        answer=new,
        hint="h_new = tanh(w·x + u·h + b)",
        worked=(
            f"z = {factor(w)}·{factor(x)} + {factor(u)}·{factor(h)} + {factor(b)} = {written(z)}",
            f"h_new = tanh({written(z)}) = {written(new)}",
        ),
        given={"x": x, "h": h, "w": w, "u": u, "b": b},
        mistakes={
            "the tanh is missing": z,
            "the old state is missing": tanh(w * x + b),
            "the state is replaced, not added to": h + tanh(w * x + b),
            "that is a sigmoid": 1 / (1 + exp(-z)),
        },
    )


def lstm_parameters(numbers):
    """How many parameters does an LSTM have?

    Short: In Keras 4 · (features · units + units² + units): three gates and one candidate, each with its own weights.
        PyTorch has a second bias each.
    Longer: Each of the four uses the input (features · units) and the previous output (units²), and has a bias.
        PyTorch keeps two biases per gate, as cuDNN does: 4 · (features · units + units² + 2 · units). The sequence's
        length does not matter: every step uses the same weights.
    Wrong: 4 · (features · units + units): four dense layers.
    Why: They also use the layer's previous output, which takes a units × units matrix each.
    Follow-up: Why does PyTorch count more? — It adds one bias to the input's product and one to the state's; their
        sum is all that matters, so the function is the same.
    Cards: LSTM, GRU
    """
    features, units, steps = (
        numbers.randint(1, 64),
        numbers.choice([4, 8, 16, 32, 64, 100]),
        numbers.choice([10, 20, 50]),
    )
    per_gate = features * units + units * units + units
    return Exercise(
        text=f"An LSTM with {units} units reads sequences of {steps} steps with {features} "
        f"feature{'s' * (features > 1)} each. How "
        "many parameters does it learn, in Keras or in PyTorch?",
        answer=4 * per_gate,
        hint="Four times: weights for the input, weights for the previous output, biases (PyTorch: two of them).",
        worked=(
            f"one gate = features · units + units² + units = {features} · {units} + {units}² + {units} = {per_gate:,}",
            f"three gates and the candidate: 4 · {per_gate:,} = {4 * per_gate:,}; the {steps} steps share them",
            f"PyTorch, with two biases each: 4 · {per_gate + units:,} = {4 * (per_gate + units):,}",
        ),
        given={"features": features, "units": units, "steps": steps},
        also={"that is PyTorch's count, with two biases for each of the four": 4 * (per_gate + units)},
        mistakes={
            "that is one gate; there are three and a candidate": per_gate,
            "that is three of the four": 3 * per_gate,
            "the weights for the previous output are missing": 4 * (features * units + units),
            "the biases are missing": 4 * (per_gate - units),
            "the steps share their weights": 4 * per_gate * steps,
        },
    )


def gru_parameters(numbers):
    """How many parameters does a GRU have?

    Short: 3 · (features · units + units² + 2 · units): two gates and a candidate, with two biases each in Keras.
    Longer: Keras's default (reset_after) multiplies the state before the reset gate acts on it and gives that
        product its own bias; the paper's version has one bias each. A GRU has about three quarters of an LSTM's
        parameters.
    Wrong: 4 · (features · units + units² + units), as in an LSTM.
    Why: A GRU has no output gate and no second state: three sets of weights, not four.
    Follow-up: And as the paper has it, with one bias each? — 3 · (features · units + units² + units): Keras with
        reset_after=False.
    Cards: GRU, LSTM
    """
    features, units, steps = (
        numbers.randint(1, 64),
        numbers.choice([4, 8, 16, 32, 64, 100]),
        numbers.choice([10, 20, 50]),
    )
    per_gate = features * units + units * units + 2 * units
    return Exercise(
        text=f"A GRU with {units} units (reset_after, as is Keras's default: a bias for the input and one for the "
        f"state) reads "
        f"sequences of {steps} steps with {features} feature{'s' * (features > 1)} each. How many parameters does "
        f"it learn?",
        answer=3 * per_gate,
        hint="Three times: weights for the input, weights for the state, two biases per unit.",
        worked=(
            f"one set = features · units + units² + 2 · units = {features} · {units} + {units}² + 2 · {units} = "
            f"{per_gate:,}",
            f"two gates and the candidate: 3 · {per_gate:,} = {3 * per_gate:,}; the {steps} steps share them",
        ),
        given={"features": features, "units": units, "steps": steps},
        mistakes={
            "with reset_after there are two biases": 3 * (per_gate - units),
            "that is an LSTM": 4 * (per_gate - units),
            "that is one of the three": per_gate,
            "the steps share their weights": 3 * per_gate * steps,
        },
    )


def embedding_parameters(numbers):
    """How many parameters does an embedding have?

    Short: categories · width: one learned row of numbers for every category.
    Longer: It looks up rows and has no bias. In small models of text this table is often the largest part, in large
        language models a small one; the length of the texts does not change it.
    Wrong: categories · width + width, as in a dense layer.
    Why: A looked-up row needs no bias; it would only shift all rows by the same amount.
    Follow-up: How is the table made smaller? — Tokens of word parts in place of words, a narrower table with a
        projection, hashing, or sharing it with the output layer.
    Cards: Embedding
    """
    categories, width, length = (
        numbers.randint(50, 20000),
        numbers.choice([4, 8, 16, 32, 64, 100]),
        numbers.choice([20, 50]),
    )
    total = categories * width
    return Exercise(
        text=f"An embedding has {categories:,} words and gives each {width} numbers; texts have {length} words. "
        f"How many "
        "parameters does it learn?",
        answer=total,
        hint="A row of numbers for every word.",
        worked=(f"categories · width = {categories:,} · {width} = {total:,}; the length of a text does not matter",),
        given={"categories": categories, "width": width, "length": length},
        mistakes={
            "an embedding has no bias": total + width,
            "the length of a text does not matter": length * width,
            "all positions share one table": total * length,
        },
    )


def attention_weight(numbers):
    """How much attention does a query pay to a key?

    Short: softmax over the keys of q·k / √d, with d the width of query and key.
    Longer: A dot product of d independent terms has the variance d; divided by √d the scores keep a size at which
        the softmax is not saturated. The weights are positive and add up to 1; the output is the mean of the values
        with these weights.
    Wrong: q·k divided by the sum of all q·k.
    Why: Dot products may be negative or add up to 0. Attention is a softmax of them, and the scores are divided by
        √d first.
    Follow-up: What is the weight if all keys are equal? — 1/n for each of n keys, whatever the query: the output is
        the plain mean of the values.
    Cards: ScaledDotProductAttention, softmax
    """
    query = [tenths(numbers, -2, 2) for _ in range(4)]
    keys = [[float(numbers.randint(-2, 2)) for _ in range(4)] for _ in range(2)]
    dots = [sum(a * b for a, b in zip(query, key, strict=True)) for key in keys]
    powers = [exp(dot / 2) for dot in dots]
    weight = powers[0] / sum(powers)
    undivided = 1 / (1 + exp(dots[1] - dots[0]))
    if not 0.05 < weight < 0.95:
        return attention_weight(numbers)
    texts = [f"({', '.join(map(written, key))})" for key in keys]
    return Exercise(
        text=f"A query q = ({', '.join(map(written, query))}) meets two keys, k₁ = {texts[0]} and k₂ = {texts[1]}. "
        f"Which weight "
        "does scaled dot-product attention give to the first?",
        answer=weight,
        hint="scores q·k / √d with d = 4, then softmax over the two.",
        worked=(
            f"q·k₁ = {written(dots[0])}, q·k₂ = {written(dots[1])}; divided by √4 = 2: {written(dots[0] / 2)}, "
            f"{written(dots[1] / 2)}",
            f"exp: {written(powers[0])}, {written(powers[1])}; weight = {written(powers[0])} / "
            f"{written(sum(powers))} = "
            f"{written(weight)}",
        ),
        given={"query": query, "keys": keys},
        mistakes={
            "the division by √d is missing": undivided,
            "that divides by d, not by its square root": 1 / (1 + exp((dots[1] - dots[0]) / sqrt(16))),
            "that is the other key's weight": 1 - weight,
        },
    )
