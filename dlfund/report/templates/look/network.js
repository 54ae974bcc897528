// The network itself: forward, loss, backward, update. `weights` holds every weight in one row, as the layers say.

function placeLayers(layers) {
  let at = 0;
  return layers.map((layer) => {
    const kernelAt = at, biasAt = layer.bias ? at + layer.inputs * layer.units : -1;
    at += layer.inputs * layer.units + (layer.bias ? layer.units : 0);
    return { ...layer, kernelAt, biasAt };
  });
}

const weightPlace = (layer, input, unit) => layer.kernelAt + input * layer.units + unit;

// z = W x, then + b, then a = f(z): everything a layer says of one row
function layerForward(layer, weights, x) {
  const { units, biasAt } = layer, sums = new Float64Array(units);
  for (let i = 0; i < layer.inputs; i++) {
    const value = x[i], row = layer.kernelAt + i * units;
    if (value !== 0) for (let j = 0; j < units; j++) sums[j] += value * weights[row + j];
  }
  const z = Float64Array.from(sums);
  if (layer.bias) for (let j = 0; j < units; j++) z[j] += weights[biasAt + j];
  return { x, sums, z, a: activate(layer.activation, z) };
}

function forward(layers, weights, x) {
  const calls = [];
  for (const layer of layers) {
    calls.push(layerForward(layer, weights, x));
    x = calls[calls.length - 1].a;
  }
  return calls;
}

function penalty(layers, weights) {
  let total = 0;
  for (const layer of layers) {
    if (!layer.l1 && !layer.l2) continue;
    for (let at = layer.kernelAt; at < layer.kernelAt + layer.inputs * layer.units; at++) {
      total += layer.l1 * Math.abs(weights[at]) + layer.l2 * weights[at] ** 2;
    }
  }
  return total;
}

// [loss of the row, ∂loss/∂a of the last layer, ∂loss/∂z of the last layer]
function lossOf(rule, layer, call, target) {
  const shown = LOSSES[rule.name](call.a, target, rule);
  if (!looksBehind(rule, layer.activation)) {
    return [shown[0], shown[1], throughActivation(layer.activation, call.z, call.a, shown[1])];
  }
  const [loss, delta] = LOSSES[rule.name](call.z, target, { ...rule, from_logits: true });
  return [loss, shown[1], delta];
}

// One row's whole step: calls with ∂loss/∂a and ∂loss/∂z, and ∂loss/∂w of every weight.
function backward(layers, weights, x, target, rule) {
  const calls = forward(layers, weights, x), last = layers.length - 1;
  const gradients = new Float64Array(weights.length);
  const [rowLoss, outputGradient, outputDelta] = lossOf(rule, layers[last], calls[last], target);
  let gradient = outputGradient, delta = outputDelta;
  for (let number = last; number >= 0; number--) {
    const layer = layers[number], call = calls[number];
    if (number < last) delta = throughActivation(layer.activation, call.z, call.a, gradient);
    Object.assign(call, { gradient, delta });
    gradient = layerBackward(layer, weights, call, delta, gradients);
  }
  return { calls, gradients, rowLoss, loss: rowLoss + penalty(layers, weights), inputGradient: gradient };
}

// ∂loss/∂W = x · δ, ∂loss/∂b = δ, and what the layer before hears: ∂loss/∂x = W δ
function layerBackward(layer, weights, call, delta, gradients) {
  const before = new Float64Array(layer.inputs);
  for (let i = 0; i < layer.inputs; i++) {
    const row = layer.kernelAt + i * layer.units;
    for (let j = 0; j < layer.units; j++) {
      const w = weights[row + j];
      before[i] += w * delta[j];
      gradients[row + j] = call.x[i] * delta[j] + layer.l1 * Math.sign(w) + 2 * layer.l2 * w;
    }
  }
  if (layer.bias) delta.forEach((one, j) => { gradients[layer.biasAt + j] = one; });
  return before;
}

// What an optimizer remembers at its first step: nothing.
const freshMemory = (count) => ({ steps: 0, direction: new Float64Array(count), size: new Float64Array(count) });

// name: (g, m, v, t, rule) -> [m, v, step], with w_new = w_old + step
const STEPS = {
  gradient_descent: (g, m, v, t, rule) => [m, v, -rule.learning_rate * g],
  momentum: (g, m, v, t, rule) => {
    const velocity = rule.momentum * m - rule.learning_rate * g;
    return [velocity, v, velocity];
  },
  nesterov: (g, m, v, t, rule) => {
    const velocity = rule.momentum * m - rule.learning_rate * g;
    return [velocity, v, rule.momentum * velocity - rule.learning_rate * g];
  },
  adam: (g, m, v, t, rule) => {
    m = rule.beta_1 * m + (1 - rule.beta_1) * g;
    v = rule.beta_2 * v + (1 - rule.beta_2) * g * g;
    const short = Math.sqrt(1 - rule.beta_2 ** t), epsilon = rule.epsilon / short;  // ε is added before v is corrected
    return [m, v, (-rule.learning_rate * (m / (1 - rule.beta_1 ** t))) / (Math.sqrt(v) / short + epsilon)];
  },
};

// { after, memory }: every weight one step further
function update(rule, weights, gradients, memory) {
  const after = new Float64Array(weights.length), next = freshMemory(weights.length), t = memory.steps + 1;
  next.steps = t;
  for (let at = 0; at < weights.length; at++) {
    const [m, v, step] = STEPS[rule.rule](gradients[at], memory.direction[at], memory.size[at], t, rule);
    next.direction[at] = m;
    next.size[at] = v;
    after[at] = weights[at] - rule.learning_rate * rule.weight_decay * weights[at] + step;
  }
  return { after, memory: next };
}

// The mean loss over all rows, and each unit's health:
// dead: f'(z) = 0 on every row. saturated: |f'(z)| under 1 % of its steepest on 95 % of the rows.
function overRows(net, weights) {
  const { layers, rows, targets } = net, last = layers.length - 1;
  const counts = layers.map(({ units }) => ({ flat: new Array(units).fill(0), slow: new Array(units).fill(0) }));
  let total = 0;
  rows.forEach((row, n) => {
    const calls = forward(layers, weights, row);
    total += lossOf(net.loss, layers[last], calls[last], targets[n])[0];
    calls.forEach((call, number) => countSlopes(layers[number].activation, call.z, counts[number]));
  });
  const health = counts.map((count, number) => verdicts(layers[number].activation, count, rows.length));
  return { loss: total / rows.length + penalty(layers, weights), health };
}

function countSlopes(activation, z, { flat, slow }) {
  const slope = ACTIVATIONS[activation][1];
  if (!slope || activation === "linear") return;
  const few = 0.01 * steepest(activation);
  for (let j = 0; j < z.length; j++) {
    const size = Math.abs(slope(z[j]));
    if (size === 0) flat[j] += 1;
    if (size < few) slow[j] += 1;
  }
}

function verdicts(activation, { flat, slow }, rows) {
  if (hasFlatSide(activation)) return flat.map((count) => (count === rows ? "dead" : "works"));
  return slow.map((count) => (count >= 0.95 * rows ? "saturated" : "works"));
}

const AROUND_ZERO = Array.from({ length: 101 }, (_, place) => place / 10 - 5);
const slopes = (name) => AROUND_ZERO.map((z) => Math.abs((ACTIVATIONS[name][1] || (() => 1))(z)));
const remembered = (ask) => { const known = {}; return (name) => (known[name] ??= ask(name)); };
const steepest = remembered((name) => Math.max(...slopes(name)));
const hasFlatSide = remembered((name) => slopes(name).some((slope) => slope === 0));
