// What is measured of a session: loss and accuracy of both parts of the rows, the units' state, the gradients' lengths.

const SATURATED_SLOPE = 0.01, SATURATED_ROWS = 0.95; // as `dlfund.explain.units` has them
const steepest = {};

class Measures {
  constructor(session) {
    const { network, data } = session, { inputs, train } = data;
    this.session = session;
    this.parts = {
      train: { x: data.x.subarray(0, train * inputs), y: data.y.subarray(0, train), pass: network.pass(train) },
      test: { x: data.x.subarray(train * inputs), y: data.y.subarray(train), pass: network.pass(data.test) },
    };
    this.curves = [];
    this.take();
    this.first = this.now.train.loss;
  }

  take() {
    const { network, data, steps } = this.session;
    this.now = { steps };
    for (const [name, part] of Object.entries(this.parts)) {
      const output = network.forward(part.pass, part.x);
      this.now[name] = { loss: network.loss(output, part.y), score: score(data.kind, network.settings.loss, output, part.y) };
    }
    this.layers = network.layers.map((layer, place) => layerState(layer, this.parts.train.pass.layers[place]));
    if (!this.curves.length || this.curves[this.curves.length - 1].steps !== steps) this.curves.push(this.now);
    if (this.curves.length > 400) this.curves = this.curves.filter((_, place) => place % 2 === 0 || place === 400); // every second one
  }

  // the first layer's gradient over the last one's
  get flow() {
    return this.layers[0].gradient / this.layers[this.layers.length - 1].gradient;
  }
}

// Accuracy of classes; of numbers R², the share of the variance that is explained.
function score(kind, loss, output, y) {
  const rows = y.length, units = output.length / rows;
  if (kind === "regression") return explained(output, y);
  let right = 0;
  for (let r = 0; r < rows; r++) right += predictedClass(kind, loss, output.subarray(r * units, (r + 1) * units)) === y[r] ? 1 : 0;
  return right / rows;
}

const predictedClass = (kind, loss, a) => (kind === "binary" ? Number(a[0] > (loss === "hinge" ? 0 : 0.5)) : a.indexOf(Math.max(...a)));

function explained(output, y) {
  const mean = y.reduce((sum, t) => sum + t, 0) / y.length;
  let error = 0, spread = 0;
  for (let r = 0; r < y.length; r++) {
    error += (output[r] - y[r]) ** 2;
    spread += (y[r] - mean) ** 2;
  }
  return spread ? 1 - error / spread : 0;
}

function layerState(layer, { z }) {
  const states = Array.from({ length: layer.units }, (_, unit) => unitState(layer, z, unit));
  return {
    states, dead: states.filter((state) => state === "dead").length, saturated: states.filter((state) => state === "saturated").length,
    gradient: lengthOf([layer.kernelGradient]), weights: lengthOf([layer.kernel]),
  };
}

// dead: slope 0 on every row. Saturated: hardly any slope on nearly all rows. A softmax's units depend on each other.
function unitState({ activation, units }, z, unit) {
  const slope = ACTIVATIONS[activation][1];
  if (!slope || activation === "linear") return "active";
  const rows = z.length / units, least = SATURATED_SLOPE * steepestSlope(activation, slope);
  let flat = 0, none = 0;
  for (let k = unit; k < z.length; k += units) {
    const size = Math.abs(slope(z[k]));
    flat += size < least ? 1 : 0;
    none += size === 0 ? 1 : 0;
  }
  return none === rows ? "dead" : flat >= SATURATED_ROWS * rows ? "saturated" : "active";
}

function steepestSlope(name, slope) {
  steepest[name] ??= Math.max(...Array.from({ length: 401 }, (_, place) => Math.abs(slope((place - 200) / 20))));
  return steepest[name] || 1;
}
