// The page comes together: picture, panel, search, legend, table, keys and address.

delete document.head.appendChild; // what prelude.js put there

const $ = (id) => document.getElementById(id);
const tip = $("tip");

function showTip(node, point) {
  tip.hidden = !node;
  if (!node) return;
  const grade = node.grade ? `, ${gradeLabels.get(node.grade) || node.grade}` : "";
  tip.replaceChildren(el("strong", null, node.label), el("span", null, `${node.detail || kindNames.get(node.kind)}${grade}`));
  const { width } = tip.parentElement.getBoundingClientRect();
  tip.style.left = `${Math.min(point.x + 14, width - tip.offsetWidth - 8)}px`;
  tip.style.top = `${point.y + 16}px`;
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
  change({ dark }, "theme");
}

setTheme(matchMedia("(prefers-color-scheme: dark)").matches);

$("summary").textContent = KINDS.map(([kind, many, one]) => {
  const count = nodes.filter((node) => node.kind === kind).length;
  return `${count.toLocaleString("en-GB")} ${(count === 1 ? one : many).toLowerCase()}`;
}).join(" · ");

const picture = makePicture($("canvas"), showTip);
makeDetails($("panel"));
makeLegend($("legend"));

/** Select a node from outside the picture, and bring the picture to it. */
function goTo(node) {
  toTable(false);
  select(node);
  picture.show(node);
  $("panel").focus({ preventScroll: true });
}

function toTable(on) {
  if ($("table").hidden !== on) return;
  $("table").hidden = !on;
  $("as-table").setAttribute("aria-pressed", String(on));
  document.body.classList.toggle("tabled", on);
  change({}, "table");
}

makeSearch($("find"), $("found"), goTo);
makeTable($("table"), goTo);

$("as-table").addEventListener("click", () => toTable($("table").hidden));
$("theme").addEventListener("click", () => setTheme(!state.dark));
$("zoom-in").addEventListener("click", () => picture.zoom(1.4));
$("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.4));
$("reset").addEventListener("click", reset);

function reset() {
  toTable(false);
  change({ node: null, edge: null, offKinds: new Set(), offGrades: new Set() }, "selection");
  change({}, "filter");
  picture.fit(true);
}

const KEYS = {
  "+": () => picture.zoom(1.4),
  "=": () => picture.zoom(1.4),
  "-": () => picture.zoom(1 / 1.4),
  0: reset,
  t: () => toTable($("table").hidden),
  "/": () => $("find").focus(),
  Escape: clear,
};
const ARROWS = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
  const arrow = event.target.id === "canvas" && ARROWS[event.key];
  if (arrow) picture.pan(...arrow);
  else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});

// The address names the selected node, so that it can be kept and sent.
listeners.push((what) => {
  if (what !== "selection") return;
  const hash = state.node ? `#node=${encodeURIComponent(state.node.iri)}` : "";
  if (location.hash !== hash) history.replaceState(null, "", hash || location.pathname + location.search);
  const chosen = state.node || state.edge;
  $("said").textContent = chosen ? `Selected: ${state.node ? state.node.label : state.edge.label}` : "Nothing selected";
});

function fromAddress() {
  const wanted = /^#node=(.+)$/.exec(location.hash);
  let iri = null;
  try {
    iri = wanted && decodeURIComponent(wanted[1]);
  } catch {
    return;
  }
  if (iri && byIri.has(iri)) goTo(byIri.get(iri));
}

window.addEventListener("hashchange", fromAddress);
window.addEventListener("resize", picture.refit);

// Paper gets a copy of the picture, in light colours: a canvas changes size while it is printed.
const copy = el("img", { class: "copy", alt: "" });
let chosenTheme = false;
window.addEventListener("beforeprint", () => {
  chosenTheme = state.dark;
  setTheme(false);
  copy.src = document.querySelector("#canvas canvas").toDataURL();
  $("canvas").before(copy);
});
window.addEventListener("afterprint", () => {
  copy.remove();
  setTheme(chosenTheme);
});
fromAddress();
if (!state.node && raw.focus.length === 1) select(nodes[raw.focus[0]]);

// For the console, and for scripts that drive the page.
window.kg = { nodes, edges, state, select, selectEdge, clear, picture };
document.documentElement.dataset.ready = "yes";
