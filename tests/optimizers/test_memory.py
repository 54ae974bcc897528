import pytest

from dlfund import optimizers

SHARES = [
    ("Adam", "beta_1"), ("Adam", "beta_2"), ("AdamW", "beta_1"), ("Lion", "beta_1"), ("Lion", "beta_2"),
    ("Momentum", "momentum"), ("Nadam", "beta_1"), ("Nadam", "beta_2"), ("Nesterov", "momentum"), ("RMSprop", "rho"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name"), SHARES)
@pytest.mark.parametrize("value", [-0.1, 1.0, 2.0, "0.9", True])
def test_a_memory_is_a_share_below_one(rule, name, value):
    with pytest.raises(ValueError, match=rf"Expected {name} in \[0, 1\)\. Received: {name}="):
        getattr(optimizers, rule)(0.01, **{name: value})
    assert getattr(getattr(optimizers, rule)(0.01, **{name: 0.0}), name) == 0.0
