// Three pictures that move with the epoch and with every change: decision boundary, loss curve, health of the units.

const colourOf = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();

// Work that a picture may cost: weights times places.
const sideFor = (weights) => Math.min(64, Math.max(16, Math.floor(Math.sqrt(2e6 / weights))));

class Boundary {
  constructor(figure, net) {
    Object.assign(this, { net, side: sideFor(net.count), canvas: figure.querySelector("canvas"), svg: figure.querySelector("svg") });
    this.canvas.width = this.canvas.height = this.side;
    this.ranges = net.features.map((_, place) => {
      const values = net.rows.map((row) => row[place]), low = Math.min(...values), high = Math.max(...values);
      const room = 0.08 * (high - low) || 1;
      return [low - room, high + room];
    });
  }

  show(state, [first, second]) {
    const [low, high] = this.ranges[first], [bottom, top] = this.ranges[second], side = this.side;
    const colours = this.colours(), paint = this.canvas.getContext("2d"), x = Float64Array.from(state.x);
    paint.clearRect(0, 0, side, side);
    for (let r = 0; r < side; r++) for (let c = 0; c < side; c++) {
      x[first] = low + ((c + 0.5) / side) * (high - low);
      x[second] = top - ((r + 0.5) / side) * (top - bottom);
      const calls = forward(this.net.layers, state.weights, x);
      paint.fillStyle = colours(calls[calls.length - 1].a);
      paint.fillRect(c, r, 1, 1);
    }
    this.dots(state, first, second);
  }

  colours() {
    const { kind, bounds } = this.net.answer;
    if (kind === "classes") {
      const groups = Array.from({ length: 10 }, (_, k) => colourOf(`group-${k}`));
      return (a) => groups[a.indexOf(Math.max(...a)) % 10];
    }
    const levels = Array.from({ length: 10 }, (_, k) => colourOf(`${kind === "probability" ? "level" : "step"}-${k}`));
    const [low, high] = bounds;
    return (a) => levels[Math.min(9, Math.max(0, Math.floor(((this.net.said(a) - low) / (high - low)) * 10)))];
  }

  dots(state, first, second) {
    const place = (x) => [first, second].map((f, axis) => {
      const [low, high] = this.ranges[f], part = (x[f] - low) / (high - low);
      return 300 * (axis ? 1 - part : part);
    });
    const parts = this.net.rows.map((row, n) => {
      const [cx, cy] = place(row).map((one) => one.toFixed(1));
      return draw("circle", { cx, cy, r: 3.2, class: `dot ${this.net.dotClass(n)}` });
    });
    const [cx, cy] = place(state.x);
    parts.push(draw("circle", { cx, cy, r: 8, class: "here-rim" }), draw("circle", { cx, cy, r: 8, class: "here" }));
    this.svg.replaceChildren(...parts);
  }
}

class LossCurve {
  constructor(svg, net) {
    Object.assign(this, { svg, net, losses: [] });
  }

  // Each epoch's mean loss over the rows, one after another, so that the page stays responsive.
  measure(then) {
    const next = (frame) => {
      if (frame === this.net.frames.length) return;
      this.losses[frame] = overRows(this.net, this.net.frames[frame].weights).loss;
      then();
      setTimeout(() => next(frame + 1));
    };
    next(0);
  }

  show(state, now) {
    const known = this.losses.map((loss, frame) => ({ loss, epoch: this.net.frames[frame].epoch || 0 }));
    const top = 1.05 * Math.max(now, ...known.map((one) => one.loss)) || 1, most = Math.max(1, ...known.map((one) => one.epoch));
    const x = (epoch) => 46 + 240 * (epoch / most), y = (loss) => 182 - 168 * (loss / top);
    const here = this.net.frames[state.frame].epoch || 0;
    const ticks = [0, top / 2, top].flatMap((value) => [
      draw("path", { d: `M46 ${y(value)}H290`, class: "grid" }),
      draw("text", { x: 41, y: y(value) + 4, class: "end" }, number(value, 2)),
    ]);
    const line = known.map((one, n) => `${n ? "L" : "M"}${x(one.epoch).toFixed(1)} ${y(one.loss).toFixed(1)}`).join("");
    const ends = known.length > 1 ? [[0, "0"], [most, String(most)]] : [];
    const marks = [draw("path", { d: `M${x(here)} 14V182`, class: "now-line" }), draw("circle", { cx: x(here), cy: y(now), r: 5, class: state.edited ? "now edited" : "now" })];
    this.svg.replaceChildren(...ticks, draw("path", { d: line || "M0 0", class: "curve" }), ...ends.map(([at, text]) => draw("text", { x: x(at), y: 198, class: "middle" }, text)), ...marks);
    this.svg.setAttribute("aria-label", `Mean loss over ${this.net.rows.length} rows at each epoch. Now ${number(now)}.`);
  }
}

function showHealth(list, net, state) {
  const items = state.health.map((units, number) => {
    const item = document.createElement("li"), said = document.createElement("span"), name = document.createElement("b"), cells = document.createElement("span");
    const count = (what) => units.filter((one) => one === what).length;
    name.textContent = net.layers[number].name;
    const ill = [["dead", count("dead")], ["saturated", count("saturated")]].filter(([, n]) => n).map(([what, n]) => `${n} ${what}`);
    said.textContent = ` ${units.length} ${net.layers[number].activation}: ${ill.join(", ") || "all active"}`;
    cells.className = "cells";
    cells.setAttribute("aria-hidden", "true");
    cells.append(...units.slice(0, 128).map((what) => Object.assign(document.createElement("i"), { className: what })));
    item.append(name, said, cells);
    return item;
  });
  list.replaceChildren(...items);
}
