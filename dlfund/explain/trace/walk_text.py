"""A recurrent layer's steps as text: the formula once, then each step's gates and states, one unit with its numbers.

first steps, …, last step
"""

from __future__ import annotations

from dlfund.core.counted import counted
from dlfund.explain.trace.number_text import factor, number, numbers

FORMULAS = {
    ("sum",): "h = {f}(W·x + U·h_before + b)",
    ("update", "reset", "candidate"): (
        "update, reset = {g}(W·x + U·h_before + b);  candidate = {f}(W·x + reset ∘ U·h_before + b);  "
        "h = update ∘ h_before + (1 − update) ∘ candidate"
    ),
    ("input", "forget", "candidate", "output"): (
        "input, forget, output = {g}(W·x + U·h_before + b);  candidate = {f}(W·x + U·h_before + b);  "
        "c = forget ∘ c_before + input ∘ candidate;  h = output ∘ {f}(c)"
    ),
}


def walk_text(walk, row, steps):
    """At most `steps` steps: the first ones and the last."""
    lines = [f"{walk.name} ({walk.kind}) along time, row {row}"]
    formula = FORMULAS.get(tuple(walk.steps[0].gates)) if walk.steps else None
    if formula:
        filled = formula.format(f=walk.activation, g=walk.gate_activation)
        lines += [f"  {part.strip()}" for part in filled.split(";")]
    total = len(walk.steps)
    shown = list(range(total)) if total <= steps else [*range(steps - 1), total - 1]
    for number_of_step in shown:
        if number_of_step and number_of_step - 1 not in shown:
            skipped = number_of_step - 1 - max((step for step in shown if step < number_of_step), default=-1)
            lines.append(f"  … {counted(skipped, 'step')} in between")
        before = walk.start if number_of_step == 0 else walk.steps[number_of_step - 1].states
        lines += _step(walk, walk.steps[number_of_step], before, row)
    return "\n".join(lines)


def _step(walk, step, before, row):
    lines = [f"  t = {step.time}{'   masked: nothing changes' if step.skipped[row] else ''}"]
    for names in ({"x": step.inputs}, step.gates, step.states):
        lines += [f"    {name:<10} {numbers(value[row], 6)}" for name, value in names.items()]
    if not step.skipped[row]:
        lines += [f"    {line}" for line in _first_unit(walk, step, before, row)]
    return lines + [f"    {f'∂loss/∂{name}':<10} {numbers(value[row], 6)}" for name, value in step.gradients.items()]


def _first_unit(walk, step, before, row):
    """The state's formula with the numbers of unit 1."""
    gate = {name: float(value[row, 0]) for name, value in step.gates.items()}
    old = {name: float(value[row, 0]) for name, value in before.items()}
    new = {name: float(value[row, 0]) for name, value in step.states.items()}
    f = walk.activation
    if set(gate) == {"sum"}:
        return [f"h1 = {f}({number(gate['sum'])}) = {number(new['h'])}"]
    if "update" in gate:
        z, candidate = gate["update"], gate["candidate"]
        filled = f"{number(z)}·{factor(old['h'])} + (1 − {number(z)})·{factor(candidate)}"
        return [f"h1 = {filled} = {number(new['h'])}"]
    kept = f"{number(gate['forget'])}·{factor(old['c'])} + {number(gate['input'])}·{factor(gate['candidate'])}"
    return [
        f"c1 = {kept} = {number(new['c'])}",
        f"h1 = {number(gate['output'])}·{f}({number(new['c'])}) = {number(new['h'])}",
    ]
