// The six steps of the cycle for one neuron: what happens, the formula, and the formula with its numbers.

const TERMS = 5; // of a sum that are written out
const SHOWN = 40; // incoming weights that the table lists

const STEPS_OF_CYCLE = [
  { key: "input", phase: "forward", title: "Input", says: "Forward propagation begins: these numbers are the neuron's inputs." },
  { key: "weights", phase: "forward", title: "Weights", says: "Each number is multiplied by its weight, and the products are added up: the weighted sum." },
  { key: "bias", phase: "forward", title: "Bias", says: "The bias is added: it shifts the point at which the neuron becomes active." },
  { key: "activation", phase: "forward", title: "Activation", says: "The activation is a non-linear function of the sum. Without it, any number of layers would be one linear function." },
  { key: "loss", phase: "loss", title: "Loss", says: "The loss is one number: how far the prediction is from the target." },
  { key: "update", phase: "backward", title: "Gradient and update", says: "Backward propagation: the chain rule gives the gradient of the loss with respect to each weight, and the optimizer moves each weight a little downhill." },
];

const LOSS_FORMULAS = {
  mean_squared_error: ["(ŷ − t)²", (a, t) => `(${number(a)} − ${factor(t)})²`],
  mean_absolute_error: ["|ŷ − t|", (a, t) => `|${number(a)} − ${factor(t)}|`],
  huber: ["½ (ŷ − t)² near the target, a straight line beyond", null],
  quantile: ["q · (t − ŷ) above ŷ, (1 − q) · (ŷ − t) below", null],
  hinge: ["max(0, 1 − t · ŷ), with t = ±1", (a, t) => `max(0, 1 − ${factor(t || -1)} · ${factor(a)})`],
  perceptron_loss: ["max(0, −t · ŷ), with t = ±1", (a, t) => `max(0, −${factor(t || -1)} · ${factor(a)})`],
  binary_crossentropy: [
    "−[t · ln ŷ + (1 − t) · ln(1 − ŷ)]",
    (a, t) => `−[${number(t)} · ln ${number(a)} + ${number(1 - t)} · ln ${number(1 - a)}]`,
  ],
  categorical_crossentropy: ["−Σ t · ln ŷ", null],
  sparse_categorical_crossentropy: ["−ln ŷ of the true class", null],
};

const layerName = (net, number) => (number < 0 ? "the inputs" : net.layers[number].name);
const inputName = (net, layer, place) => (layer === 0 ? net.features[place].name : `${net.layers[layer - 1].name} ${place + 1}`);

function sumText(parts, terms = TERMS) {
  const more = parts.length > terms ? ` + … (${parts.length - terms} more)` : "";
  return parts.slice(0, terms).join(" + ") + more;
}

// Lines of one step for the chosen neuron: [name, text, a word on it].
function stepLines(net, state, step) {
  const layer = net.layers[state.layer], call = state.found.calls[state.layer], unit = state.unit;
  const w = (input) => state.weights[weightPlace(layer, input, unit)];
  const inputs = Array.from(call.x.keys());
  switch (STEPS_OF_CYCLE[step].key) {
    case "input":
      return inputs.slice(0, 8).map((i) => inputLine(net, state, i, call.x[i]))
        .concat(inputs.length > 8 ? [["", `… ${inputs.length - 8} more`]] : []);
    case "weights":
      return [
        ["Σ w·x", sumText(inputs.map((i) => `w${small(i + 1)}·x${small(i + 1)}`))],
        ["", sumText(inputs.map((i) => `${factor(w(i))}·${factor(call.x[i])}`))],
        ["", number(call.sums[unit])],
      ];
    case "bias":
      if (!layer.bias) return [["z", "Σ w·x: this layer has no bias"], ["", number(call.z[unit])]];
      return [
        ["z", "Σ w·x + b"],
        ["", `${number(call.sums[unit])} + ${factor(state.weights[layer.biasAt + unit])}`],
        ["", number(call.z[unit])],
      ];
    case "activation":
      return [
        ["a", `${layer.activation}(z)`],
        ["", ACTIVATIONS[layer.activation][2]],
        ["", `${layer.activation}(${number(call.z[unit])})`],
        ["", number(call.a[unit])],
      ];
    case "loss":
      return lossLines(net, state);
    default:
      return [...chainLines(net, state), ...updateLines(net, state)];
  }
}

// [name, text, where it comes from]
function inputLine(net, state, place, value) {
  const name = `x${small(place + 1)}`;
  if (state.layer > 0) return [name, number(value), `the output of ${inputName(net, state.layer, place)}`];
  const feature = net.features[place], raw = feature.mean + feature.deviation * value;
  const unit = feature.unit ? `, ${feature.unit}` : "";
  if (feature.mean === 0 && feature.deviation === 1) return [name, number(value), feature.name];
  return [name, `(${number(raw)} − ${factor(feature.mean)}) / ${number(feature.deviation)} = ${number(value)}`, `${feature.name}${unit}: minus its mean, divided by its standard deviation`];
}

function lossLines(net, state) {
  const a = state.found.calls[net.layers.length - 1].a, t = state.target, rule = net.loss;
  const [formula, filled] = LOSS_FORMULAS[rule.name];
  const lines = [["loss", formula + (a.length > 1 && !rule.name.includes("categorical") ? ", averaged over the outputs" : "")]];
  const asProbability = !(rule.from_logits && rule.name.includes("crossentropy"));
  if (!asProbability) lines.push(["", "of the probability that the last sum represents"]);
  if (rule.label_smoothing) lines.push(["t", `smoothed by ${number(rule.label_smoothing)}`]);
  else if (filled && a.length === 1 && asProbability) lines.push(["", filled(a[0], t[0])]);
  else if (rule.name.includes("categorical") && asProbability) {
    const at = t.indexOf(Math.max(...t));
    lines.push(["", `−ln ${number(a[at])}`]);
  }
  lines.push(["", number(state.found.rowLoss)]);
  const more = state.found.loss - state.found.rowLoss;
  if (more > 0) lines.push(["", `+ ${number(more)}, the penalty on large weights, = ${number(state.found.loss)}`]);
  return lines;
}

// ∂loss/∂a · f'(z) = δ
function chainLines(net, state) {
  const layer = net.layers[state.layer], call = state.found.calls[state.layer], unit = state.unit;
  const next = net.layers[state.layer + 1], lines = [];
  if (next) {
    const deltas = state.found.calls[state.layer + 1].delta;
    const parts = Array.from(deltas, (d, k) => `${factor(state.weights[weightPlace(next, unit, k)])}·${factor(d)}`);
    lines.push(["∂loss/∂a", `Σ w·δ of ${next.name} = ${sumText(parts, 3)} = ${number(call.gradient[unit])}`, "passed back along the dashed edges"]);
  } else {
    lines.push(["∂loss/∂a", `slope of the loss at ŷ = ${number(call.gradient[unit])}`]);
  }
  if (layer.activation === "softmax") {
    lines.push(["δ", `∂loss/∂z = ${number(call.delta[unit])} (softmax: all outputs together)`]);
    return lines;
  }
  const slope = ACTIVATIONS[layer.activation][1](call.z[unit]);
  lines.push(["f′(z)", `${layer.activation}′(${number(call.z[unit])}) = ${number(slope)}`]);
  lines.push(["δ", `∂loss/∂a · f′(z) = ${factor(call.gradient[unit])} · ${number(slope)} = ${number(call.delta[unit])}`]);
  return lines;
}

function updateLines(net, state) {
  const layer = net.layers[state.layer], call = state.found.calls[state.layer], unit = state.unit, delta = call.delta[unit];
  const shown = Math.min(2, layer.inputs), lines = [];
  for (let i = 0; i < shown; i++) {
    const penalty = layer.l1 || layer.l2 ? ` + the penalty's gradient` : "";
    const g = state.found.gradients[weightPlace(layer, i, unit)];
    lines.push([`∂loss/∂w${small(i + 1)}`, `δ · x${small(i + 1)}${penalty} = ${factor(delta)} · ${factor(call.x[i])} = ${number(g)}`]);
  }
  if (layer.bias) lines.push(["∂loss/∂b", `δ = ${number(delta)}`]);
  for (let i = 0; i < shown; i++) lines.push([`w${small(i + 1)} new`, changeText(net, state, weightPlace(layer, i, unit))]);
  if (layer.bias) lines.push(["b new", changeText(net, state, layer.biasAt + unit, "b")]);
  return lines;
}

function changeText(net, state, at, name = "w") {
  const rule = net.optimizer, w = state.weights[at], g = state.found.gradients[at], after = state.next.after[at];
  if (rule.rule === "gradient_descent" && !rule.weight_decay) {
    return `${name} − learning rate · ∂loss/∂${name} = ${number(w)} − ${number(rule.learning_rate)} · ${factor(g)} = ${number(after)}`;
  }
  return `${name} + step of ${rule.name} = ${number(w)} + ${factor(after - w)} = ${number(after)}`;
}

const RULE_FORMULAS = {
  gradient_descent: "w new = w − learning rate · ∂loss/∂w",
  momentum: "v = momentum · v − learning rate · ∂loss/∂w;  w new = w + v",
  nesterov: "v = momentum · v − learning rate · ∂loss/∂w;  w new = w + momentum · v − learning rate · ∂loss/∂w",
  adam: "m = β₁ m + (1 − β₁) g;  v = β₂ v + (1 − β₂) g²;  w new = w − learning rate · m̂ / (√v̂ + ε)",
};

function ruleText(rule) {
  const own = rule.known ? `${rule.name}: ` : `The network's own optimizer, ${rule.name}, has a rule that this page does not compute; plain gradient descent is shown instead: `;
  const decay = rule.weight_decay ? `; and every weight shrinks by learning rate · ${number(rule.weight_decay)} · w` : "";
  return `${own}${RULE_FORMULAS[rule.rule]}${decay}.`;
}
