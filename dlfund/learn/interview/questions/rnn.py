"""What recurrent layers remember, and what they cost."""

import keras
import numpy as np

from dlfund import explain, layers
from dlfund.learn.interview.networks import to_numpy


def length_and_parameters():
    """The sequences become ten times as long. What happens to the number of parameters of a
    recurrent layer?

    Short: Nothing: the same weights are used at every step, so the layer even accepts sequences of other lengths.
    Longer: What grows is the computation, and the number of steps that a gradient has to pass back through.
    Wrong: There are ten times as many, because the network is unrolled.
    Why: Unrolling uses the same weights at every step; it copies none. Their gradient is the sum over all steps.
    Follow-up: What is truncated backpropagation? — The state is passed on, but the gradient only through the last k
        steps: memory and time stay bounded, dependencies beyond k are not learned.
    Cards: SimpleRNN, GRU, LSTM
    """
    counts = {steps: keras.Sequential([keras.Input((steps, 3)), layers.GRU(8)]).count_params() for steps in (10, 100)}
    yield f"GRU(8): {counts[10]} parameters for 10 steps, {counts[100]} for 100", counts[10] == counts[100]
    layer = layers.GRU(8)
    shapes = [tuple(layer(np.zeros((1, steps, 3), "float32")).shape) for steps in (10, 100)]
    yield f"one layer reads both lengths: {shapes[0]}", shapes[0] == shapes[1] == (1, 8)


def forgetting_in_a_simple_rnn():
    """Why does a simple recurrent network forget what it read many steps ago?

    Short: Because at every step back the gradient is multiplied by the recurrent weight and the slope (derivative) of
        tanh; if this factor is below 1, the product shrinks exponentially with the distance.
    Longer: In the check, U = 0.5 I: an input 20 steps ago gets a millionth of the gradient of the last one. In
        general, the gradient must vanish if the largest singular value of U times the largest slope is below 1, and
        it can explode only if that is above 1. An orthogonal U keeps it for a while, gates make the factor learnable.
    Wrong: Because its state is too small: more units would remember longer.
    Why: More units store more at a time, but the gradient passes the same kind of factors at each step: here, with U
        = 0.5 I, the same ones.
    Follow-up: Why does an orthogonal start help? — All its singular values are 1, so the matrix neither shrinks nor
        stretches; the slopes of tanh still shrink.
    Cards: SimpleRNN, LSTM, GRU
    """

    def left(matrix, distance=20):
        """The gradient for the first step's state over that for the last one's."""
        units = len(matrix)
        layer = layers.SimpleRNN(units, name="memory")
        model = keras.Sequential([keras.Input((distance + 1, 1)), layer, layers.Dense(1)])
        model.get_layer("memory").set_weights([0.01 * np.ones((1, units)), matrix, np.zeros(units)])
        x = np.random.default_rng(0).normal(size=(1, distance + 1, 1)).astype("float32")
        steps = explain.trace(model, x, [[1.0]], loss="mse")["memory"].unrolled().steps
        norms = [float(np.linalg.norm(step.gradients["h"])) for step in steps]
        return norms[0] / norms[-1]

    small, large = left(0.5 * np.eye(1)), left(0.5 * np.eye(16))
    yield (
        f"recurrent weight 0.5, 20 steps back: {small:.1e} of the gradient is left; 0.5^20 = {0.5**20:.1e}",
        0.9 < small / 0.5**20 <= 1.001,
    )
    yield f"with 16 units instead of 1: {large:.1e}", 0.9 < large / 0.5**20 <= 1.001
    drawn = np.random.default_rng(0).normal(size=(5, 16, 16))
    below = max(left(0.8 * matrix / np.linalg.norm(matrix, 2)) for matrix in drawn)
    yield (
        f"five drawn matrices of largest singular value 0.8: at most {below:.1e}; 0.8^20 = {0.8**20:.1e}",
        below <= 0.8**20,
    )
    turned = left(np.linalg.qr(drawn[0])[0])
    yield f"an orthogonal matrix, while tanh is nearly linear: {turned:.2f}", turned > 0.5


def what_lstm_cures():
    """Does an LSTM solve the problem of vanishing gradients?

    Short: It gives them a path along which they need not vanish: along the cell state c the factor is the forget
        gate. Where the gate is near 1 they pass; where it is 0.5 they halve with each step.
    Longer: c_t = f · c_(t−1) + i · g has neither a matrix nor an activation function between one c and the next. The
        forget gate's bias often starts at 1 (f = 0.73), which delays the vanishing and does not end it: 0.73^100 is
        2e-14. An LSTM does not prevent exploding gradients; they are clipped.
    Wrong: Yes: in an LSTM gradients cannot vanish.
    Why: They vanish wherever the gates forget, and with a forget bias of 0 they do so at the start of training.
    Follow-up: Did the LSTM of 1997 have a forget gate? — No: its cell kept c unchanged. The forget gate came in 2000,
        so that a cell can be emptied.
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
    far = left(1.0, distance=101)
    yield f"bias 1, 100 steps back: {far:.0e} = 0.73^100: later than without, but gone", far < 1e-12


def does_order_matter():
    """A text is turned into the mean of its words' embeddings. What is lost?

    Short: The order: "dog bites man" and "man bites dog" get the same mean. A recurrent layer or a convolution
        distinguishes them.
    Longer: For topic and sentiment the words alone say much, and a mean is a strong and cheap baseline. Where order
        matters, no layer after the mean can recover it.
    Wrong: Nothing: the embeddings contain each word's meaning in its context.
    Why: A plain embedding gives a word the same numbers wherever it occurs. Context only comes from layers that use
        neighbouring words.
    Follow-up: Which cheap step brings some order back? — Pairs of neighbouring words (bigrams), or a convolution over
        them before the mean.
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
    """Does self-attention use the order of the words?

    Short: No: if the words are shuffled, the outputs are shuffled in the same way and are otherwise unchanged. Order
        has to be added to the inputs (position embeddings) or to the scores.
    Longer: Each word's output is a weighted mean of all words, with weights from dot products, and neither depends on
        the position. A causal mask adds some order: it decides which words may attend to which.
    Wrong: Yes: it processes all words at once, so it sees the whole sentence as it is.
    Why: It sees the set of words. No position appears in its formulas.
    Follow-up: How do rotary positions work? — Queries and keys are turned by angles that grow with the position, so
        that their product depends on the distance only.
    Cards: ScaledDotProductAttention, AdditiveAttention
    """
    embeddings = np.random.default_rng(0).normal(size=(1, 5, 4)).astype("float32")
    order = [3, 0, 4, 1, 2]
    attention = layers.ScaledDotProductAttention()

    def read(sequence):
        return to_numpy(attention([sequence, sequence, sequence]))

    apart = float(np.abs(read(embeddings)[:, order] - read(embeddings[:, order])).max())
    yield f"shuffled words give the shuffled outputs: {apart:.0e} apart", apart < 1e-5
    places = np.linspace(-1, 1, 5, dtype="float32")[None, :, None]
    marked = float(np.abs(read(embeddings + places)[:, order] - read(embeddings[:, order] + places)).max())
    yield f"with a position number added to each word: {marked:.2f} apart", marked > 0.05


def bidirectional_forecast():
    """May a forecast use a bidirectional recurrent layer?

    Short: Over the known past, yes. Not if each step's output must not depend on later steps: its backward half has
        read them.
    Longer: For a complete text or a window of past values, reading in both directions is legitimate and often helps.
        Where each step's output is compared with the next value, a bidirectional layer has seen the answer, and its
        score means nothing.
    Wrong: Yes, always: reading in both directions gives more context.
    Why: The context includes the future. A change of the last value moves the output of the first step.
    Follow-up: What is the same rule for attention? — A causal mask: each step may attend to itself and earlier ones
        only.
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


def lstm_gru_or_transformer():
    """LSTM, GRU or transformer: which one for a sequence?

    Short: Recurrent layers need constant memory per step and do well with few rows, streams and short memories.
        Transformers reach any distance in one step and train all steps at once, at a cost that grows with the square
        of the length.
    Longer: A GRU is smaller than an LSTM and about as good; state-space models train in parallel and keep a constant
        state. Long sequences are cut for recurrent layers: the state is passed on, the gradient ends at the cut
        (truncated backpropagation through time).
    Wrong: Always a transformer: it has replaced recurrent networks.
    Why: Its work per new step grows with all earlier steps. For a signal that runs for days on a small device, a
        state of fixed size is what is needed.
    Follow-up: What does a truncated gradient not learn? — Dependencies longer than the part through which it passes;
        the state may still carry them, if by chance.
    Cards: LSTM, GRU, TransformerBlock
    """
    counts = {
        kind.__name__: keras.Sequential([keras.Input((9, 16)), kind(32)]).count_params()
        for kind in (layers.LSTM, layers.GRU)
    }
    yield (
        f"16 features, 32 units: LSTM {counts['LSTM']:,} weights, GRU {counts['GRU']:,}",
        counts["GRU"] < counts["LSTM"],
    )
    kept = {10: 2 * 32, 1000: 2 * 32}, {length: 2 * 32 * length for length in (10, 1000)}
    yield (
        f"numbers kept after 10 and 1,000 steps: an LSTM's states {kept[0][10]} and {kept[0][1000]}, keys and "
        f"values of width 32 {kept[1][10]} and {kept[1][1000]:,}",
        kept[0][10] == kept[0][1000] < kept[1][10] < kept[1][1000],
    )
    sequence = np.random.default_rng(0).normal(size=(1, 12, 4)).astype("float32")
    reader = layers.GRU(8, return_state=True)
    whole = to_numpy(reader(sequence)[0])
    _, state = reader(sequence[:, :7])
    parts = to_numpy(reader(sequence[:, 7:], initial_state=[state])[0])
    yield (
        f"read in two parts with the state passed on: {np.abs(whole - parts).max():.0e} apart",
        float(np.abs(whole - parts).max()) < 1e-6,
    )
    forward = layers.TransformerBlock(2, 16, causal=True)
    cut = float(np.abs(to_numpy(forward(sequence))[:, -1] - to_numpy(forward(sequence[:, 7:]))[:, -1]).max())
    yield (
        f"a transformer that gets the second part alone is {cut:.3f} off: it needs the earlier steps themselves",
        cut > 1e-3,
    )
