"""A weight's step in words: the optimizer's rule, then a few numbers, each with what is remembered of it.

w_new = w_old − learning_rate · ∂loss/∂w
"""

from __future__ import annotations

import numpy as np

from dlfund.explain.number_text import factor, number

SMALL = 16  # numbers up to which an array is shown from its beginning; of a longer one, the largest gradients
PLAIN = "w_new = w_old − learning_rate · ∂loss/∂w"


def rule_of(optimizer) -> str:
    """The formula of the optimizers that every course has, with their own constants; empty for others."""
    words, rule = optimizer.get_config(), _RULES.get(type(optimizer).__name__)
    text = "" if rule is None else rule(words, type(optimizer).__module__.startswith("dlfund."))
    if not text:
        return ""
    if words.get("weight_decay"):
        text += f"; before it, w loses learning_rate · {number(words['weight_decay'])} · w"
    clips = [name for name in ("clipnorm", "clipvalue", "global_clipnorm") if words.get(name)]
    return text + "".join(f"; g is clipped first ({name} {number(words[name])})" for name in clips)


def _sgd(words, _):
    if not words.get("momentum"):
        return PLAIN
    beta = number(words["momentum"])
    move = f"{beta}·momentum − learning_rate·g" if words.get("nesterov") else "momentum"
    return f"momentum = {beta}·momentum − learning_rate·g;  w_new = w_old + {move};  g = ∂loss/∂w"


def _adam(words, ours):
    if words.get("amsgrad"):
        return ""
    m, v = ("direction", "size") if ours else ("momentum", "velocity")
    one, two = words["beta_1"], words["beta_2"]
    return (
        f"{m} = {number(one)}·{m} + {number(1 - one)}·g;  {v} = {number(two)}·{v} + {number(1 - two)}·g²;  "
        f"w_new = w_old − learning_rate · ({m} / (1 − {number(one)}ᵗ)) / √({v} / (1 − {number(two)}ᵗ));  "
        "g = ∂loss/∂w, t = the step's number"
    )


_RULES = {"SGD": _sgd, "GradientDescent": lambda words, ours: PLAIN, "Adam": _adam, "AdamW": _adam}


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
    said = ", ".join([f"gradient {number(gradient)}", *slots])
    sign = "−" if step < 0 else "+"
    return f"{label} {said}: {number(old)} {sign} {number(abs(step))} = {number(new)}"
