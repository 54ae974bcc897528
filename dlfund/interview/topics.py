"""The topics in the order of a course; every topic is a file of questions, of drills, or of both."""

from __future__ import annotations

import difflib

from dlfund.sentence import UserError

TOPICS = {
    "ai_ml_dl": "AI, machine learning, deep learning, data science",
    "perceptron": "Perceptron",
    "weights_and_bias": "Weights and bias",
    "initialization": "Initialisation",
    "activations": "Activations",
    "forward_propagation": "Forward propagation",
    "backpropagation": "Backpropagation",
    "losses": "Losses",
    "optimizers": "Optimizers",
    "learning_rate": "Learning rate",
    "training": "Training and measuring",
    "overfitting": "Over- and underfitting",
    "ann": "ANN: dense networks",
    "cnn": "CNN: convolutions",
    "rnn": "RNN: sequences and attention",
    "vanishing_gradients": "Vanishing and exploding gradients",
    "why_deep_learning": "Why deep learning became popular",
}


def find_topic(name: str) -> str:
    """The topic of this name, however it is spelled; the nearest names for one that does not exist."""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_").replace("isation", "ization")
    if plain not in TOPICS:
        near = difflib.get_close_matches(plain, TOPICS, n=3, cutoff=0.4) or [one for one in TOPICS if plain in one]
        raise UserError(
            f"Expected the name of a topic. Received: {name!r}. Nearest: {', '.join(near) or 'there is none'}. "
            "`dlfund drill --list` shows all."
        )
    return plain
