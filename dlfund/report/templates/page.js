"use strict";
// Two controls: the theme, and the order of the table. Without this script the page shows everything it has.

const root = document.documentElement;
const theme = document.getElementById("theme");

function isDark() {
  const chosen = root.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function nameTheme() {
  theme.textContent = isDark() ? "Light" : "Dark";
  theme.setAttribute("aria-label", `Switch to ${theme.textContent.toLowerCase()} colours`);
}

theme.hidden = false;
theme.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  nameTheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
nameTheme();

const table = document.getElementById("numbers");
const body = table && table.tBodies[0];

function compare(a, b, sign) {
  const [left, right] = [a, b].map((cell) => cell.dataset.value);
  if (left === "" || right === "") return (left === "") - (right === ""); // cells without a number come last
  const numeric = !Number.isNaN(Number(left)) && !Number.isNaN(Number(right));
  return sign * (numeric ? Number(left) - Number(right) : left.localeCompare(right));
}

if (table) table.tHead.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const header = button.closest("th");
  const column = Number(button.dataset.column);
  const up = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.querySelectorAll("th")) other.setAttribute("aria-sort", "none");
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  const rows = [...body.rows].sort((a, b) => compare(a.cells[column], b.cells[column], up ? 1 : -1));
  body.append(...rows);
  document.getElementById("sorted").textContent = `Sorted by ${button.textContent}, ${up ? "ascending" : "descending"}.`;
});
