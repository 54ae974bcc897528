// Guided tasks: where each begins, and what the page waits for. A task with two stages asks for the second after the first.

const reluDead = ({ session, measures }) => session.steps > 0 && session.settings.activation === "relu" && measures.layers.slice(0, -1).some((layer) => layer.dead > 0);
const six = ({ session }) => session.settings.hidden.length === MOST_LAYERS && session.steps > 0;

const TASKS = [
  {
    name: "dead_relu", title: "Make a ReLU die", cards: ["relu"], topic: "activations",
    asked: { activation: "relu", hidden: [8], learning_rate: 0.03, data: "circle" },
    stages: [{ says: "Raise the learning rate to 3 or more and run, until a hidden unit has a red cross: its slope is 0 on every row, so no gradient reaches its weights.", done: reluDead }],
    learned: "A large step moved the unit's weighted sum below 0 on every row. A leaky ReLU keeps a slope there.",
  },
  {
    name: "zero_weights", title: "Break it with zero weights", cards: ["Zeros", "GlorotUniform"], topic: "initialization",
    asked: { activation: "relu", hidden: [4, 4], data: "circle" },
    stages: [{
      says: "Choose the initializer zeros and run 100 steps.",
      done: ({ session, measures }) => session.settings.initializer === "zeros" && session.settings.hidden.length > 0 && session.steps >= 100 && measures.now.train.score < 0.65,
    }],
    learned: "With equal weights all units of a layer compute the same and get the same gradient, so they stay equal. Random weights make them differ.",
  },
  {
    name: "spiral", title: "Solve the spiral with two inputs", cards: ["Adam", "tanh"], topic: "ann",
    asked: { data: "spiral", noise: 0, rows: 400, hidden: [4], activation: "relu" },
    stages: [{
      says: "With x₁ and x₂ alone, reach an accuracy of 95 % on the test rows: more units, another activation or optimizer.",
      done: ({ session, measures }) => session.settings.data === "spiral" && session.settings.features.every((name) => ["x1", "x2"].includes(name)) && measures.now.test.score >= 0.95,
    }],
    learned: "Hidden layers found the features that you could have added by hand.",
  },
  {
    name: "overfit", title: "Overfit 20 rows, then cure it", cards: ["over_and_underfitting", "Dropout"], topic: "overfitting",
    asked: { data: "gauss", noise: 1.2, rows: 40, test: 50, hidden: [16, 16], activation: "relu", optimizer: "adam", learning_rate: 0.03, batch: 20 },
    stages: [
      {
        says: "Run until every training row is right and the loss on test rows is more than three times the loss on training rows.",
        done: ({ session, measures, kept }) => {
          const { train, test } = measures.now, over = session.data.train <= 20 && train.score === 1 && test.loss > 3 * train.loss && session.steps >= 50;
          if (over) Object.assign(kept, { loss: test.loss });
          return over;
        },
      },
      {
        says: "Now at the same noise bring the test loss below two thirds of that after 200 steps or more: a penalty (L2), dropout, fewer units or more rows.",
        done: ({ session, measures, kept }) => session.settings.noise >= 1.2 && session.steps >= 200 && measures.now.test.loss < 0.67 * kept.loss,
      },
    ],
    learned: "What limits the weights, or gives them more rows, keeps the network from learning the noise.",
  },
  {
    name: "rate", title: "A learning rate that is too high", cards: ["learning_rate", "GradientDescent"], topic: "learning_rate",
    asked: { data: "plane", activation: "linear", hidden: [], loss: "mean_squared_error", optimizer: "sgd", learning_rate: 0.03 },
    stages: [
      { says: "Run 20 steps or more as it is: the loss falls to less than half.", done: ({ session, measures }) => session.data.kind === "regression" && session.steps >= 20 && measures.now.train.loss < 0.5 * measures.first },
      { says: "Now find a learning rate at which the loss grows to twice its first value.", done: ({ session, measures }) => session.data.kind === "regression" && !(measures.now.train.loss <= 2 * measures.first) },
    ],
    learned: "Where the step is longer than 2 / curvature, every step overshoots further than the last.",
  },
  {
    name: "vanish", title: "Make the gradient vanish, then mend it", cards: ["vanishing_gradients", "HeNormal"], topic: "vanishing_gradients",
    asked: { data: "circle", activation: "tanh", hidden: [4, 4] },
    stages: [
      { says: "With six hidden layers, make the first layer's gradient less than a thousandth of the last one's. Sigmoids help.", done: (at) => six(at) && at.measures.flow < 1e-3 },
      { says: "Keep the six layers, and bring the ratio above a tenth by another activation or initializer.", done: (at) => six(at) && at.measures.flow > 0.1 },
    ],
    learned: "Each layer multiplies the gradient by its weights and slopes: a sigmoid's slope is a quarter at most.",
  },
];

// Which task is chosen, at which stage, and whether it is done.
class TaskWatch {
  constructor() {
    Object.assign(this, { task: null, stage: 0, kept: {} });
  }

  begin(name) {
    Object.assign(this, { task: TASKS.find((task) => task.name === name), stage: 0, kept: {} });
  }

  get done() {
    return Boolean(this.task) && this.stage === this.task.stages.length;
  }

  // true where something changed
  look(session, measures) {
    if (!this.task || this.done) return false;
    const reached = this.task.stages[this.stage].done({ session, measures, kept: this.kept });
    if (reached) this.stage += 1;
    return Boolean(reached);
  }

  get sentence() {
    if (!this.task) return "";
    return this.done ? `Done: ${this.task.learned}` : this.task.stages[this.stage].says;
  }
}
