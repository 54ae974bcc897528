"""A weight's step as text: the optimizer's rule, then a few numbers, each with the optimizer's memory of it.

w_new = w_old − learning_rate · ∂loss/∂w
"""

from __future__ import annotations

import numpy as np

from dlfund.explain.trace.number_text import factor, number

SMALL = 16  # numbers up to which an array is shown from its beginning; of a longer one, the largest gradients
PLAIN = "w_new = w_old − learning_rate · ∂loss/∂w"


def rule_of(optimizer) -> str:
    """The formula of a well-known optimizer, with its constants; empty for others."""
    config, rule = optimizer.get_config(), _RULES.get(type(optimizer).__name__)
    text = "" if rule is None else rule(config, type(optimizer).__module__.startswith("dlfund."))
    if not text:
        return ""
    if config.get("weight_decay"):
        text += f"; before it, w loses learning_rate · {number(config['weight_decay'])} · w"
    clips = [name for name in ("clipnorm", "clipvalue", "global_clipnorm") if config.get(name)]
    return text + "".join(f"; g is clipped first ({name} {number(config[name])})" for name in clips)


def _sgd(config, _):
    if not config.get("momentum"):
        return PLAIN
    beta = number(config["momentum"])
    move = f"{beta}·momentum − learning_rate·g" if config.get("nesterov") else "momentum"
    return f"momentum = {beta}·momentum − learning_rate·g;  w_new = w_old + {move};  g = ∂loss/∂w"


def _adam(config, ours):
    if config.get("amsgrad"):
        return ""
    m, v = ("direction", "size") if ours else ("momentum", "velocity")
    beta_1, beta_2 = config["beta_1"], config["beta_2"]
    return (
        f"{m} = {number(beta_1)}·{m} + {number(1 - beta_1)}·g;  {v} = {number(beta_2)}·{v} + {number(1 - beta_2)}·g²;  "
        f"w_new = w_old − learning_rate · ({m} / (1 − {number(beta_1)}ᵗ)) / √({v} / (1 − {number(beta_2)}ᵗ));  "
        "g = ∂loss/∂w, t = the step's number"
    )


_RULES = {"SGD": _sgd, "GradientDescent": lambda config, ours: PLAIN, "Adam": _adam, "AdamW": _adam}


def update_text(update, terms=4):
    """One weight's step, `terms` numbers of it."""
    size = update.before.size
    head = f"  {update.weight}" + (f": {PLAIN}" if update.is_plain else "")
    places = np.arange(min(size, terms))
    if size > SMALL:
        places = np.sort(np.argsort(-np.abs(update.gradient), axis=None, kind="stable")[:terms])
        head += f"  ({len(places)} of {size:,} numbers, those with the largest gradients)"
    elif size > terms:
        head += f"  ({terms} of {size} numbers)"
    return "\n".join([head, *(f"    {_line(update, place)}" for place in places)])


def _line(update, flat):
    place = np.unravel_index(flat, update.before.shape)
    old, gradient, step, new = (
        float(part[place]) for part in (update.before, update.gradient, update.step, update.after)
    )
    label = f"[{','.join(str(at + 1) for at in place)}]"
    if update.is_plain:
        return f"{label} {number(old)} − {number(update.learning_rate)} · {factor(gradient)} = {number(new)}"
    slots = [f"{name} {number(a[place])} → {number(b[place])}" for name, (a, b) in update.slots.items()]
    parts = ", ".join([f"gradient {number(gradient)}", *slots])
    sign = "−" if step < 0 else "+"
    return f"{label} {parts}: {number(old)} {sign} {number(abs(step))} = {number(new)}"
