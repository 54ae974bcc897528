// The controls: what each setting is called, and the elements that set it. Names of columns are set as text alone.

const NUMBERS = {
  l1: [0, 0.0001, 0.001, 0.003, 0.01, 0.1], l2: [0, 0.0001, 0.001, 0.003, 0.01, 0.1], dropout: [0, 0.1, 0.2, 0.3, 0.5],
  batch: [1, 8, 16, 20, 32, 64, 128, 1000], clip_limit: [0.01, 0.1, 0.5, 1, 5], speed: [1, 10, 60, 300, 1000], rows: [40, 100, 200, 400, 1000, 2000],
};
const TITLES = { speed: "steps a second", clip: "clip gradients", clip_limit: "clip at", batch: "batch size", l1: "L1", l2: "L2", learning_rate: "learning rate", test: "% test rows" };
const SHOWN_AS = {
  mean_squared_error_of_classes: "mean squared error", sparse_categorical_crossentropy: "categorical cross-entropy", binary_crossentropy: "binary cross-entropy",
  global_norm: "by norm of all", norm: "by norm", value: "by value",
};
const TRAINING = ["activation", "initializer", "loss", "optimizer", "learning_rate", "batch", "l1", "l2", "dropout", "clip", "clip_limit", "lookahead", "seed", "speed"];
const ROWS_DRAWN = ["rows", "noise", "test"];

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const titleOf = (name) => TITLES[name] || name.replace(/_/g, " ");

// A labelled control of one setting; `set` is told of a change.
function control(name, settings, set, table) {
  const id = `set-${name}`, field = fieldOf(name, settings, table);
  field.id = id;
  field.addEventListener("change", () => {
    const value = readField(name, field, settings);
    if (value === null) field.setAttribute("aria-invalid", "true");
    else set(name, value);
  });
  return make("div", { className: "setting" }, make("label", { htmlFor: id, textContent: titleOf(name) }), field);
}

function fieldOf(name, settings, table) {
  if (typeof USUAL[name] === "boolean") return make("input", { type: "checkbox", checked: settings[name] });
  const choices = name === "loss" ? LOSSES_OF[kindOf(settings, table)] : CHOICES[name] || NUMBERS[name];
  if (!choices) return make("input", { type: "text", inputMode: "decimal", value: String(settings[name]), autocomplete: "off" });
  const every = choices.includes(settings[name]) ? choices : [...choices, settings[name]].sort((a, b) => a - b);
  const options = every.map((choice) => make("option", { value: String(choice), textContent: SHOWN_AS[choice] || String(choice).replace(/_/g, " "), selected: choice === settings[name] }));
  return make("select", {}, ...options);
}

// The value, or null where it is none that the setting can have.
function readField(name, field) {
  if (field.type === "checkbox") return field.checked;
  const value = typeof USUAL[name] === "number" ? typed(field.value) : field.value;
  return value !== null && fits(name, value, null) ? value : null;
}

function showSettings(place, names, settings, set, table) {
  const focused = document.activeElement && document.activeElement.id;
  place.replaceChildren(...names.map((name) => control(name, settings, set, table)));
  if (focused && place.querySelector(`#${focused}`)) document.getElementById(focused).focus();
}

// One button of several that exclude each other, or a feature that is on or off.
function toggle(text, pressed, act, id) {
  const button = make("button", { type: "button", textContent: text, id });
  button.setAttribute("aria-pressed", String(pressed));
  button.addEventListener("click", act);
  return button;
}

function showData(place, settings, set, table) {
  const sets = Object.entries(GENERATED).map(([name, { title }]) => toggle(title, settings.data === name, () => set("data", name), `data-${name}`));
  const own = table ? [toggle(shortened(table.name, 24), settings.data === "table", () => set("data", "table"), "data-table")] : [];
  place.replaceChildren(...own, ...sets);
}

function showFeatures(place, settings, set, table) {
  if (settings.data !== "table") {
    place.replaceChildren(...Object.entries(FEATURES).map(([name, { title }]) => {
      const chosen = settings.features.includes(name), rest = settings.features.filter((other) => other !== name);
      return toggle(title, chosen, () => set("features", chosen ? (rest.length ? rest : [name]) : [...rest, name]), `feature-${name}`);
    }));
    return;
  }
  place.replaceChildren(...table.names.map((name, column) => {
    const out = settings.left_out.includes(column), rest = settings.left_out.filter((other) => other !== column);
    const last = !out && settings.left_out.length === table.names.length - 1;
    return toggle(shortened(name, 26), !out, () => set("left_out", out || last ? rest : [...rest, column]), `feature-${column}`);
  }));
}

// Each hidden layer with its units, and buttons that change them.
function showLayers(place, settings, set) {
  const { hidden } = settings, changed = (at, by) => hidden.map((units, other) => (other === at ? units + by : units));
  const small = (text, label, act, disabled, id) => {
    const button = make("button", { type: "button", textContent: text, disabled, id });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  };
  const layers = hidden.map((units, at) => make("div", { className: "layer" },
    small("−", `One unit less in hidden layer ${at + 1}`, () => set("hidden", changed(at, -1)), units === 1, `less-${at}`),
    make("span", { textContent: String(units), title: `${units} units` }),
    small("+", `One unit more in hidden layer ${at + 1}`, () => set("hidden", changed(at, 1)), units === MOST_UNITS, `more-${at}`)));
  const fewer = small("− layer", "Remove the last hidden layer", () => set("hidden", hidden.slice(0, -1)), hidden.length === 0, "fewer-layers");
  const more = small("+ layer", "Add a hidden layer", () => set("hidden", [...hidden, hidden[hidden.length - 1] || 4]), hidden.length === MOST_LAYERS, "more-layers");
  place.replaceChildren(fewer, ...layers, more);
}
