"""What a memory keeps, and what it costs."""

import keras
import numpy as np

from dlfund import explain, layers
from dlfund.interview.networks import to_numpy


def length_and_parameters():
    """The sequences become ten times as long. What happens to the parameters of a recurrent layer?

    Short: Nothing: the same weights are used at every step, so it can even be given sequences of another length.
    Longer: What grows is the work, and the way that a gradient has to go back through time.
    Wrong: They become ten times as many, because the network is unrolled.
    Why: Unrolling draws the same weights ten times; it copies none. Their gradient is the sum over all steps.
    Cards: SimpleRNN, GRU, LSTM
    """
    counts = {steps: keras.Sequential([keras.Input((steps, 3)), layers.GRU(8)]).count_params() for steps in (10, 100)}
    yield f"GRU(8): {counts[10]} parameters for 10 steps, {counts[100]} for 100", counts[10] == counts[100]
    layer = layers.GRU(8)
    shapes = [tuple(layer(np.zeros((1, steps, 3), "float32")).shape) for steps in (10, 100)]
    yield f"one layer reads both lengths: {shapes[0]}", shapes[0] == shapes[1] == (1, 8)


def forgetting_in_a_simple_rnn():
    """Why does a simple recurrent network forget what it heard long ago?

    Short: Because the gradient back to it is multiplied at every step by the recurrent weight and the slope of
        tanh; below 1 the product shrinks exponentially with the distance.
    Longer: With a factor of 0.5 a cause 20 steps ago gets a millionth of the gradient of the last one, so training
        does not learn to keep it. Above 1 it explodes instead. Gates make the factor learnable and near 1.
    Wrong: Because its state is too small: more units would remember longer.
    Why: Width stores more at a time, but each unit's memory passes through the same factor at each step.
    Cards: SimpleRNN, LSTM, GRU
    """

    def left(units, distance=20):
        """The gradient for the first step's state over that for the last one's."""
        layer = layers.SimpleRNN(units, name="memory")
        model = keras.Sequential([keras.Input((distance + 1, 1)), layer, layers.Dense(1)])
        model.get_layer("memory").set_weights([0.01 * np.ones((1, units)), 0.5 * np.eye(units), np.zeros(units)])
        x = np.random.default_rng(0).normal(size=(1, distance + 1, 1)).astype("float32")
        steps = explain.trace(model, x, [[1.0]], loss="mse")["memory"].unrolled().steps
        norms = [float(np.linalg.norm(one.gradients["h"])) for one in steps]
        return norms[0] / norms[-1]

    small, large = left(1), left(16)
    yield (
        f"recurrent weight 0.5, 20 steps back: {small:.1e} of the gradient is left; 0.5^20 = {0.5**20:.1e}",
        0.9 < small / 0.5**20 <= 1.001,
    )
    yield f"with 16 units instead of 1: {large:.1e}", 0.9 < large / 0.5**20 <= 1.001


def what_lstm_cures():
    """Does an LSTM cure vanishing gradients?

    Short: It gives them a way on which they need not vanish: along the cell state c the factor is the forget gate.
        Where the gate is near 1 they pass; where it is at 0.5 they halve with each step.
    Longer: c_t = f · c_(t−1) + i · g has neither a matrix nor a squashing function between one c and the next. So
        the forget gate's bias starts at 1 (f = 0.73). Exploding gradients it does not cure; they are clipped.
    Wrong: Yes: in an LSTM gradients cannot vanish.
    Why: They vanish as soon as the gates forget, and with a forget bias of 0 they do so at the start of training.
    Cards: LSTM, LSTMCell, GRU
    """

    def left(forget_bias, distance=20):
        layer = layers.LSTM(1, name="memory")
        model = keras.Sequential([keras.Input((distance + 1, 1)), layer, layers.Dense(1)])
        kernel, recurrent, bias = (np.zeros_like(weight) for weight in layer.get_weights())
        bias[1] = forget_bias  # order: input, forget, candidate, output
        kernel[0, 2] = 1  # only the candidate listens
        layer.set_weights([kernel, recurrent, bias])
        x = np.random.default_rng(0).normal(size=(1, distance + 1, 1)).astype("float32")
        steps = explain.trace(model, x, [[1.0]], loss="mse")["memory"].unrolled().steps
        return float(np.abs(steps[0].gradients["c"]).max() / np.abs(steps[-2].gradients["c"]).max())

    kept, start, lost = left(10.0), left(1.0), left(0.0)
    yield f"forget gate open (bias 10): {kept:.3f} of c's gradient arrives 19 steps back", kept > 0.99
    yield f"bias 1: {start:.1e} = 0.73^19", 0.99 < start / 0.7311**19 < 1.01
    yield f"bias 0: {lost:.1e} = 0.5^19", 0.99 < lost / 0.5**19 < 1.01


def does_order_matter():
    """A text is turned into the mean of its words' embeddings. What is lost?

    Short: The order: "dog bites man" and "man bites dog" get the same mean. A recurrent layer or a convolution
        tells them apart.
    Longer: For topics and tone the words alone go a long way, and a mean is a strong and cheap baseline. Where
        order decides, no layer behind the mean can bring it back.
    Wrong: Nothing: the embeddings hold each word's meaning in its context.
    Why: A plain embedding gives a word the same numbers wherever it stands. Context only comes from layers that
        look at neighbours.
    Cards: Embedding, GlobalAveragePooling1D, GRU
    """
    keras.utils.set_random_seed(0)
    text = np.array([[1, 2, 3], [3, 2, 1]])
    embedded = layers.Embedding(4, 8)(text)
    mean = to_numpy(layers.GlobalAveragePooling1D()(embedded))
    yield (
        f"means of the two orders: {np.abs(mean[0] - mean[1]).max():.0e} apart",
        float(np.abs(mean[0] - mean[1]).max()) < 1e-7,
    )
    word = float(np.abs(to_numpy(embedded)[0, 0] - to_numpy(embedded)[1, 2]).max())
    yield f"the same word in first and in last place: {word} apart", word == 0
    read = to_numpy(layers.GRU(8)(embedded))
    yield (
        f"a recurrent layer: {np.abs(read[0] - read[1]).max():.3f} apart",
        float(np.abs(read[0] - read[1]).max()) > 1e-4,
    )


def attention_and_order():
    """Does self-attention know in which order the words stand?

    Short: No: shuffle the words and the outputs are shuffled likewise, unchanged otherwise. Order has to be added
        to the inputs (position embeddings) or to the scores.
    Longer: Each word's output is a weighted mean of all words, with weights from dot products, and neither asks for
        the place. A causal mask brings in some order: who may look at whom.
    Wrong: Yes: it looks at all words at once, so it sees the whole sentence as it stands.
    Why: It sees the whole set of words. Which stands where is in none of its formulas.
    Cards: ScaledDotProductAttention, AdditiveAttention
    """
    words = np.random.default_rng(0).normal(size=(1, 5, 4)).astype("float32")
    order = [3, 0, 4, 1, 2]
    attention = layers.ScaledDotProductAttention()

    def read(sequence):
        return to_numpy(attention([sequence, sequence, sequence]))

    apart = float(np.abs(read(words)[:, order] - read(words[:, order])).max())
    yield f"shuffled words give the shuffled outputs: {apart:.0e} apart", apart < 1e-5
    places = np.linspace(-1, 1, 5, dtype="float32")[None, :, None]
    marked = float(np.abs(read(words + places)[:, order] - read(words[:, order] + places)).max())
    yield f"with a mark for the place added to each word: {marked:.2f} apart", marked > 0.05


def bidirectional_forecast():
    """May a forecast use a bidirectional recurrent layer?

    Short: Over the past that is known, yes. Not to give an output at each step that must not know the later ones:
        its backward half has read them.
    Longer: For a text or a past window that is complete, reading both ways is fair and often helps. Where each
        step's output is compared with the next value, a bidirectional layer has seen the answer, and its score
        means nothing.
    Wrong: Yes, always: reading both ways gives more context.
    Why: The context includes the future. A change of the last value moves the output of the first step.
    Cards: Bidirectional, GRU
    """
    keras.utils.set_random_seed(0)
    past = np.random.default_rng(0).normal(size=(1, 6, 1)).astype("float32")
    changed = past.copy()
    changed[0, -1] += 1

    def moved(layer):
        return float(np.abs(to_numpy(layer(past))[0, 0] - to_numpy(layer(changed))[0, 0]).max())

    forward, both = (
        moved(layers.GRU(4, return_sequences=True)),
        moved(layers.Bidirectional(layers.GRU(4, return_sequences=True))),
    )
    yield f"the last value is changed: a forward layer's first output moves by {forward}", forward == 0
    yield f"a bidirectional one's by {both:.4f}", both > 1e-3
