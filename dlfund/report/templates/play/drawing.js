// The network as a picture: inputs, each hidden unit's output over the plane, and the weights as edges. And the curves.

const UNIT = 16; // points of a unit's small picture, each way: every third one of the surface

class NetworkPicture {
  constructor(surface) {
    this.surface = surface;
  }

  // where every unit is: one list a column, inputs first
  places(width, height) {
    const { network, data } = this.surface.session, sizes = [Math.min(data.inputs, 16), ...network.layers.map((layer) => layer.units)];
    const most = Math.max(...sizes, 6), size = Math.min(0.8 * (height / most), 0.085 * width, 34 * (window.devicePixelRatio || 1));
    const left = Math.min(0.16 * width, 92 * (window.devicePixelRatio || 1)), right = width - size * 1.1;
    return {
      size,
      columns: sizes.map((count, column) => {
        const x = left + ((right - left) * column) / (sizes.length - 1);
        return Array.from({ length: count }, (_, place) => [x, (height * (place + 0.5)) / count]);
      }),
    };
  }

  draw(canvas, palette, measures) {
    const paint = sized(canvas), { width, height } = canvas, { size, columns } = this.places(width, height);
    paint.clearRect(0, 0, width, height);
    this.edges(paint, columns, size, palette);
    this.inputs(paint, columns[0], size, palette);
    columns.slice(1).forEach((column, place) => this.units(paint, column, place, size, palette, measures));
  }

  edges(paint, columns, size, palette) {
    this.surface.session.network.layers.forEach(({ kernel, units }, place) => {
      columns[place].forEach(([x, y], i) => columns[place + 1].forEach(([x2, y2], j) => {
        const w = kernel[i * units + j], strength = Math.min(1, Math.abs(w));
        if (!(strength > 0.01)) return;
        paint.globalAlpha = 0.15 + 0.75 * strength;
        paint.strokeStyle = w > 0 ? palette.better : palette.worse;
        paint.lineWidth = (0.4 + 2.6 * strength) * (window.devicePixelRatio || 1);
        paint.beginPath();
        paint.moveTo(x + size / 2, y);
        paint.bezierCurveTo((x + x2) / 2, y, (x + x2) / 2, y2, x2 - size / 2, y2);
        paint.stroke();
      }));
    });
    paint.globalAlpha = 1;
  }

  inputs(paint, column, size, palette) {
    const { titles, inputs } = this.surface.session.data, ratio = window.devicePixelRatio || 1;
    paint.font = `${12 * ratio}px system-ui, sans-serif`;
    paint.textAlign = "right";
    paint.textBaseline = "middle";
    paint.fillStyle = palette.ink;
    column.forEach(([x, y], place) => {
      const more = place === 15 && inputs > 16, name = more ? `${inputs - 15} more` : shortened(titles[place], 13);
      paint.fillText(name, x + size / 2 - 3 * ratio, y, x);
    });
  }

  // over the plane: what the unit gives at each point; a rim says dead or saturated
  units(paint, column, place, size, palette, measures) {
    const { a } = this.surface.pass.layers[place], { units } = this.surface.session.network.layers[place];
    column.forEach(([x, y], unit) => {
      const values = Float32Array.from({ length: UNIT * UNIT }, (_, point) => a[gridPoint(point) * units + unit]);
      const bounds = this.bounds(values, place);
      const small = picture(UNIT, (point) => shade(palette, (values[point] - bounds[0]) / (bounds[1] - bounds[0])));
      paint.imageSmoothingEnabled = true;
      paint.drawImage(small, x - size / 2, y - size / 2, size, size);
      const state = measures.layers[place].states[unit];
      paint.strokeStyle = state === "dead" ? palette.alert : state === "saturated" ? palette.best : palette.muted;
      paint.lineWidth = (state === "active" ? 1 : 2.6) * (window.devicePixelRatio || 1);
      paint.strokeRect(x - size / 2, y - size / 2, size, size);
      if (state === "dead") cross(paint, x, y, size / 2);
    });
  }

  // hidden units around 0, by their own size; the outputs as the surface has them
  bounds(values, place) {
    if (place === this.surface.session.network.layers.length - 1) return this.surface.bounds;
    const most = values.reduce((size, value) => (Math.abs(value) > size && Math.abs(value) < Infinity ? Math.abs(value) : size), 1e-6);
    return [-most, most];
  }
}

const gridPoint = (point) => Math.floor(point / UNIT) * 3 * SIDE + SIDE + (point % UNIT) * 3 + 1;
const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function cross(paint, x, y, half) {
  paint.beginPath();
  for (const sign of [-1, 1]) {
    paint.moveTo(x - half, y - sign * half);
    paint.lineTo(x + half, y + sign * half);
  }
  paint.stroke();
}

// Both parts' values over the steps, in one picture: train solid, test dashed.
function drawCurves(canvas, palette, curves, what, bounds) {
  const paint = sized(canvas), { width, height } = canvas, ratio = window.devicePixelRatio || 1;
  const most = Math.max(1, curves[curves.length - 1].steps), [low, high] = bounds;
  const left = 34 * ratio, x = (steps) => left + (width - left - 6 * ratio) * (steps / most);
  const y = (value) => 6 * ratio + (height - 22 * ratio) * (1 - (Math.min(high, Math.max(low, value)) - low) / (high - low));
  paint.clearRect(0, 0, width, height);
  paint.font = `${10.5 * ratio}px system-ui, sans-serif`;
  paint.fillStyle = palette.muted;
  paint.textAlign = "right";
  for (const value of [low, (low + high) / 2, high]) paint.fillText(number(value, 2), left - 4 * ratio, y(value) + 4 * ratio);
  paint.fillText(`${most} ${most === 1 ? "step" : "steps"}`, width - 4 * ratio, height - 2 * ratio);
  for (const [part, colour, dashes] of [["test", palette.machine, [5 * ratio, 3 * ratio]], ["train", palette.deep, []]]) {
    paint.strokeStyle = colour;
    paint.lineWidth = 2 * ratio;
    paint.setLineDash(dashes);
    paint.beginPath();
    for (const point of curves) if (Number.isFinite(point[part][what])) paint.lineTo(x(point.steps), y(point[part][what]));
    paint.stroke();
  }
  paint.setLineDash([]);
}
