// Rows to learn from: drawn in the page, or the user's table.

const SPAN = 3; // generated inputs lie between −3 and 3
const even = (draw) => 5.6 * draw() - 2.8;
const hill = (x1, x2, at) => Math.exp(-((x1 - at) ** 2 + (x2 - at) ** 2) / 2);

// name: one row as [x1, x2, target], from its number, the number of rows and a generator
const GENERATED = {
  circle: { title: "Circle", kind: "binary", row: (k, rows, draw) => {
    const angle = 2 * Math.PI * draw(), radius = k % 2 ? 1.4 * draw() : 1.9 + draw();
    return [radius * Math.cos(angle), radius * Math.sin(angle), k % 2];
  } },
  xor: { title: "XOR", kind: "binary", row: (k, rows, draw) => {
    const x1 = even(draw), x2 = even(draw);
    return [x1, x2, x1 * x2 > 0 ? 1 : 0];
  } },
  gauss: { title: "Gauss", kind: "binary", row: (k, rows, draw) => {
    const middle = k % 2 ? 1.3 : -1.3, x1 = middle + 0.5 * normal(draw);
    return [x1, middle + 0.5 * normal(draw), k % 2];
  } },
  spiral: { title: "Spiral", kind: "binary", row: (k, rows) => {
    const share = (k >> 1) / (rows / 2), radius = 0.1 + 2.7 * share, angle = 3.5 * Math.PI * share + Math.PI * (k % 2);
    return [radius * Math.sin(angle), radius * Math.cos(angle), k % 2];
  } },
  plane: { title: "Plane", kind: "regression", row: (k, rows, draw) => {
    const x1 = even(draw), x2 = even(draw);
    return [x1, x2, (x1 + x2) / 4];
  } },
  hills: { title: "Gauss hills", kind: "regression", row: (k, rows, draw) => {
    const x1 = even(draw), x2 = even(draw);
    return [x1, x2, hill(x1, x2, 1.4) - hill(x1, x2, -1.4)];
  } },
};

// name: what the network sees of x1 and x2
const FEATURES = {
  x1: { title: "x₁", of: (x1) => x1 },
  x2: { title: "x₂", of: (x1, x2) => x2 },
  x1_squared: { title: "x₁²", of: (x1) => x1 * x1 },
  x2_squared: { title: "x₂²", of: (x1, x2) => x2 * x2 },
  x1_x2: { title: "x₁·x₂", of: (x1, x2) => x1 * x2 },
  sin_x1: { title: "sin x₁", of: (x1) => Math.sin(x1) },
  sin_x2: { title: "sin x₂", of: (x1, x2) => Math.sin(x2) },
};

// Noise moves the points of classes, and the target of a regression.
function drawnRow(set, k, settings, draw) {
  const [x1, x2, target] = set.row(k, settings.rows, draw);
  if (set.kind === "regression") return [x1, x2, target + settings.noise * normal(draw)];
  const moved = x1 + settings.noise * normal(draw);
  return [moved, x2 + settings.noise * normal(draw), target];
}

// {kind, classes, names, inputs, x, y, plane}: `rows` split into the first ones, to train on, and the others
function readRows(settings, table) {
  const draw = generator(settings.seed, "rows");
  if (settings.data === "table") return split(ofTable(table, settings, draw), settings);
  const set = GENERATED[settings.data], names = Object.keys(FEATURES).filter((name) => settings.features.includes(name));
  const drawn = Array.from({ length: settings.rows }, (_, k) => drawnRow(set, k, settings, draw));
  const rows = permutation(settings.rows, draw).map((place) => drawn[place]);
  return split({
    kind: set.kind, classes: set.kind === "binary" ? ["0", "1"] : [], names, titles: names.map((name) => FEATURES[name].title),
    x: Float32Array.from(rows.flatMap(([x1, x2]) => names.map((name) => FEATURES[name].of(x1, x2)))),
    y: Float32Array.from(rows, (row) => row[2]),
    plane: Float32Array.from(rows.flatMap(([x1, x2]) => [x1, x2])),
    inputs: names.length, count: settings.rows,
  }, settings);
}

// Encoded columns of a table, as `dlfund play` wrote them; the picture's axes are the first two, or those chosen.
function ofTable(table, settings, draw) {
  const used = table.names.map((_, place) => place).filter((place) => !settings.left_out.includes(place));
  const order = permutation(table.y.length, draw), axes = pictureAxes(used, settings);
  return {
    kind: table.kind, classes: table.classes, names: used.map((place) => table.names[place]), titles: used.map((place) => table.names[place]),
    x: Float32Array.from(order.flatMap((row) => used.map((column) => table.columns[column][row]))),
    y: Float32Array.from(order, (row) => table.y[row]),
    plane: Float32Array.from(order.flatMap((row) => axes.map((column) => table.columns[column][row]))),
    inputs: used.length, count: table.y.length, used, axes,
  };
}

function pictureAxes(used, settings) {
  return [settings.across, settings.up].map((chosen, axis) => (used.includes(chosen) ? chosen : used[Math.min(axis, used.length - 1)]));
}

function split(data, settings) {
  const train = Math.max(1, Math.min(data.count - 1, Math.round(data.count * (1 - settings.test / 100))));
  return { ...data, train, test: data.count - train };
}
