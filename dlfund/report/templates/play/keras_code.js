// The session as a plain Keras program, and as the file that `dlfund play --load` reads.

const PYTHON_ROWS = {
  circle: ["angle = 2 * math.pi * u()", "radius = 1.4 * u() if k % 2 else 1.9 + u()", "return [radius * math.cos(angle), radius * math.sin(angle), k % 2]"],
  xor: ["x1, x2 = even(u), even(u)", "return [x1, x2, int(x1 * x2 > 0)]"],
  gauss: ["middle = 1.3 if k % 2 else -1.3", "x1 = middle + 0.5 * normal(u)", "return [x1, middle + 0.5 * normal(u), k % 2]"],
  spiral: ["share = (k >> 1) / (ROWS / 2)", "radius, angle = 0.1 + 2.7 * share, 3.5 * math.pi * share + math.pi * (k % 2)",
    "return [radius * math.sin(angle), radius * math.cos(angle), k % 2]"],
  plane: ["x1, x2 = even(u), even(u)", "return [x1, x2, (x1 + x2) / 4]"],
  hills: ["x1, x2 = even(u), even(u)", "return [x1, x2, hill(x1, x2, 1.4) - hill(x1, x2, -1.4)]"],
};
const PYTHON_FEATURES = {
  x1: "x1", x2: "x2", x1_squared: "x1 * x1", x2_squared: "x2 * x2", x1_x2: "x1 * x2", sin_x1: "math.sin(x1)", sin_x2: "math.sin(x2)",
};
const PYTHON_START = {
  glorot_uniform: "math.sqrt(6 / (inputs + units)) * (2 * u() - 1)", glorot_normal: "math.sqrt(2 / (inputs + units)) / SHORTENED * truncated_normal(u)",
  he_uniform: "math.sqrt(6 / inputs) * (2 * u() - 1)", he_normal: "math.sqrt(2 / inputs) / SHORTENED * truncated_normal(u)",
  lecun_uniform: "math.sqrt(3 / inputs) * (2 * u() - 1)", lecun_normal: "math.sqrt(1 / inputs) / SHORTENED * truncated_normal(u)",
  random_uniform: "0.05 * (2 * u() - 1)", random_normal: "0.05 * normal(u)", large_normal: "normal(u)", zeros: "0.0", ones: "1.0",
};
const PYTHON_OPTIMIZERS = {
  sgd: "SGD({})", momentum: "SGD({}, momentum=0.9)", nesterov: "SGD({}, momentum=0.9, nesterov=True)", adagrad: "Adagrad({})", rmsprop: "RMSprop({})",
  adam: "Adam({})", adamw: "AdamW({}, weight_decay=0.004)", adamax: "Adamax({})", nadam: "Nadam({})", lion: "Lion({})",
};
const PYTHON_CLIP = { value: "clipvalue", norm: "clipnorm", global_norm: "global_clipnorm" };
const OURS = ["step", "straight_through_step", "sign"]; // activations that Keras lacks

const indented = (lines, by = 4) => lines.map((line) => (line ? " ".repeat(by) + line : line)).join("\n");
const pythonNumber = (value) => String(value).replace(/^(-?\d+)$/, "$1.0");

function kerasCode(session) {
  const { settings, data } = session;
  return [
    pythonHead(session), GENERATOR, settings.data === "table" ? tableRows(session) : generatedRows(settings),
    settings.dropout ? DROPOUT : "", pythonModel(session), pythonTraining(session, data),
  ].filter(Boolean).join("\n\n").replace(/\n{4,}/g, "\n\n\n"); // two empty lines between functions
}

function pythonHead({ settings, data, steps, batch }) {
  const ours = OURS.includes(settings.activation);
  const imports = [ours && "activations", settings.lookahead && "optimizers"].filter(Boolean);
  const lines = [
    '"""A session of dlfund\'s playground as a Keras program: the same rows, start and batches, so the same weights."""', "", "import math", "",
    "import keras", "import numpy as np",
  ];
  if (imports.length) lines.push(`from dlfund import ${imports.join(", ")}  # what Keras lacks`);
  lines.push("", `SEED, STEPS, BATCH = ${settings.seed}, ${steps}, ${batch}`, `ROWS, TRAIN = ${data.count}, ${data.train}`);
  if (settings.data !== "table") lines.push(`NOISE = ${pythonNumber(settings.noise)}`);
  return `${lines.join("\n")}\n`;
}

const GENERATOR = `
def generator(stream):
    """Mulberry32: the random numbers that the page draws."""
    state = SEED * 10 + stream

    def draw():
        nonlocal state
        state = (state + 0x6D2B79F5) % 2**32
        t = (state ^ state >> 15) * (state | 1) % 2**32
        t = (t + (t ^ t >> 7) * (t | 61)) % 2**32 ^ t
        return (t ^ t >> 14) / 2**32

    return draw


def normal(u):
    size = math.sqrt(-2 * math.log(1 - u()))
    return size * math.cos(2 * math.pi * u())


def permutation(count, u):
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = int(u() * (last + 1))
        order[last], order[other] = order[other], order[last]
    return order
`;

function generatedRows(settings) {
  const features = Object.keys(FEATURES).filter((name) => settings.features.includes(name));
  const regression = GENERATED[settings.data].kind === "regression", body = PYTHON_ROWS[settings.data];
  const helpers = [];
  if (body.some((line) => line.includes("even("))) helpers.push("def even(u):", "    return 5.6 * u() - 2.8", "", "");
  if (body.some((line) => line.includes("hill("))) helpers.push("def hill(x1, x2, at):", "    return math.exp(-((x1 - at) ** 2 + (x2 - at) ** 2) / 2)", "", "");
  const noisy = regression ? ["drawn.append([x1, x2, t + NOISE * normal(u)])"] : ["moved = x1 + NOISE * normal(u)", "drawn.append([moved, x2 + NOISE * normal(u), t])"];
  return `
${helpers.join("\n")}def row(k, u):
${indented(body)}


def rows():
    """All rows in the page's order: the first TRAIN are learned from."""
    u, drawn = generator(1), []
    for k in range(ROWS):
        x1, x2, t = row(k, u)
${indented(noisy, 8)}
    drawn = [drawn[place] for place in permutation(ROWS, u)]
    x = [[${features.map((name) => PYTHON_FEATURES[name]).join(", ")}] for x1, x2, _ in drawn]
    return np.array(x, dtype="float32"), np.array([t for *_, t in drawn], dtype="float32")
`;
}

// Numbers alone: no name of a column becomes part of the program.
function tableRows({ table, data, settings }) {
  const columns = data.used.map((column) => `    [${table.columns[column].join(", ")}],`).join("\n");
  return `
COLUMNS = [  # as dlfund encoded them
${columns}
]
TARGETS = [${table.y.join(", ")}]


def rows():
    """All rows in the page's order: the first TRAIN are learned from."""
    order = permutation(ROWS, generator(1))
    x, y = np.array(COLUMNS, dtype="float32").T, np.array(TARGETS, dtype="float32")
    return x[order], y[order]
`;
}

const DROPOUT = `
class SameDropout(keras.layers.Layer):
    """Dropout by numbers of the page's generator; \`mask\` is set before every step."""

    def build(self, shape):
        self.mask = self.add_weight(shape=(BATCH, shape[-1]), initializer="ones", trainable=False, name="mask")

    def call(self, x, training=False):
        return x * self.mask if training else x
`;

function pythonModel({ network, settings, data }) {
  const penalty = settings.l1 || settings.l2 ? `, kernel_regularizer=keras.regularizers.L1L2(${settings.l1}, ${settings.l2})` : "";
  const layers = network.layers.flatMap((layer) => {
    const activation = OURS.includes(layer.activation) ? `activations.${layer.activation}` : `"${layer.activation}"`;
    const dense = `keras.layers.Dense(${layer.units}, activation=${activation}${penalty}),`;
    return layer.dropout ? [dense, "SameDropout(),"] : [dense];
  });
  const start = PYTHON_START[settings.initializer];
  const helper = start.includes("truncated") ? TRUNCATED : "";
  const clip = settings.clip === "none" ? "" : `, ${PYTHON_CLIP[settings.clip]}=${pythonNumber(settings.clip_limit)}`;
  const optimizer = `keras.optimizers.${PYTHON_OPTIMIZERS[settings.optimizer].replace("{}", `learning_rate=${pythonNumber(settings.learning_rate)}${clip}`)}`;
  const loss = settings.loss.replace("_of_classes", "");
  return `${helper}
def start(inputs, units, u):
    """The weights before the first step, and biases of 0."""
    kernel = [[${start} for _ in range(units)] for _ in range(inputs)]
    return [np.array(kernel, dtype="float32"), np.zeros(units, dtype="float32")]


def network():
    model = keras.Sequential([
        keras.Input((${data.inputs},)),
${indented(layers, 8)}
    ])
    u = generator(2)
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dense):
            layer.set_weights(start(*layer.kernel.shape, u))
    model.compile(
        optimizer=${settings.lookahead ? `optimizers.Lookahead(${optimizer}, period=5, share=0.5)` : optimizer},
        loss="${loss}",
    )
    return model
`;
}

const TRUNCATED = `
SHORTENED = 0.87962566103423978


def truncated_normal(u):
    z = normal(u)
    while abs(z) > 2:
        z = normal(u)
    return z

`;

function pythonTraining({ settings, data }) {
  const rate = pythonNumber(settings.dropout);
  const masks = settings.dropout ? [
    "for layer in model.layers:", "    if isinstance(layer, SameDropout):", "        shape = layer.mask.shape",
    `        mask = [0.0 if dropout() < ${rate} else 1 / (1 - ${rate}) for _ in range(shape[0] * shape[1])]`,
    '        layer.mask.assign(np.array(mask, dtype="float32").reshape(shape))',
  ] : [];
  const dropout = settings.dropout ? "\n    dropout = generator(4)" : "";
  return `
def train(steps=STEPS):
    """The network after so many batches."""
    model, (x, y) = network(), rows()
    u, batches = generator(3), TRAIN // BATCH${dropout}
    for step in range(steps):
        at = step % batches
        if at == 0:
            order = permutation(TRAIN, u)
        batch = order[at * BATCH : (at + 1) * BATCH]
${masks.length ? `${indented(masks, 8)}\n` : ""}        model.train_on_batch(x[batch], y[batch]${data.kind === "multiclass" ? "" : "[:, None]"})
    return model


if __name__ == "__main__":
    model = train()
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dense):
            print(layer.name, *layer.get_weights(), sep="\\n")
`;
}

// What "Keep" writes: the network's numbers, no code.
function keptSession({ settings, data, network, steps }) {
  return {
    format: 1, made_by: "dlfund play", kind: data.kind, classes: data.classes, inputs: data.names, steps,
    loss: settings.loss.replace("_of_classes", ""), optimizer: settings.optimizer, learning_rate: settings.learning_rate,
    layers: network.layers.map(({ inputs, units, activation, dropout, kernel, bias }) => ({
      units, activation, dropout, bias: Array.from(bias),
      kernel: Array.from({ length: inputs }, (_, i) => Array.from(kernel.subarray(i * units, (i + 1) * units))),
    })),
  };
}
