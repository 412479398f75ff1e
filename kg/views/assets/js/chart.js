// Small charts: shares by year as columns, a share as a bar in a table, and a curve of steps.

import { el, svg } from "./element.js";
import { number } from "./words.js";

export const percent = (share) => `${Math.round(100 * share)}%`;

/** A bar in a cell: `share` of the largest share, with its number in words beside it. */
export function bar(share, most, text, small = false) {
  const line = el("span", { class: small ? "share-bar few" : "share-bar", "aria-hidden": "true" });
  line.style.setProperty("--part", `${most ? (100 * share) / most : 0}%`);
  return el("span", { class: "share" }, line, el("span", { class: "share-of" }, text));
}

/** A round number at or above this, and the step between lines: [top, step]. */
function scaleOf(most, steps) {
  const step = steps.find((one) => most / one <= 5) || steps[steps.length - 1];
  return [Math.max(step, Math.ceil(most / step - 1e-9) * step), step];
}

const yearText = (year, wide) => (wide ? String(year) : `’${String(year).slice(2)}`);

function grid(top, step, y, from, to, text) {
  const lines = [];
  for (let n = 0; n * step <= top + 1e-9; n += 1) {
    lines.push(
      svg("line", { x1: from, x2: to, y1: y(n * step), y2: y(n * step), class: "grid" }),
      svg("text", { x: from - 5, y: y(n * step) + 3.5, class: "tick" }, text(n * step)));
  }
  return lines;
}

/** Columns of shares by year, each a link.  `points` are {year, share, text (below), says, href, small}, share null for none. */
export function shareColumns(points, { label, width, height = 230 }) {
  const [left, foot, head] = [36, 36, 16];
  const [top, step] = scaleOf(Math.max(...points.map(({ share }) => share || 0), 0.01), [0.02, 0.05, 0.1, 0.2]);
  const each = (width - left - 4) / points.length;
  const y = (share) => head + (1 - share / top) * (height - head - foot);
  const wide = each > 34;
  return svg("svg", { class: "chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label },
    grid(top, step, y, left, width, percent),
    points.map(({ year, share, text, says, href, small }, i) => {
      const hidden = { "aria-hidden": share === null ? null : "true" }; // the title says it all
      const x = left + i * each;
      const middle = x + each / 2;
      const parts = [
        svg("text", { x: middle, y: height - 20, class: "year", ...hidden }, yearText(year, wide)),
        svg("text", { x: middle, y: height - 7, class: "below", ...hidden }, text),
      ];
      if (share === null) return svg("g", null, parts);
      return svg("a", { href, class: small ? "column few" : "column" },
        svg("title", null, says),
        svg("rect", { x, y: head, width: each, height: height - head, class: "target" }),
        svg("rect", { x: x + each * 0.14, y: y(share), width: each * 0.72, height: Math.max(1, y(0) - y(share)), class: "fill", "data-kind": "weakness" }),
        svg("text", { x: middle, y: y(share) - 4, class: each < 32 ? "over tight" : "over", ...hidden }, each < 24 ? String(Math.round(100 * share)) : percent(share)), parts);
    }));
}

/** A curve of steps: `points` are {year, total, added} for each year. */
export function stepCurve(points, { label, width, height = 210 }) {
  const [left, foot, head] = [36, 24, 18];
  const [top, step] = scaleOf(points[points.length - 1].total, [1, 2, 5, 10, 20, 50, 100]);
  const each = (width - left - 4) / points.length;
  const y = (total) => head + (1 - total / top) * (height - head - foot);
  const x = (i) => left + i * each;
  const wide = each > 34;
  const path = points.map(({ total }, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(total).toFixed(1)}H${x(i + 1).toFixed(1)}`).join("");
  return svg("svg", { class: "chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${label}: ${points.map(({ year, total }) => `${total} by ${year}`).join(", ")}` },
    grid(top, step, y, left, width, number),
    svg("path", { d: `${path}V${y(0)}H${left}Z`, class: "area" }),
    svg("path", { d: path, class: "steps" }),
    points.map(({ year, total, added }, i) => [
      svg("text", { x: x(i) + each / 2, y: height - 8, class: "year" }, yearText(year, wide)),
      added || i === points.length - 1 ? svg("text", { x: x(i) + each / 2, y: y(total) - 5, class: "over" }, String(total)) : "",
    ]));
}

/** The width that a chart in this part (of 1) of the screen may have. */
export const widthOf = (part = 1) => {
  const all = document.documentElement.clientWidth;
  const narrow = all <= 900;
  const inner = Math.min(all, 1900) - (narrow ? 26 : 50);
  return Math.max(270, narrow ? inner : Math.floor(inner * part));
};
