// Colours and font of the canvas, because style sheets don't apply to it.  The colours of grades
// follow Okabe and Ito, to suit any colour vision; grades have letters as well.

import { state } from "./state.js";

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const PALETTES = {
  light: {
    paper: "#faf9f6", ink: "#1c2536", muted: "#5d6779", accent: "#1d4ed8",
    council: "#243349", inspector: "#7a5aa6", leader: "#b24a86", programme: "#8f6a24",
    organisation: "#5f6b7a", theme: "#56657a", other: "#4b5a70", visit: "#ffffff",
    strength: "#00805c", weakness: "#c43d16", mixed: "#9aa3af", recommendation: "#2b6cb0",
  },
  dark: {
    paper: "#11151d", ink: "#e8ecf3", muted: "#98a3b5", accent: "#8ab4ff",
    council: "#dfe6f2", inspector: "#b79ae0", leader: "#e58abb", programme: "#d5ab5a",
    organisation: "#9aa6b6", theme: "#a9b6c8", other: "#b3bfd0", visit: "#1b2230",
    strength: "#2fb894", weakness: "#f0764d", mixed: "#8b95a5", recommendation: "#6aa7ea",
  },
};

export const GRADES = {
  __proto__: null, // the name of a grade may be that of a property of objects
  outstanding: ["#0b62a8", "#ffffff"],
  good: ["#00805c", "#ffffff"],
  "requires-improvement": ["#e8a317", "#231700"],
  adequate: ["#f0d76a", "#231d00"],
  inadequate: ["#c43d16", "#ffffff"],
};

export const palette = () => PALETTES[state.dark ? "dark" : "light"];

export const gradeColours = (token) => GRADES[token] || [palette().visit, palette().muted];

/** A colour of the palette with some transparency. */
export function faded(hex, alpha) {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${parts.join(",")},${alpha})`;
}

/** The balance of an edge's findings: strength, weakness or mixed. */
export function balance(counts) {
  const [good, bad] = [counts[0], counts[1] + counts[3]];
  if (good > 1.5 * bad) return "strength";
  if (bad > 1.5 * good) return "weakness";
  return "mixed";
}
