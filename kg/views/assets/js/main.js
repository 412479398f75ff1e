// Builds the page: picture, panel, search, filters, legend, table, keys and history.

import { goTo, reset, setPicture, showTable } from "./actions.js";
import { edges, focused, folds, gradeLabels, kindNames, KINDS, nodes } from "./data.js";
import { $, announce, el, makePopover } from "./element.js";
import { makeChips, makeFilters } from "./filters.js";
import { makeHistory } from "./history.js";
import { makeKeys } from "./keys.js";
import { makeLayouts } from "./layouts.js";
import { makeLegend } from "./legend.js";
import { makePanel } from "./panel.js";
import { makePicture } from "./picture.js";
import { makeSave, sheetOf } from "./save.js";
import { makeSearch } from "./search.js";
import { makeSheet } from "./phone-sheet.js";
import { change, clear, listeners, select, selectEdge, selectPath, shown, state, steps } from "./state.js";
import { makeTable } from "./table.js";
import { countsInWords, plural, relationOf } from "./words.js";

delete document.head.appendChild; // from prelude.js

const tip = $("tip");

/** Show a tip for what is under the pointer: a thing, or a link drawn as a cell. */
function showTip(item, point) {
  tip.hidden = !item;
  if (!item) return;
  const grade = item.grade ? `, ${gradeLabels.get(item.grade) || item.grade}` : "";
  tip.replaceChildren(...(item.from
    ? [el("strong", null, item.to.label), el("span", null, `${countsInWords(item.counts)}: ${item.from.label}`)]
    : [el("strong", null, item.label), el("span", null, `${item.detail || kindNames.get(item.kind)}${grade}`)]));
  const { width, height } = tip.parentElement.getBoundingClientRect();
  tip.style.left = `${Math.min(point.x + 14, width - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(point.y + 16, height - tip.offsetHeight - 8)}px`;
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
  change({ dark }, "same");
}

setTheme(matchMedia("(prefers-color-scheme: dark)").matches);

$("summary").textContent = KINDS.map(([kind, many, one]) => {
  const count = nodes.filter((node) => node.kind === kind && !folds.has(node)).length;
  return `${count.toLocaleString("en-GB")} ${(count === 1 ? one : many).toLowerCase()}`;
}).join(" · ");

const picture = makePicture($("canvas"), showTip);
setPicture(picture);
makePanel($("details"));
makeLegend($("legend"));
makeFilters($("filters"));
makeLayouts($("layouts"));
makeChips($("chips"));
const tables = makeTable($("table"));

makeSearch($("find"), $("found"), goTo);
makePopover($("filter"), $("filters"));
makeSave($("saves"), picture, tables);
makeKeys(picture);
makeSheet($("panel"), $("grip"));

$("as-table").addEventListener("click", () => showTable(state.table ? "" : "things"));
$("theme").addEventListener("click", () => setTheme(!state.dark));
$("zoom-in").addEventListener("click", () => picture.zoom(1.4));
$("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.4));
$("fit").addEventListener("click", () => picture.fit(true));
$("reset").addEventListener("click", reset);

listeners.push((changed) => {
  if (["layout", "opened"].some((name) => changed.has(name))) picture.fit(!changed.has("layout"));
  if (["node", "edge", "path"].some((name) => changed.has(name))) {
    const { node, edge, path } = state;
    announce(node ? `Selected: ${node.label}, ${kindNames.get(node.kind) || "thing"}`
      : edge ? `Selected: ${edge.from.label}, ${relationOf(edge)}, ${edge.to.label}`
        : path ? `Path from ${path[0].label} to ${path[1].label}: ${steps() ? plural(steps().length, "step", "steps") : "none"}`
          : "Nothing selected");
  } else if (changed.has("shown")) announce(`${shown().nodes.size} of ${nodes.length} shown`);
});

// Print the sheet that can be saved, in light colours, because a canvas changes size when printed.
const copy = el("img", { class: "copy", alt: "" });
let chosenTheme = false;
window.addEventListener("beforeprint", () => {
  chosenTheme = state.dark;
  setTheme(false);
  copy.src = sheetOf(picture).toDataURL();
  $("canvas").before(copy);
});
window.addEventListener("afterprint", () => {
  copy.remove();
  setTheme(chosenTheme);
});

makeHistory(picture, $("undo"), $("redo"));
if (!state.node && !state.path && focused.size === 1) change({ node: [...focused][0] }, "same");

/** The only global name: for the console, and for scripts that drive the page.
 *
 * nodes, edges       all things and links (data.js)
 * state              the reader's choices; read them, and change them by change(patch) (state.js)
 * shown()            {nodes, edges} that are shown
 * select(node), selectEdge(edge), selectPath(from, to), clear()
 * picture            moves the view, and has the positions on the screen (picture.js) */
window.kg = Object.freeze({ nodes, edges, state, shown, change, select, selectEdge, selectPath, clear, picture });
document.documentElement.dataset.ready = "yes";
