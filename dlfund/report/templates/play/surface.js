// The decision surface: the prediction at every point of a plane, with the rows on it; on one input, a curve.

const SIDE = 48; // points of the picture, each way

const colourOf = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const mix = (from, to, share) => from.map((value, place) => value + (to[place] - value) * share);

const SHADES = 256; // between the two classes' colours

// Red, green and blue as one number of an image's memory.
const pixel = ([red, green, blue]) => ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;

// The theme's colours, read once a theme.
function readPalette() {
  const levels = Array.from({ length: 10 }, (_, k) => rgb(colourOf(`level-${k}`)));
  return {
    levels, shades: Uint32Array.from({ length: SHADES }, (_, k) => pixel(levelColour({ levels }, k / (SHADES - 1)))),
    groups: Array.from({ length: 10 }, (_, k) => rgb(colourOf(`group-${k}`))),
    ...Object.fromEntries(["card", "ink", "muted", "line", "better", "worse", "machine", "deep", "alert", "best"].map((name) => [name, colourOf(name)])),
  };
}

// 0 … 1 to a colour between the two classes'
function levelColour(palette, value) {
  const at = 9 * Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0.5)), below = Math.min(8, Math.floor(at));
  return mix(palette.levels[below], palette.levels[below + 1], at - below);
}

const shade = (palette, value) => palette.shades[Math.min(SHADES - 1, Math.max(0, Math.round((SHADES - 1) * value) || 0))];

class Surface {
  constructor(session) {
    const { data, network, settings, table } = session;
    Object.assign(this, { session, side: SIDE });
    this.ranges = settings.data === "table" ? [0, 1].map((axis) => rangeOf(data.plane, axis)) : [[-SPAN, SPAN], [-SPAN, SPAN]];
    this.curve = settings.data === "table" && data.axes[0] === data.axes[1];
    this.bounds = data.kind === "regression" ? boundsOf(data.y) : settings.loss === "hinge" ? [-1, 1] : [0, 1];
    this.x = this.points(data, settings, table);
    this.pass = network.pass(SIDE * SIDE);
  }

  // the inputs at every point, from the top left: the other columns stay at their means
  points(data, settings, table) {
    const x = new Float32Array(SIDE * SIDE * data.inputs), [[left, right], [bottom, top]] = this.ranges;
    const means = data.names.map((_, place) => meanOfColumn(data, place));
    for (let r = 0; r < SIDE; r++) {
      for (let c = 0; c < SIDE; c++) {
        const across = left + ((c + 0.5) / SIDE) * (right - left), up = top - ((r + 0.5) / SIDE) * (top - bottom);
        const row = table && settings.data === "table"
          ? data.used.map((column, place) => (column === data.axes[0] ? across : column === data.axes[1] ? up : means[place]))
          : data.names.map((name) => FEATURES[name].of(across, up));
        x.set(row, (r * SIDE + c) * data.inputs);
      }
    }
    return x;
  }

  compute() {
    this.output = this.session.network.forward(this.pass, this.x);
  }

  part(value) {
    const [low, high] = this.bounds, share = (value - low) / (high - low);
    if (!this.session.settings.discrete) return share;
    return this.session.data.kind === "regression" ? Math.round(share * 4) / 4 : share >= 0.5 ? 1 : 0;
  }

  colour(palette, point) {
    const { data, settings } = this.session, units = data.kind === "multiclass" ? data.classes.length : 1;
    if (units === 1) return shade(palette, this.part(this.output[point]));
    const a = this.output.subarray(point * units, (point + 1) * units), best = a.indexOf(Math.max(...a));
    const base = rgb(palette.card);
    return pixel(mix(base, palette.groups[Math.max(0, best) % 10], settings.discrete ? 0.6 : 0.15 + 0.55 * (a[best] || 0)));
  }

  draw(canvas, palette) {
    const paint = sized(canvas), { width, height } = canvas;
    if (this.curve) return this.drawCurve(paint, width, height, palette);
    paint.imageSmoothingEnabled = !this.session.settings.discrete;
    paint.drawImage(picture(SIDE, (point) => this.colour(palette, point)), 0, 0, width, height);
    paint.drawImage(this.rows(width, height, palette), 0, 0);
  }

  drawCurve(paint, width, height, palette) {
    const [low, high] = this.bounds, y = (value) => height * (0.95 - (0.9 * (value - low)) / (high - low));
    paint.clearRect(0, 0, width, height);
    paint.drawImage(this.rows(width, height, palette), 0, 0);
    paint.strokeStyle = palette.deep;
    paint.lineWidth = width / 110;
    paint.beginPath();
    for (let c = 0; c < SIDE; c++) paint.lineTo(((c + 0.5) / SIDE) * width, y(this.predicted(c)));
    paint.stroke();
  }

  // of several classes, how probable the last one is
  predicted(point) {
    const units = this.output.length / (SIDE * SIDE);
    return this.output[point * units + units - 1];
  }

  // The rows stay where they are while the network trains: they are drawn once.
  rows(width, height, palette) {
    const { test_shown: shown } = this.session.settings, kept = this.keptRows;
    if (kept && kept.width === width && kept.height === height && kept.palette === palette && kept.shown === shown) return kept.canvas;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    this.keptRows = { canvas, width, height, palette, shown };
    this.drawRows(canvas.getContext("2d"), width, height, palette);
    return canvas;
  }

  drawRows(paint, width, height, palette) {
    const { data, settings } = this.session, [[left, right], [bottom, top]] = this.ranges, [low, high] = this.bounds;
    const last = settings.test_shown ? data.count : data.train, radius = width / (data.count > 600 ? 170 : 110);
    for (let row = Math.max(0, last - 1500); row < last; row++) {
      const x = ((data.plane[2 * row] - left) / (right - left)) * width;
      const up = this.curve ? 0.05 + (0.9 * (targetOf(data, settings, row) - low)) / (high - low) : (data.plane[2 * row + 1] - bottom) / (top - bottom);
      paint.beginPath();
      paint.arc(x, height * (1 - up), radius, 0, 2 * Math.PI);
      paint.fillStyle = rowColour(palette, data, row, this.bounds);
      paint.strokeStyle = row < data.train ? palette.card : palette.ink; // rows to test on have a dark rim
      paint.lineWidth = radius / 2.6;
      paint.fill();
      paint.stroke();
    }
  }
}

const targetOf = (data, settings, row) => (data.kind === "binary" && settings.loss === "hinge" ? 2 * data.y[row] - 1 : data.y[row]);

function rowColour(palette, data, row, [low, high]) {
  if (data.kind === "multiclass") return `rgb(${palette.groups[data.y[row] % 10]})`;
  if (data.kind === "binary") return data.y[row] ? palette.better : palette.worse;
  return `rgb(${mix(levelColour(palette, (data.y[row] - low) / (high - low)), rgb(palette.ink), 0.25).map(Math.round)})`;
}

// A small picture of side · side points, each with its colour; one canvas a size, drawn from at once.
const smallPictures = {};
function picture(side, colour) {
  const known = (smallPictures[side] ??= newPicture(side));
  for (let point = 0; point < side * side; point++) known.points[point] = colour(point);
  known.paint.putImageData(known.image, 0, 0);
  return known.canvas;
}

function newPicture(side) {
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const paint = canvas.getContext("2d", { willReadFrequently: true }), image = paint.createImageData(side, side);
  return { canvas, paint, image, points: new Uint32Array(image.data.buffer) };
}

// The canvas with as many pixels as the screen has there.
function sized(canvas) {
  const { width, height } = canvas.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
  const size = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== size[0] || canvas.height !== size[1]) Object.assign(canvas, { width: size[0], height: size[1] });
  return canvas.getContext("2d");
}

function rangeOf(plane, axis) {
  let low = Infinity, high = -Infinity;
  for (let at = axis; at < plane.length; at += 2) [low, high] = [Math.min(low, plane[at]), Math.max(high, plane[at])];
  const margin = 0.06 * (high - low) || 1;
  return [low - margin, high + margin];
}

const boundsOf = (values) => {
  const low = Math.min(...values), high = Math.max(...values);
  return low < high ? [low, high] : [low - 1, high + 1];
};

function meanOfColumn({ x, inputs, count }, place) {
  let sum = 0;
  for (let row = 0; row < count; row++) sum += x[row * inputs + place];
  return sum / count;
}
