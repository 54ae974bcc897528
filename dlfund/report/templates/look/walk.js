// The walk: what is chosen, what was changed by hand, and everything that follows from it.

const byId = (name) => document.getElementById(name);
const content = JSON.parse(byId("look-data").textContent);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function chunked(flat, width) {
  const rows = [];
  for (let at = 0; at < flat.length; at += width) rows.push(Array.from(flat.subarray(at, at + width)));
  return rows;
}

function readNetwork(words) {
  const layers = placeLayers(words.layers), outputs = layers[layers.length - 1].units;
  const frames = words.frames.map((one) => ({ epoch: one.epoch, weights: Float64Array.from(unpack(one.weights)) }));
  const net = {
    layers, frames, features: words.features, loss: words.loss, optimizer: { ...words.optimizer }, target: words.target,
    rows: chunked(unpack(words.rows.x), words.features.length), targets: chunked(unpack(words.rows.y), outputs),
    expected: chunked(unpack(words.expected), outputs), count: frames[0].weights.length,
  };
  const trained = frames[frames.length - 1].weights;
  net.heard = listenedTo(net, trained);
  net.largest = layers.map((layer) => {
    const kernel = trained.subarray(layer.kernelAt, layer.kernelAt + layer.inputs * layer.units);
    return kernel.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-12);
  });
  net.loudest = loudest(net, trained);
  Object.assign(net, answers(net));
  return Object.assign(net, { outputNames: Array.from({ length: outputs }, (_, unit) => net.outputName(unit)) });
}

// The largest output of each column over the rows, which the colours are measured by.
function loudest(net, weights) {
  const most = new Array(net.layers.length + 1).fill(1e-12);
  for (const row of net.rows) {
    [row, ...forward(net.layers, weights, row).map((call) => call.a)].forEach((values, column) => {
      for (const value of values) most[column] = Math.max(most[column], Math.abs(value));
    });
  }
  return most;
}

// What the outputs mean: a probability, one of several classes, or a number.
function answers(net) {
  const { target, loss } = net, outputs = net.layers[net.layers.length - 1].units;
  const classes = target.classes, name = (k) => classes[k] ?? String(k);
  const logits = loss.from_logits && loss.name.includes("crossentropy");
  const probability = (a) => (loss.name === "binary_crossentropy" && logits ? sigmoid(a[0]) : a[0]);
  const yesNo = outputs === 1 && (classes.length === 2 || loss.name === "binary_crossentropy" || loss.name === "perceptron_loss" || loss.name === "hinge");
  if (yesNo) {
    const margin = loss.name === "perceptron_loss" || loss.name === "hinge";
    const sure = margin && net.layers[net.layers.length - 1].activation === "linear";
    const border = sure ? 0 : 0.5;
    return {
      answer: { kind: "probability", bounds: sure ? [-2, 2] : [0, 1] }, said: probability, outputName: () => `ŷ: ${name(1)}`,
      spoken: (a) => `${number(probability(a))} → ${name(probability(a) >= border ? 1 : 0)}`, targetSpoken: (t) => (classes.length ? `${number(t[0])} (${name(t[0] > 0 ? 1 : 0)})` : number(t[0])),
      dotClass: (n) => (net.targets[n][0] > 0 ? "dot-positive" : "dot-negative"),
    };
  }
  const largest = (a) => a.indexOf(Math.max(...a));
  if (loss.name.includes("categorical")) {
    const shares = (a) => (logits ? softmax(a) : a);
    return {
      answer: { kind: "classes", bounds: [0, 1] }, said: (a) => Math.max(...a), outputName: name,
      spoken: (a) => `${name(largest(a))}, ${share(shares(a)[largest(a)])}`, targetSpoken: (t) => name(largest(t)),
      dotClass: (n) => `group-${largest(net.targets[n]) % 10}`,
    };
  }
  const inUnits = (value) => `${number(target.mean + target.deviation * value)}${target.unit ? ` ${target.unit}` : ""}`;
  const scaled = target.mean !== 0 || target.deviation !== 1;
  const own = (value) => (scaled ? ` (ŷ = ${number(value)})` : "");
  const flat = net.targets.map((t) => t[0]), bounds = [Math.min(...flat), Math.max(...flat) + 1e-9];
  const many = (values) => `${Array.from(values).slice(0, 3).map((one) => number(one, 3)).join(", ")}${values.length > 3 ? ", …" : ""}`;
  return {
    answer: { kind: outputs === 1 ? "number" : "several", bounds }, said: (a) => a[0], outputName: (k) => (outputs === 1 ? "ŷ" : `ŷ${small(k + 1)}`),
    spoken: (a) => (outputs === 1 ? inUnits(a[0]) + own(a[0]) : many(a)), targetSpoken: (t) => (outputs === 1 ? inUnits(t[0]) : many(t)),
    dotClass: (n) => `dot-number step-${Math.min(9, Math.max(0, Math.floor((10 * (flat[n] - bounds[0])) / (bounds[1] - bounds[0]))))}`,
  };
}

const net = readNetwork(content);
const state = { row: 0, frame: net.frames.length - 1, layer: 0, unit: net.heard[1].indexOf(Math.max(...net.heard[1])), step: 0, axes: [0, 1], edited: false };
const drawing = new Drawing(byId("network-svg"), net, chooseNeuron);
const boundary = net.features.length > 1 && net.answer.kind !== "several" ? new Boundary(byId("boundary"), net) : null;
const curve = new LossCurve(byId("loss-svg"), net);

// ---- what changes the state

function loadWeights() {
  state.weights = Float64Array.from(net.frames[state.frame].weights);
  state.memory = freshMemory(net.count);
}

function loadRow() {
  state.x = Array.from(net.rows[state.row]);
  state.target = net.targets[state.row];
}

function reset() {
  loadWeights();
  loadRow();
  state.edited = false;
  refresh();
}

function chooseRow(row) {
  state.row = Math.min(Math.max(row, 0), net.rows.length - 1);
  loadRow();
  refresh();
}

function chooseFrame(frame) {
  state.frame = Math.min(Math.max(frame, 0), net.frames.length - 1);
  loadWeights();
  state.edited = false;
  refresh();
}

function chooseNeuron(layer, unit) {
  Object.assign(state, { layer, unit });
  refresh();
}

function chooseStep(step) {
  state.step = Math.min(Math.max(step, 0), STEPS_OF_CYCLE.length - 1);
  if (STEPS_OF_CYCLE[state.step].key === "loss" && state.layer < net.layers.length - 1) Object.assign(state, { layer: net.layers.length - 1, unit: 0 });
  refresh();
}

function changeWeight(at, value) {
  state.weights[at] = value;
  state.edited = true;
  refresh();
}

function changeInput(place, value) {
  state.x[place] = value;
  state.edited = true;
  refresh();
}

function takeStep() {
  state.weights = state.next.after;
  state.memory = state.next.memory;
  state.edited = true;
  refresh();
}

// ---- what follows from it

function compute() {
  state.found = backward(net.layers, state.weights, state.x, state.target, net.loss);
  state.next = update(net.optimizer, state.weights, state.found.gradients, state.memory);
  const { loss, health } = overRows(net, state.weights);
  Object.assign(state, { now: loss, health });
}

let waiting = 0;
function refresh() {
  compute();
  showChoice();
  showPrediction();
  showStep();
  showTable();
  showInputs();
  drawing.show(state);
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(showPictures); // many changes of one moment, one picture
  speak();
}

function showPictures() {
  if (boundary) boundary.show(state, state.axes);
  curve.show(state, state.now);
  showHealth(byId("health"), net, state);
  document.body.dataset.shown = String(Number(document.body.dataset.shown || 0) + 1);
}

function showChoice() {
  const { epoch } = net.frames[state.frame];
  setValue(byId("row"), String(content.row_numbers[state.row]));
  byId("row-of").textContent = `${state.row + 1} of ${net.rows.length}`;
  byId("row-before").disabled = state.row === 0;
  byId("row-after").disabled = state.row === net.rows.length - 1;
  byId("epoch").value = state.frame;
  byId("epoch").setAttribute("aria-valuetext", epoch === 0 ? "epoch 0, before training" : `epoch ${epoch}`);
  byId("epoch-shown").textContent = epoch === null ? "" : `${epoch}${epoch === 0 ? " (start)" : ""}`;
  byId("reset").disabled = !state.edited;
  byId("layer").value = state.layer;
  fillUnits();
}

function fillUnits() {
  const select = byId("unit"), units = net.layers[state.layer].units;
  if (select.dataset.layer !== String(state.layer)) {
    select.replaceChildren(...Array.from({ length: units }, (_, unit) => new Option(String(unit + 1), unit)));
    select.dataset.layer = state.layer;
  }
  select.value = state.unit;
}

function showPrediction() {
  const a = state.found.calls[net.layers.length - 1].a;
  byId("predicted").textContent = net.spoken(a);
  byId("wanted").textContent = net.targetSpoken(state.target);
  byId("loss-now").textContent = number(state.found.loss);
  byId("loss-after").textContent = number(backward(net.layers, state.next.after, state.x, state.target, net.loss).loss);
  byId("loss-rows").textContent = number(state.now);
  byId("edited").hidden = !state.edited;
  document.body.dataset.loss = state.found.loss; // with every digit
  document.body.dataset.prediction = JSON.stringify(Array.from(a));
}

function showStep() {
  const step = STEPS_OF_CYCLE[state.step], layer = net.layers[state.layer];
  document.querySelectorAll("#steps button").forEach((button, place) => {
    if (place === state.step) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  });
  byId("step-before").disabled = state.step === 0;
  byId("step-after").disabled = state.step === STEPS_OF_CYCLE.length - 1;
  byId("step-title").textContent = `${state.step + 1}. ${step.title}`;
  byId("step-who").textContent = step.key === "loss" ? "the whole network, on this row" : `neuron ${state.unit + 1} of ${layer.name}`;
  byId("step-says").textContent = step.says;
  byId("rule").textContent = step.key === "update" ? ruleText(net.optimizer) : "";
  byId("take-box").hidden = step.key !== "update";
  document.querySelector("main").dataset.step = step.key;
  const lines = stepLines(net, state, state.step).flatMap(([left, right, word]) => {
    const name = document.createElement("dt"), value = document.createElement("dd");
    name.textContent = left;
    value.textContent = `${left || !right.startsWith("…") ? "= " : ""}${right}`;
    if (word) value.append(Object.assign(document.createElement("span"), { className: "names", textContent: word }));
    return [name, value];
  });
  byId("board").replaceChildren(...lines);
}

// ---- the table of the chosen neuron: every incoming weight, to be changed by hand

function listedInputs(layer) {
  const all = Array.from({ length: layer.inputs }, (_, i) => i);
  if (layer.inputs <= SHOWN) return all;
  const trained = net.frames[net.frames.length - 1].weights, size = (i) => Math.abs(trained[weightPlace(layer, i, state.unit)]);
  return all.sort((a, b) => size(b) - size(a)).slice(0, SHOWN).sort((a, b) => a - b);
}

function showTable() {
  const layer = net.layers[state.layer], body = byId("weights-body"), key = `${state.layer}/${state.unit}`;
  if (body.dataset.key !== key) buildTable(layer, body);
  body.dataset.key = key;
  const call = state.found.calls[state.layer];
  for (const row of body.rows) {
    const at = Number(row.dataset.at), input = Number(row.dataset.input), w = state.weights[at], g = state.found.gradients[at];
    const x = input < 0 ? 1 : call.x[input];
    setValue(row.querySelector("input"), exact(w));
    const cells = { x: input < 0 ? "1" : number(x), product: number(w * x), gradient: number(g), change: number(state.next.after[at] - w), after: number(state.next.after[at]) };
    for (const [name, text] of Object.entries(cells)) row.querySelector(`.${name}`).textContent = text;
    row.dataset.gradient = g;
    row.dataset.after = state.next.after[at];
  }
  byId("sum-cell").textContent = `z = ${number(call.z[state.unit])}`;
}

function buildTable(layer, body) {
  const inputs = listedInputs(layer), left = layer.inputs - inputs.length;
  const rows = inputs.map((i) => weightRow(inputName(net, state.layer, i), weightPlace(layer, i, state.unit), i));
  if (layer.bias) rows.push(weightRow("bias", layer.biasAt + state.unit, -1));
  body.replaceChildren(...rows);
  byId("table-who").textContent = `neuron ${state.unit + 1} of ${layer.name}`;
  byId("table-left").textContent = left ? `The ${SHOWN} largest of ${layer.inputs} weights are listed.` : "";
}

function weightRow(name, at, input) {
  const row = document.createElement("tr"), head = document.createElement("th"), field = document.createElement("input");
  head.scope = "row";
  head.textContent = name;
  Object.assign(field, { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
  field.setAttribute("aria-label", input < 0 ? "bias" : `weight of ${name}`);
  field.addEventListener("input", () => take(field, (value) => changeWeight(at, value)));
  field.addEventListener("change", () => { if (!field.matches(":invalid")) setValue(field, exact(state.weights[at]), true); });
  field.addEventListener("keydown", (event) => nudge(event, field, () => state.weights[at], (value) => changeWeight(at, value)));
  const cell = (name) => Object.assign(document.createElement("td"), { className: name });
  const weight = cell("weight");
  weight.append(field);
  row.append(head, cell("x"), weight, ...["product", "gradient", "change", "after"].map(cell));
  Object.assign(row.dataset, { at, input });
  return row;
}

// A field's number, if it is one; otherwise the field says so and nothing changes.
function take(field, then) {
  const value = typed(field.value);
  field.setAttribute("aria-invalid", value === null);
  if (value !== null) then(value);
}

// Arrow keys move a number by a tenth.
function nudge(event, field, now, then) {
  const by = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const value = Number((now() + by).toFixed(6));
  then(value);
  setValue(field, exact(value), true);
}

// A field that has the focus keeps what was typed.
function setValue(field, text, always = false) {
  if (always || document.activeElement !== field) {
    field.value = text;
    field.removeAttribute("aria-invalid");
  }
}

// ---- the row's inputs, to be changed by hand

function buildInputs() {
  const all = net.features.map((_, place) => place), listed = all.length <= SHOWN ? all
    : all.sort((a, b) => net.heard[0][b] - net.heard[0][a]).slice(0, SHOWN).sort((a, b) => a - b);
  byId("inputs-left").textContent = listed.length < net.features.length ? `The ${SHOWN} of ${net.features.length} inputs with the largest outgoing weights are listed.` : "";
  byId("inputs").replaceChildren(...listed.map(inputField));
}

function inputField(place) {
  const feature = net.features[place], values = net.rows.map((row) => feature.mean + feature.deviation * row[place]);
  const low = Math.min(...values), high = Math.max(...values), line = document.createElement("li");
  const label = document.createElement("label"), field = document.createElement("input"), slider = document.createElement("input");
  label.textContent = feature.unit ? `${feature.name} (${feature.unit})` : feature.name;
  label.htmlFor = field.id = `input-${place}`;
  Object.assign(field, { type: "text", inputMode: "decimal", autocomplete: "off" });
  Object.assign(slider, { type: "range", min: low, max: high > low ? high : low + 1, step: "any" });
  slider.setAttribute("aria-label", `${feature.name}, slider`);
  const put = (raw) => changeInput(place, (raw - feature.mean) / feature.deviation);
  const now = () => feature.mean + feature.deviation * state.x[place];
  field.addEventListener("input", () => take(field, put));
  field.addEventListener("change", () => setValue(field, exact(now()), true));
  field.addEventListener("keydown", (event) => nudge(event, field, now, put));
  slider.addEventListener("input", () => put(Number(slider.value)));
  const own = Object.assign(document.createElement("span"), { className: "own" });
  line.append(label, field, slider, own);
  line.dataset.place = place;
  return line;
}

function showInputs() {
  for (const line of byId("inputs").children) {
    const place = Number(line.dataset.place), feature = net.features[place], raw = feature.mean + feature.deviation * state.x[place];
    const [field, slider] = line.querySelectorAll("input");
    setValue(field, String(Number(raw.toPrecision(6))));
    slider.value = raw;
    slider.setAttribute("aria-valuetext", number(raw));
    line.querySelector(".own").textContent = `x${small(place + 1)} = ${number(state.x[place])}`;
  }
}

// ---- announced to screen readers, once nothing changes any more

let speaking = 0;
function speak() {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    const { epoch } = net.frames[state.frame], a = state.found.calls[net.layers.length - 1].a;
    byId("announced").textContent = `Step ${state.step + 1} of 6, ${STEPS_OF_CYCLE[state.step].title}. Row ${content.row_numbers[state.row]}${epoch === null ? "" : `, epoch ${epoch}`}. `
      + `Neuron ${state.unit + 1} of ${layerName(net, state.layer)} has the output ${number(state.found.calls[state.layer].a[state.unit])}. Predicted ${net.spoken(a)}, target ${net.targetSpoken(state.target)}, loss ${number(state.found.loss)}.`;
  }, 400);
}

// ---- playing the epochs

let playing = 0;
function stop() {
  clearInterval(playing);
  playing = 0;
  namePlay();
}

function namePlay() {
  byId("play").textContent = calm.matches ? "Next epoch" : playing ? "Pause" : "Play";
}

function play() {
  if (playing) return stop();
  if (state.frame === net.frames.length - 1) chooseFrame(0);
  else if (calm.matches) chooseFrame(state.frame + 1);
  if (calm.matches) return undefined; // no animation for readers who asked for reduced motion
  playing = setInterval(() => {
    chooseFrame(state.frame + 1);
    if (state.frame === net.frames.length - 1) stop();
  }, 380);
  return namePlay();
}

// ---- the controls

function chooseByNumber(text) {
  const wanted = typed(text), place = content.row_numbers.indexOf(wanted);
  const nearest = content.row_numbers.reduce((best, one, n) => (Math.abs(one - wanted) < Math.abs(content.row_numbers[best] - wanted) ? n : best), 0);
  if (wanted !== null) chooseRow(place >= 0 ? place : nearest);
  setValue(byId("row"), String(content.row_numbers[state.row]), true);
}

function axisSelect(id, axis) {
  const select = byId(id);
  select.append(...net.features.map((feature, place) => new Option(feature.name, place)));
  select.value = state.axes[axis];
  select.addEventListener("change", () => {
    state.axes[axis] = Number(select.value);
    showPictures();
  });
}

function connect() {
  const on = (id, event, then) => byId(id).addEventListener(event, then);
  on("row-before", "click", () => chooseRow(state.row - 1));
  on("row-after", "click", () => chooseRow(state.row + 1));
  on("row", "change", (event) => chooseByNumber(event.target.value));
  on("epoch", "input", (event) => { stop(); chooseFrame(Number(event.target.value)); });
  on("play", "click", play);
  on("reset", "click", reset);
  on("take", "click", takeStep);
  on("step-before", "click", () => chooseStep(state.step - 1));
  on("step-after", "click", () => chooseStep(state.step + 1));
  on("layer", "change", (event) => chooseNeuron(Number(event.target.value), 0));
  on("unit", "change", (event) => chooseNeuron(state.layer, Number(event.target.value)));
  on("rate", "input", (event) => take(event.target, (value) => { net.optimizer.learning_rate = value; refresh(); }));
  document.querySelectorAll("#steps button").forEach((button, place) => button.addEventListener("click", () => chooseStep(place)));
  theme.addEventListener("click", showPictures);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showPictures);
  calm.addEventListener("change", stop);
  new ResizeObserver(() => drawing.show(state)).observe(byId("network-svg").parentElement);
}

function begin() {
  byId("layer").append(...net.layers.map((layer, number) => new Option(layer.name, number)));
  byId("epoch").max = net.frames.length - 1;
  byId("epochs").hidden = byId("loss-svg").toggleAttribute("hidden", net.frames.length < 2);
  byId("rate").value = String(Number(net.optimizer.learning_rate.toPrecision(6)));
  byId("boundary").hidden = !boundary;
  loadWeights();
  loadRow();
  state.axes = net.features.map((_, place) => place).sort((a, b) => net.heard[0][b] - net.heard[0][a]).slice(0, 2);
  if (boundary) ["across", "up"].forEach(axisSelect);
  buildInputs();
  connect();
  namePlay();
  refresh();
  curve.measure(() => curve.show(state, state.now));
  check();
}

// Whether this page's arithmetic is Keras's: both have predicted every row.
function check() {
  const trained = net.frames[net.frames.length - 1].weights;
  let worst = 0;
  net.rows.forEach((row, n) => {
    const a = forward(net.layers, trained, row)[net.layers.length - 1].a;
    a.forEach((one, k) => { worst = Math.max(worst, Math.abs(one - net.expected[n][k]) / Math.max(1, Math.abs(one))); });
  });
  byId("checked").textContent = `Checked just now: for all ${net.rows.length} rows, this page's predictions agree with those of Keras to within ${number(worst, 1)}.`;
  byId("unlike").hidden = worst < 1e-4;
}

begin();
