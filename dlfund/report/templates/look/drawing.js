// The network as neurons and edges. Built once per width, then only coloured again.

const SVG = "http://www.w3.org/2000/svg";

function draw(tag, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

const shortened = (text, letters) => (text.length > letters ? `${text.slice(0, Math.max(1, letters - 1))}…` : text);

// Which of a layer's units are drawn: those with the largest outgoing weights, and the chosen one.
function drawnUnits(net, most, chosen) {
  const counts = [net.layers[0].inputs, ...net.layers.map((layer) => layer.units)];
  return counts.map((count, column) => {
    const all = Array.from({ length: count }, (_, place) => place);
    if (count <= most) return all;
    const kept = all.sort((a, b) => net.heard[column][b] - net.heard[column][a]).slice(0, most);
    if (chosen.column === column && !kept.includes(chosen.unit)) kept[most - 1] = chosen.unit;
    return kept.sort((a, b) => a - b);
  });
}

// For every column and unit the sum of the outgoing weights' sizes, at the last recorded epoch.
function listenedTo(net, weights) {
  const heard = net.layers.map((layer) => Array.from({ length: layer.inputs }, (_, i) => {
    let total = 0;
    for (let j = 0; j < layer.units; j++) total += Math.abs(weights[weightPlace(layer, i, j)]);
    return total;
  }));
  return [...heard, new Array(net.layers[net.layers.length - 1].units).fill(1)];
}

class Drawing {
  constructor(svg, net, onChoose) {
    Object.assign(this, { svg, net, onChoose, key: "" });
    svg.addEventListener("keydown", (event) => this.onKey(event));
  }

  show(state) {
    const width = Math.max(300, Math.round(this.svg.parentElement.clientWidth));
    const most = width < 600 ? 10 : 16;
    const units = drawnUnits(this.net, most, { column: state.layer + 1, unit: state.unit });
    const key = JSON.stringify([width, units]);
    if (key !== this.key) this.build(width, units);
    this.key = key;
    this.colour(state);
  }

  build(width, units) {
    const narrow = width < 600, most = Math.max(...units.map((one) => one.length));
    const spacing = Math.max(narrow ? 27 : 29, Math.min(narrow ? 64 : 105, 430 / most));
    Object.assign(this, { units, narrow, radius: Math.min(narrow ? 17 : 22, spacing * 0.4) });
    const top = 58, height = top + spacing * most + 14;
    const left = narrow ? 94 : this.roomFor(this.net.features.map((one) => one.name)), right = narrow ? 50 : this.roomFor(this.net.outputNames), gap = (width - left - right) / (units.length - 1);
    this.places = units.map((column, c) => column.map((unit, place) => ({
      x: left + c * gap, y: top + (height - 14 - top) / 2 + (place - (column.length - 1) / 2) * spacing, unit,
    })));
    this.svg.replaceChildren();
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.buildTitles(gap);
    this.buildEdges();
    this.buildNeurons(narrow);
  }

  // For names beside the neurons.
  roomFor(names) {
    return 44 + 7 * Math.min(17, Math.max(4, ...names.slice(0, 200).map((name) => name.length)));
  }

  buildTitles(gap) {
    const letters = (width) => Math.max(5, Math.floor((gap - 4) / width));
    this.places.forEach((column, c) => {
      const layer = this.net.layers[c - 1], x = column[0].x, count = layer ? layer.units : this.net.layers[0].inputs;
      const drawn = column.length < count ? `${column.length} of ${count} drawn` : `${count} ${layer ? (count > 1 ? "neurons" : "neuron") : count > 1 ? "numbers" : "number"}`;
      const words = [[layer ? layer.name : "input", "title"], [drawn, ""], [layer ? layer.activation : "", ""]];
      words.forEach(([text, kind], line) => {
        if (text) this.svg.append(draw("text", { x, y: 14 + 14 * line, class: `middle ${kind}` }, shortened(text, letters(kind ? 7.6 : 5.9))));
      });
    });
  }

  buildEdges() {
    this.edges = [];
    const group = draw("g", { class: "edges", "aria-hidden": "true" });
    for (let c = 0; c < this.net.layers.length; c++) {
      for (const from of this.places[c]) for (const to of this.places[c + 1]) {
        const line = draw("path", { d: `M${from.x} ${from.y}C${(from.x + to.x) / 2} ${from.y} ${(from.x + to.x) / 2} ${to.y} ${to.x} ${to.y}` });
        group.append(line);
        this.edges.push({ line, layer: c, from: from.unit, to: to.unit });
      }
    }
    this.svg.append(group);
  }

  buildNeurons(narrow) {
    this.neurons = [];
    const letters = narrow ? 10 : 17, last = this.places.length - 1;
    this.places.forEach((column, c) => column.forEach(({ x, y, unit }) => {
      const group = draw("g", { class: c ? "neuron" : "source", transform: `translate(${x} ${y})` });
      const disc = draw(c ? "circle" : "rect", c ? { r: this.radius } : { x: -this.radius, y: -this.radius, width: 2 * this.radius, height: 2 * this.radius, rx: 4 });
      const value = draw("text", { class: "middle value", y: 3.5, "aria-hidden": "true" });
      const ground = disc.cloneNode();
      ground.setAttribute("class", "ground"); // edges end behind it
      group.append(ground, disc, value);
      if (c === 0) group.append(this.label(-this.radius - 6, "end", this.net.features[unit].name, letters));
      if (c === last) group.append(this.label(this.radius + 6, "start", this.net.outputNames[unit], narrow ? 6 : 17));
      if (c) {
        group.setAttribute("role", "button");
        group.addEventListener("click", () => this.onChoose(c - 1, unit));
      } else group.setAttribute("aria-hidden", "true");
      this.svg.append(group);
      this.neurons.push({ group, disc, value, column: c, unit });
    }));
  }

  label(x, kind, text, letters) {
    const label = draw("text", { x, y: 4, class: `name ${kind}` }, shortened(text, letters));
    label.append(draw("title", {}, text));
    return label;
  }

  colour(state) {
    const backward = STEPS_OF_CYCLE[state.step].phase === "backward";
    for (const edge of this.edges) {
      const layer = this.net.layers[edge.layer], at = weightPlace(layer, edge.from, edge.to), w = state.weights[at];
      const near = edge.layer === state.layer && edge.to === state.unit;
      const after = backward && edge.layer === state.layer + 1 && edge.from === state.unit;
      edge.line.setAttribute("class", `${w < 0 ? "negative" : "positive"}${near ? " near" : after ? " after" : ""}`);
      edge.line.setAttribute("stroke-width", Math.min(7, 0.4 + (4.6 * Math.abs(w)) / this.net.largest[edge.layer]).toFixed(2));
    }
    for (const one of this.neurons) this.colourNeuron(one, state);
  }

  colourNeuron({ group, disc, value, column, unit }, state) {
    const a = column ? state.found.calls[column - 1].a[unit] : state.x[unit];
    const chosen = column === state.layer + 1 && unit === state.unit;
    const strength = Math.min(1, Math.abs(a) / (this.net.loudest[column] || 1));
    disc.setAttribute("class", a < 0 ? "negative" : "positive");
    disc.style.fillOpacity = (0.08 + 0.62 * strength).toFixed(2);
    const fits = this.radius >= 13;
    value.setAttribute("class", fits ? "middle value" : "beside");
    value.setAttribute("x", fits ? 0 : this.radius + 5);
    value.textContent = fits || chosen ? brief(a) : "";
    group.classList.toggle("chosen", chosen);
    if (chosen) this.svg.append(group); // in front of its neighbours
    if (!column) return;
    group.setAttribute("tabindex", chosen ? 0 : -1);
    group.setAttribute("aria-pressed", chosen);
    group.setAttribute("aria-label", `Neuron ${unit + 1} of ${this.net.layers[column - 1].name}, output ${number(a)}`);
  }

  onKey(event) {
    const here = this.neurons.find(({ group }) => group === event.target);
    const moves = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0], Enter: [0, 0], " ": [0, 0] };
    if (!here || !(event.key in moves)) return;
    event.preventDefault();
    const [across, down] = moves[event.key];
    const column = Math.min(Math.max(here.column + across, 1), this.units.length - 1), units = this.units[column];
    const place = across ? Math.round((this.units[here.column].indexOf(here.unit) / Math.max(1, this.units[here.column].length - 1)) * (units.length - 1)) : units.indexOf(here.unit) + down;
    const unit = units[Math.min(Math.max(place, 0), units.length - 1)];
    this.onChoose(column - 1, unit);
    this.neurons.find((one) => one.column === column && one.unit === unit).group.focus();
  }
}
