// The screen of the network: it begins with a thing and grows where the reader opens it.

import { inspectionsOf, SIGNED } from "./careers.js";
import { bodies, grades, inspections, OVERALL, people, today } from "./data.js";
import { announce, button, el } from "./element.js";
import { gradeInForce } from "./grades.js";
import { netPicture, symbol } from "./net-draw.js";
import { placesOf } from "./net-layout.js";
import { panelOf, wayList } from "./net-panel.js";
import { nodesOn, shortestPath } from "./net-path.js";
import { fileButtons, tables } from "./net-table.js";
import { givenNodes, hasGiven, KIND_ORDER, longIris, MOST_GIVEN, namesOf, neighboursInWords, net, nodeNamed, otherEnd, shortIri, shownOf, THING_KINDS, USUAL_KINDS, within } from "./net.js";
import { addressOf, choose, readAddress } from "./route.js";
import { saveButtons } from "./save.js";
import { gradeName, LETTERS, listed, monthInWords, number, plural } from "./words.js";

const LISTS = ["from", "open", "also", "hidden", "path"];

/** What the address says: lists of nodes, and what it names that isn't here. */
function stateOf(choices) {
  const state = { missing: [] };
  for (const name of LISTS) {
    state[name] = [];
    for (const iri of longIris(choices.get(name))) {
      const node = net().nodes.get(iri);
      if (!node) state.missing.push(iri);
      else if (!state[name].includes(node)) state[name].push(node);
    }
  }
  // `kg view --depth` opens what is near; whatever the reader opens then takes its place.
  const depth = Number(choices.get("depth")) || 1;
  if (depth > 1 && choices.get("open") === null) state.open = within(state.from, depth - 1);
  const kinds = choices.get("kinds");
  state.kinds = kinds === null ? USUAL_KINDS : KIND_ORDER.filter((kind) => kinds.split(",").includes(kind));
  state.whole = (choices.get("whole") || "").split(",").filter(Boolean).map((part) => {
    const [iri, kind] = part.split("~");
    return `${longIris(iri)[0]} ${kind}`;
  });
  state.at = net().nodes.get(longIris(choices.get("at"))[0]) || null;
  return state;
}

const listOf = (nodes) => [...new Set(nodes)].map((node) => shortIri(node.iri)).join(",");

let names = null;
const allNames = () => (names ||= namesOf(net().nodes.values()));

/** A box to choose a thing by its name; `onChoose(node)`. */
function chooser(label, text, id, onChoose) {
  const list = el("datalist", { id: `${id}-names` });
  const fill = () => {
    if (!list.children.length) list.append(...[...allNames().keys()].map((value) => el("option", { value })));
  };
  const box = el("input", { type: "text", id, list: `${id}-names`, autocomplete: "off", spellcheck: "false", focus: fill, input: fill });
  const answer = el("span", { class: "note", role: "status" });
  const form = el("form", {
    class: "choose-thing",
    submit: (event) => {
      event.preventDefault();
      const node = nodeNamed(allNames(), box.value);
      if (node) onChoose(node);
      else answer.textContent = `No match for “${box.value}”.`;
    },
  }, el("label", { class: "choice" }, el("span", null, label), box), el("button", { type: "submit", class: "plain-button" }, text), list, answer);
  return form;
}

/** Good places to begin: [node, why]. */
function beginnings() {
  const { nodes } = net();
  const most = (list, count) => {
    const top = Math.max(...list.map(count), 0);
    const those = top ? list.filter((one) => count(one) === top) : [];
    return { one: those[0], top, others: those.length - 1 };
  };
  /** "more than any other programme", or that others are named as often. */
  const than = ({ others }, alone, shared) => (others ? `${shared} ${plural(others, "other", "others")}` : alone);
  const found = [];
  const busy = most(people, (person) => inspectionsOf(person).filter(({ signed }) => !signed).length);
  if (busy.one) found.push([busy.one, `took part in ${plural(busy.top, "inspection", "inspections")}, ${than(busy, "more than anybody else", "as many as")}`]);
  const placesOfBody = (body) => new Set(body.namings.map((naming) => naming.council)).size;
  const wide = most(bodies.filter((body) => body.sort === "programme"), placesOfBody);
  if (wide.one) found.push([wide.one, `named by documents on ${plural(wide.top, "council", "councils")}, ${than(wide, "more than any other programme", "as many as")}`]);
  const weak = today.map((council) => ({ council, now: gradeInForce(council, OVERALL) })).filter(({ now }) => now?.grade?.token === "inadequate")
    .sort((a, b) => (a.now.inspection.when < b.now.inspection.when ? 1 : -1))[0];
  if (weak) found.push([weak.council, `the last council that was found inadequate, in ${monthInWords(weak.now.inspection.when)}`]);
  const large = most(inspections, (inspection) => new Set(inspection.visits.filter(({ role }) => role !== SIGNED).map((visit) => visit.person)).size);
  if (large.one) found.push([large.one, `${large.others ? "one of the inspections" : "the inspection"} with the most people on it, ${large.top}`]);
  return found.map(([thing, why]) => [nodes.get(thing.iri), why]);
}

const OTHER_MARKS = [
  ["F", "", "focused visit"], ["M", "", "monitoring visit"], ["J", "", "joint targeted area inspection"], ["S", "", "area SEND inspection"],
  ["…", "not-reported", "inspection, no overall grade reported"], ["–", "none", "inspection, no grade here"],
];
const LETTER_LIST = Object.values(LETTERS);

/** What the shapes and letters of these things mean. */
const legend = (things, links) => {
  const marks = things.map((node) => node.mark).filter(Boolean);
  return el("div", { class: "key" },
    KIND_ORDER.filter((kind) => kind !== "inspection" && things.some((node) => node.kind === kind)).map((kind) => el("span", null, symbol(kind), THING_KINDS[kind][0])),
    grades.filter((grade) => marks.some((mark) => mark.grade === grade.token)).map((grade) => el("span", null, symbol("inspection", { letter: LETTERS[grade.token], grade: grade.token, visit: false }), `inspection, ${gradeName(grade).toLowerCase()} overall`)),
    OTHER_MARKS.filter(([letter]) => marks.some((mark) => mark.letter === letter && !LETTER_LIST.includes(letter))).map(([letter, grade, name]) => el("span", null, symbol("inspection", { letter, grade, visit: !grade }), name)),
    links.some((link) => link.weak) ? el("span", null, "- - - a partner’s post, or a part other than inspecting") : "");
};

/** What has the focus after the next drawing. */
let refocus = "";

const onlySigns = ({ kind, thing }) => kind === "inspector" && Boolean(thing) && inspectionsOf(thing).every(({ signed }) => signed);

/** "161 councils, 612 inspections, 40 inspectors and 2 people who only sign letters". */
function countedInWords(things) {
  const signing = things.filter(onlySigns).length;
  const counts = KIND_ORDER.map((kind) => [things.filter((node) => node.kind === kind).length - (kind === "inspector" ? signing : 0), THING_KINDS[kind]]);
  return listed([...counts, [signing, ["person who only signs letters", "people who only sign letters"]]].filter(([count]) => count).map(([count, names_]) => plural(count, ...names_)));
}

/** Nothing chosen yet. */
function begin(missing) {
  const { nodes, links } = net();
  const ways = beginnings();
  return [
    el("h1", null, `${countedInWords([...nodes.values()])}, and ${plural(links.length, "link", "links")} between them`),
    missing.length ? el("p", { class: "note" }, `Not on this page: ${missing.join(", ")}`) : "",
    el("p", { class: "lead" }, "Who inspected where, who leads what, who names which programme. Begin with any of them; its neighbours are drawn, and you open those that you want to follow."),
    chooser("Begin with", "Draw it", "net-from", (node) => choose({ from: shortIri(node.iri) })),
    ways.length ? el("h2", null, "Where to begin") : "",
    el("ul", { class: "beginnings" }, ways.map(([node, why]) => el("li", null,
      el("a", { href: addressOf("network", "", { from: shortIri(node.iri) }) }, symbol(node.kind, node.mark), el("strong", null, node.full)), el("span", null, why)))),
    legend([...nodes.values()], []),
  ];
}

/** A switch for each kind, with its numbers. */
const switches = (state, kinds) => el("div", { class: "kinds", role: "group", "aria-label": "Kinds of things" }, [...kinds].map(([kind, { all, shown }]) => {
  const on = state.kinds.includes(kind);
  return el("button", {
    type: "button", "aria-pressed": String(on), "data-kind-switch": kind,
    click: () => {
      const next = KIND_ORDER.filter((one) => (one === kind ? !on : state.kinds.includes(one)));
      refocus = `[data-kind-switch="${kind}"]`;
      choose({ kinds: next.join(",") === USUAL_KINDS.join(",") ? "" : next.join(",") || "none" });
    },
  }, symbol(kind), el("span", null, THING_KINDS[kind][1]), " ", el("span", { class: "count" }, shown === all ? number(all) : `${number(shown)} of ${number(all)}`));
}));

/** "Bradford and Leeds share 3 programmes and 1 organisation". */
function sharedInWords(begun) {
  const [first, ...others] = begun.map((node) => new Set(node.links.map((link) => otherEnd(link, node))));
  const shared = [...first].filter((node) => others.every((some) => some.has(node)));
  const words = KIND_ORDER.map((kind) => [kind, shared.filter((node) => node.kind === kind).length]).filter(([, count]) => count);
  const names_ = listed(begun.map((node) => node.full));
  return words.length ? `${names_} share ${listed(words.map(([kind, count]) => plural(count, ...THING_KINDS[kind])))}` : `${names_} share no neighbour`;
}

/** The finding as a sentence. */
function headline(state, way) {
  if (state.path.length && way) {
    const [a, b] = [state.from[0], state.path[0]];
    return way.length ? `${a.full} and ${b.full} are ${plural(way.length, "link", "links")} apart` : `${a.full} is where the way ends`;
  }
  if (state.path.length) return `No links lead from ${state.from[0].full} to ${state.path[0].full}`;
  if (!state.from.length) return `A network of ${plural(givenNodes().length, "thing", "things")}`;
  if (state.from.length > 1) return sharedInWords(state.from);
  const words = neighboursInWords(state.from[0]);
  const took = state.from[0].kind === "inspector" && state.from[0].thing?.visits ? inspectionsOf(state.from[0].thing) : [];
  if (took.length) {
    const [came, letters] = [took.filter(({ signed }) => !signed), took.filter(({ signed }) => signed)];
    const places = new Set((came.length ? came : letters).flatMap(({ inspection }) => inspection.councils));
    const where = plural(places.size, "council", "councils");
    const signed = letters.length ? `signed the ${letters.length === 1 ? "letter" : "letters"} of ${letters.length}` : "";
    return came.length
      ? `${state.from[0].full} took part in ${plural(came.length, "inspection", "inspections")} of ${where}${signed ? `, and ${signed} more` : ""}`
      : `${state.from[0].full} ${signed.replace(/\d+$/, plural(letters.length, "inspection", "inspections"))} of ${where}`;
  }
  return words.length ? `${state.from[0].full} is linked with ${listed(words)}` : `${state.from[0].full} is linked with nothing here`;
}

export function network(choices) {
  const state = stateOf(choices);
  const given = !state.from.length && hasGiven;
  if (!state.from.length && !given) return begin(state.missing);
  const goal = state.path[0];
  const way = goal ? shortestPath(state.from[0], goal) : null;
  const wayNodes = way ? nodesOn(state.from[0], way) : goal ? [state.from[0], goal] : [];
  const drawn = given ? givenNodes().slice(0, MOST_GIVEN) : [];
  const shown = shownOf({ begun: state.from, open: state.open, also: state.also, hidden: state.hidden.filter((node) => !state.from.includes(node) && !wayNodes.includes(node)), kinds: state.kinds, whole: state.whole, way: wayNodes, drawn });
  const { things, links } = shown;
  const shownSet = new Set(things);
  const full = document.documentElement.clientWidth;
  const wide = full > 900;
  const width = Math.round(wide ? Math.min(full, 1900) - 48 - 404 : Math.max(280, full - 24));
  const height = Math.round(Math.max(260, Math.min(wide ? innerHeight - 250 : innerHeight * 0.62, 1000)));
  const key = JSON.stringify([state.from, wayNodes].map((some) => some.map((node) => node.id)));
  const places = placesOf(things, links, key, state.from, way ? wayNodes : [], width > 640);
  const opened = new Set([...(goal || given ? [] : state.from), ...state.open]);
  const selected = state.at && shownSet.has(state.at) ? state.at : goal ? null : state.from[0] || null;

  const isNamed = (node) => node.kind === "inspection" && node.thing && node.links.some((link) => shownSet.has(otherEnd(link, node)) && otherEnd(link, node).kind === "council" && opened.has(otherEnd(link, node)));
  const picture = netPicture({
    things, links, places, way: wayNodes, wayLinks: way || [], strong: state.from, width, height, key, selected,
    labelOf: (node) => (isNamed(node) && node.when ? monthInWords(node.when) : node.label),
    says: `Network of ${plural(things.length, "thing", "things")} and ${plural(links.length, "link", "links")}; arrow keys move, Enter chooses`,
    onSelect: (node) => select(node, false),
  });
  const aside = el("section", { class: "net-panel", "aria-label": "What is chosen" });

  function remember(node) {
    const now = readAddress(location.hash);
    history.replaceState(null, "", addressOf(now.screen, now.argument, { ...Object.fromEntries(now.choices), at: shortIri(node.iri) }));
  }
  function select(node, move) {
    remember(node);
    picture.mark(node);
    fill(node);
    announce(`${node.full}: ${listed(neighboursInWords(node)) || "no links"}`);
    if (move) aside.querySelector("h2")?.focus();
  }
  const acts = {
    select,
    expand: (node) => {
      refocus = '[data-act="fold"]';
      choose({ open: listOf([...state.open, node]), at: shortIri(node.iri) });
    },
    fold: (node) => {
      refocus = '[data-act="expand"]';
      if (state.from.includes(node) && !goal) {
        // What a picture begins with is open as such: without its neighbours it is only among the others.
        choose({ from: listOf(state.from.filter((one) => one !== node)), also: listOf([...state.also, node]), at: shortIri(node.iri) });
      } else choose({ open: listOf(state.open.filter((one) => one !== node)), also: listOf([...state.also, node]), at: shortIri(node.iri) });
    },
    hide: (node) => {
      refocus = ".net-panel h2";
      choose({ hidden: listOf([...state.hidden, node]), open: listOf(state.open.filter((one) => one !== node)), also: listOf(state.also.filter((one) => one !== node)), at: "" });
    },
    show: (node) => choose({ also: listOf([...state.also, node]), hidden: listOf(state.hidden.filter((one) => one !== node)), at: shortIri(node.iri) }),
    begin: (node) => choose({ from: shortIri(node.iri), open: "", also: "", hidden: "", whole: "", path: "", at: "" }),
    whole: (node, kind) => choose({ whole: [...new Set([...(choices.get("whole") || "").split(",").filter(Boolean), `${shortIri(node.iri)}~${kind}`])].join(",") }),
  };
  function fill(node) {
    const parts = [];
    if (goal) {
      parts.push(el("h2", { tabindex: "-1" }, way ? "The way" : "No way"), way ? wayList(way) : el("p", null, "No documents here link them, over people, inspections, councils, programmes, organisations or themes."),
        el("p", { class: "note" }, "The shortest way; organisations and themes only where nothing else leads there. Of ways as short as each other, the one over inspectors and the council’s own posts."),
        button("Back to the neighbours", () => choose({ path: "", at: "" }), { class: "plain-button" }));
    }
    if (node) {
      parts.push(panelOf(node, {
        opened: opened.has(node), only: state.from.length === 1 && state.from[0] === node && !goal, begun: state.from.includes(node) || wayNodes.includes(node), shown: shownSet, rest: shown.rest, acts,
        chooser: chooser("Path to", "Find", "net-to", (other) => choose({ from: shortIri(node.iri), path: shortIri(other.iri), open: "", also: "", hidden: "", whole: "", at: "" })),
      }));
    } else if (!goal) parts.push(el("p", { class: "note" }, "Choose anything in the picture to see what it is."));
    const hidden = state.hidden.filter((one) => !shownSet.has(one));
    if (hidden.length) parts.push(el("p", { class: "note" }, "Removed: ", hidden.map((one) => [button(`${one.label}: show again`, () => choose({ hidden: listOf(state.hidden.filter((other) => other !== one)) }), { class: "as-link" }), " "])));
    aside.replaceChildren(...parts.flat(Infinity).filter(Boolean));
  }
  fill(selected);
  const aim = refocus;
  refocus = "";
  if (aim) requestAnimationFrame(() => (document.querySelector(aim) || document.querySelector(".net-panel h2"))?.focus({ preventScroll: true }));

  const notes = [];
  if (given && givenNodes().length > MOST_GIVEN) notes.push(`${number(MOST_GIVEN)} of ${number(givenNodes().length)} things are drawn; all are in the table.`);
  if (state.missing.length) notes.push(`Not on this page: ${listed(state.missing)}.`);
  for (const { node, kind, left } of shown.rest) notes.push(`${node.label}: ${number(left.length)} more ${THING_KINDS[kind][left.length === 1 ? 0 : 1]} are not drawn; the panel lists them.`);
  const listed_ = given ? { things: [...new Set([...givenNodes(), ...things])], links: [...new Set([...net().links.filter((link) => link.given), ...links])] } : { things, links };
  return [
    el("h1", null, headline(state, way)),
    el("div", { class: "controls" },
      chooser("Begin with", "Draw it", "net-from", (node) => acts.begin(node)),
      el("div", { class: "saves" }, saveButtons(() => picture.whole(), "network"), fileButtons(listed_))),
    el("div", { class: "net-screen" },
      el("div", { class: "net-main" },
        switches(state, shown.kinds),
        el("div", { class: "net-board" }, picture.element,
          el("div", { class: "zooms", role: "group", "aria-label": "Zoom" },
            button("+", () => picture.zoomBy(1.4), { "aria-label": "Zoom in (+)" }), button("−", () => picture.zoomBy(1 / 1.4), { "aria-label": "Zoom out (−)" }), button("fit", picture.fit, { "aria-label": "Fit: show all (0)" }))),
        notes.map((text) => el("p", { class: "note" }, text)),
        legend(things, links),
        el("p", { class: "note" }, "In the picture arrow keys move, Enter chooses, + and − zoom, 0 shows all."),
        tables({ ...listed_, onSelect: (node) => (shownSet.has(node) ? select(node, true) : acts.show(node)) })),
      aside),
  ];
}
