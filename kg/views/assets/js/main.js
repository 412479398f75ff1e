// The page comes together: picture, panel, search, filters, legend, table, keys and history.

delete document.head.appendChild; // what prelude.js put there

const tip = $("tip");
let picking = null; // the thing from which a path is being chosen

/** What lies under the pointer: a thing, or a link that is a disc. */
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
makeDetails($("details"));
makeLegend($("legend"));
makeFilters($("filters"));
makeLayouts($("layouts"));
const drawChips = makeChips($("chips"));
const tables = makeTable($("table"));

/** The changes that bring a hidden node into sight: folds opened, else filters taken back. */
function revealing(node) {
  if (nodeIsOn(node)) return {};
  const home = foldOf(node);
  const open = {
    noLeaves: false,
    folded: expanded({ ...state, unfolded: new Set() }, node).folded || state.folded,
    opened: state.opened && new Set([...state.opened, node]),
    unfolded: home ? new Set([...state.unfolded, home.node]) : state.unfolded,
  };
  if (visibleIn({ ...state, ...open }).nodes.has(node)) return open;
  const { places } = layoutOf(state.layout);
  return { ...ALL, unfolded: open.unfolded, layout: places[node.id] ? state.layout : layouts[0].name };
}

/** Start to choose the end of a path, or stop. */
function pick(node) {
  picking = node;
  drawChips();
  if (node) say(`Path from ${node.label}: choose where it ends`);
}

/** What a click or a search chose: the end of a path, or something to look at. */
function choose(node) {
  const from = picking;
  pick(null);
  const patch = { ...revealing(node), ...NONE };
  if (from && from !== node) change({ ...patch, path: [from, node] });
  else change({ ...patch, node });
  if (small() && state.node) picture.show(node);
}

/** Choose a node from outside the picture, and bring the picture to it. */
function goTo(node) {
  if (state.table) change({ table: "" }, "same");
  choose(node);
  if (state.path) picture.fit(true);
  else picture.show(node);
  const head = $("details").querySelector("h2");
  (head || $("panel")).focus({ preventScroll: true });
}

const widen = (node) => change(expanded(state, node));

/** Show a node's neighbours when some are hidden, else fold them. */
function turn(node) {
  if (folds.get(node)?.members.length || gain(state, expanded(state, node), shown) > 0) widen(node);
  else change(folded(state, node));
}

function toTable(name) {
  change({ table: name });
  if (name) $("table").querySelector("button").focus();
}

makeSearch($("find"), $("found"), goTo);

function reset() {
  change({ ...ALL, ...NONE, findings: FINDINGS_SHOWN, table: "" });
  picture.fit(true);
}

makePopover($("filter"), $("filters"));
makeSave($("saves"), picture, tables);
makeKeys(picture);
makeSheet($("panel"), $("grip"));

$("as-table").addEventListener("click", () => toTable(state.table ? "" : "things"));
$("theme").addEventListener("click", () => setTheme(!state.dark));
$("zoom-in").addEventListener("click", () => picture.zoom(1.4));
$("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.4));
$("fit").addEventListener("click", () => picture.fit(true));
$("reset").addEventListener("click", reset);

listeners.push((changed) => {
  if (["layout", "opened"].some((name) => changed.has(name))) picture.fit(!changed.has("layout"));
  if (["node", "edge", "path"].some((name) => changed.has(name))) {
    const { node, edge, path } = state;
    say(node ? `Selected: ${node.label}, ${kindNames.get(node.kind) || "thing"}`
      : edge ? `Selected: ${edge.from.label}, ${relationOf(edge)}, ${edge.to.label}`
        : path ? `Path from ${path[0].label} to ${path[1].label}: ${steps ? plural(steps.length, "step", "steps") : "none"}`
          : "Nothing selected");
  } else if (changed.has("shown")) say(`${shown.nodes.size} of ${nodes.length} shown`);
});

// Paper gets the sheet that can be saved, in light colours: a canvas changes size while it is printed.
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

// For the console, and for scripts that drive the page.
window.kg = { nodes, edges, state, select, selectEdge, selectPath, clear, change, picture, shown: () => shown };
document.documentElement.dataset.ready = "yes";
