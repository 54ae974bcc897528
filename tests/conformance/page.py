"""docs/conformance.md from docs/conformance.json."""

from collections import Counter

BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}

HEAD = """# Keras's own tests with dlfund's parts

Keras's source distribution of version {version} brings Keras's tests. Here they run unchanged, but each part that
dlfund has under the same name is dlfund's: where a test file imports `keras.src.layers.Dense`, it gets
`dlfund.layers.Dense`. Keras itself stays as it is. A test counts where it makes or asks for such a part. A
backend's cell: passed / failed / not applicable.

`make conformance` runs the tests on TensorFlow and fails where a test fails that is not listed below, or a listed
one passes; `make conformance BACKEND=jax` on another backend. `make conformance WRITE=1` writes this page again.
Nothing of Keras is kept in this repository: pip downloads the source distribution, and
tests/conformance/reasons.toml holds what is not applicable and why.

A test that asks that an input be refused, and for Keras's words in the message, counts as passed where the same type
of exception is raised for the same input, though dlfund's message has other words; "other words" says how many these
are. An argument that dlfund's layer refuses, naming Keras's layer, is not applicable.
"""

EARLIER = """**Not measured again yet: {}.** The parts have changed since; these numbers are of earlier states,
TensorFlow's of three of them, and `make conformance WRITE=1 BACKEND=…` replaces them.
"""


def page(measured):
    """The whole page, from what docs/conformance.json holds."""
    backends = [name for name in BACKENDS if name in measured["backends"]]
    parts = [HEAD.format(version=measured["keras"]), totals(measured, backends), per_group(measured, backends)]
    if measured.get("earlier"):
        parts.insert(1, EARLIER.format(", ".join(BACKENDS[name] for name in measured["earlier"])))
    parts += ["## Not applicable\n", not_applicable(measured, backends), "## Failed\n", failed(measured, backends)]
    return "\n".join(parts)


def totals(measured, backends):
    """One line per backend, with what was measured first beside it."""
    head = "| backend | passed | with other words | failed | not applicable | of the applicable | at first |\n"
    head += "|---|---|---|---|---|---|---|\n"
    return head + "".join(f"| {BACKENDS[name]} | {_total(measured, name)} |\n" for name in backends)


def _total(measured, backend):
    passed, failed_, other = (
        sum(column) for column in zip(*measured["backends"][backend]["groups"].values(), strict=True)
    )
    first = measured.get("first", {}).get(backend)
    before = "–" if first is None else f"{first[0]} of {first[0] + first[1]} ({share(*first[:2])})"
    other_words = measured["backends"][backend].get("other_wording", "–")
    return f"{passed} | {other_words} | {failed_} | {other} | {share(passed, failed_)} | {before}"


def share(passed, failed_):
    """Passed of the applicable, in per cent, rounded down so that no failure disappears."""
    return f"{int(1000 * passed / max(1, passed + failed_)) / 10:.1f} %"


def per_group(measured, backends):
    """One line per test file, or per class of a file with several."""
    rows = {}
    for name in backends:
        for group, counts in measured["backends"][name]["groups"].items():
            rows.setdefault(group, {})[name] = counts
    several = Counter(group.split("::")[0] for group in rows)
    head = f"| Keras's tests | {' | '.join(BACKENDS[name] for name in backends)} |\n|---|{'---|' * len(backends)}\n"
    return head + "".join(f"| {_row(group, rows[group], backends, several)} |\n" for group in sorted(rows))


def _row(group, counts, backends, several):
    file, *classes = group.split("::")
    title = f"{file}, {classes[0]}" if several[file] > 1 and classes else file
    cells = (" / ".join(map(str, counts[name])) if name in counts else "–" for name in backends)
    return " | ".join([title, *cells])


def not_applicable(measured, backends):
    """How many tests each reason explains."""
    reasons = sorted({reason for name in backends for reason in measured["backends"][name]["not_applicable"]})
    head = f"| reason | {' | '.join(BACKENDS[name] for name in backends)} |\n|---|{'---|' * len(backends)}\n"
    counts = ([measured["backends"][name]["not_applicable"].get(reason, 0) for name in backends] for reason in reasons)
    return head + "".join(
        f"| {reason} | {' | '.join(map(str, row))} |\n" for reason, row in zip(reasons, counts, strict=True)
    )


def failed(measured, backends):
    """Every failing test with its reason; the tests that fail for one reason stand together."""
    causes = {}
    for name in backends:
        for test, reason in measured["backends"][name]["failed"].items():
            causes.setdefault((test.split("::")[0], reason), {}).setdefault(test.split("::")[-1], []).append(name)
    if not causes:
        return "None.\n"
    return "".join(f"- {_cause(cause, tests, backends)}\n" for cause, tests in sorted(causes.items()))


def _cause(cause, tests, backends):
    file, reason = cause
    where = {
        test: "" if len(on) == len(backends) else f" ({', '.join(map(BACKENDS.get, on))})" for test, on in tests.items()
    }
    names = ", ".join(f"{test}{where[test]}" for test in sorted(tests))
    return f"{file}: {names}. `{reason.replace('`', chr(39))}`"


def _where(failing, backends):
    """Which backends a test fails on, where it is not all of them."""
    return "" if len(failing) == len(backends) else f" ({', '.join(BACKENDS[name] for name in failing)})"
