// The search in the bar: names of all things, and the way to the findings with these words.

/* global MiniSearch */

import { inspectionsOf } from "./careers.js";
import { bodies, councils, grades, people, regions, themes, types } from "./data.js";
import { $, el } from "./element.js";
import { addressOf, bodyAddress, councilAddress, findingsAddress, personAddress, themeAddress } from "./route.js";
import { fold, LONGEST } from "./wordsearch.js";
import { gradeName, nameOf, plural } from "./words.js";

const MOST = 9;

const placesOf = (some) => {
  const all = [...new Set(some.filter(Boolean))];
  return all.length > 2 ? plural(all.length, "council", "councils") : all.map(({ name }) => name).join(", ");
};
const joined = (...parts) => parts.filter(Boolean).join(" · ");

function personKind(person) {
  const { posts } = person;
  const took = inspectionsOf(person);
  const came = took.filter(({ signed }) => !signed).length;
  return joined(posts.length ? joined("leader", placesOf(posts.map(({ council }) => council))) : "",
    came ? `inspector of ${plural(came, "inspection", "inspections")}` : took.length ? `signed the letters of ${plural(took.length, "inspection", "inspections")}` : "");
}

/** All that can be found by name: {name, code (of a council), also, kind, address, weight}; the weight puts councils before organisations. */
function entries(screens) {
  return [
    ...screens.map(([screen, name]) => ({ name, also: "", kind: "screen", address: addressOf(screen), weight: 3 })),
    ...councils.map((one) => ({
      name: nameOf(one), code: one.gss, also: [one.gss, one.official, ...one.also, ...one.replaced.map(({ gss }) => gss)].join(" "),
      kind: joined("council", one.region?.label), address: councilAddress(one), weight: one.abolished ? 4 : 5,
    })),
    ...themes.map((one) => ({ name: one.label, also: "", kind: "theme", address: themeAddress(one), weight: 3 })),
    ...regions.map((one) => ({ name: one.label, also: "", kind: "region · findings", address: findingsAddress({ region: one.token }), weight: 3 })),
    ...grades.map((one) => ({ name: gradeName(one), also: one.label, kind: "grade · councils with it now", address: addressOf("", "", { grade: one.token }), weight: 3 })),
    ...types.map((one) => ({ name: one.label, also: "", kind: "type of inspection · findings", address: findingsAddress({ type: one.token }), weight: 2 })),
    ...people.map((one) => ({ name: one.name, also: one.also.join(" "), kind: personKind(one), address: personAddress(one), weight: 2 })),
    ...bodies.map((one) => ({
      name: one.name, also: one.also.join(" "), kind: joined(one.kind.toLowerCase() || one.sort, placesOf(one.namings.map(({ council }) => council))),
      address: bodyAddress(one), weight: (one.sort === "programme" ? 1 : 0.8) + Math.min(one.namings.length, 100) / 200,
    })),
  ];
}

const MISTYPED = 4;

/** Finds names by their words: the beginning of each is enough.  Where no name has them, one letter in four may be wrong. */
function makeIndex(screens) {
  const all = entries(screens);
  const index = new MiniSearch({ fields: ["name", "also"], tokenize: (text) => fold(text).trim().split(" "), processTerm: (term) => term || null });
  index.addAll(all.map(({ name, also }, id) => ({ id, name, also })));
  const options = { combineWith: "AND", prefix: true, boost: { name: 2 }, boostDocument: (id) => all[id].weight };
  // Codes and years are right or wrong; a wrong letter in a short word makes another word.
  const fuzzy = (term) => (term.length >= MISTYPED && !/\d/.test(term) ? 0.25 : false);
  return (text) => {
    const asked = text.slice(0, LONGEST);
    const right = index.search(asked, options);
    const hits = right.length ? right : index.search(asked, { ...options, fuzzy });
    const isName = ({ id }) => Number([all[id].name, all[id].code || ""].some((name) => fold(name) === fold(asked)));
    // Things with this very name or code come before those that only contain it.
    return hits.sort((a, b) => isName(b) - isName(a) || b.score - a.score || a.id - b.id).slice(0, MOST).map(({ id }) => all[id]);
  };
}

/** Makes the search box: arrows choose, Enter opens, Escape closes. */
export function makeSearch(screens) {
  const [box, list] = [$("find"), $("found")];
  let index = null;
  let shown = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    at = to;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    if (at >= 0) box.setAttribute("aria-activedescendant", `found-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const open = ({ address }) => {
    box.value = "";
    close();
    $("screen").focus({ preventScroll: true });
    location.hash = address;
  };
  const search = () => {
    const text = box.value.trim();
    if (!text) {
      close();
      return;
    }
    index ||= makeIndex(screens);
    shown = [...index(text), { name: `Findings with “${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`, kind: "search their words", address: findingsAddress({ q: text.slice(0, LONGEST) }) }];
    list.replaceChildren(...shown.map((entry, n) => el("li", {
      id: `found-${n}`, role: "option", "aria-selected": "false",
      mousedown: (event) => event.preventDefault(), click: () => open(entry),
    }, el("span", { class: "name" }, el("bdi", null, entry.name)), el("span", { class: "relation" }, entry.kind))));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    point(0);
  };
  const keys = {
    __proto__: null,
    ArrowDown: () => (list.hidden ? search() : point((at + 1) % shown.length)),
    ArrowUp: () => (list.hidden ? search() : point((at - 1 + shown.length) % shown.length)),
    Enter: () => { if (list.hidden) search(); if (shown[at] && !list.hidden) open(shown[at]); },
    Escape: () => {
      if (list.hidden) box.value = "";
      close();
    },
  };
  box.maxLength = LONGEST;
  box.addEventListener("focus", () => { index ||= makeIndex(screens); if (box.value.trim()) search(); });
  box.addEventListener("input", search);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
}
