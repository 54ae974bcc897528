"""Views of every kind that the page can show, made from drawn numbers: what a run would have put into its result."""

import numpy as np

SHAPES = "ox+"
NETWORK, BASELINE = "ann", "random_forest"


def confusion(classes, generator):
    tables = {}
    for name, right in ((NETWORK, 0.9), (BASELINE, 0.7)):
        counts = generator.multinomial(int(40 * (1 - right)), [1 / len(classes)] * len(classes), len(classes))
        counts += np.diag([int(40 * right)] * len(classes))
        shares = counts / counts.sum(axis=1, keepdims=True)
        tables[name] = {
            "counts": counts.tolist(),
            "shares": shares.round(4).tolist(),
            "recall": np.diag(shares).round(4).tolist(),
            "mixed_up": [classes[0], classes[-1], 7],
        }
    return tables


def picture_of(number, generator, size=16):
    """A ring, a cross or a plus in noise, as words of digits."""
    across, down = np.meshgrid(np.linspace(-1, 1, size), np.linspace(-1, 1, size))
    shape = SHAPES[number % len(SHAPES)]
    mask = {
        "o": np.abs(np.hypot(across, down) - 0.6) < 0.18,
        "x": np.abs(np.abs(across) - np.abs(down)) < 0.15,
        "+": np.minimum(np.abs(across), np.abs(down)) < 0.14,
    }[shape]
    values = np.clip(7 * mask + generator.normal(0.5, 1.0, mask.shape), 0, 9).astype(int)
    return ["".join(map(str, line)) for line in values.tolist()]


def line_of(number, generator, channels=1, steps=60):
    time = np.linspace(0, 1, steps)
    return [
        (np.sin((number + 2 + channel) * 6 * time) + generator.normal(0, 0.1, steps)).round(3).tolist()
        for channel in range(channels)
    ]


def example_rows(classes, generator, *, images, missed=6):
    draw = picture_of if images else line_of
    return {
        "shape": [16, 16, 1] if images else [60, 1],
        "examples": [
            {"label": label, "rows": [draw(number, generator) for _ in range(6 if images else 4)]}
            for number, label in enumerate(classes)
        ],
        "missed": [
            {
                "row": number,
                "values": draw(number, generator),
                "truth": classes[number % len(classes)],
                "sure": 0.97 - number / 50,
                "said": {NETWORK: classes[(number + 1) % len(classes)], BASELINE: classes[number % 2]},
            }
            for number in range(missed)
        ],
    }


def first_layer(classes, generator, *, images):
    window = generator.integers(0, 10, (6, 5, 5))
    return {
        "layer": "conv",
        "contender": NETWORK,
        "filters_in_all": 8,
        "shape": [5, 5] if images else [7],
        "label": classes[-1] if classes else None,
        "row": picture_of(1, generator) if images else line_of(1, generator),
        "filters": [["".join(map(str, line)) for line in entry] for entry in window.tolist()]
        if images
        else generator.normal(0, 1, (6, 7)).round(3).tolist(),
        "maps": [picture_of(number, generator, 12) for number in range(6)]
        if images
        else [line_of(number, generator)[0] for number in range(6)],
    }


def residuals(generator, scale=100.0, rows=300):
    truth = generator.gamma(3, scale / 3, rows)
    output = {NETWORK: truth + generator.normal(0, scale / 8, rows)}
    output[BASELINE] = 0.7 * truth + 0.3 * scale + generator.normal(0, scale / 6, rows)
    edges = np.linspace(-scale / 2, scale / 2, 26)
    spread = {}
    for name, values in output.items():
        miss = values - truth
        counts = np.histogram(np.clip(miss, edges[0], edges[-1]), edges)[0]
        quantiles = np.percentile(miss, [5, 25, 50, 75, 95])
        spread[name] = {
            "counts": counts.tolist(),
            "shares": (counts / rows).tolist(),
            "quantiles": dict(zip(("5", "25", "50", "75", "95"), quantiles.tolist(), strict=True)),
            "mean": float(miss.mean()),
            "low": float(quantiles[0]),
            "high": float(quantiles[-1]),
        }
    return {
        "rows": rows,
        "true": truth.tolist(),
        "said": {name: values.tolist() for name, values in output.items()},
        "edges": edges.tolist(),
        "spread": spread,
    }


def forecast(generator, names, hours=168):
    time = np.arange(hours)
    truth = 60 + 25 * np.sin(2 * np.pi * (time - 9) / 24) + generator.normal(0, 3, hours)
    days = ("Mon 06 Jul", "Tue 07 Jul", "Wed 08 Jul", "Thu 09 Jul", "Fri 10 Jul", "Sat 11 Jul", "Sun 12 Jul")
    return {
        "order": "hour",
        "last": {
            "when": [f"2026-07-{6 + hour // 24:02} {hour % 24:02}:00" for hour in time],
            "truth": truth.round(2).tolist(),
            "said": {
                NETWORK: (truth + generator.normal(0, 3, hours)).round(2).tolist(),
                BASELINE: (np.roll(truth, 24) + 2).round(2).tolist(),
            },
            "days": [{"at": 24 * number, "day": day} for number, day in enumerate(days)],
        },
        "errors": {
            "starts": [f"block {number}" for number in range(48)],
            "rows": [20] * 48,
            "means": {
                name: (3 + entry + generator.gamma(2, 0.5, 48)).round(3).tolist() for entry, name in enumerate(names)
            },
        },
    }


def neighbours(generator, items=60):
    names = [f"film {number}" for number in range(items)]
    centres = generator.normal(0, 2, (5, 2))
    places = centres[np.arange(items) % 5] + generator.normal(0, 0.5, (items, 2))
    return {
        "column": "film",
        "contender": NETWORK,
        "width": 8,
        "nearest": [
            {"item": names[entry], "nearest": [[names[entry + 5 * step], 0.99 - step / 20] for step in range(1, 6)]}
            for entry in range(8)
        ],
        "map": {
            "x": places[:, 0].tolist(),
            "y": places[:, 1].tolist(),
            "names": names,
            "named": 14,
            "shares": [0.41, 0.22],
        },
    }


def word_effects(generator):
    good = ["good", "great", "lovely", "brilliant", "moving", "charming", "clever", "funny", "superb", "fresh"]
    bad = ["bad", "dull", "awful", "boring", "clumsy", "weak", "tired", "flat", "silly", "poor", "not"]
    change = [*generator.uniform(0.1, 0.4, len(good)), *-generator.uniform(0.1, 0.4, len(bad))]
    sign = np.sign(change)
    return {
        "effects": {
            "contender": NETWORK,
            "words": good + bad,
            "change": change,
            "map": {
                "x": (sign + generator.normal(0, 0.3, len(sign))).tolist(),
                "y": generator.normal(0, 0.5, len(sign)).tolist(),
                "shares": [0.7, 0.1],
            },
        },
        "weights": {
            "contender": "logistic_regression",
            "for": [[word, 2 - entry / 10] for entry, word in enumerate(good)],
            "against": [[word, -2 + entry / 10] for entry, word in enumerate(bad)],
        },
    }


def code_map(classes, generator, rows=300):
    hidden = np.arange(rows) % len(classes)
    angles = 2 * np.pi * hidden / len(classes)
    maps = []
    for kind, name, noise in (("code", NETWORK, 0.25), ("pca", BASELINE, 0.5)):
        wrong = generator.random(rows) < noise / 3
        groups = np.where(wrong, (hidden + 1) % len(classes), hidden)
        shared = np.zeros((len(classes), len(classes)), dtype=int)
        np.add.at(shared, (hidden, groups), 1)
        maps.append(
            {
                "kind": kind,
                "contender": name,
                "x": (np.cos(angles) + generator.normal(0, noise, rows)).round(3).tolist(),
                "y": (np.sin(angles) + generator.normal(0, noise, rows)).round(3).tolist(),
                "shares": [0.6, 0.3],
                "groups": groups.tolist(),
                "shared": shared.tolist(),
            }
        )
    return {"maps": maps, "hidden": hidden.tolist(), "rows": list(range(rows))}


def made_views(what, classes, names):
    """The views that a question of this sort gives."""
    generator = np.random.default_rng(3)
    match what:
        case "table":
            return {"confusion": confusion(classes, generator)} if classes else {"residuals": residuals(generator)}
        case "images" | "sequences":
            images = what == "images"
            return {
                "confusion": confusion(classes, generator),
                "example_rows": example_rows(classes, generator, images=images),
                "first_layer": first_layer(classes, generator, images=images),
            }
        case "time":
            return {"residuals": residuals(generator), "forecast": forecast(generator, names)}
        case "ratings":
            return {"residuals": residuals(generator, scale=1.0), "neighbours": neighbours(generator)}
        case "text":
            return {"words": word_effects(generator)}
        case "groups":
            return {"code_map": code_map(classes, generator)}
