"""Learning without labels, reusing what was learned, and models that generate."""

import keras
import numpy as np

from dlfund import activations, layers, optimizers
from dlfund.learn.interview.networks import accuracy, learn, network, predict, to_numpy


def _task(rows, seed, turn):
    """Rows of 30 columns; yes if they are far out in a plane that both tasks share, along another direction each."""
    numbers = np.random.default_rng(seed)
    x = numbers.normal(size=(rows, 30)).astype("float32")
    hidden = np.abs(x @ np.random.default_rng(99).normal(size=(30, 2)) / np.sqrt(30))
    return x, (hidden @ [np.cos(turn), np.sin(turn)] > 1).astype("float32")[:, None]


def transfer_learning_and_lora():
    """What is transfer learning, and what does LoRA change about it?

    Short: A network that was trained on one task starts the next: only a new head is trained, or all weights with
        small steps. LoRA keeps the old weights W and learns a change A B of low rank beside them.
    Longer: What transfers are features, so few rows of the new task are enough. With rank r a d × k kernel gets r (d
        + k) trainable weights instead of d k, and only these need the optimizer's memory. B starts at zero, so
        training starts at the pretrained function.
    Wrong: LoRA makes predictions slower, because A B is computed in addition.
    Why: After training W + A B is one matrix of the old shape; added once, it costs nothing.
    Follow-up: When do you train everything instead? — With many rows, or inputs unlike those of the first training;
        then with small steps, and smaller ones near the input.
    Cards: Dense, LayerwiseRates, Zeros
    """
    keras.utils.set_random_seed(0)
    hidden = layers.Dense(32, activation=activations.relu, name="features")
    learn(network(30, hidden, layers.Perceptron()), *_task(1500, 0, 0.6), optimizer=optimizers.Adam(0.02), steps=120)
    known, new = _task(40, 1, 0.9), _task(2000, 2, 0.9)
    hidden.trainable = False
    moved = learn(network(30, hidden, layers.Perceptron()), *known, optimizer=optimizers.Adam(0.05), steps=100)
    fresh = network(30, layers.Dense(32, activation=activations.relu), layers.Perceptron())
    learn(fresh, *known, optimizer=optimizers.Adam(0.02), steps=100)
    scores = [accuracy(model, *new) for model in (moved, fresh)]
    yield (
        f"40 rows of a new task: {scores[0]:.2f} with features of another task, {scores[1]:.2f} from scratch",
        scores[0] > scores[1] + 0.05,
    )
    numbers = np.random.default_rng(0)
    w, a, b = (numbers.normal(size=shape) for shape in ((64, 48), (64, 4), (4, 48)))
    x = numbers.normal(size=(10, 64))
    apart = float(np.abs(x @ w + (x @ a) @ b - x @ (w + a @ b)).max())
    yield f"beside it and merged into one matrix: {apart:.0e} apart", apart < 1e-10
    yield (
        f"trainable weights: {a.size + b.size} with rank 4 instead of {w.size:,}",
        a.size + b.size == 4 * (64 + 48) < w.size / 6,
    )
    still = float(np.abs((x @ a) @ (0 * b)).max())
    yield f"with B at 0 the change at the start is {still}", still == 0


def self_supervised_and_generative():
    """Autoencoder, VAE, GAN, diffusion, next token: what does each learn?

    Short: An autoencoder learns to rebuild its input from a code; a VAE makes the codes follow a known distribution;
        a GAN learns to deceive a critic; diffusion learns to remove noise; a language model predicts the next token.
    Longer: All of them make their targets from the inputs, so they need no labels. VAE and next token maximise a
        likelihood (a bound of it, or itself), GANs do not. New examples are drawn from the codes' distribution, by
        removing noise step by step, or token by token.
    Wrong: Any autoencoder generates: decode random codes.
    Why: Nothing makes random codes look like those of real rows. Here real rows lie on a circle, and decoded random
        codes lie far off it.
    Follow-up: Why is the product of next-token probabilities a probability of the text? — It is the chain rule: each
        factor is conditional on all tokens before it, so over all texts the products add up to 1.
    Cards: KLDivergence, CategoricalCrossentropy, Dense
    """
    numbers = np.random.default_rng(0)
    angles = numbers.uniform(0, 2 * np.pi, size=500)
    plane = np.linalg.qr(numbers.normal(size=(6, 2)))[0]
    rows = (np.column_stack([np.cos(angles), np.sin(angles)]) @ plane.T).astype("float32")
    code = layers.Dense(2, use_bias=False, name="code")
    decoder = layers.Dense(6, use_bias=False)
    model = learn(network(6, code, decoder), rows, rows, loss="mse", optimizer=optimizers.Adam(0.05), steps=200)
    rebuilt = float(np.mean((predict(model, rows).reshape(rows.shape) - rows) ** 2))
    yield f"an autoencoder of rows on a circle, with a code of 2: mean squared error {rebuilt:.4f}", rebuilt < 0.01
    spread = float(np.std(to_numpy(code(rows))))
    drawn = to_numpy(decoder(numbers.normal(scale=spread, size=(500, 2)).astype("float32")))
    off = [float(np.mean(np.abs(np.linalg.norm(points @ plane, axis=1) - 1))) for points in (rows, drawn)]
    yield (
        f"distance from the circle: real rows {off[0]:.2f}, decoded random codes {off[1]:.2f}",
        off[0] < 1e-5 < 0.25 < off[1],
    )
    clean = numbers.normal(scale=2.0, size=100_000)
    noisy = clean + numbers.normal(size=100_000)
    slope = float(noisy @ clean / (noisy @ noisy))
    yield (
        f"the best way to remove noise of variance 1 from a normal of variance 4: times {slope:.2f} = 4 / (4 + 1)",
        abs(slope - 0.8) < 0.01,
    )
    next_token = numbers.dirichlet(np.ones(3), size=(3, 3))  # the distribution after each pair of tokens
    start = numbers.dirichlet(np.ones(9)).reshape(3, 3)
    whole = float(np.sum(start[:, :, None] * next_token))
    yield f"probabilities of all 27 texts of three tokens add up to {whole:.4f}", abs(whole - 1) < 1e-12
