// A session: settings, which the address keeps, and the network that trains by them.

const MOST_LAYERS = 6, MOST_UNITS = 16;
const SMOOTH = Object.keys(ACTIVATIONS).filter((name) => name !== "exponential");
const LOSSES_OF = {
  binary: ["binary_crossentropy", "hinge", "mean_squared_error_of_classes"],
  multiclass: ["sparse_categorical_crossentropy"],
  regression: ["mean_squared_error", "mean_absolute_error", "huber"],
};

const USUAL = {
  data: "circle", rows: 400, noise: 0.2, test: 50, features: ["x1", "x2"], left_out: [], across: 0, up: 1,
  hidden: [4, 2], activation: "tanh", initializer: "glorot_uniform", loss: "binary_crossentropy", optimizer: "sgd",
  learning_rate: 0.1, clip: "none", clip_limit: 1, lookahead: false, l1: 0, l2: 0, dropout: 0, batch: 32, seed: 1,
  speed: 60, discrete: false, test_shown: true,
};

const between = (low, high, whole) => (value) => value >= low && value <= high && (!whole || Number.isInteger(value));
const LIMITS = {
  rows: between(20, 5000, true), noise: between(0, 2), test: between(5, 95), across: between(0, 99, true), up: between(0, 99, true),
  learning_rate: between(0, 1000), clip_limit: between(1e-6, 1e6), l1: between(0, 10), l2: between(0, 10), dropout: between(0, 0.95),
  batch: between(1, 5000, true), seed: between(0, 99999999, true), speed: between(1, 1000, true),
};
const CHOICES = {
  activation: SMOOTH, initializer: Object.keys(INITIALIZERS), optimizer: Object.keys(RULES), clip: Object.keys(CLIPPED),
  loss: Object.values(LOSSES_OF).flat(),
};

const kindOf = (settings, table) => (settings.data === "table" ? table.kind : GENERATED[settings.data].kind);

// What an address or a task asks for, as far as it can be had; everything else is as usual.
function settled(asked, table) {
  const settings = { ...USUAL, data: table ? "table" : USUAL.data };
  for (const [name, value] of Object.entries(asked)) if (fits(name, value, table)) settings[name] = value;
  if (settings.data === "table") settings.left_out = settings.left_out.filter((place) => place < table.names.length);
  if (settings.data === "table" && settings.left_out.length >= table.names.length) settings.left_out = [];
  const losses = LOSSES_OF[kindOf(settings, table)];
  if (!losses.includes(settings.loss)) settings.loss = losses[0];
  return settings;
}

function fits(name, value, table) {
  if (LIMITS[name]) return typeof value === "number" && LIMITS[name](value);
  if (CHOICES[name]) return CHOICES[name].includes(value);
  if (name === "data") return value === "table" ? Boolean(table) : Object.hasOwn(GENERATED, value);
  if (name === "hidden") return listOf(value, between(1, MOST_UNITS, true)) && value.length <= MOST_LAYERS;
  if (name === "features") return Array.isArray(value) && value.length > 0 && value.every((part) => Object.hasOwn(FEATURES, part));
  if (name === "left_out") return listOf(value, between(0, 99, true));
  return typeof USUAL[name] === "boolean" && typeof value === "boolean";
}

const listOf = (value, good) => Array.isArray(value) && value.every((part) => typeof part === "number" && good(part));

// The address's fragment: what differs from the usual, as #activation=relu&hidden=8,8
function asFragment(settings, table) {
  const usual = settled({}, table), parts = [];
  for (const [name, value] of Object.entries(settings)) {
    if (String(value) !== String(usual[name])) parts.push(`${name}=${encodeURIComponent(String(value))}`);
  }
  return parts.join("&");
}

function ofFragment(text) {
  const asked = {};
  for (const part of text.replace(/^#/, "").split("&")) {
    const [name, written = ""] = part.split("=");
    if (!Object.hasOwn(USUAL, name)) continue;
    asked[name] = valueOf(USUAL[name], unescaped(written));
  }
  return asked;
}

function valueOf(like, text) {
  if (typeof like === "number") return text === "" ? NaN : Number(text);
  if (typeof like === "boolean") return text === "true";
  if (!Array.isArray(like)) return text;
  const parts = text === "" ? [] : text.split(",");
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

class Session {
  constructor(settings, table) {
    Object.assign(this, { settings, table, steps: 0, history: [] });
    this.data = readRows(settings, table);
    const outputs = this.data.kind === "multiclass" ? this.data.classes.length : 1;
    this.network = new Network(this.data.inputs, outputs, settings);
    this.batch = Math.min(settings.batch, this.data.train);
    this.batches = Math.floor(this.data.train / this.batch); // the rows that are left over wait for the next epoch
    this.draw = generator(settings.seed, "batches");
    this.pass = this.network.pass(this.batch);
    this.x = new Float32Array(this.batch * this.data.inputs);
    this.y = new Float32Array(this.batch);
  }

  get epoch() {
    return this.steps / this.batches;
  }

  // One batch: the next rows of this epoch's order.
  step() {
    const at = this.steps % this.batches, { inputs, x, y, train } = this.data;
    if (at === 0) this.order = permutation(train, this.draw);
    for (let r = 0; r < this.batch; r++) {
      const row = this.order[at * this.batch + r];
      this.x.set(x.subarray(row * inputs, (row + 1) * inputs), r * inputs);
      this.y[r] = y[row];
    }
    this.network.step(this.pass, this.x, this.y);
    this.steps += 1;
  }

  get broken() {
    return this.network.weights.some((w) => w.some((value) => !Number.isFinite(value)));
  }
}
