// Activations and losses, each with its derivative: what dlfund's and Keras's own compute, in double precision.

const SELU_SCALE = 1.05070098735548, SELU_ALPHA = 1.67326324235437;
const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

// The share of a normal distribution below z: a series near 0, a continued fraction further out.
function below(z) {
  const size = Math.abs(z);
  if (size < 3) {
    let term = size, sum = size;
    for (let n = 1; Math.abs(term) > 1e-17; n++) sum += term *= (size * size) / (2 * n + 1);
    const half = sum * density(size);
    return z < 0 ? 0.5 - half : 0.5 + half;
  }
  let fraction = size;
  for (let n = 60; n > 0; n--) fraction = size + n / fraction;
  return z < 0 ? density(size) / fraction : 1 - density(size) / fraction;
}

const mishGate = (z) => Math.tanh(softplus(z));

// name: [f(z), f'(z), its formula]
const ACTIVATIONS = {
  linear: [(z) => z, () => 1, "z"],
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0), "max(0, z)"],
  sigmoid: [sigmoid, (z) => sigmoid(z) * (1 - sigmoid(z)), "1 / (1 + e⁻ᶻ)"],
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2, "tanh(z)"],
  softplus: [softplus, sigmoid, "ln(1 + eᶻ)"],
  exponential: [Math.exp, Math.exp, "eᶻ"],
  elu: [(z) => (z > 0 ? z : Math.expm1(z)), (z) => (z > 0 ? 1 : Math.exp(z)), "z, or eᶻ − 1 below 0"],
  selu: [
    (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)),
    (z) => SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * Math.exp(z)),
    "1.051 · z, or 1.758 · (eᶻ − 1) below 0",
  ],
  gelu: [(z) => z * below(z), (z) => below(z) + z * density(z), "z · Φ(z)"],
  silu: [(z) => z * sigmoid(z), (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))), "z · sigmoid(z)"],
  leaky_relu: [(z) => (z > 0 ? z : 0.2 * z), (z) => (z > 0 ? 1 : 0.2), "z, or 0.2 · z below 0"],
  hard_sigmoid: [
    (z) => Math.min(Math.max(z + 3, 0), 6) / 6,
    (z) => (Math.abs(z) < 3 ? 1 / 6 : 0),
    "(z + 3) / 6, kept between 0 and 1",
  ],
  mish: [
    (z) => z * mishGate(z),
    (z) => mishGate(z) + z * (1 - mishGate(z) ** 2) * sigmoid(z),
    "z · tanh(softplus(z))",
  ],
  step: [(z) => (z >= 0 ? 1 : 0), () => 0, "1 if z ≥ 0, else 0"],
  straight_through_step: [(z) => (z >= 0 ? 1 : 0), () => 1, "1 if z ≥ 0, else 0 (its slope is taken as 1)"],
  softmax: [null, null, "eᶻ / Σ eᶻ of the layer"], // its units depend on each other
};

function softmax(z) {
  const top = z.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = z.map((one) => Math.exp(one - top));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((one) => one / total);
}

function activate(name, z) {
  if (name === "softmax") return softmax(z);
  const f = ACTIVATIONS[name][0], a = new Float64Array(z.length);
  for (let j = 0; j < z.length; j++) a[j] = f(z[j]);
  return a;
}

// ∂loss/∂z from ∂loss/∂a: each number by itself, but for softmax all together
function throughActivation(name, z, a, gradient) {
  if (name !== "softmax") return z.map((one, j) => gradient[j] * ACTIVATIONS[name][1](one));
  const shared = a.reduce((sum, one, k) => sum + one * gradient[k], 0);
  return a.map((one, j) => one * (gradient[j] - shared));
}

const signed = (targets) => targets.map((t) => (t === 0 ? -1 : t));
const inside = (p, epsilon) => Math.min(Math.max(p, epsilon), 1 - epsilon);

// name: (a, t, rule) -> [loss, ∂loss/∂a]; the mean over outputs, as Keras takes it
const meanOf = (value, slope) => (a, t, rule) => [
  a.reduce((sum, one, j) => sum + value(one, t[j], rule), 0) / a.length,
  a.map((one, j) => slope(one, t[j], rule) / a.length),
];
const onSigned = (value, slope) => (a, t, rule) => meanOf(value, slope)(a, signed(t), rule);

const LOSSES = {
  mean_squared_error: meanOf((a, t) => (a - t) ** 2, (a, t) => 2 * (a - t)),
  mean_absolute_error: meanOf((a, t) => Math.abs(a - t), (a, t) => Math.sign(a - t)),
  huber: meanOf(
    (a, t, r) => (Math.abs(a - t) <= r.delta ? 0.5 * (a - t) ** 2 : r.delta * Math.abs(a - t) - 0.5 * r.delta ** 2),
    (a, t, r) => (Math.abs(a - t) <= r.delta ? a - t : r.delta * Math.sign(a - t)),
  ),
  quantile: meanOf(
    (a, t, r) => (t >= a ? r.quantile * (t - a) : (r.quantile - 1) * (t - a)),
    (a, t, r) => (t >= a ? -r.quantile : 1 - r.quantile),
  ),
  hinge: onSigned((a, t) => Math.max(1 - t * a, 0), (a, t) => (1 - t * a > 0 ? -t : 0)),
  perceptron_loss: onSigned((a, t) => Math.max(-t * a, 0), (a, t) => (t * a > 0 ? 0 : -t)),
  binary_crossentropy: binaryCrossentropy,
  categorical_crossentropy: classCrossentropy,
  sparse_categorical_crossentropy: classCrossentropy,
};

function binaryCrossentropy(a, t, rule) {
  const wanted = t.map((one) => one * (1 - rule.label_smoothing) + 0.5 * rule.label_smoothing);
  if (rule.from_logits) {
    return meanOf((z, one) => softplus(z) - one * z, (z, one) => sigmoid(z) - one)(a, wanted, rule);
  }
  const value = (p, one) => -(one * Math.log(inside(p, rule.epsilon)) + (1 - one) * Math.log(1 - inside(p, rule.epsilon)));
  const slope = (p, one) => (inside(p, rule.epsilon) === p ? (1 - one) / (1 - p) - one / p : 0);
  return meanOf(value, slope)(a, wanted, rule);
}

function classCrossentropy(a, t, rule) {
  const smoothing = rule.label_smoothing || 0;
  const wanted = t.map((one) => one * (1 - smoothing) + smoothing / a.length);
  if (rule.from_logits) {
    const p = softmax(a), total = wanted.reduce((x, y) => x + y, 0);
    return [-wanted.reduce((sum, one, j) => sum + one * Math.log(Math.max(p[j], 1e-300)), 0), p.map((one, j) => total * one - wanted[j])];
  }
  const sum = a.reduce((x, y) => x + y, 0), p = a.map((one) => one / sum);
  const loss = -wanted.reduce((found, one, j) => found + one * Math.log(inside(p[j], rule.epsilon)), 0);
  const first = p.map((one, j) => (inside(one, rule.epsilon) === one ? -wanted[j] / one : 0));
  const shared = first.reduce((found, one, j) => found + one * p[j], 0);
  return [loss, first.map((one) => (one - shared) / sum)];
}

// What the loss takes straight to the weighted sums, where it looks behind the last activation.
const LOGITS = { binary_crossentropy: "sigmoid", categorical_crossentropy: "softmax", sparse_categorical_crossentropy: "softmax" };
const looksBehind = (rule, activation) => rule.behind && !rule.from_logits && LOGITS[rule.name] === activation;
