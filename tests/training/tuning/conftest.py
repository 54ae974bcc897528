"""A population that is not trained: what it scores is known beforehand, and what it was asked for is kept."""

import pytest


class Population:
    """Stands in for `fit_population`; `score` gets a member's model and says its validation loss."""

    def __init__(self):
        self.members, self.calls, self.score = [], [], lambda model: 0.5

    def __call__(self, members, *, batch_size, room_for=None, on_done=None):
        self.calls.append(len(members))
        fitted = [self.fit(member) for member in members]
        self.members += members
        for first in fitted:
            on_done(first)
        return fitted

    def fit(self, member):
        from dlfund.training import Fitted

        model = member.build()
        score = None if member.validation is None else float(self.score(model))
        history = {"loss": [0.9, 0.8]} | ({} if score is None else {"val_loss": [score, 0.9]})
        return Fitted(model.get_weights(), history, 1, score, 0.1, member.build)

    @property
    def trials(self):
        return [member for member in self.members if member.validation is not None]

    @property
    def refits(self):
        return [member for member in self.members if member.validation is None]


@pytest.fixture
def population(monkeypatch):
    from dlfund.training.tuning import tune

    stand_in = Population()
    monkeypatch.setattr(tune.training, "fit_population", stand_in)
    return stand_in
