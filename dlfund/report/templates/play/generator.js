// Random numbers that Python draws as well: Mulberry32, whose state is one whole number of 32 bits.

const STREAMS = { rows: 1, weights: 2, batches: 3, dropout: 4 }; // each draws from a generator of its own

function generator(seed, stream) {
  let state = (seed * 10 + STREAMS[stream]) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296; // between 0 and 1
  };
}

// Box and Muller: a normal number from two uniform ones
function normal(draw) {
  const size = Math.sqrt(-2 * Math.log(1 - draw()));
  return size * Math.cos(2 * Math.PI * draw());
}

// a normal number that is drawn again beyond two standard deviations, as Keras's initializers have it
function truncatedNormal(draw) {
  let z = normal(draw);
  while (Math.abs(z) > 2) z = normal(draw);
  return z;
}

// Fisher and Yates: the numbers 0 … count − 1 in random order
function permutation(count, draw) {
  const order = Array.from({ length: count }, (_, place) => place);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
