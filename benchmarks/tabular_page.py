"""docs/tabular.md: what benchmarks/tabular.py measured, as tables."""

from statistics import mean, median, stdev

HEAD = """# Networks on tables

Five folds, seed 0, library defaults, one thread. Mean over folds ± their standard deviation; the best mean of each
column is bold, among those of all folds. {unit}

    python benchmarks/tabular.py --page

measures everything that is installed and writes this page; `--sets`, `--models` and `--folds` measure a part, and
earlier measurements stay. `default` is what `dlfund.NetworkClassifier()` and `NetworkRegressor()` do by default: five
RealMLP-TD trained on different rows, with a common epoch chosen by the loss and their mean calibrated. `realmlp`,
`realmlp_td_s` and `tabm` are single networks of dlfund that choose their epoch on a fifth of the rows, `torch_realmlp`
and `torch_tabm` the originals (pytabkit) with the same settings and the same share of rows, `tabm_5` five TabM-mini. A
dash means not measured.

The seconds compared with the originals' are for the same rows and epochs, one thread each: 256 epochs of RealMLP; 40 of
TabM, in separate fits (`tabm_timed`), because its training stops by the validation rows. They are medians: the first of
five folds compiles the program, in 3 to 10 seconds, and the others reuse it. A TabM with few features is mostly
products of 512 rows with 256 × 256 weights, which both compute at the processor's limit: no program can be much faster
there.
"""
UNIT = "Seconds are CPU seconds per fit, compiling included; they were measured on a machine that was doing other work."
LUCK = """The same network with other seeds, on the same folds: mean over seeds ± their standard deviation. On so few
rows two seeds of one network differ as much as the networks do.
"""
ORIGINALS = {"realmlp": "torch_realmlp", "tabm": "torch_tabm"}  # same architecture, settings and rows
TIMED = {"tabm": "tabm_timed", "torch_tabm": "torch_tabm_timed"}  # whose seconds are compared: the same epochs
BEST = {"mixed": 0.373, "friedman": 1.0}  # what the true distribution allows
SEEDS = ", each seed"  # behind a model's name: its entries are seeds, not folds


def page(measured):
    """The page of all measurements: {set: {model: {fold: scores}}}."""
    parts = [HEAD.format(unit=UNIT)]
    for title, score, lower in (
        ("Log-loss; RMSE of diabetes and friedman", _loss, True),
        ("Accuracy", lambda entry: entry.get("accuracy"), False),
    ):
        parts.append(f"## {title}\n\n{_table(measured, score, lower)}")
    parts.append(f"## Compared with the originals\n\n{_originals(measured)}")
    if luck := _luck(measured):
        parts.append(f"## Variation between seeds\n\n{LUCK}\n{luck}")
    parts.append(f"## CPU seconds per fit\n\n{_seconds(measured)}")
    parts.append(f"## Mean rank by log-loss and RMSE\n\n{_ranks(measured)}")
    return "\n".join(parts)


def _loss(entry):
    return entry.get("log_loss", entry.get("rmse"))


def _models(measured):
    order = ["linear", "forest", "boosting", "lightgbm", "catboost", "mlp"]
    every = {model for models in measured.values() for model in models if SEEDS not in model} - set(TIMED.values())
    return [model for model in order if model in every] + sorted(every - set(order))


def _values(measured, name, model, score):
    folds = measured[name].get(model, {})
    return [value for fold in sorted(folds) if (value := score(folds[fold])) is not None]


def _table(measured, score, lower):
    names = [name for name in measured if any(_values(measured, name, model, score) for model in measured[name])]
    best = {}
    for name in names:
        columns = [_values(measured, name, model, score) for model in _models(measured)]
        means = [mean(values) for values in columns if len(values) == 5]
        best[name] = (min(means) if lower else max(means)) if means else None
    rows = [f"| | {' | '.join(_heading(name, lower) for name in names)} |", "|---" * (len(names) + 1) + "|"]
    for model in _models(measured):
        cells = [_cell(_values(measured, name, model, score), best[name]) for name in names]
        rows.append(f"| {model} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _heading(name, lower):
    return f"{name} (best possible {BEST[name]})" if lower and name in BEST else name


def _cell(values, best):
    if not values:
        return "–"
    shown = f"{mean(values):.3f}" if mean(values) < 10 else f"{mean(values):.1f}"
    shown = f"**{shown}**" if len(values) == 5 and mean(values) == best else shown
    spread = f" ± {stdev(values):.3f}" if len(values) > 1 else ""
    folds = "" if len(values) == 5 else f" ({len(values)} of 5 folds)"
    return shown + spread + folds


def _originals(measured):
    """Where both were measured on all folds: scores, their difference in deviations of a fold, and what a fit costs."""
    rows = [
        "| | | ours | original | difference in standard deviations of a fold | CPU seconds per fit, median: ratio |",
        "|---" * 6 + "|",
    ]
    for ours, theirs in ORIGINALS.items():
        for name in measured:
            own, other = (_values(measured, name, model, _loss) for model in (ours, theirs))
            if len(own) == len(other) == 5:
                apart = (mean(own) - mean(other)) / stdev(other)
                cells = [ours, name, _cell(own, None), _cell(other, None), f"{apart:+.2f}", _cost(measured, name, ours)]
                rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _luck(measured):
    """Where several seeds were measured: the mean of their means over folds, and how far seeds are apart."""
    rows = ["| | | seeds | accuracy | log-loss; RMSE |", "|---" * 5 + "|"]
    for name in measured:
        for model in sorted(model for model in measured[name] if SEEDS in model):
            accuracy = _values(measured, name, model, lambda entry: entry.get("accuracy"))
            loss = _values(measured, name, model, _loss)
            shown = (f"{mean(values):.3f} ± {stdev(values):.3f}" if values else "–" for values in (accuracy, loss))
            rows.append(f"| {name} | {model.removesuffix(SEEDS)} | {len(loss)} | {' | '.join(shown)} |")
    return "\n".join(rows) + "\n" if len(rows) > 2 else ""


def _cost(measured, name, ours):
    """The median seconds of a fit, ours by the original's."""
    costs = [
        _values(measured, name, TIMED.get(model, model), lambda entry: entry["seconds"])
        for model in (ours, ORIGINALS[ours])
    ]
    if not all(costs):
        return "–"
    cost, cost_there = map(median, costs)
    return f"{cost:.2f} / {cost_there:.2f} = {cost / cost_there:.2f}"


def _seconds(measured):
    rows = [f"| | {' | '.join(measured)} |", "|---" * (len(measured) + 1) + "|"]
    for model in _models(measured):
        times = [_values(measured, name, model, lambda entry: entry["seconds"]) for name in measured]
        rows.append(f"| {model} | {' | '.join(f'{mean(seconds):.1f}' if seconds else '–' for seconds in times)} |")
    return "\n".join(rows) + "\n"


def _ranks(measured):
    """Among models that were measured on every fold of every set here."""
    names = [name for name in measured if len(_values(measured, name, "default", _loss)) == 5]
    whole = [model for model in _models(measured) if all(len(_values(measured, n, model, _loss)) == 5 for n in names)]
    ranks = {model: [] for model in whole}
    for name in names:
        means = {model: mean(_values(measured, name, model, _loss)) for model in whole}
        for model in whole:
            ranks[model].append(1 + sum(other < means[model] for other in means.values()))
    rows = ["| model | mean rank |", "|---|---|"]
    rows += [f"| {model} | {mean(ranks[model]):.2f} |" for model in sorted(whole, key=lambda name: mean(ranks[name]))]
    return f"Over {', '.join(names)}.\n\n" + "\n".join(rows) + "\n"
