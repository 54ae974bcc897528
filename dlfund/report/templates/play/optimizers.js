// Optimizers: how a weight w follows from its gradient g. One function a rule, written for one weight w[i] and its memory.

// Keras computes βᵗ in float32, and 1 − 0.999 loses digits there
const power = (base, t) => Math.fround(Math.fround(base) ** t);
const oneMinus = (value) => Math.fround(1 - value);
const memories = (count) => (size) => Array.from({ length: count }, () => new Float32Array(size));

// name: {memory: arrays for a weight of this size, step(w, g, i, memory, rate, t), rate: a usual learning rate}
const RULES = {
  sgd: { rate: 0.1, memory: memories(0), step: (w, g, i, _, rate) => { w[i] -= rate * g[i]; } },
  momentum: { rate: 0.03, memory: memories(1), step: (w, g, i, [v], rate) => {
    v[i] = 0.9 * v[i] - rate * g[i];
    w[i] += v[i];
  } },
  nesterov: { rate: 0.03, memory: memories(1), step: (w, g, i, [v], rate) => {
    v[i] = 0.9 * v[i] - rate * g[i];
    w[i] += 0.9 * v[i] - rate * g[i];
  } },
  adagrad: { rate: 0.1, memory: (size) => [new Float32Array(size).fill(0.1)], step: (w, g, i, [total], rate) => {
    total[i] += g[i] * g[i];
    w[i] -= (rate * g[i]) / Math.sqrt(total[i] + 1e-7);
  } },
  rmsprop: { rate: 0.01, memory: memories(1), step: (w, g, i, [v], rate) => {
    v[i] = 0.9 * v[i] + 0.1 * g[i] * g[i];
    w[i] -= (rate * g[i]) / Math.sqrt(v[i] + 1e-7);
  } },
  adam: { rate: 0.01, memory: memories(2), step: adamStep },
  adamw: { rate: 0.01, memory: memories(2), decay: 0.004, step: adamStep }, // the decay is taken before, see `decayed`
  adamax: { rate: 0.01, memory: memories(2), step: (w, g, i, [m, u], rate, t) => {
    m[i] += (g[i] - m[i]) * 0.1;
    u[i] = Math.max(0.999 * u[i], Math.abs(g[i]));
    w[i] -= (rate * m[i]) / (oneMinus(power(0.9, t)) * (u[i] + 1e-7));
  } },
  nadam: { rate: 0.01, memory: memories(2), step: (w, g, i, [m, v], rate, t) => {
    m[i] += (g[i] - m[i]) * 0.1;
    v[i] += (g[i] * g[i] - v[i]) * 0.001;
    const { now, next, product } = nadamMomentum(t);
    const ahead = (next * m[i]) / (1 - product * next) + ((1 - now) * g[i]) / (1 - product);
    w[i] -= (rate * ahead) / (Math.sqrt(v[i] / oneMinus(power(0.999, t))) + 1e-7);
  } },
  lion: { rate: 0.001, memory: memories(1), step: (w, g, i, [m], rate) => {
    w[i] -= rate * Math.sign(Math.fround(0.9 * m[i]) + Math.fround(0.1 * g[i]));
    m[i] = 0.99 * m[i] + 0.01 * g[i];
  } },
};

function adamStep(w, g, i, [m, v], rate, t) {
  m[i] += (g[i] - m[i]) * 0.1;
  v[i] += (g[i] * g[i] - v[i]) * 0.001;
  const corrected = (rate * Math.sqrt(oneMinus(power(0.999, t)))) / oneMinus(power(0.9, t));
  w[i] -= (corrected * m[i]) / (Math.sqrt(v[i]) + 1e-7);
}

// Nadam's momentum at step t and the next one, and the product of all so far; kept, since every weight asks for it
const known = { t: 0, now: 0, next: 0, product: 1 };
function nadamMomentum(t) {
  if (t < known.t) Object.assign(known, { t: 0, product: 1 });
  while (known.t < t) {
    known.t += 1;
    known.now = 0.9 * (1 - 0.5 * 0.96 ** known.t);
    known.next = 0.9 * (1 - 0.5 * 0.96 ** (known.t + 1));
    known.product *= known.now;
  }
  return known;
}

// What is done to gradients before the rule: {name: (all gradients, limit)}
const CLIPPED = {
  none: () => {},
  value: (gradients, limit) => gradients.forEach((g) => scale(g, (value) => Math.max(-limit, Math.min(limit, value)))),
  norm: (gradients, limit) => gradients.forEach((g) => shorten([g], limit)),
  global_norm: (gradients, limit) => shorten(gradients, limit),
};

function scale(g, change) {
  for (let i = 0; i < g.length; i++) g[i] = change(g[i]);
}

const lengthOf = (arrays) => Math.sqrt(arrays.reduce((sum, g) => g.reduce((part, value) => part + value * value, sum), 0));

function shorten(gradients, limit) {
  const length = lengthOf(gradients);
  if (length > limit) gradients.forEach((g) => scale(g, (value) => (value * limit) / length));
}

class Optimizer {
  constructor(settings, weights) {
    const { optimizer, learning_rate: rate, clip, clip_limit: limit, lookahead } = settings;
    Object.assign(this, { rule: RULES[optimizer], rate, clip, limit, lookahead, t: 0 });
    this.memories = weights.map((w) => this.rule.memory(w.length));
    this.slow = weights.map((w) => w.slice());
  }

  step(weights, gradients) {
    this.t += 1;
    CLIPPED[this.clip](gradients, this.limit);
    weights.forEach((w, place) => {
      const decay = this.rate * (this.rule.decay || 0);
      for (let i = 0; i < w.length; i++) {
        w[i] -= decay * w[i];
        this.rule.step(w, gradients[place], i, this.memories[place], this.rate, this.t);
      }
    });
    if (this.lookahead && this.t % 5 === 0) this.meet(weights);
  }

  // every 5 steps: slow = slow + ½ (fast − slow), and the fast weights start again from there
  meet(weights) {
    weights.forEach((w, place) => {
      const slow = this.slow[place];
      for (let i = 0; i < w.length; i++) w[i] = slow[i] += 0.5 * (w[i] - slow[i]);
    });
  }
}
