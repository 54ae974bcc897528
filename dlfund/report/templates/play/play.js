// The playground: settings lead to a session; it runs step by step; every picture shows where it is.

const element = (id) => document.getElementById(id);
const CONTENT = JSON.parse(element("play-data").textContent), TABLE = CONTENT.table;
const watch = new TaskWatch();
const lab = { running: false, palette: readPalette() };

// A new session by these settings: its start, which the address tells.
function begin(asked) {
  lab.settings = settled(asked, TABLE);
  lab.session = new Session(lab.settings, TABLE);
  lab.measures = new Measures(lab.session);
  lab.surface = new Surface(lab.session);
  lab.picture = new NetworkPicture(lab.surface);
  const fragment = asFragment(lab.settings, TABLE);
  history.replaceState(null, "", `#${fragment}`);
  showControls();
  show();
}

// What only changes the picture leaves the session as it is.
const OF_PICTURE = ["speed", "discrete", "test_shown", "across", "up"];

function set(name, value) {
  const focused = document.activeElement && document.activeElement.id;
  const more = name === "optimizer" ? { learning_rate: RULES[value].rate } : {};
  if (OF_PICTURE.includes(name)) {
    lab.settings[name] = value;
    if (name === "across" || name === "up") newPlane();
    history.replaceState(null, "", `#${asFragment(lab.settings, TABLE)}`);
    show();
    return;
  }
  begin({ ...lab.settings, [name]: value, ...more });
  if (focused && element(focused)) element(focused).focus();
}

// The same rows and weights over two other columns.
function newPlane() {
  lab.session.data = readRows(lab.settings, TABLE);
  lab.surface = new Surface(lab.session);
  lab.picture = new NetworkPicture(lab.surface);
}

function showControls() {
  const { settings } = lab;
  showData(element("data-sets"), settings, set, TABLE);
  showSettings(element("rows-settings"), settings.data === "table" ? ["test"] : ROWS_DRAWN, settings, set, TABLE);
  showFeatures(element("features"), settings, set, TABLE);
  showLayers(element("layers"), settings, set);
  showSettings(element("training"), TRAINING, settings, set, TABLE);
  element("axes").hidden = settings.data !== "table";
  if (TABLE) showAxes(settings);
  element("discrete").checked = settings.discrete;
  element("test-shown").checked = settings.test_shown;
}

function showAxes(settings) {
  const { used } = lab.session.data;
  for (const [id, axis] of [["across", 0], ["up", 1]]) {
    const chosen = settings.data === "table" ? lab.session.data.axes[axis] : 0;
    element(id).replaceChildren(...(used || []).map((column) => make("option", { value: String(column), textContent: TABLE.names[column], selected: column === chosen })));
  }
}

// Everything that changes with the weights.
function show() {
  lab.measures.take();
  lab.surface.compute();
  draw();
  if (watch.look(lab.session, lab.measures)) showTask();
  if (lab.session.broken) stop();
  element("broken").hidden = !lab.session.broken;
}

function draw() {
  const { measures, palette, session } = lab, { now } = measures;
  lab.surface.draw(element("surface"), palette);
  lab.picture.draw(element("network-canvas"), palette, measures);
  const losses = measures.curves.flatMap((point) => [point.train.loss, point.test.loss]).filter(Number.isFinite);
  drawCurves(element("loss-curve"), palette, measures.curves, "loss", [0, Math.max(1e-9, Math.min(Math.max(...losses), 4 * Math.max(measures.first, now.train.loss || 0) + 1))]);
  drawCurves(element("score-curve"), palette, measures.curves, "score", [0, 1]);
  showNumbers(now, session);
  showHealth(element("health"), measures);
}

function showNumbers(now, session) {
  const numeric = session.data.kind === "regression", shownScore = (value) => (numeric ? number(value, 3) : `${(100 * value).toFixed(1)} %`);
  element("epoch").textContent = `${Math.floor(session.epoch)}`;
  element("steps").textContent = `${session.steps}`;
  element("loss-train").textContent = number(now.train.loss, 3);
  element("loss-test").textContent = number(now.test.loss, 3);
  for (const id of ["score-name", "score-name-test", "score-title"]) element(id).textContent = numeric ? "R²" : "Accuracy";
  element("score-train").textContent = shownScore(now.train.score);
  element("score-test").textContent = shownScore(now.test.score);
  element("loss-curve").setAttribute("aria-label", `Loss: ${number(now.train.loss, 3)} on training rows, ${number(now.test.loss, 3)} on test rows after ${session.steps} steps.`);
  element("score-curve").setAttribute("aria-label", `${numeric ? "R²" : "Accuracy"}: ${shownScore(now.train.score)} on training rows, ${shownScore(now.test.score)} on test rows.`);
}

function showHealth(place, { layers }) {
  const last = layers.length - 1;
  place.replaceChildren(...layers.map((layer, at) => make("tr", {},
    make("th", { scope: "row", textContent: at === last ? "output" : `hidden ${at + 1}` }),
    ...[layer.dead, layer.saturated, number(layer.gradient, 3), number(layer.weights, 3)].map((value) => make("td", { textContent: String(value) })))));
}

const MOST_AT_ONCE = 40; // milliseconds of steps between two pictures, so that the page answers

// As many steps as the chosen number a second asks for since the last picture, however long that took.
function run(now) {
  if (!lab.running) return;
  lab.owed = Math.min(lab.owed + (lab.settings.speed * (now - lab.before)) / 1000, lab.settings.speed);
  lab.before = now;
  for (const end = performance.now() + MOST_AT_ONCE; lab.owed >= 1 && performance.now() < end; lab.owed--) lab.session.step();
  show();
  requestAnimationFrame(run);
}

function stop() {
  lab.running = false;
  element("run").textContent = "Run";
}

function toggleRun() {
  lab.running = !lab.running && !lab.session.broken;
  element("run").textContent = lab.running ? "Pause" : "Run";
  Object.assign(lab, { owed: 1, before: performance.now() });
  if (lab.running) requestAnimationFrame(run);
}

function showTask() {
  element("task-says").textContent = watch.sentence;
  element("task-box").classList.toggle("done", watch.done);
  const { task } = watch;
  element("task-title").textContent = task ? task.title + (task.stages.length > 1 && !watch.done ? `: ${watch.stage + 1} of ${task.stages.length}` : "") : "";
  element("task-more").textContent = watch.done ? [...task.cards.map((card) => `dlfund explain ${card}`), `dlfund drill --topic ${task.topic}`].join("\n") : "";
  element("task-more").hidden = !watch.done;
  element("task-box").hidden = !task;
}

function save(name, type, text) {
  const link = make("a", { href: `data:${type};charset=utf-8,${encodeURIComponent(text)}`, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

function showCode() {
  element("code-text").textContent = kerasCode(lab.session);
  element("code-box").hidden = false;
  element("code-box").scrollIntoView();
  element("code-text").focus();
}

function connect() {
  const on = (id, act) => element(id).addEventListener("click", act);
  on("run", toggleRun);
  on("step", () => { stop(); lab.session.step(); show(); });
  on("reset", () => { stop(); begin(lab.settings); });
  on("show-code", showCode);
  on("save-code", () => save("session.py", "text/x-python", kerasCode(lab.session)));
  on("keep", () => save("session.json", "application/json", JSON.stringify(keptSession(lab.session))));
  for (const [id, name] of [["discrete", "discrete"], ["test-shown", "test_shown"]]) element(id).addEventListener("change", () => set(name, element(id).checked));
  for (const id of ["across", "up"]) element(id).addEventListener("change", () => set(id, Number(element(id).value)));
  element("tasks").replaceChildren(...TASKS.map((task) => toggle(task.title, false, () => {
    stop();
    watch.begin(task.name);
    for (const button of element("tasks").children) button.setAttribute("aria-pressed", String(button.id === `task-${task.name}`));
    begin(task.asked);
    showTask();
  }, `task-${task.name}`)));
  const repaint = () => { lab.palette = readPalette(); draw(); };
  theme.addEventListener("click", repaint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  window.addEventListener("resize", draw);
  window.addEventListener("hashchange", () => { stop(); begin(ofFragment(location.hash)); });
}

begin(ofFragment(location.hash));
connect();
