// Builds the page: the bar, the search, the keys, and the screen of the address.

import { bodyList } from "./body-list.js";
import { organisationScreen, programmeScreen } from "./body.js";
import { compare } from "./compare.js";
import { councilScreen } from "./council.js";
import { firstScreen, notes, title } from "./data.js";
import { documentScreen } from "./document.js";
import { $, announce, el } from "./element.js";
import { england } from "./england.js";
import { findings } from "./findings.js";
import { inspectionList } from "./inspection-list.js";
import { makeKeys } from "./keys.js";
import { network } from "./network.js";
import { peopleList } from "./people-list.js";
import { personScreen } from "./person.js";
import { recordLink } from "./record.js";
import { readAddress } from "./route.js";
import { makeSearch } from "./search.js";
import { themeList } from "./theme-list.js";
import { themeScreen } from "./theme.js";

/** The screens by the first part of their address: each gives elements, or a Promise of them. */
const SCREENS = {
  __proto__: null,
  "": england, council: councilScreen, compare, theme: themeScreen, themes: themeList, findings, inspections: inspectionList,
  person: personScreen, people: peopleList, programme: programmeScreen, organisation: organisationScreen,
  programmes: bodyList, network, document: documentScreen,
};
const NAMES = [
  ["", "England"], ["inspections", "Inspections"], ["compare", "Compare"], ["themes", "Themes"], ["findings", "Findings"],
  ["people", "People"], ["programmes", "Programmes"], ["network", "Network"],
];

let shown = "";
let shownScreen = "";

/** A selector of what has the focus on the screen, which finds it again when the screen is drawn anew; or "". */
function focusNow() {
  const active = document.activeElement;
  if (!active?.closest("#screen > *")) return "";
  const { council } = active.dataset;
  if (council) return `${active.classList.length ? `.${active.classList[0]}` : ""}[data-council="${CSS.escape(council)}"]`;
  return active.id && `#${CSS.escape(active.id)}`;
}

/** The parts of a screen; a screen that fails says so, and the others go on. */
async function partsOf(make, choices, argument) {
  const toEngland = el("p", null, el("a", { href: "#/" }, "England"));
  if (!make) return [el("h1", null, "There is no such screen"), toEngland];
  try {
    return await make(choices, argument);
  } catch (error) {
    console.error(error);
    return [el("h1", null, "This screen can’t be shown"), el("p", null, String(error)), toEngland];
  }
}

async function draw() {
  const address = location.hash;
  const { screen, argument, choices } = readAddress(address);
  const place = $("screen");
  const own = `${screen}/${argument}`;
  const [made, record] = await Promise.all([partsOf(SCREENS[screen], choices, argument), recordLink(screen, argument, choices)]);
  if (address !== location.hash) return; // the reader has gone on while a screen waited for its data
  const parts = made.flat(Infinity).filter(Boolean);
  const at = scrollY;
  const focused = focusNow();
  // A screen may give the parts that are there already, changed in place: then the focus stays where it is.
  if (parts.length !== place.children.length || parts.some((part, n) => part !== place.children[n])) place.replaceChildren(...parts);
  $("record")?.replaceChildren(...[record].filter(Boolean));
  place.dataset.screen = screen || "england";
  for (const link of $("screens").children) link.setAttribute("aria-current", link.getAttribute("href") === `#/${screen}` ? "page" : "false");
  const heading = place.querySelector("h1")?.textContent || title;
  document.title = heading === title ? title : `${heading} · ${title}`;
  const again = focused && screen === shownScreen && place.querySelector(focused); // such as the choice of a theme
  if (again && !place.contains(document.activeElement)) again.focus({ preventScroll: true });
  if (own === shown) scrollTo(0, at);
  else {
    scrollTo(0, 0);
    if (shown) {
      if (!again) place.focus({ preventScroll: true });
      announce(heading);
    }
  }
  shown = own;
  shownScreen = screen;
  document.documentElement.dataset.ready = own;
}

function setDark(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("dark").setAttribute("aria-pressed", String(dark));
}

setDark(matchMedia("(prefers-color-scheme: dark)").matches);
$("dark").addEventListener("click", () => setDark(document.documentElement.dataset.theme !== "dark"));
$("print").addEventListener("click", () => window.print());
$("screens").append(...NAMES.map(([screen, name]) => el("a", { href: `#/${screen}` }, name)));
$("foot").append(...notes.map((note) => el("p", null, note)));
makeKeys($("keys"), $("help"));
makeSearch(NAMES);

let width = innerWidth;
let waiting = 0;
window.addEventListener("resize", () => {
  if (innerWidth === width) return; // a phone's keyboard changes the height alone
  width = innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(draw, 150);
});
window.addEventListener("hashchange", draw);
if (!location.hash && firstScreen) history.replaceState(null, "", `#/${firstScreen}`);
draw();
