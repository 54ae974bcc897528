// Initializers: the distribution of a layer's weights before the first step, from how many numbers go in and out.

const SHORTENED = 0.87962566103423978; // the standard deviation of a normal number kept within two of its own

const uniformOf = (limit) => (inputs, outputs, draw) => limit(inputs, outputs) * (2 * draw() - 1);
const normalOf = (deviation) => (inputs, outputs, draw) => (deviation(inputs, outputs) / SHORTENED) * truncatedNormal(draw);

const INITIALIZERS = {
  glorot_uniform: uniformOf((inputs, outputs) => Math.sqrt(6 / (inputs + outputs))),
  glorot_normal: normalOf((inputs, outputs) => Math.sqrt(2 / (inputs + outputs))),
  he_uniform: uniformOf((inputs) => Math.sqrt(6 / inputs)),
  he_normal: normalOf((inputs) => Math.sqrt(2 / inputs)),
  lecun_uniform: uniformOf((inputs) => Math.sqrt(3 / inputs)),
  lecun_normal: normalOf((inputs) => Math.sqrt(1 / inputs)),
  random_uniform: uniformOf(() => 0.05),
  random_normal: (inputs, outputs, draw) => 0.05 * normal(draw),
  large_normal: (inputs, outputs, draw) => normal(draw),
  zeros: () => 0,
  ones: () => 1,
};

function startWeights(name, inputs, outputs, draw) {
  return Float32Array.from({ length: inputs * outputs }, () => INITIALIZERS[name](inputs, outputs, draw));
}
