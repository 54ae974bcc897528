"""The topics in the order of a course; every topic is a file of questions, of drills, or both."""

from __future__ import annotations

import difflib

from dlfund.core.errors import UserError

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
    "evaluation": "Evaluation: splits, metrics, probabilities",
    "overfitting": "Over- and underfitting",
    "ann": "ANN: dense networks",
    "cnn": "CNN: convolutions",
    "rnn": "RNN: sequences and attention",
    "vanishing_gradients": "Vanishing and exploding gradients",
    "transformers": "Attention and transformers",
    "efficiency": "Memory, precision and speed",
    "pretraining": "Pretraining, transfer and generative models",
    "why_deep_learning": "Why deep learning became popular",
}


def find_topic(name: str) -> str:
    """The topic with this name, in any spelling; an error names the nearest ones if there is none."""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_").replace("isation", "ization")
    if plain not in TOPICS:
        near = difflib.get_close_matches(plain, TOPICS, n=3, cutoff=0.4)
        near = near or [topic for topic in TOPICS if plain in topic]
        raise UserError(
            f"Expected the name of a topic. Received: {name!r}. Nearest: {', '.join(near) or 'there is none'}. "
            "`dlfund drill --list` shows all."
        )
    return plain
