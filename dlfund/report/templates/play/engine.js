// A dense network: forward propagation, loss, backward propagation, update, each for a batch of rows in typed arrays.

ACTIVATIONS.sign = [Math.sign, () => 0, "−1, 0 or 1: the sign of z"];
ACTIVATIONS.log_softmax = [null, null, "z − ln Σ eᶻ of the layer"];

const HEADS = { binary_crossentropy: "sigmoid", sparse_categorical_crossentropy: "softmax", mean_squared_error_of_classes: "sigmoid" };

// name: (a, t) -> [loss of one output, ∂loss/∂a]
const EACH_LOSS = {
  mean_squared_error: (a, t) => [(a - t) ** 2, 2 * (a - t)],
  mean_squared_error_of_classes: (a, t) => [(a - t) ** 2, 2 * (a - t)],
  mean_absolute_error: (a, t) => [Math.abs(a - t), Math.sign(a - t)],
  huber: (a, t) => (Math.abs(a - t) <= 1 ? [0.5 * (a - t) ** 2, a - t] : [Math.abs(a - t) - 0.5, Math.sign(a - t)]),
  hinge: (a, t) => [Math.max(0, 1 - (2 * t - 1) * a), (2 * t - 1) * a < 1 ? 1 - 2 * t : 0], // t = 0 counts as −1
};

class Network {
  constructor(inputs, outputs, settings) {
    const sizes = [inputs, ...settings.hidden, outputs], draw = generator(settings.seed, "weights");
    this.settings = settings;
    this.layers = sizes.slice(1).map((units, place) => ({
      inputs: sizes[place], units,
      activation: place < settings.hidden.length ? settings.activation : HEADS[settings.loss] || "linear",
      dropout: place < settings.hidden.length ? settings.dropout : 0,
      kernel: startWeights(settings.initializer, sizes[place], units, draw),
      bias: new Float32Array(units),
      kernelGradient: new Float32Array(sizes[place] * units),
      biasGradient: new Float32Array(units),
    }));
    this.weights = this.layers.flatMap((layer) => [layer.kernel, layer.bias]);
    this.gradients = this.layers.flatMap((layer) => [layer.kernelGradient, layer.biasGradient]);
    this.optimizer = new Optimizer(settings, this.weights);
    this.draw = generator(settings.seed, "dropout");
  }

  // Arrays for so many rows: z, a, what dropout leaves of a, and δ = ∂loss/∂z, of every layer
  pass(rows) {
    const arrays = (layer) => Object.fromEntries(["z", "a", "mask", "out", "delta"].map((name) => [name, new Float32Array(rows * layer.units)]));
    return { rows, layers: this.layers.map(arrays) };
  }

  forward(pass, x, training = false) {
    this.layers.forEach((layer, place) => {
      const here = pass.layers[place], dropped = training && layer.dropout > 0;
      weightedSums(layer, place ? pass.layers[place - 1].out : x, pass.rows, here.z);
      activateRows(layer.activation, here.z, here.a, layer.units);
      if (dropped) dropUnits(here, layer.dropout, this.draw);
      else here.out.set(here.a);
    });
    return pass.layers[pass.layers.length - 1].a;
  }

  // the mean loss of the rows, without the penalty on weights
  loss(output, y) {
    const units = this.layers[this.layers.length - 1].units, { loss } = this.settings;
    let sum = 0;
    for (let r = 0; r < y.length; r++) sum += rowLoss(loss, output, y[r], r, units);
    return sum / y.length;
  }

  backward(pass, x, y) {
    const { layers } = this, last = layers.length - 1;
    headDelta(this.settings.loss, layers[last], pass.layers[last], y);
    for (let place = last; place >= 0; place--) {
      const layer = layers[place], below = place ? pass.layers[place - 1] : null;
      layerGradient(layer, below ? below.out : x, pass.layers[place].delta, pass.rows);
      penalise(layer, this.settings);
      if (below) deltaBelow(layer, layers[place - 1], pass.layers[place].delta, below, pass.rows);
    }
  }

  // one step: forward, backward, update
  step(pass, x, y) {
    this.forward(pass, x, true);
    this.backward(pass, x, y);
    this.optimizer.step(this.weights, this.gradients);
  }
}

// z = Σ w·x + b
function weightedSums({ inputs, units, kernel, bias }, x, rows, z) {
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < units; j++) {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += kernel[i * units + j] * x[r * inputs + i];
      z[r * units + j] = Math.fround(sum) + bias[j];
    }
  }
}

// a = f(z)
function activateRows(name, z, a, units) {
  if (name !== "softmax" && name !== "log_softmax") {
    const f = ACTIVATIONS[name][0];
    for (let k = 0; k < z.length; k++) a[k] = f(z[k]);
    return;
  }
  for (let r = 0; r < z.length; r += units) {
    const row = softmax(z.subarray(r, r + units));
    for (let j = 0; j < units; j++) a[r + j] = name === "softmax" ? row[j] : Math.log(row[j]);
  }
}

// what dropout leaves: nothing of a share of the numbers, and more of the others
function dropUnits({ a, mask, out }, rate, draw) {
  for (let k = 0; k < a.length; k++) {
    mask[k] = draw() < rate ? 0 : 1 / (1 - rate);
    out[k] = a[k] * mask[k];
  }
}

function rowLoss(loss, output, target, row, units) {
  if (loss === "sparse_categorical_crossentropy") return -Math.log(inside(output[row * units + target], 1e-7));
  const a = output[row];
  if (loss === "binary_crossentropy") return -Math.log(inside(target ? a : 1 - a, 1e-7));
  return EACH_LOSS[loss](a, target)[0];
}

// δ of the output layer; after a sigmoid or softmax the cross-entropy's is (ŷ − t) / rows
function headDelta(loss, layer, { z, a, delta }, y) {
  const { units } = layer, rows = y.length;
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < units; j++) {
      const k = r * units + j;
      if (loss === "sparse_categorical_crossentropy") delta[k] = (a[k] - (j === y[r] ? 1 : 0)) / rows;
      else if (loss === "binary_crossentropy") delta[k] = (a[k] - y[r]) / rows;
      else delta[k] = (EACH_LOSS[loss](a[k], y[r])[1] * ACTIVATIONS[layer.activation][1](z[k])) / rows;
    }
  }
}

// ∂loss/∂w = Σ δ·x and ∂loss/∂b = Σ δ over the batch
function layerGradient({ inputs, units, kernelGradient, biasGradient }, x, delta, rows) {
  for (let j = 0; j < units; j++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += delta[r * units + j];
    biasGradient[j] = sum;
    for (let i = 0; i < inputs; i++) {
      sum = 0;
      for (let r = 0; r < rows; r++) sum += delta[r * units + j] * x[r * inputs + i];
      kernelGradient[i * units + j] = sum;
    }
  }
}

// the penalty l1·Σ|w| + l2·Σw² has the gradient l1·sign(w) + 2·l2·w
function penalise({ kernel, kernelGradient }, { l1, l2 }) {
  if (!l1 && !l2) return;
  for (let k = 0; k < kernel.length; k++) kernelGradient[k] += l1 * Math.sign(kernel[k]) + 2 * l2 * kernel[k];
}

// δ of the layer below: Σ w·δ, by what dropout left, by f'(z)
function deltaBelow({ inputs, units, kernel }, layerBelow, delta, below, rows) {
  const dropped = layerBelow.dropout > 0;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < inputs; i++) {
      let sum = 0;
      for (let j = 0; j < units; j++) sum += kernel[i * units + j] * delta[r * units + j];
      below.delta[r * inputs + i] = dropped ? sum * below.mask[r * inputs + i] : sum;
    }
  }
  throughActivations(layerBelow.activation, below, inputs);
}

function throughActivations(name, { z, a, delta }, units) {
  if (name !== "softmax" && name !== "log_softmax") {
    const slope = ACTIVATIONS[name][1];
    for (let k = 0; k < z.length; k++) delta[k] *= slope(z[k]);
    return;
  }
  for (let r = 0; r < z.length; r += units) {
    let shared = 0;
    for (let j = r; j < r + units; j++) shared += delta[j] * (name === "softmax" ? a[j] : 1);
    for (let j = r; j < r + units; j++) {
      delta[j] = name === "softmax" ? a[j] * (delta[j] - shared) : delta[j] - Math.exp(a[j]) * shared;
    }
  }
}
