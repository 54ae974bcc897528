// Numbers as the page writes and reads them.

// Float32 numbers, as they are stored in the page.
function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

// Four significant digits, with a real minus sign.
function number(value, digits = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e6 ? value.toExponential(digits - 1).replace(/\.?0*e\+?/, "e") : String(Number(value.toPrecision(digits)));
  return text.replace(/-/g, "−");
}

// As short as a neuron is wide.
const brief = (value) => (Math.abs(value) < 1000 ? String(Number(value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0))).replace("-", "−") : number(value, 2));

const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));
const share = (value) => `${(100 * value).toFixed(value > 0.001 && value < 0.999 ? 1 : 2)} %`;

// Numbers as people type them: a comma for a point, a real minus sign.
function typed(text) {
  const value = Number(text.trim().replace("−", "-").replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) ? null : value;
}

// For fields, every digit that tells two floats apart.
const exact = (value) => String(Number(value.toPrecision(9)));

// ₀₁₂ for names such as w₁₂
const small = (value) => String(value).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
