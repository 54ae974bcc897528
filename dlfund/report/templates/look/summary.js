// A network that is summarised: one layer and one row at a time.

const byId = (name) => document.getElementById(name);
const content = JSON.parse(byId("look-data").textContent);
const chosen = { call: 0, row: 0 };
const SVG = "http://www.w3.org/2000/svg";

function bar(name, size, text, negative) {
  const line = document.createElement("li"), label = document.createElement("span"), track = document.createElement("span"), value = document.createElement("span");
  label.textContent = name;
  track.className = negative ? "track negative" : "track";
  track.style.setProperty("--size", `${(100 * Math.min(1, Math.max(0, size))).toFixed(1)}%`);
  value.textContent = text;
  line.append(label, track, value);
  return line;
}

const short = (values) => values.slice(0, 4).map((one) => (one === null ? "–" : number(one))).join(", ") + (values.length > 4 ? ", …" : "");
const named = (k) => content.target.classes[k] ?? String(k);

function spokenPrediction(values) {
  if (values.length > 1 && content.target.classes.length === values.length) {
    const top = values.indexOf(Math.max(...values));
    return `${named(top)}, ${share(values[top])}`;
  }
  if (values.length === 1 && content.target.classes.length === 2) return `${number(values[0])} → ${named(values[0] >= 0.5 ? 1 : 0)}`;
  return short(values.map(inUnits));
}

const inUnits = (value) => content.target.mean + content.target.deviation * value;
const spokenTarget = (values) => (values.length === 1 && content.target.classes.length ? named(values[0]) : short(values.map(inUnits)));

function showHistogram(outputs) {
  const most = Math.max(1, ...outputs.counts), width = 280 / outputs.counts.length;
  const bars = outputs.counts.map((count, n) => {
    const one = document.createElementNS(SVG, "rect"), height = (120 * count) / most;
    for (const [name, value] of Object.entries({ x: 10 + n * width, y: 128 - height, width: width - 1.5, height, class: "histogram-bar" })) one.setAttribute(name, value);
    return one;
  });
  byId("histogram").replaceChildren(...bars, ...[["10", "start", outputs.least], ["290", "end", outputs.most]].map(([x, kind, value]) => {
    const text = document.createElementNS(SVG, "text");
    text.setAttribute("x", x);
    text.setAttribute("y", 144);
    text.setAttribute("class", kind);
    text.textContent = value === null ? "" : number(value, 3);
    return text;
  }));
}

function showLayer() {
  const call = content.calls[chosen.call], outputs = call.outputs;
  byId("spread").textContent = outputs && outputs.mean !== null ? `mean ${number(outputs.mean)}, standard deviation ${number(outputs.deviation)}` : "none to show";
  byId("histogram").setAttribute("aria-label", `Histogram of the outputs of ${call.name}: ${byId("spread").textContent}`);
  if (outputs) showHistogram(outputs);
  else byId("histogram").replaceChildren();
  const units = call.sample[chosen.row] || [], largest = Math.max(1e-12, ...call.sample.flat().map((one) => Math.abs(one ?? 0)));
  byId("units-shown").textContent = units.length ? `${units.length} of ${call.shape[call.shape.length - 1]}${call.shape.length > 1 ? ", each the mean over its positions" : ""}.` : "None to show.";
  byId("units").replaceChildren(...units.map((one, n) => bar(`unit ${n + 1}`, Math.abs(one ?? 0) / largest, one === null ? "–" : number(one, 3), one < 0)));
}

function showFlow() {
  const known = content.calls.filter((one) => typeof one.gradient === "number");
  const powers = known.map((one) => Math.log10(Math.max(one.gradient, 1e-12))), top = Math.max(...powers, -12), low = Math.min(...powers, top - 2);
  byId("flow").replaceChildren(...known.slice(0, 40).map((one, n) => bar(one.name, 0.04 + 0.96 * ((powers[n] - low) / (top - low)), number(one.gradient, 2))));
}

function show() {
  byId("layer").value = chosen.call;
  byId("row").value = chosen.row;
  byId("predicted").textContent = spokenPrediction(content.predictions[chosen.row] || []);
  byId("wanted").textContent = spokenTarget(content.targets[chosen.row] || []);
  showLayer();
  document.querySelectorAll("#layers tbody tr").forEach((row, n) => row.classList.toggle("chosen-row", n === chosen.call));
  byId("announced").textContent = `Layer ${content.calls[chosen.call].name}, row ${content.row_numbers[chosen.row]}. Predicted ${byId("predicted").textContent}, target ${byId("wanted").textContent}.`;
}

byId("layer").append(...content.calls.map((one, n) => new Option(one.name, n)));
byId("row").append(...content.predictions.map((_, n) => new Option(String(content.row_numbers[n]), n)));
byId("layer").addEventListener("change", (event) => { chosen.call = Number(event.target.value); show(); });
byId("row").addEventListener("change", (event) => { chosen.row = Number(event.target.value); show(); });
byId("layers").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  chosen.call = Number(button.dataset.call);
  show();
  byId("chosen-layer").scrollIntoView();
  byId("layer").focus();
});
if (content.calls.length) {
  showFlow();
  show();
}
